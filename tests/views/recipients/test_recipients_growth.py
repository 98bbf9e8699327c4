"""What the list costs is what is visible, however many accounts there are: counted, not timed."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy

from desktop.models.account import AccountLine
from desktop.models.account_group import AppliedGroup
from desktop.services.recipient_index import RecipientIndex
from desktop.services.recipient_selection import GroupRows
from desktop.views.recipients.recipient_choice import PAGE, RecipientChoice
from desktop.views.recipients.recipients_item_model import RecipientsItemModel
from desktop.views.recipients.recipients_table import RecipientsTable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from pytestqt.qtbot import QtBot

    from desktop.views.theme.theme import Theme

_SIZES = (300, 30_000)


class _CountingItemModel(RecipientsItemModel):
    asked = 0
    painted = 0

    def text(self, place: int, column: int) -> str:
        self.painted += 1
        return super().text(place, column)

    def data(self, index: Any, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        self.asked += 1
        return super().data(index, role)


def _index(size: int) -> RecipientIndex:
    index = RecipientIndex()
    lines = (AccountLine(at, f"U{at:07}", "Title", f"{at}@c.example", f"u{at}", True) for at in range(size))
    index.extend([(line, f"{line.number} title {line.email} {line.username}".lower()) for line in lines])
    index.seal()
    return index


@pytest.fixture
def choice(qapp: Any) -> Iterator[RecipientChoice]:
    choice = RecipientChoice()
    yield choice
    choice.pause()


def _asked_for(qtbot: QtBot, size: int) -> tuple[int, int, int]:
    """How often the model is asked when the list is shown, filtered, and ticked whole."""
    choice = RecipientChoice()
    model = _CountingItemModel(choice)
    table = RecipientsTable(model)
    qtbot.addWidget(table)
    table.resize(900, 400)
    choice.take_index(_index(size))
    qtbot.waitUntil(lambda: choice.is_counted)
    counts = []
    for act in (table.grab, lambda: choice.look_for("title"), lambda: choice.put_all_found(on=True)):
        model.asked = model.painted = 0
        act()
        qtbot.waitUntil(lambda: choice.is_counted)
        table.grab()
        counts.append(model.asked + model.painted)
    return counts[0], counts[1], counts[2]


def test_showing_filtering_and_ticking_all_ask_for_visible_rows_only(qtbot: QtBot, theme: Theme) -> None:
    few, many = (_asked_for(qtbot, size) for size in _SIZES)
    cells = (400 // theme.row_height + 2) * 4
    for less, more in zip(few, many, strict=True):
        assert more <= less + cells * 3
        assert more <= cells * 3 * 4


def _asked_while_scrolling(qtbot: QtBot, size: int) -> tuple[int, int, int]:
    """How often the model is asked when one scrolls by a page, jumps to the end, and ticks one row."""
    choice = RecipientChoice()
    model = _CountingItemModel(choice)
    table = RecipientsTable(model)
    qtbot.addWidget(table)
    table.resize(900, 400)
    choice.take_index(_index(size))
    qtbot.waitUntil(lambda: choice.is_counted)
    bar = table.verticalScrollBar()
    counts = []
    for act in (
        lambda: bar.setValue(bar.value() + bar.pageStep()),
        lambda: bar.setValue(bar.maximum()),
        lambda: choice.put(size - 1, size - 1, on=True),
    ):
        table.grab()
        model.asked = model.painted = 0
        act()
        table.grab()
        counts.append(model.asked + model.painted)
    return counts[0], counts[1], counts[2]


def test_scrolling_and_changing_a_row_ask_for_visible_rows_only(qtbot: QtBot, theme: Theme) -> None:
    few, many = (_asked_while_scrolling(qtbot, size) for size in _SIZES)
    cells = (400 // theme.row_height + 2) * 4
    for less, more in zip(few, many, strict=True):
        assert 0 < more <= less + cells
        assert more <= cells * 3


def _group(choice: RecipientChoice, number: int, share: int, *, excluded: bool) -> GroupRows:
    rows = choice.index.layout.of(range(0, choice.total, share))
    return GroupRows(AppliedGroup(number, f"Group {number}", excluded, choice.total // share, ""), rows)


@pytest.mark.parametrize("size", _SIZES)
def test_a_group_of_any_size_tells_once(choice: RecipientChoice, qtbot: QtBot, size: int) -> None:
    model = RecipientsItemModel(choice)
    choice.take_index(_index(size))
    qtbot.waitUntil(lambda: choice.is_counted)
    told, changed, reset = (
        QSignalSpy(choice.ticked),
        QSignalSpy(model.dataChanged),
        QSignalSpy(model.modelReset),
    )
    choice.apply(_group(choice, 1, 2, excluded=False))
    choice.apply(_group(choice, 2, 3, excluded=True))
    choice.put_all_found(on=True)
    choice.let_go(1)
    assert (told.count(), changed.count(), reset.count()) == (4, 4, 0)
    assert choice.ticked_count == size - size // 3


@pytest.mark.parametrize("size", _SIZES)
def test_ticking_all_tells_once_whatever_the_number(choice: RecipientChoice, qtbot: QtBot, size: int) -> None:
    model = RecipientsItemModel(choice)
    choice.take_index(_index(size))
    qtbot.waitUntil(lambda: choice.is_counted)
    told, changed, reset = (
        QSignalSpy(choice.ticked),
        QSignalSpy(model.dataChanged),
        QSignalSpy(model.modelReset),
    )
    choice.put_all_found(on=True)
    choice.clear()
    choice.undo()
    assert (told.count(), changed.count(), reset.count()) == (3, 3, 0)
    assert choice.ticked_count == size


def test_the_first_page_comes_before_the_count_and_the_rest_is_added_behind_it(
    qapp: Any, qtbot: QtBot
) -> None:
    time_passes = iter(range(10_000_000))
    choice = RecipientChoice(clock=lambda: float(next(time_passes)))
    model = RecipientsItemModel(choice)
    choice.take_index(_index(_SIZES[1]))
    qtbot.waitUntil(lambda: choice.is_counted)
    choice.look_for("1")
    # By this clock every slice is over after a single step; nothing is shown in between.
    qtbot.waitUntil(lambda: not choice.is_counted or model.rowCount() > PAGE)
    inserted = QSignalSpy(model.rowsInserted)
    qtbot.waitUntil(lambda: choice.is_counted and model.rowCount() == choice.found)
    assert inserted.count() <= 1
    assert model.rowCount() == sum("1" in f"u{at:07} {at}@" for at in range(_SIZES[1]))


def test_all_asked_for_before_the_count_is_known_means_all(qapp: Any, qtbot: QtBot) -> None:
    choice = RecipientChoice(clock=lambda: 0.0)
    choice.take_index(_index(_SIZES[1]))
    choice.put_all_found(on=True)
    assert not choice.is_counted
    qtbot.waitUntil(lambda: choice.ticked_count > 0)
    assert choice.ticked_count == _SIZES[1]


def test_what_comes_after_all_that_is_being_counted_waits_for_it(qapp: Any, qtbot: QtBot) -> None:
    choice = RecipientChoice(clock=lambda: math.inf)
    choice.take_index(_index(30_000))
    choice.look_for("title")
    told: list[int] = []
    choice.put_all_found(on=True)
    choice.when_settled(lambda: told.append(choice.ticked_count))
    assert told == []
    qtbot.waitUntil(lambda: bool(told))
    assert told == [30_000]
    choice.when_settled(lambda: told.append(choice.ticked_count))
    assert told == [30_000, 30_000]


def test_another_filter_calls_off_what_was_asked_of_the_one_before(qapp: Any, qtbot: QtBot) -> None:
    choice = RecipientChoice(clock=lambda: 0.0)
    choice.take_index(_index(_SIZES[1]))
    choice.put_all_found(on=True)
    choice.look_for("nobody")
    qtbot.waitUntil(lambda: choice.is_counted)
    assert (choice.found, choice.ticked_count) == (0, 0)


def test_counting_paused_while_nobody_looks_goes_on(qapp: Any, qtbot: QtBot) -> None:
    choice = RecipientChoice(clock=lambda: math.inf)
    choice.take_index(_index(_SIZES[1]))
    choice.look_for("title")
    choice.pause()
    qtbot.wait(1)
    assert not choice.is_counted
    choice.go_on()
    qtbot.waitUntil(lambda: choice.is_counted)
    assert choice.found == _SIZES[1]
