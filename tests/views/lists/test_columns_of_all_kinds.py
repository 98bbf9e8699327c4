"""Columns that nothing is sorted by, and those that say less in the window than is known."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from desktop.views.lists.column import Column
from desktop.views.lists.list_view import ListView
from desktop.views.lists.paged import PagedItemModel
from tests.views.lists.sources import BY_NAME, COLUMNS, InMind, MemorySource, Person, view_on

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from desktop.bridge.jobs import Jobs


def shown(
    columns: Sequence[Column[Person]], jobs: Jobs, qtbot: QtBot, remembered: InMind | None = None
) -> ListView:
    """A list with these columns and one row."""
    model = PagedItemModel(MemorySource([Person(1, "Ann", 5)]), columns, jobs, order=BY_NAME, subjects=[])
    view = view_on(model, qtbot, remembered)
    view.show()
    qtbot.waitUntil(lambda: not jobs.busy)
    return view


def test_a_column_that_nothing_is_sorted_by_takes_no_mark_and_is_not_kept(jobs: Jobs, qtbot: QtBot) -> None:
    kept, columns = InMind(), (COLUMNS[0], COLUMNS[1]._replace(sortable=False))
    first = shown(columns, jobs, qtbot, kept)
    header = first.table.horizontalHeader()
    place = QPoint(header.sectionViewportPosition(1) + 20, header.height() // 2)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.waitUntil(lambda: not jobs.busy)
    assert (header.sortIndicatorSection(), header.sortIndicatorOrder()) == (0, Qt.SortOrder.AscendingOrder)
    assert first.model.order == BY_NAME
    assert shown(columns, jobs, qtbot, kept).model.order == BY_NAME
    kept.kept["lists/people"] = '{"sorted": "amount"}'
    assert shown(columns, jobs, qtbot, kept).model.order == BY_NAME


def test_a_moment_leaves_the_window_whole(jobs: Jobs, qtbot: QtBot, tmp_path: Path) -> None:
    noon = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
    at: Column[Person] = Column(
        "at",
        "Time",
        lambda person: noon,
        lambda moment: f"{moment:%H:%M}",
        whole=lambda moment: f"{moment:%F %T}",
    )
    view = shown((COLUMNS[0], at), jobs, qtbot)
    assert view.model.index(0, 1).data() == "12:00"
    spot = view.table.visualRect(view.model.index(0, 0)).center()
    QTest.mouseClick(view.table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    QTest.keyClick(view.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text() == "Ann\t2026-11-20 12:00:00")
    with qtbot.waitSignal(view.saved):
        view.save_csv(tmp_path / "rows.csv")
    assert (tmp_path / "rows.csv").read_text("utf-8-sig").splitlines()[1] == "Ann,2026-11-20 12:00:00"
