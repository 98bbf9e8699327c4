"""What said that the store is away goes when it is back, whoever met the outage and however late."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desktop.bridge.jobs import Jobs
from desktop.bridge.notices import NoticeBus
from desktop.bridge.store_return import StoreReturn
from desktop.errors import StoreAway, StoreUnavailable
from desktop.views.kit.notice_stack import NoticeStack

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from desktop.views.theme.theme import Theme

AWAY = StoreAway("The store cannot be reached", "The server did not answer. Nothing was changed.")
UNHEARD = StoreAway("The store cannot be reached", "What colleagues change is not shown.")
FULL = StoreUnavailable("The disk is full", "Nothing was changed.")


class Office:
    """A store that is away or there, and what a window says of it."""

    def __init__(self, qtbot: QtBot) -> None:
        self.bot, self.jobs, self.notices, self.away = qtbot, Jobs(), NoticeBus(), True
        self.looks, self.returns = 0, 0
        self.ways_back = StoreReturn(self.notices, self.jobs, self._look)
        self.ways_back.returned.connect(self._on_returned)
        self.stack = NoticeStack()
        qtbot.addWidget(self.stack)
        self.stack.listen(self.notices)

    def _look(self) -> None:
        self.looks += 1
        if self.away:
            raise AWAY

    def _on_returned(self) -> None:
        self.returns += 1

    def said(self) -> list[tuple[str, str]]:
        return [(bar.notice.text, bar.notice.detail) for bar in self.stack.bars]

    def wait(self) -> None:
        self.ways_back.again.timeout.emit()
        self.bot.waitUntil(lambda: not self.jobs.busy)


@pytest.fixture
def office(qtbot: QtBot, theme: Theme) -> Iterator[Office]:
    office = Office(qtbot)
    yield office
    office.jobs.stop()


def test_it_is_said_once_and_taken_back_when_the_store_is_back(office: Office) -> None:
    for trouble in (AWAY, UNHEARD, AWAY):
        office.notices.trouble(trouble)
    assert office.said() == [(AWAY.title, AWAY.sentence)]
    office.wait()
    assert office.said() == [(AWAY.title, AWAY.sentence)]
    assert (office.returns, office.ways_back.again.isActive()) == (0, True)
    office.away = False
    office.wait()
    assert office.said() == []
    assert (office.returns, office.ways_back.again.isActive()) == (1, False)


def test_what_fails_late_when_the_store_is_back_already_does_not_stay(office: Office) -> None:
    office.away = False
    office.notices.trouble(AWAY)
    office.wait()
    assert office.said() == []


def test_other_trouble_stays_and_nothing_is_looked_at_for_it(office: Office) -> None:
    office.notices.trouble(FULL)
    assert not office.ways_back.again.isActive()
    office.notices.trouble(AWAY)
    office.away = False
    office.wait()
    assert office.said() == [(FULL.title, FULL.sentence)]
    assert office.looks == 1
