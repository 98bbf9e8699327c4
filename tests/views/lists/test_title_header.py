"""Titles of columns are cut so that it is seen, and light up only where a click sorts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolTip

from desktop.views.lists.column import Column
from desktop.views.lists.list_view import ListView
from desktop.views.lists.paged import PagedItemModel
from desktop.views.lists.title_header import TitleHeader
from tests.views.lists.sources import BY_NAME, InMind, MemorySource, Person

if TYPE_CHECKING:
    from PySide6.QtGui import QImage
    from pytestqt.qtbot import QtBot

    from desktop.bridge.jobs import Jobs
    from desktop.views.theme.theme import Theme

WIDE, NARROW = 200, 60


@pytest.fixture
def header(theme: Theme, jobs: Jobs, qtbot: QtBot) -> TitleHeader:
    """A column that sorts and one that does not."""
    columns: list[Column[Person]] = [
        Column("name", "Name", lambda row: row.name),
        Column("words", "Answer or reason", lambda row: row.name, sortable=False),
        Column("amount", "Amount", lambda row: row.amount),
    ]
    model = PagedItemModel(MemorySource([Person(1, "Person", 1)]), columns, jobs, order=BY_NAME, subjects=[])
    view = ListView("titles", model, InMind(), filter_of=str, placeholder="", row_height=28)
    model.setParent(view)
    qtbot.addWidget(view)
    view.resize(600, 300)
    view.show()
    qtbot.waitUntil(lambda: not jobs.busy)
    header = view.table.horizontalHeader()
    assert isinstance(header, TitleHeader)
    for section in range(2):
        header.resizeSection(section, WIDE)
    return header


def pictured(header: TitleHeader) -> QImage:
    return header.grab().toImage()


def pointed_at(header: TitleHeader, section: int) -> QImage:
    """Its picture with the mouse over that section."""
    QTest.mouseMove(header.viewport(), _within(header, section))
    return pictured(header)


def tip(header: TitleHeader, section: int) -> str:
    place = _within(header, section)
    asked = QHelpEvent(QEvent.Type.ToolTip, place, header.mapToGlobal(place))
    QCoreApplication.sendEvent(header.viewport(), asked)
    return QToolTip.text()


def test_only_a_title_that_sorts_lights_up(header: TitleHeader) -> None:
    quiet = pictured(header)
    assert pointed_at(header, 1) == quiet
    assert pointed_at(header, 0) != quiet


def test_a_title_that_is_cut_ends_with_dots_and_is_whole_on_hover(header: TitleHeader, qtbot: QtBot) -> None:
    assert [tip(header, section) for section in range(2)] == ["", ""]
    header.resizeSection(1, NARROW)
    header.resizeSection(0, NARROW)
    cut = pictured(header)
    assert "Answer or reason" in tip(header, 1)
    shown = header.shown_title(1)
    assert shown.endswith("…")
    model = header.model()
    assert isinstance(model, PagedItemModel)
    model.columns = (
        model.columns[0],
        Column("words", shown, lambda row: row.name, sortable=False),
        model.columns[2],
    )
    assert pictured(header) == cut, "what is painted is the title with its dots"
    QToolTip.hideText()


def _within(header: TitleHeader, section: int) -> QPoint:
    return QPoint(header.sectionViewportPosition(section) + 20, header.height() // 2)
