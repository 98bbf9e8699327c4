"""Nothing in the settings or the import that can be used is nameless, and no text escapes translation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QTextEdit,
    QWidget,
)

from desktop.channels.vault import KeyringVault
from desktop.language import PSEUDO, use_language
from desktop.views.imports.import_page import ImportPage
from desktop.views.settings.leave_question import LeaveQuestion
from desktop.views.settings.settings_page import SettingsPage
from desktop.views.shell.action_registry import ActionRegistry
from desktop.views.shell.standard_actions import add_look_actions
from tests.support.looks import Memory

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from desktop.bridge.desk import Desk
    from desktop.views.theme.theme import Theme

_USED = (QAbstractButton, QAbstractItemView, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit)
# Names of people and of languages are nobody's to translate.
_CELLS = ("U1", "a", "b", "c", "d")  # of the file that is imported
_DATA = ("Ada Byron", "office.db", "Harbor Advisors")


@pytest.fixture
def roots(desk: Desk, theme: Theme, qtbot: QtBot, tmp_path: Path) -> list[QWidget]:
    """Every page and question, in the language that shows what was not translated."""
    use_language(PSEUDO, tmp_path)
    registry = ActionRegistry()
    add_look_actions(registry, theme, Memory())
    page = SettingsPage(desk, Memory(), KeyringVault(), registry.shown)
    question = LeaveQuestion(page, page.office.title, list, list)
    file = tmp_path / "clients.csv"
    file.write_text(
        "account_number,account_title,account_type,status,client_id,mood\nU1,a,b,c,d,e\n", "utf-8"
    )
    importing = ImportPage(desk, Memory())
    for widget in (page, importing):
        qtbot.addWidget(widget)
        widget.show()
    importing.take_file(file)
    qtbot.waitUntil(lambda: not desk.jobs.busy)
    return [page, question, importing]


def parts(roots: list[QWidget]) -> list[QWidget]:
    found = [widget for root in roots for widget in root.findChildren(QWidget)]
    return [widget for widget in found if not widget.objectName().startswith(("qt_", "Scroll"))]


def _is_qts_own(widget: QWidget) -> bool:
    """A header, the cross that clears a line, a list within a box: read out with what they belong to."""
    within_box = widget.window().inherits("QComboBoxPrivateContainer")
    return within_box or isinstance(widget, QHeaderView) or isinstance(widget.parent(), QLineEdit)


def test_everything_that_can_be_used_has_a_name(roots: list[QWidget]) -> None:
    nameless = []
    for widget in parts(roots):
        if isinstance(widget, _USED) and not _is_qts_own(widget):
            name = QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
            if not name:
                nameless.append(f"{type(widget).__name__} in {type(widget.parent()).__name__}")
    assert nameless == []


def test_every_text_passed_through_translation(roots: list[QWidget]) -> None:
    bare = []
    for widget in parts(roots):
        text = widget.text() if isinstance(widget, QLabel | QAbstractButton) else ""
        shown = [text, widget.toolTip(), widget.accessibleName(), widget.windowTitle()]
        bare += [part for part in shown if any(char.isalpha() for char in part) and "⟦" not in part]
    assert [part for part in bare if part not in (*_DATA, "clients.csv", *_CELLS)] == []


def test_tab_stops_only_where_the_focus_is_seen(roots: list[QWidget]) -> None:
    assert not [
        area
        for root in roots
        for area in root.findChildren(QScrollArea)
        if area.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
