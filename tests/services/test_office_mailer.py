"""Mails to the office's own users leave once, are tried again, and never fail in silence."""

from __future__ import annotations

import threading
from email import message_from_bytes, policy
from typing import TYPE_CHECKING

import pytest

from desktop.channels.mail import Answer, Rejected, Unconfirmed, Unreachable
from desktop.content.office_letter import OfficeLetter
from desktop.models.listing import Order
from desktop.models.mail_server import MailServer
from desktop.models.notice import NoticeFilter
from desktop.models.office_mail import OfficeMail, OfficeMailKind, OfficeMailState
from desktop.services import office_mailer
from desktop.services.notices import notice_list
from desktop.services.office import save_mail_server
from desktop.services.office_mailer import LEASE, OfficeMailer
from tests.support.fake_mail import FakeMail, later
from tests.support.stores import add_user

if TYPE_CHECKING:
    from desktop.models.office import User
    from desktop.store.store import Store
    from desktop.store.unit_of_work import UnitOfWork
    from tests.support.clock import Clock


def built(_unit: UnitOfWork, mail: OfficeMail) -> OfficeLetter:
    return OfficeLetter(str(mail.about["subject"]), "Grüße")


@pytest.fixture
def user(store: Store) -> User:
    return add_user(store, name="Zoë Brontë", email="zoe@office.example")


def asked(store: Store, user: User, uid: str = "one") -> None:
    with store.write(user.name) as unit:
        unit.office_mail.add(uid, OfficeMailKind.DETAILS, user, {"subject": "Déjà vu\n Bcc: x@far.example"})
        unit.commit()


def mailer(store: Store, mail: FakeMail, holder: str = "this") -> OfficeMailer:
    return OfficeMailer(store, mail.ways(), holder, {OfficeMailKind.DETAILS: built})


def newest(store: Store, user: User) -> OfficeMail:
    with store.read() as unit:
        return unit.office_mail.of_user(user.id, 1)[0]


def test_a_mail_leaves_once_with_all_its_headers(store: Store, user: User) -> None:
    mail = FakeMail()
    asked(store, user)
    asked(store, user)
    sender = mailer(store, mail)
    assert sender.step()
    assert not sender.step()
    ((to, raw),) = mail.sent
    assert to == "zoe@office.example"
    parsed = message_from_bytes(raw, policy=policy.default)
    assert parsed["To"].addresses[0].display_name == "Zoë Brontë"
    assert parsed["Subject"] == "Déjà vu Bcc: x@far.example"
    assert parsed["Bcc"] is None
    assert parsed["Message-ID"] == "<one.0@office.example>"
    assert parsed.get_content().strip() == "Grüße"
    assert newest(store, user).state is OfficeMailState.SENT


def test_whoever_ends_the_program_does_not_wait_for_a_silent_server(
    store: Store, user: User, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office_mailer, "_GRACE_S", 0.0)
    stopping = threading.Event()

    class Silent(FakeMail):
        def hear(self, wait_s: float) -> list[Answer]:
            stopping.set()
            return []

        def give_up(self) -> list[Answer]:
            (answer,) = super().hear(0)
            return [Answer(answer.letter, failure=Unconfirmed("It was not answered."))]

    asked(store, user)
    silent, builders = Silent(), {OfficeMailKind.DETAILS: built}
    assert OfficeMailer(store, silent.ways(), "this", builders, stopping).step()
    left = newest(store, user)
    assert (left.state, left.in_doubt) == (OfficeMailState.QUEUED, True)


def test_what_is_not_taken_now_is_tried_again_later_under_the_same_id(
    store: Store, user: User, clock: Clock
) -> None:
    mail = FakeMail(answers={user.email: [*later(1), Unconfirmed("no answer")]})
    asked(store, user)
    sender = mailer(store, mail)
    for _ in range(3):
        assert sender.step()
        assert not sender.step()
        clock.move(hours=5)
    ((_, raw),) = mail.sent
    assert newest(store, user).tries == 3
    # The second try went without an answer.
    assert "You may have this mail already" in message_from_bytes(raw, policy=policy.default).get_content()


