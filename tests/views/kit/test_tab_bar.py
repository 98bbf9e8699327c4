"""Tabs move closer together before one of them would be cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QToolButton

from desktop.views.kit.tab_bar import TabBar

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from desktop.views.theme.theme import Theme


def _bar(qtbot: QtBot) -> TabBar:
    bar = TabBar("Ways in which the message arrives")
    qtbot.addWidget(bar)
    for words in ("Email", "Text", "Message Center", "Bulletin"):
        bar.addTab(words)
    bar.show()
    return bar


def test_tabs_are_whole_where_they_fit_at_all(theme: Theme, qtbot: QtBot) -> None:
    bar = _bar(qtbot)
    for width in (bar.minimumSizeHint().width(), bar.sizeHint().width()):
        bar.resize(width, bar.sizeHint().height())
        assert bar.tabRect(bar.count() - 1).right() < width
        assert not any(button.isVisible() for button in bar.findChildren(QToolButton))


def test_they_spread_again_when_there_is_room(theme: Theme, qtbot: QtBot) -> None:
    bar = _bar(qtbot)
    wide = bar.sizeHint().width()
    bar.resize(bar.minimumSizeHint())
    assert bar.sizeHint().width() < wide
    bar.resize(2 * wide, bar.height())
    assert bar.sizeHint().width() == wide


def test_a_tab_more_brings_them_closer(theme: Theme, qtbot: QtBot) -> None:
    bar = _bar(qtbot)
    bar.resize(bar.sizeHint())
    before = bar.tabRect(0).width()
    bar.addTab("Source")
    assert bar.tabRect(0).width() < before
