"""What is urgent and new is announced once, and not by night; unread notices are spoken of in one notice."""

from __future__ import annotations

from collections.abc import Iterator

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
    attention.announce = lambda title, words: told.append((title, words))
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


@pytest.mark.parametrize("values", [{DESKTOP_NOTICES.key: False}, {QUIET_HOURS.key: "09:00-11:00"}])
def test_whoever_wants_quiet_has_it(
    desk: Desk, memory: Memory, told: Told, qtbot: QtBot, values: dict[str, object]
) -> None:
    memory.values.update(values)  # it is ten in Berlin
    notice(desk, "Margin rules change", Priority.HIGH)
    heard(desk, qtbot)
    assert told == []


def test_unread_notices_are_spoken_of_in_one_notice_by_their_priority(
    desk: Desk, attention: Attention, qtbot: QtBot
) -> None:
    clock = desk.now
    assert isinstance(clock, Clock)
    notice(desk, "By the way", Priority.LOW)

    def reminded() -> list[str]:
        attention.remind()
        qtbot.waitUntil(lambda: not desk.jobs.busy)
        return [shown.text for shown in desk.notices.take()]

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
