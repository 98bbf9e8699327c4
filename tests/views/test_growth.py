"""What opening, scrolling and changing a list cost is what is in view: counted in a small and in a large store.

SQLite's own steps are counted, not seconds: they are the same on every computer.
"""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.models.change import ChangeKind, Subject
from desktop.models.channel import Channel
from desktop.models.listing import Order
from desktop.models.outgoing import MessageDraft
from desktop.services.sample.filling import fill_sample_office
from desktop.services.sending import send
from desktop.views.broker.sent_by_ib_page import SentByIbPage
from desktop.views.lists.paged import ListState
from desktop.views.lists.pages import PAGE, Pages
from desktop.views.notices.notices_page import NoticesPage
from desktop.views.remembered_file import RememberedFile
from desktop.views.sent.sent_page import SentPage
from tests.support.desks import close_desk, desk_on
from tests.support.stores import add_accounts, details, new_store
from tests.support.work_counter import Work, counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from desktop.bridge.desk import Desk
    from desktop.views.lists.list_view import ListView
    from desktop.views.theme.theme import Theme
    from tests.support.clock import Clock

_SMALL, _LARGE = 500, 8_000
_ALLOWED = 1.25
"""More than one: a deeper index costs a few steps."""
_BY_NUMBER = Order("number")
Page = SentPage | NoticesPage | SentByIbPage
PAGES = [SentPage, NoticesPage, SentByIbPage]


@pytest.fixture
def office(theme: Theme, clock: Clock, tmp_path: Path) -> Iterator[Callable[[int], Desk]]:
    """Sample offices of a wanted size."""
    made: list[Desk] = []

    def office_of(messages: int) -> Desk:
        store = new_store(tmp_path / f"{messages}.db", clock)
        fill_sample_office(
            store, accounts=200, messages=messages, broker_messages=messages, today=date(2026, 11, 20)
        )
        made.append(desk_on(store, clock, tmp_path))
        return made[-1]

    yield office_of
    for desk in made:
        close_desk(desk)


@contextmanager
def opened_page(
    kind: type[Page], desk: Desk, folder: Path, qtbot: QtBot
) -> Iterator[tuple[Page, Work, Work]]:
    """The page, what it took until its first rows stood there, and until all was measured."""
    first_rows = Work()
    with counted(desk.store) as work:
        # A page may begin to read when it is made.
        page = kind(desk, RememberedFile(folder / "remembered.json"))
        qtbot.addWidget(page)
        page.resize(1100, 700)

        def note() -> None:
            first_rows.steps, first_rows.statements = work.steps, list(work.statements)

        page.list.model.opened.connect(note)
        page.show()
        qtbot.waitUntil(lambda: page.list.model.exact)
        at_rest(page.list, qtbot)
        qtbot.waitUntil(lambda: not desk.jobs.busy)
    yield page, first_rows, work


def at_rest(view: ListView, qtbot: QtBot) -> None:
    def rests() -> None:
        assert view.model.state is ListState.SHOWN
        assert view.model.row_at(view.table.rowAt(5)) is not None

    qtbot.waitUntil(rests)


@pytest.mark.parametrize("kind", PAGES)
def test_the_first_rows_of_a_tab_cost_the_same_in_any_store(
    kind: type[Page], office: Callable[[int], Desk], tmp_path: Path, qtbot: QtBot
) -> None:
    first = {}
    for size in (_SMALL, _LARGE):
        with opened_page(kind, office(size), tmp_path, qtbot) as (_, first_rows, everything):
            first[size] = first_rows
            assert not everything.using("OFFSET")
            assert not first_rows.using("COUNT(")
    assert len(first[_LARGE].statements) == len(first[_SMALL].statements)
    assert first[_LARGE].steps <= first[_SMALL].steps * _ALLOWED


def test_scrolling_costs_the_pages_in_view(
    office: Callable[[int], Desk], tmp_path: Path, qtbot: QtBot
) -> None:
    steps = {}
    for size in (_SMALL * 2, _LARGE):
        desk = office(size)
        with opened_page(SentPage, desk, tmp_path, qtbot) as (page, _, _), counted(desk.store) as work:
            table, model = page.list.table, page.list.model
            middle = model.rowCount() // 2 // PAGE * PAGE + PAGE // 2
            table.scrollTo(model.index(middle, 0), table.ScrollHint.PositionAtTop)
            qtbot.waitUntil(lambda: model.row_at(middle) is not None)  # noqa: B023 - called in this turn
            at_rest(page.list, qtbot)
            assert not work.using("OFFSET")
            assert not work.using("COUNT(")
            steps[size] = work.steps
    assert steps[_LARGE] <= steps[_SMALL * 2] * _ALLOWED


def test_a_changed_row_is_read_and_painted_alone(
    office: Callable[[int], Desk], tmp_path: Path, qtbot: QtBot
) -> None:
    steps = {}
    for size in (_SMALL, _LARGE):
        desk = office(size)
        with opened_page(SentPage, desk, tmp_path, qtbot) as (page, _, _), counted(desk.store) as work:
            model, changed = page.list.model, list[tuple[int, int]]()
            model.dataChanged.connect(lambda top, low, _roles: changed.append((top.row(), low.row())))  # noqa: B023
            row_id = model.id_at(3)
            assert row_id is not None
            with desk.store.write() as unit:
                unit.touch(Subject.MESSAGES, ChangeKind.CHANGED, row_id)
                unit.commit()
            qtbot.waitUntil(lambda: bool(changed))  # noqa: B023
            assert changed == [(3, 3)]
            steps[size] = work.steps
    assert steps[_LARGE] <= steps[_SMALL] * _ALLOWED


def test_walking_down_asks_only_for_what_is_in_view(
    office: Callable[[int], Desk], tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, asked_for, row = {}, set[int](), Pages.row

    def noted(pages: Pages[Any], place: int) -> object:
        asked_for.add(place)
        return row(pages, place)

    monkeypatch.setattr(Pages, "row", noted)
    for size in (_SMALL, _LARGE):
        with opened_page(SentPage, office(size), tmp_path, qtbot) as (page, _, _):
            asked_for.clear()
            press_down(page.list.table)
            page.grab()
            asked[size] = len(asked_for)
    assert 0 < asked[_LARGE] <= asked[_SMALL] + 2
    assert asked[_LARGE] < PAGE


def press_down(table: QWidget) -> None:
    for _ in range(5):
        QTest.keyClick(table, Qt.Key.Key_Down)


def test_all_recipients_of_a_message_are_one_page(
    office: Callable[[int], Desk], tmp_path: Path, qtbot: QtBot
) -> None:
    """A message to thousands opens as one to a hundred: its list is read by key like any other."""
    desk = office(50)
    steps = {}
    for count, start in ((PAGE + 50, 1_000_000), (6_000, 2_000_000)):
        accounts = add_accounts(desk.store, (details(start + number) for number in range(count)))
        draft = MessageDraft(
            channels=frozenset({Channel.MESSAGE_CENTER}),
            accounts=accounts,
            reply_to=desk.actor.email,
            subject="News",
            content="Hello",
        )
        message = send(desk.store, desk.actor, draft).message_id
        with desk.store.read() as unit, counted(desk.store) as work:
            assert len(unit.sent.listed(message, (), ()).page(_BY_NUMBER, None, PAGE)) == PAGE
            steps[count] = work.steps
    assert steps[6_000] <= steps[PAGE + 50] * _ALLOWED
