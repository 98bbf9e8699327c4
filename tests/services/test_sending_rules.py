"""The office's rules for sending: kept, checked, and obeyed by whoever delivers."""

from __future__ import annotations

import email
import email.policy
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

import pytest

from desktop.errors import Refused
from desktop.models.channel import Channel
from desktop.models.delivery import DeliveryTotals
from desktop.models.office import Role, User
from desktop.models.office_hours import DayHours, OfficeHours
from desktop.models.outgoing import MessageDraft
from desktop.models.send_limits import Hold, SendLimits
from desktop.services import message_control, sending
from desktop.services.delivering import Deliverer, next_step_at
from desktop.services.holiday_calendar import calendars, holidays_of
from desktop.services.letters import letter_of
from desktop.services.sending_rules import limits_in, rules_in, save_sending_rules, sending_rules_of
from desktop.services.sent import head_of
from desktop.settings import HOLIDAYS, MAILS_AN_HOUR, OFFICE_HOURS, OFFICE_ZONE, UNDO_SECONDS
from tests.support.fake_mail import FakeMail, later
from tests.support.sending import sent_message, totals
from tests.support.stores import add_accounts, add_user, details, without_undo

if TYPE_CHECKING:
    from desktop.store.store import Store
    from tests.support.clock import Clock

IN_BERLIN = {OFFICE_ZONE.key: "Europe/Berlin"}


@pytest.fixture
def mail() -> FakeMail:
    return FakeMail()


def set_to(store: Store, **values: Any) -> None:
    with store.write() as unit:
        unit.office.save_settings({UNDO_SECONDS.key: 0, **values})
        unit.commit()


def sent_within_hours(store: Store, user: User, letters: str = "WE") -> int:
    draft = MessageDraft(
        channels=frozenset(Channel(letter) for letter in letters),
        accounts=add_accounts(store, [details(901), details(902)]),
        reply_to=user.email,
        subject="Notice",
        content="Hello",
        only_office_hours=True,
    )
    return sending.send(store, user, draft).message_id


def test_rules_are_kept(store: Store) -> None:
    ada = add_user(store)
    day = DayHours(8 * 60, 12 * 60 + 30)
    rules = replace(
        sending_rules_of(store),
        undo_seconds=30,
        mails_an_hour=500,
        hours=OfficeHours((day, None, None, None, None, day, None)),
        holidays="US-NY",
    )
    save_sending_rules(store, ada, rules)
    assert sending_rules_of(store) == rules


@pytest.mark.parametrize(
    ("about", "changes"),
    [
        ("undo_seconds", {"undo_seconds": 121}),
        ("undo_seconds", {"undo_seconds": -1}),
        ("mails_an_hour", {"mails_an_hour": -5}),
        ("hours", {"hours": OfficeHours((None,) * 7)}),
        ("hours", {"hours": OfficeHours((DayHours(600, 540), *(None,) * 6))}),
        ("holidays", {"holidays": "Atlantis"}),
    ],
)
def test_rules_that_cannot_be_are_refused(sqlite_store: Store, about: str, changes: dict[str, Any]) -> None:
    ada = add_user(sqlite_store)
    before = sending_rules_of(sqlite_store)
    with pytest.raises(Refused) as refusal:
        save_sending_rules(sqlite_store, ada, replace(before, **changes))
    assert refusal.value.about == about
    assert sending_rules_of(sqlite_store) == before


def test_only_an_administrator_may_change_them(sqlite_store: Store) -> None:
    grace = add_user(sqlite_store, Role.SENDER, "Grace Hopper")
    with pytest.raises(Refused, match="this takes an administrator"):
        save_sending_rules(sqlite_store, grace, sending_rules_of(sqlite_store))


def test_settings_that_cannot_be_read_count_as_the_default() -> None:
    rules = rules_in({OFFICE_HOURS.key: "always", UNDO_SECONDS.key: 1_000, MAILS_AN_HOUR.key: -3})
    assert rules == replace(rules_in({}), undo_seconds=120)