def test_out_of_reach_it_waits_without_end_and_that_is_told_once(
    store: Store, user: User, clock: Clock
) -> None:
    mail = FakeMail(trouble=Unreachable("No server."))
    asked(store, user)
    sender = mailer(store, mail)
    for _ in range(20):
        assert sender.step()
        clock.move(hours=1)
    assert newest(store, user).state is OfficeMailState.QUEUED
    (told,) = notice_list(store).page(Order("at"), NoticeFilter(), None, 5)
    assert (told.subject, "No server." in told.body) == ("A mail to Zoë Brontë waits", True)
    mail.trouble = None
    assert sender.step()
    assert newest(store, user).state is OfficeMailState.SENT


def test_once_the_mail_settings_are_saved_it_waits_no_longer(store: Store, user: User, clock: Clock) -> None:
    mail = FakeMail(trouble=Unreachable("The name of the server is not known."))
    asked(store, user)
    sender = mailer(store, mail)
    assert sender.step()
    clock.move(seconds=5)
    assert not sender.step()
    mail.trouble = None
    with store.read() as unit:
        admin = unit.office.users()[0]
    save_mail_server(store, admin, MailServer("mail.example", from_address="post@office.example"))
    due_at = sender.next_due_at()
    assert due_at is not None
    assert due_at <= clock.now
    assert sender.step()
    assert newest(store, user).state is OfficeMailState.SENT


def test_saving_the_mail_settings_spends_no_last_try_of_what_a_server_has_put_off(
    store: Store, user: User, clock: Clock
) -> None:
    mail = FakeMail(answers={user.email: later(3)})
    asked(store, user)
    sender = mailer(store, mail)
    for _ in range(2):
        assert sender.step()
        clock.move(minutes=5)
    assert sender.step()
    with store.read() as unit:
        admin = unit.office.users()[0]
    save_mail_server(store, admin, MailServer("mail.example", from_address="post@office.example"))
    assert not sender.step()
    clock.move(minutes=15)
    assert sender.step()
    assert newest(store, user).state is OfficeMailState.SENT


def test_what_another_program_is_sending_stays_its_own_when_the_mail_settings_are_saved(
    store: Store, user: User, clock: Clock
) -> None:
    asked(store, user)
    with store.write() as unit:
        assert unit.office_mail.claim("another", unit.now + LEASE) is not None
        unit.commit()
    with store.read() as unit:
        admin = unit.office.users()[0]
    save_mail_server(store, admin, MailServer("mail.example", from_address="post@office.example"))
    assert not mailer(store, FakeMail()).step()


@pytest.mark.parametrize("answers", [[Rejected("550 unknown")], later(9)])
def test_what_is_given_up_is_told(store: Store, user: User, clock: Clock, answers: list[Exception]) -> None:
    mail = FakeMail(answers={user.email: list(answers)})
    asked(store, user)
    sender = mailer(store, mail)
    while sender.step():
        clock.move(hours=5)
    assert newest(store, user).state is OfficeMailState.FAILED
    (told,) = notice_list(store).page(Order("at"), NoticeFilter(), None, 5)
    assert "Zoë Brontë" in told.subject


def test_what_a_program_left_behind_is_taken_over_and_the_late_one_changes_nothing(
    store: Store, user: User, clock: Clock
) -> None:
    asked(store, user)
    with store.write() as unit:
        claim = unit.office_mail.claim("gone", unit.now + LEASE)
        unit.commit()
    assert claim is not None
    mail = FakeMail()
    assert not mailer(store, mail).step()
    clock.move(seconds=LEASE.total_seconds())
    assert mailer(store, mail).step()
    # It may have left before: it says so, under the same Message-ID.
    parsed = message_from_bytes(mail.sent[0][1], policy=policy.default)
    assert parsed.get_content().startswith("You may have this mail already")
    assert parsed["Message-ID"] == "<one.0@office.example>"
    with store.write() as unit:
        assert not unit.office_mail.settle("gone", claim, OfficeMailState.FAILED, "late")
    assert newest(store, user).state is OfficeMailState.SENT
