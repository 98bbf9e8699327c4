"""What is urgent and new is announced once, and not by night; unread notices are spoken of in one notice."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.attention import Attention
from desktop.bridge.desk import Desk
from desktop.models.notice import Priority
from desktop.settings import DESKTOP_NOTICES, QUIET_HOURS
from tests.support.broker_sends import broker_message_in
from tests.support.clock import Clock
from tests.support.desks import close_desk, open_desk
from tests.support.feeds import fed, message
from tests.support.looks import Memory

Told = list[tuple[str, str]]


@pytest.fixture
def desk(qtbot: QtBot, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    desk = open_desk(tmp_path_factory.mktemp("office"))
    notice(desk, "Old", Priority.HIGH)
    yield desk
    close_desk(desk)


@pytest.fixture
def memory() -> Memory:
    return Memory()


@pytest.fixture
def attention(desk: Desk, memory: Memory, qtbot: QtBot) -> Iterator[Attention]:
    window = QWidget()
    attention = Attention(desk, memory, window)
    attention.start()
    qtbot.waitUntil(lambda: not desk.jobs.busy)
    yield attention
    attention.deleteLater()
    window.deleteLater()
    qtbot.wait(1)


@pytest.fixture
def told(attention: Attention) -> Told:
    told: Told = []
    attention.announce = lambda title, words, lead: told.append((title, words))
    return told


def notice(desk: Desk, subject: str, priority: Priority) -> None:
    with desk.store.write() as unit:
        unit.notices.add(subject, "Text", priority)
        unit.commit()


def heard(desk: Desk, qtbot: QtBot) -> None:
    """Until the latest change was told of and looked at."""
    with qtbot.waitSignal(desk.refresh.changed):
        pass
    qtbot.waitUntil(lambda: not desk.jobs.busy)


def test_what_is_new_and_urgent_is_announced_once(desk: Desk, told: Told, qtbot: QtBot) -> None:
    notice(desk, "By the way", Priority.LOW)
    heard(desk, qtbot)
    assert told == []
    notice(desk, "Margin rules change", Priority.HIGH)
    heard(desk, qtbot)
    notice(desk, "Another", Priority.NORMAL)
    heard(desk, qtbot)
    assert told == [("1 new of high priority", "Margin rules change")]


def test_a_message_of_the_broker_is_announced_too(desk: Desk, told: Told, qtbot: QtBot) -> None:
    broker_message_in(desk.store, desk.actor, priority="high")
    qtbot.waitUntil(lambda: bool(told))
    assert [title for title, _ in told] == ["1 new of high priority"]


def test_what_is_announced_leads_to_the_notices_or_to_the_message(
    desk: Desk, attention: Attention, qtbot: QtBot
) -> None:
    leads: list[Callable[[], object]] = []
    attention.announce = lambda title, words, lead: leads.append(lead)
    notice(desk, "Margin rules change", Priority.HIGH)
    heard(desk, qtbot)
    broker_message_in(desk.store, desk.actor, priority="high")
    qtbot.waitUntil(lambda: len(leads) == 2)
    with qtbot.waitSignal(attention.notices_wanted):
        leads[0]()
    with desk.store.read() as unit:
        newest = unit.broker.newest_id()
    with qtbot.waitSignal(attention.message_wanted) as wanted:
        leads[1]()
    assert wanted.args == [newest]


@pytest.mark.parametrize("values", [{DESKTOP_NOTICES.key: False}, {QUIET_HOURS.key: "09:00-11:00"}])
def test_whoever_wants_quiet_has_it(
    desk: Desk, memory: Memory, told: Told, qtbot: QtBot, values: dict[str, object]
) -> None:
    memory.values.update(values)  # it is ten in Berlin
    notice(desk, "Margin rules change", Priority.HIGH)
    heard(desk, qtbot)
    assert told == []


def test_what_came_in_quiet_hours_is_announced_after_them_unless_it_was_read(
    desk: Desk, attention: Attention, memory: Memory, told: Told, qtbot: QtBot
) -> None:
    memory.values[QUIET_HOURS.key] = "09:00-11:00"
    notice(desk, "Read by a colleague", Priority.HIGH)
    heard(desk, qtbot)
    notice(desk, "Margin rules change", Priority.HIGH)
    heard(desk, qtbot)
    with desk.store.write() as unit:
        unit.notices.mark_read([2], is_read=True)
        unit.commit()
    assert looked(desk, attention, qtbot) == []
    assert told == []
    clock_of(desk).move(minutes=60)
    looked(desk, attention, qtbot)
    assert told == [("1 new of high priority", "Margin rules change")]
    looked(desk, attention, qtbot)
    assert len(told) == 1


def test_a_message_sent_before_the_newest_is_announced_after_quiet_hours(
    desk: Desk, attention: Attention, memory: Memory, told: Told, qtbot: QtBot
) -> None:
    broker_message_in(desk.store, desk.actor, sent_at="2026-11-19T12:00:00Z")
    heard(desk, qtbot)
    memory.values[QUIET_HOURS.key] = "09:00-11:00"
    earlier = message(2, {"U0000001": {"amount": "5"}}, sent_at="2026-11-18T12:00:00Z", priority="high")
    fed(desk.store, desk.actor, earlier)
    heard(desk, qtbot)
    assert told == []
    clock_of(desk).move(minutes=60)
    looked(desk, attention, qtbot)
    assert [title for title, _ in told] == ["1 new of high priority"]


def test_nothing_is_spoken_of_in_quiet_hours(
    desk: Desk, attention: Attention, memory: Memory, qtbot: QtBot
) -> None:
    memory.values[QUIET_HOURS.key] = "10:30-12:00"
    clock_of(desk).move(minutes=60)
    assert looked(desk, attention, qtbot) == []
    clock_of(desk).move(minutes=60)
    assert looked(desk, attention, qtbot) == ["1 notice is unread. High priority is among them."]


def test_a_reminder_waits_until_what_it_says_is_no_longer_so(
    desk: Desk, attention: Attention, qtbot: QtBot
) -> None:
    clock_of(desk).move(minutes=60)
    attention.look()
    qtbot.waitUntil(lambda: not desk.jobs.busy)
    [shown] = desk.notices.take()
    assert shown.waits
    withdrawn: list[str] = []
    desk.notices.withdrawn.connect(withdrawn.append)
    assert looked(desk, attention, qtbot) == []
    assert withdrawn == []
    with desk.store.write() as unit:
        unit.notices.mark_read([1], is_read=True)
        unit.commit()
    assert looked(desk, attention, qtbot) == []
    assert withdrawn == [shown.text]


def test_when_they_were_last_spoken_of_is_known_when_the_program_is_started_again(
    desk: Desk, attention: Attention, memory: Memory, qtbot: QtBot
) -> None:
    clock_of(desk).move(minutes=60)
    assert looked(desk, attention, qtbot)
    window = QWidget()
    again = Attention(desk, memory, window)
    again.start()
    clock_of(desk).move(minutes=59)
    assert looked(desk, again, qtbot) == []
    clock_of(desk).move(minutes=1)
    assert looked(desk, again, qtbot) == ["1 notice is unread. High priority is among them."]
    again.deleteLater()
    window.deleteLater()
    qtbot.wait(1)


def test_newer_notices_do_not_put_off_what_is_said_of_an_older_one(
    desk: Desk, attention: Attention, qtbot: QtBot
) -> None:
    clock_of(desk).move(minutes=50)
    notice(desk, "Another", Priority.HIGH)
    clock_of(desk).move(minutes=10)
    assert looked(desk, attention, qtbot) == ["2 notices are unread. High priority is among them."]


def clock_of(desk: Desk) -> Clock:
    assert isinstance(desk.now, Clock)
    return desk.now


def looked(desk: Desk, attention: Attention, qtbot: QtBot) -> list[str]:
    """What is said in the window after a look."""
    attention.look()
    qtbot.waitUntil(lambda: not desk.jobs.busy)
    return [shown.text for shown in desk.notices.take()]


def test_unread_notices_are_spoken_of_in_one_notice_by_their_priority(
    desk: Desk, attention: Attention, qtbot: QtBot
) -> None:
    clock = clock_of(desk)
    notice(desk, "By the way", Priority.LOW)

    def reminded() -> list[str]:
        return looked(desk, attention, qtbot)

    assert reminded() == []
    clock.move(minutes=59)
    assert reminded() == []
    clock.move(minutes=1)
    assert reminded() == ["2 notices are unread. High priority is among them."]
    assert reminded() == []
    with desk.store.write() as unit:
        unit.notices.mark_read([1], is_read=True)
        unit.commit()
    clock.move(hours=11)
    assert reminded() == []
    clock.move(hours=1)
    assert reminded() == ["1 notice is unread."]