def test_holidays_of_a_country_and_of_a_part_of_it() -> None:
    assert date(2026, 11, 26) in holidays_of("US")
    assert date(2026, 11, 25) not in holidays_of("US")
    assert date(2027, 1, 6) in holidays_of("DE-BY")
    assert date(2027, 1, 6) not in holidays_of("DE")
    assert date(2027, 1, 6) not in holidays_of("")
    assert date(2027, 1, 6) not in holidays_of("Atlantis")
    assert "BY" in calendars()["DE"]


def test_the_office_is_closed_at_night_at_weekends_and_on_holidays() -> None:
    values = {**IN_BERLIN, HOLIDAYS.key: "DE-BE"}
    evening_before_christmas = datetime(2026, 12, 24, 17, 0, tzinfo=UTC)
    assert limits_in(values, evening_before_christmas) == SendLimits(
        0, datetime(2026, 12, 28, 8, 0, tzinfo=UTC)
    )
    assert limits_in(values, datetime(2026, 12, 28, 8, 0, tzinfo=UTC)) == SendLimits(0, None)


def test_a_message_for_office_hours_waits_for_them_and_others_do_not(
    store: Store, mail: FakeMail, clock: Clock
) -> None:
    ada = add_user(store)
    clock.now = datetime(2026, 11, 20, 20, 0, tzinfo=UTC)  # a Friday
    set_to(store, **IN_BERLIN)
    waits, leaves = sent_within_hours(store, ada), sent_message(store, 2)
    worker = Deliverer(store, mail.ways(), "me")
    assert worker.step().delivered == 2
    assert totals(store, leaves) == DeliveryTotals(delivered=2)
    assert totals(store, waits) == DeliveryTotals(queued=4)
    monday = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
    assert next_step_at(worker, store) == monday
    clock.now = monday
    assert worker.step().delivered == 4


def test_what_waits_for_office_hours_bears_the_day_on_which_it_leaves(
    store: Store, mail: FakeMail, clock: Clock
) -> None:
    ada = add_user(store)
    clock.now = datetime(2026, 11, 20, 20, 0, tzinfo=UTC)  # a Friday
    set_to(store, **IN_BERLIN)
    draft = MessageDraft(
        channels=frozenset({Channel.EMAIL}),
        accounts=add_accounts(store, [details(901)]),
        reply_to=ada.email,
        subject="Notice",
        content="Of {{ today }}",
        only_office_hours=True,
    )
    with store.read() as unit:
        shown = letter_of(unit, draft, ada).today
    sending.send(store, ada, draft)
    clock.now = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    Deliverer(store, mail.ways(), "me").step()
    ((_, raw),) = mail.sent
    sent = email.message_from_bytes(raw, policy=email.policy.default)
    assert parsedate_to_datetime(sent["Date"]) == datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
    assert shown == "2026-11-23"
    assert b"2026-11-23" in raw


def test_no_more_mails_than_so_many_leave_in_any_hour(store: Store, mail: FakeMail, clock: Clock) -> None:
    set_to(store, **{MAILS_AN_HOUR.key: 5})
    message = sent_message(store, 12, "WE")
    one, other = (Deliverer(store, mail.ways(), name, batch=6) for name in ("one", "other"))
    left: list[datetime] = []
    while totals(store, message).queued:
        before = len(mail.sent)
        one.step()
        other.step()
        left += [clock.now] * (len(mail.sent) - before)
        due_at = next_step_at(one, store)
        if due_at is not None:
            clock.now = max(due_at, clock.now + timedelta(seconds=20))
    assert len(left) == 12
    for moment in left:
        assert sum(moment <= each < moment + timedelta(hours=1) for each in left) <= 5
    assert left[-1] - left[0] < timedelta(minutes=130)
    assert totals(store, message).delivered == 24


