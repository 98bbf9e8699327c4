"""Full copies by e-mail: who elected them gets each new message once, and never a flood."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event

from desktop.composition import mail_builders
from desktop.errors import Refused
from desktop.models.copy_election import CopyWish
from desktop.models.office import Role, UserDetails
from desktop.services import copy_letters, copy_queue, worker
from desktop.services.copies import copy_choices, elect_copies
from desktop.services.copy_policy import copy_policy
from desktop.services.copy_queue import queue_copies
from desktop.services.email_details_policy import email_details_policy
from tests.support.fake_mail import FakeMail
from tests.support.feeds import fed, message
from tests.support.stores import add_accounts, add_user, details

if TYPE_CHECKING:
    from email.message import EmailMessage

    from desktop.models.office import User
    from desktop.store.store import Store
    from tests.support.clock import Clock

ALL = CopyWish(is_on=True)
TO_ONE = {"U0000001": {"amount": "5"}}


@pytest.fixture
def user(store: Store) -> User:
    add_accounts(store, [details(1), details(2)])
    return add_user(store)


@pytest.fixture
def _few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two an hour come one by one, and two stand in a list."""
    few = replace(copy_policy(), most_an_hour=2, most_lines_in_mail=2, most_lines_in_file=4)
    monkeypatch.setattr(copy_queue, "copy_policy", lambda: few)
    monkeypatch.setattr(copy_letters, "copy_policy", lambda: few)


def sent(store: Store) -> list[EmailMessage]:
    mail = FakeMail()
    worker.run(store, mail.ways(), threading.Event(), once=True, builders=mail_builders())
    return [message_from_bytes(raw, policy=policy.default) for _, raw in mail.sent]


def subjects(store: Store) -> list[str]:
    return [str(mail["Subject"]) for mail in sent(store)]


def text_of(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def test_what_comes_in_after_the_election_is_copied_once_and_complete(store: Store, user: User) -> None:
    fed(store, user, message(1, TO_ONE))
    elect_copies(store, user, ALL)
    fed(store, user, message(1, TO_ONE), message(2, {"U0000001": {"amount": "7"}}))
    (mail,) = sent(store)
    assert mail["To"].addresses[0].addr_spec == user.email
    assert mail["Subject"] == "Copy: Funds received: 7"
    assert "We have received 7 for account U0000001." in text_of(mail)
    assert "You elected full copies" in text_of(mail)
    fed(store, user, message(2, {"U0000001": {"amount": "7"}}))
    assert sent(store) == []


def test_only_the_types_that_were_chosen(store: Store, user: User) -> None:
    elect_copies(store, user, CopyWish(is_on=True, types=("MARGIN",)))
    fed(store, user, message(1, TO_ONE), message(2, TO_ONE, type="MARGIN", type_name="Margin"))
    (mail,) = sent(store)
    assert "Type: Margin" in text_of(mail)
    choices = copy_choices(store, user)
    assert choices.wish.types == ("MARGIN",)
    assert choices.types == [("FUNDS_IN", "Funds received"), ("MARGIN", "Margin")]


def test_each_user_for_themselves_and_nobody_who_has_left(store: Store, user: User) -> None:
    other = add_user(store, Role.VIEWER, "Grace Hopper")
    elect_copies(store, user, ALL)
    elect_copies(store, other, ALL)
    fed(store, user, message(1, TO_ONE))
    assert len(subjects(store)) == 2
    with store.write() as unit:
        left = UserDetails(other.user_id, other.name, other.email, other.role, active=False)
        unit.office.replace_users([left])
        unit.commit()
    fed(store, user, message(2, TO_ONE))
    assert len(subjects(store)) == 1
    with pytest.raises(Refused):
        elect_copies(store, other._replace(active=False), ALL)
    with pytest.raises(Refused, match="Nothing was changed"):
        elect_copies(store, user._replace(email=""), ALL)
    with pytest.raises(Refused, match="Nothing was changed"):
        elect_copies(store, user, CopyWish(is_on=True, types=()))


def test_switched_off_nothing_follows_and_all_that_was_elected_can_be_shown(
    store: Store, user: User, clock: Clock
) -> None:
    elect_copies(store, user, ALL)
    fed(store, user, message(1, TO_ONE))
    clock.move(minutes=1)
    elect_copies(store, user, CopyWish())
    assert sent(store) == []
    fed(store, user, message(2, TO_ONE))
    elect_copies(store, user, ALL)
    assert sent(store) == []
    history = copy_choices(store, user).history
    assert [each.wish.is_on for each in history] == [True, False, True]
    assert {each.by for each in history} == {user.name}
    assert history[1].at - history[2].at == timedelta(minutes=1)


@pytest.mark.usefixtures("_few")
def test_many_at_once_come_as_one_list_and_not_as_many_mails(store: Store, user: User, clock: Clock) -> None:
    elect_copies(store, user, ALL)
    fed(store, user, *(message(number, TO_ONE) for number in range(1, 7)))
    assert sent(store) == []
    clock.move(minutes=10)
    (mail,) = sent(store)
    assert mail["Subject"] == "6 new messages of IB"
    words = text_of(mail)
    assert "faster than 2 an hour" in words
    assert "The list has the first 4." in words
    assert "2 more are in the attached list." in words
    (file,) = mail.iter_attachments()
    assert len(file.get_content().splitlines()) == 5
    # More of them wait until an hour has passed since the last list; few come one by one.
    fed(store, user, *(message(number, TO_ONE) for number in range(10, 13)))
    clock.move(minutes=20)
    assert sent(store) == []
    clock.move(minutes=40)
    assert subjects(store) == ["3 new messages of IB"]
    fed(store, user, message(20, TO_ONE))
    assert subjects(store) == ["Copy: Funds received: 5"]


@pytest.mark.usefixtures("_few")
def test_an_hour_has_its_copies_and_the_next_one_has_new_ones(store: Store, user: User, clock: Clock) -> None:
    elect_copies(store, user, ALL)
    for number in range(1, 4):
        fed(store, user, message(number, TO_ONE))
        clock.move(minutes=1)
        assert len(sent(store)) == (number < 3)
    clock.move(minutes=58)
    assert len(sent(store)) == 1


def test_who_dies_between_two_steps_makes_no_second_mail(store: Store, user: User) -> None:
    elect_copies(store, user, ALL)
    fed(store, user, message(1, TO_ONE))
    with store.write() as unit:
        for plan in copy_queue._plans(unit):
            copy_queue._follow(unit, plan)
        # No commit: the program was killed here.
    assert queue_copies(store)
    assert not queue_copies(store)
    assert len(subjects(store)) == 1


def test_too_many_recipients_are_told_of_instead(
    store: Store, user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = replace(email_details_policy(), most_recipients=1)
    monkeypatch.setattr(copy_letters, "email_details_policy", lambda: few)
    elect_copies(store, user, ALL)
    fed(store, user, message(1, {"U0000001": {"amount": "5"}, "U0000002": {"amount": "6"}}))
    (mail,) = sent(store)
    words = text_of(mail)
    assert "2 recipients are too many for a mail." in words
    assert "We have received ‹amount› for account ‹account number›." in words
    assert list(mail.iter_attachments()) == []


def test_where_nobody_elected_copies_the_feed_asks_once_a_batch(store: Store, user: User) -> None:
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if "copy" in statement.lower() and "FROM STDIN" not in statement:
            asked.append(statement)

    event.listen(store.engine, "before_cursor_execute", note)
    fed(store, user, *(message(number, TO_ONE) for number in range(1, 60)))
    assert len(asked) == 1
