"""The office is told of held messages: once, in time, gathered, and those who decided are spared their own news."""

from __future__ import annotations

import threading
from datetime import timedelta
from email import message_from_bytes, policy
from typing import TYPE_CHECKING

import pytest

from desktop import composition
from desktop.errors import Refused
from desktop.models.listing import Order
from desktop.models.notice import Notice, NoticeFilter, Priority
from desktop.models.office import Role
from desktop.models.staging import Decision
from desktop.services import staging, staging_telling, worker
from desktop.services.notices import notice_list
from desktop.services.staging_digest import choose_digest, digest_hour_of, digest_moments
from desktop.services.staging_telling import tell_due
from desktop.settings import OFFICE_ZONE
from tests.support.fake_mail import FakeMail
from tests.support.feeds import fed
from tests.support.staging import enrolled, held_in, lines, release_all, stageable
from tests.support.stores import add_accounts, add_user, details, opened, without_undo

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.models.held_message import HeldLine
    from desktop.models.office import User
    from desktop.store.store import Store
    from tests.support.clock import Clock


@pytest.fixture
def actor(store: Store, clock: Clock) -> User:
    """An administrator; with her decide an approver, and others do not. The office is in Berlin, and takes part."""
    user = add_user(store, email="ada@office.example")
    add_user(store, Role.APPROVER, "Grace Hopper", email="grace@office.example")
    add_user(store, Role.APPROVER, "Without Address", email="")
    add_user(store, Role.SENDER, "Sender", email="sender@office.example")
    add_user(store, Role.APPROVER, "Gone", email="gone@office.example", active=False)
    without_undo(store)
    with store.write() as unit:
        unit.office.save_settings({OFFICE_ZONE.key: "Europe/Berlin"})
        unit.commit()
    enrolled(store, user, clock)
    return user


def user_named(store: Store, name: str) -> User:
    with store.read() as unit:
        return next(user for user in unit.office.users() if user.name == name)


def told(store: Store) -> Sequence[Notice]:
    """The notices of staging, the oldest first."""
    page = notice_list(store).page(Order("at"), NoticeFilter(), None, 100)
    return sorted((each for each in page if each.is_of_staging), key=lambda each: each.id)


def mails(store: Store) -> list[tuple[str, str, str]]:
    """Address, subject and text of the mails that leave now."""
    sent = FakeMail()
    worker.run(store, sent.ways(), threading.Event(), once=True, builders=composition.mail_builders())
    found = []
    for to, raw in sent.sent:
        if to.endswith("@office.example"):
            mail = message_from_bytes(raw, policy=policy.default)
            found.append(
                (to, " ".join(str(mail["Subject"]).split()), mail.get_content().replace("\r\n", "\n"))
            )
    return sorted(found)


def settled(store: Store, clock: Clock, **how_far: float) -> bool:
    clock.move(**how_far)
    return tell_due(store)


def decide(store: Store, by: User, held: Sequence[HeldLine], decision: Decision) -> None:
    outcome = staging.decide(store, by, [(each.id, each.version) for each in held], decision)
    assert outcome.refused == []


def test_of_an_arrival_a_notice_and_mails_tell_with_its_date_in_the_offices_zone(
    store: Store, actor: User, clock: Clock
) -> None:
    (held,) = held_in(store, actor, clock)
    assert not tell_due(store), "others may come with it"
    assert settled(store, clock, seconds=6)
    (notice,) = told(store)
    assert notice.held_id == held.id
    assert notice.subject == "To be decided until 21 Nov 2026, 06:45 CET: Funds received: ‹amount›"
    assert "2 recipients (W, E)" in notice.body
    assert "Delivery date: 21 Nov 2026, 06:45 CET" in notice.body
    assert not tell_due(store)
    sent = mails(store)
    assert [to for to, _, _ in sent] == ["ada@office.example", "grace@office.example"]
    assert {subject for _, subject, _ in sent} == {notice.subject}
    assert all("Subject: Funds received: ‹amount›" in text for _, _, text in sent)
    assert mails(store) == []
    assert len(told(store)) == 1


def test_many_at_once_are_one_notice_and_one_mail_each(store: Store, actor: User, clock: Clock) -> None:
    held_in(store, actor, clock, 25)
    assert settled(store, clock, seconds=6)
    (notice,) = told(store)
    assert notice.subject == "25 messages of IB wait for a decision, the first until 21 Nov 2026, 06:45 CET"
    assert notice.held_id is None
    assert notice.body.count("Subject: ") == 20
    assert notice.body.endswith("and 5 more")
    assert len(mails(store)) == 2