def test_under_a_limit_what_is_tried_again_does_not_take_all_turns(
    store: Store, mail: FakeMail, clock: Clock
) -> None:
    set_to(store, **{MAILS_AN_HOUR.key: 1})
    refused, other = sent_message(store, 2), sent_message(store, 5)
    mail.answers = {f"client{number}@clients.example": later(99) for number in (1, 2)}
    worker = Deliverer(store, mail.ways(), "me")
    for _ in range(10):
        worker.step()
        clock.move(minutes=61)
    assert len(mail.tried) == 10
    assert 3 <= totals(store, other).delivered <= 5
    assert totals(store, refused) == DeliveryTotals(queued=2)


def test_messages_to_the_center_do_not_wait_for_the_mails(store: Store, mail: FakeMail, clock: Clock) -> None:
    set_to(store, **{MAILS_AN_HOUR.key: 1})
    message = sent_message(store, 30, "WE")
    worker = Deliverer(store, mail.ways(), "me", batch=10)
    for _ in range(6):
        worker.step()
    assert totals(store, message) == DeliveryTotals(delivered=31, queued=29)


def test_what_two_workers_have_claimed_counts_before_it_has_begun(store: Store, clock: Clock) -> None:
    without_undo(store)
    sent_message(store, 20)
    limits, until = SendLimits(mails_an_hour=7), clock.now + timedelta(seconds=60)
    with store.write() as unit:
        first = unit.outbox.claim("one", until, 5, (Channel.EMAIL,), limits)
        unit.commit()
    with store.write() as unit:
        second = unit.outbox.claim("other", until, 5, (Channel.EMAIL,), limits)
        unit.commit()
    assert (len(first), len(second)) == (5, 2)
    with store.write() as unit:
        unit.outbox.put_back("one", [claim.delivery_id for claim in first])
        again = unit.outbox.claim("other", until, 9, (Channel.EMAIL,), limits)
        unit.commit()
    assert len(again) == 5


def test_a_clock_set_back_lets_no_more_leave(store: Store, mail: FakeMail, clock: Clock) -> None:
    set_to(store, **{MAILS_AN_HOUR.key: 2})
    sent_message(store, 6)
    worker = Deliverer(store, mail.ways(), "me")
    worker.step()
    clock.move(hours=-1)
    worker.step()
    assert len(mail.sent) == 2
    due_at = next_step_at(worker, store)
    assert due_at is not None
    assert clock.now < due_at <= clock.now + timedelta(minutes=121)


def test_a_message_says_when_the_mails_an_hour_let_it_go_on(
    store: Store, mail: FakeMail, clock: Clock
) -> None:
    set_to(store, **{MAILS_AN_HOUR.key: 3})
    message, to_the_center = sent_message(store, 5, "WE"), sent_message(store, 1, "W")
    assert head_of(store, message).hold is None
    clock.move(seconds=30)
    minute = clock.now.replace(second=0)
    worker = Deliverer(store, mail.ways(), "me")
    worker.step()
    goes_on_at = minute + timedelta(minutes=61)
    assert head_of(store, message).hold == Hold(goes_on_at, mails_an_hour=3)
    assert head_of(store, to_the_center).hold is None
    clock.now = goes_on_at
    assert head_of(store, message).hold is None
    worker.step()
    assert totals(store, message).delivered == 10
    assert head_of(store, message).hold is None


def test_a_message_says_when_the_office_opens_for_it(store: Store, mail: FakeMail, clock: Clock) -> None:
    ada = add_user(store)
    set_to(store, **IN_BERLIN, **{HOLIDAYS.key: "DE", MAILS_AN_HOUR.key: 1})
    clock.now = datetime(2026, 12, 24, 20, 0, tzinfo=UTC)  # a Thursday; Friday is a holiday
    waits, leaves = sent_within_hours(store, ada), sent_message(store, 1, "W")
    Deliverer(store, mail.ways(), "me").step()
    assert head_of(store, leaves).hold is None
    assert head_of(store, waits).hold == Hold(datetime(2026, 12, 28, 8, 0, tzinfo=UTC))
    message_control.pause(store, ada, waits)
    assert head_of(store, waits).hold is None
