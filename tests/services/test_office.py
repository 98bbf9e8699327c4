"""An office is founded once, and what is saved for it is checked before it is kept."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from desktop.errors import Refused
from desktop.models.change import Subject
from desktop.models.mail_server import MailSecurity, MailServer
from desktop.models.office import Branding, Office, Role, User, UserDetails
from desktop.services import office
from desktop.store.store import Store

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def admin(store: Store) -> User:
    return office.found_office(store, " Harbor  Advisors ", "Ada Admin", " ada@office.example ", "Asia/Tokyo")


def test_nothing_is_founded_at_first(store: Store) -> None:
    assert office.office_of(store) is None
    assert office.users_of(store) == []
    assert not office.mail_server_of(store).is_set_up


def test_a_new_office_has_an_administrator(store: Store, admin: User) -> None:
    assert office.office_of(store) == Office("Harbor Advisors", "Asia/Tokyo")
    assert office.users_of(store) == [admin]
    assert (admin.user_id, admin.name, admin.email) == ("ada", "Ada Admin", "ada@office.example")
    assert admin.may(Role.ADMIN)
    assert office.zone_of(store) == ZoneInfo("Asia/Tokyo")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (("  ", "Ada", "ada@office.example"), "needs a name"),
        (("Harbor", "", "ada@office.example"), "own name"),
        (("Harbor", "Ada", "ada@office"), "not an e-mail address"),
        (("Harbor", "Ada", ""), "not an e-mail address"),
        (("Harbor", "Ada", "ada@office.example", "Mars/Base"), "not a known time zone"),
    ],
)
def test_an_office_that_cannot_be_is_refused(store: Store, fields: tuple[str, ...], words: str) -> None:
    with pytest.raises(Refused, match=words):
        office.found_office(store, *fields)
    assert office.office_of(store) is None


def test_a_second_office_is_refused(store: Store, admin: User) -> None:
    with pytest.raises(Refused, match="already holds an office"):
        office.found_office(store, "Other", "Bob", "bob@office.example")
    assert office.users_of(store) == [admin]


def test_users_are_added_and_changed(store: Store, admin: User) -> None:
    bob = UserDetails("bob", "Bob", "bob@office.example", Role.VIEWER)
    office.save_users(store, admin, [bob])
    office.save_users(store, admin, [bob._replace(role=Role.SENDER, signature="Bob\nDesk")])
    assert [(user.name, user.role) for user in office.users_of(store)] == [
        ("Ada Admin", Role.ADMIN), ("Bob", Role.SENDER),
    ]  # fmt: skip
    with pytest.raises(Refused, match="no administrator"):
        office.save_users(store, admin, [UserDetails("ada", "Ada", "ada@office.example", Role.SENDER)])
    with pytest.raises(Refused, match="not an e-mail address"):
        office.save_users(store, admin, [bob._replace(email="bob")])


def test_no_two_users_have_one_name(store: Store, admin: User) -> None:
    bob = UserDetails("bob", "Bob Hale", "bob@office.example", Role.APPROVER)
    office.save_users(store, admin, [bob])
    with pytest.raises(Refused, match="“Bob Hale” would be the name of bob, hale"):
        office.save_users(store, admin, [bob._replace(user_id="hale", name="bob  hale")])
    office.save_users(store, admin, [bob._replace(user_id="hale", name="Bob M. Hale")])
    with store.write() as unit:  # as an older program let them
        unit.office.replace_users([bob._replace(user_id="hale")])
        unit.commit()
    office.save_users(store, admin, [bob._replace(signature="Bob")])


def test_a_mail_server_is_kept(store: Store, admin: User) -> None:
    server = MailServer("smtp.office.example", 465, MailSecurity.TLS, "u", "post@office.example", "Harbor", 7)
    office.save_mail_server(store, admin, server)
    assert office.mail_server_of(store) == server


@pytest.mark.parametrize(
    "server",
    [
        MailServer("smtp.office.example", 0, from_address="a@office.example"),
        MailServer("smtp.office.example", from_address="a@office.example", connections=0),
        MailServer("smtp.office.example", from_address="a@office.example", connections=51),
        MailServer("smtp.office.example", 65_536, from_address="a@office.example"),
        MailServer("smtp.office.example", 25, from_address=""),
        MailServer("smtp office", 25, from_address="a@office.example"),
        MailServer("smtp://office.example", 25, from_address="a@office.example"),
    ],
)
def test_a_mail_server_that_cannot_be_is_refused(store: Store, admin: User, server: MailServer) -> None:
    with pytest.raises(Refused, match="was not saved"):
        office.save_mail_server(store, admin, server)
    assert not office.mail_server_of(store).is_set_up


def test_branding_is_kept(store: Store, admin: User) -> None:
    branding = Branding(PNG + b"x", "#1F4E79", "#ffffff", "Harbor\nBoston")
    office.save_branding(store, admin, branding)
    assert office.branding_of(store) == branding


@pytest.mark.parametrize(
    "branding",
    [
        Branding(logo=b"GIF89a"),
        Branding(logo=PNG + bytes(office.LARGEST_LOGO)),
        Branding(banner_colour="red"),
        Branding(text_colour="#12345"),
    ],
)
def test_branding_that_cannot_be_is_refused(store: Store, admin: User, branding: Branding) -> None:
    with pytest.raises(Refused, match="was not saved"):
        office.save_branding(store, admin, branding)
    assert office.branding_of(store) == Branding()


def test_only_an_active_administrator_changes_the_office(store: Store, admin: User) -> None:
    sender = admin._replace(name="Sam", role=Role.SENDER)
    with pytest.raises(Refused, match="“Sam” is a sender; this takes an administrator"):
        office.save_branding(store, sender, Branding())
    with pytest.raises(Refused, match="not an active user"):
        office.save_mail_server(store, admin._replace(active=False), MailServer("smtp.office.example"))


def test_without_a_zone_this_computer_s_holds_all_year(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "EST5EDT,M3.2.0,M11.1.0")
    time.tzset()
    zone = office.zone_of(store)
    summer, winter = datetime(2026, 7, 1, 12, tzinfo=UTC), datetime(2026, 12, 1, 12, tzinfo=UTC)
    try:
        assert (summer.astimezone(zone).hour, winter.astimezone(zone).hour) == (8, 7)
        assert summer.astimezone(zone) == summer
    finally:
        monkeypatch.undo()
        time.tzset()


def test_an_administrator_changes_name_and_zone(store: Store, admin: User) -> None:
    change = office.save_office(store, admin, "  Quay   Advisors ", "")
    assert change.of(Subject.SETTINGS)
    assert office.office_of(store) == Office("Quay Advisors", "")
    for name, zone, about in ((" ", "", "name"), ("Quay", "Mars/Base", "zone")):
        with pytest.raises(Refused) as refused:
            office.save_office(store, admin, name, zone)
        assert refused.value.about == about
    with pytest.raises(Refused, match="not allowed"):
        office.save_office(store, admin._replace(role=Role.SENDER), "Mine", "")
    assert office.office_of(store) == Office("Quay Advisors", "")