def test_what_keeps_coming_is_told_after_a_minute_all_the_same(
    store: Store, actor: User, clock: Clock
) -> None:
    add_accounts(store, [details(1)])
    due = clock.now + timedelta(days=2)
    for number in range(1, 16):
        fed(store, actor, stageable(number, due))
        if settled(store, clock, seconds=4):
            break
    assert 14 <= number <= 16
    assert len(told(store)) == 1


def test_what_an_election_decides_is_not_told(store: Store, actor: User, clock: Clock) -> None:
    (held,) = held_in(store, actor, clock)
    decide(store, actor, [held], Decision.ALWAYS_REJECT)
    tell_due(store, at_once=True)
    before = len(told(store))
    fed(store, actor, stageable(2, clock.now + timedelta(hours=1)))
    assert not settled(store, clock, minutes=10)
    assert len(told(store)) == before


def test_what_went_out_before_anybody_was_told_is_said(store: Store, actor: User, clock: Clock) -> None:
    add_accounts(store, [details(1)])
    fed(store, actor, stageable(1, clock.now - timedelta(minutes=1)))
    release_all(store)
    assert settled(store, clock, minutes=1)
    (notice,) = told(store)
    assert notice.subject == "1 message went out before anybody could decide on it"
    assert "It went out 21 Nov 2026, 05:45 CET." in notice.body
    assert notice.priority is Priority.HIGH


def test_what_was_sent_as_it_is_before_anybody_was_told_is_told_as_decided(
    store: Store, actor: User, clock: Clock
) -> None:
    """No program told of arrivals while it was decided on, say because no worker ran."""
    grace = user_named(store, "Grace Hopper")
    decide(store, grace, held_in(store, actor, clock), Decision.SEND_AS_IS)
    release_all(store)
    assert settled(store, clock, minutes=10)
    assert [notice.subject for notice in told(store)] == ["Grace Hopper: Send As Is (1)"]


def test_a_reminder_comes_before_the_date_for_what_still_waits(
    store: Store, actor: User, clock: Clock
) -> None:
    add_accounts(store, [details(1)])
    due = clock.now + timedelta(days=3)
    fed(store, actor, stageable(1, due), stageable(2, due, subject="Decided"))
    assert settled(store, clock, seconds=6)
    decide(
        store, actor, [each for each in lines(store) if each.line.subject == "Decided"], Decision.REJECT_ONCE
    )
    assert settled(store, clock, minutes=2)
    mails(store)
    clock.now = due - timedelta(hours=24, seconds=1)
    assert not tell_due(store)
    assert settled(store, clock, seconds=1)
    assert not tell_due(store)
    assert told(store)[-1].subject.startswith("Still undecided, goes out 24 Nov 2026, 05:45 CET: Funds")
    assert [subject.split(",")[0] for _, subject, _ in mails(store)] == ["Still undecided"] * 2
    clock.now = due - timedelta(hours=2)
    assert tell_due(store)
    assert len(mails(store)) == 2
    clock.now = due - timedelta(seconds=1)
    assert not tell_due(store)


def test_whoever_is_told_shortly_before_the_date_is_not_reminded_at_once(
    store: Store, actor: User, clock: Clock
) -> None:
    held_in(store, actor, clock)
    assert settled(store, clock, seconds=6)
    assert not settled(store, clock, minutes=30)


def test_a_machine_that_slept_over_both_reminders_is_reminded_once(
    store: Store, actor: User, clock: Clock
) -> None:
    add_accounts(store, [details(1)])
    due = clock.now + timedelta(days=3)
    fed(store, actor, stageable(1, due))
    assert settled(store, clock, seconds=6)
    mails(store)
    clock.now = due - timedelta(hours=1)
    assert tell_due(store)
    assert not tell_due(store)
    assert len(mails(store)) == 2


def test_the_others_are_told_of_decisions_in_one_mail(store: Store, actor: User, clock: Clock) -> None:
    held = held_in(store, actor, clock, 8)
    tell_due(store, at_once=True)
    mails(store)
    decide(store, actor, held[:5], Decision.REJECT_ONCE)
    decide(store, actor, held[5:7], Decision.SEND_AS_IS)
    assert not tell_due(store)
    assert settled(store, clock, seconds=61)
    notice = told(store)[-1]
    assert (notice.subject, notice.priority) == (
        "Ada Byron: Reject Once (5); Ada Byron: Send As Is (2)",
        Priority.LOW,
    )
    ((to, subject, text),) = mails(store)
    assert (to, subject) == ("grace@office.example", "Decided on 7 held messages")
    assert text.startswith("Ada Byron: Reject Once (5)\nAda Byron: Send As Is (2)\n")
    assert "a decision can be taken back" in text
    assert "Decide in the Message Center" not in text


def test_a_decision_taken_back_is_told_as_it_stands_then(store: Store, actor: User, clock: Clock) -> None:
    (held,) = held_in(store, actor, clock)
    tell_due(store, at_once=True)
    decide(store, actor, [held], Decision.REJECT_ONCE)
    (held,) = lines(store)
    grace = user_named(store, "Grace Hopper")
    assert staging.reverse(store, grace, [(held.id, held.version)]).done == [held.id]
    assert settled(store, clock, minutes=2)
    assert told(store)[-1].subject == "Grace Hopper: decision taken back (1)"


def test_who_decides_alone_is_not_told_of_it(store: Store, clock: Clock) -> None:
    alone = add_user(store)
    enrolled(store, alone, clock)
    held = held_in(store, alone, clock)
    tell_due(store, at_once=True)
    decide(store, alone, held, Decision.REJECT_ONCE)
    assert settled(store, clock, minutes=2)
    assert len(told(store)) == 1


def test_a_digest_comes_once_a_day_at_its_hour_and_not_by_the_way(
    store: Store, actor: User, clock: Clock
) -> None:
    choose_digest(store, actor, 8)
    assert digest_hour_of(store, actor) == 8
    add_accounts(store, [details(1)])
    due = clock.now + timedelta(days=5)
    fed(store, actor, *(stageable(number, due) for number in range(1, 5)))
    assert settled(store, clock, seconds=6)
    assert [to for to, _, _ in mails(store)] == ["grace@office.example"]
    grace = user_named(store, "Grace Hopper")
    decide(store, grace, lines(store)[:1], Decision.REJECT_ONCE)
    clock.now = clock.now.replace(hour=6, minute=59)
    tell_due(store)
    assert mails(store) == []
    clock.now = clock.now.replace(hour=7, minute=0)
    assert tell_due(store)
    assert not tell_due(store)
    ((to, subject, text),) = mails(store)
    assert (to, subject) == ("ada@office.example", "Held messages: 3 wait for a decision")
    assert "Grace Hopper: Reject Once (1)" in text
    assert text.count("Subject: ") == 3
    assert not settled(store, clock, hours=23)
    choose_digest(store, actor, None)
    assert not settled(store, clock, hours=5)


def test_what_goes_out_before_the_next_digest_is_mailed_at_once(
    store: Store, actor: User, clock: Clock
) -> None:
    choose_digest(store, actor, 8)
    add_accounts(store, [details(1)])
    fed(
        store,
        actor,
        stageable(1, clock.now + timedelta(hours=1)),
        stageable(2, clock.now + timedelta(days=4)),
    )
    assert settled(store, clock, seconds=6)
    assert [to for to, _, _ in mails(store)].count("ada@office.example") == 1


def test_a_digest_with_nothing_in_it_is_not_sent(store: Store, actor: User, clock: Clock) -> None:
    choose_digest(store, actor, 8)
    assert settled(store, clock, days=1)
    assert mails(store) == []
    with pytest.raises(Refused):
        choose_digest(store, actor, 24)
    with pytest.raises(Refused):
        choose_digest(store, user_named(store, "Sender"), 8)


def test_the_hour_of_a_digest_is_the_offices_also_on_a_day_of_23_hours(clock: Clock) -> None:
    spring = clock.now.replace(year=2027, month=3, day=28, hour=12)
    last, following = digest_moments(8, "Europe/Berlin", spring)
    assert (f"{last:%d %H:%M}", f"{following:%d %H:%M}") == ("28 06:00", "29 06:00")
    last, _ = digest_moments(8, "Europe/Berlin", spring - timedelta(days=1))
    assert f"{last:%d %H:%M}" == "27 07:00"


def test_a_clock_set_back_holds_nothing_up(store: Store, actor: User, clock: Clock) -> None:
    held_in(store, actor, clock)
    assert settled(store, clock, hours=-5)
    assert len(told(store)) == 1


def test_of_several_programs_one_tells(store: Store, store_url: str, actor: User, clock: Clock) -> None:
    held_in(store, actor, clock, 2)
    clock.move(seconds=6)
    others = [opened(store_url, clock) for _ in range(3)]
    threads = [threading.Thread(target=tell_due, args=(each,)) for each in (store, *others)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for other in others:
        other.close()
    assert len(told(store)) == 2
    assert len(mails(store)) == 4


def test_killed_in_the_middle_it_has_told_nothing_and_tells_it_again(
    store: Store, actor: User, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    held_in(store, actor, clock)
    clock.move(seconds=6)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(staging_telling._Teller, "_mail", killed)
        with pytest.raises(KeyboardInterrupt):
            tell_due(store)
    assert told(store) == []
    assert tell_due(store)
    assert len(told(store)) == 1
    assert len(mails(store)) == 2
