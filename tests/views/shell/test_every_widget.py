"""Nothing that can be used is nameless, and no text escapes translation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
    QWidget,
)

from desktop.bridge.shown_notice import NoticeKind, ShownNotice
from desktop.language import PSEUDO, tr, use_language
from desktop.views.kit.confirm import Confirm
from desktop.views.kit.fault_dialog import FaultDialog
from tests.support.looks import Memory
from tests.views.shell.conftest import Desk

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from desktop.views.theme.theme import Theme

_USED = (QAbstractButton, QAbstractItemView, QComboBox, QLineEdit, QPlainTextEdit, QTabBar, QTextEdit)


@pytest.fixture
def pseudo(tmp_path: Path, qtbot: QtBot, theme: Theme) -> Desk:
    use_language(PSEUDO, tmp_path)
    desk = Desk(qtbot, theme, Memory())
    desk.window.show()
    return desk


def _dialogs(desk: Desk) -> list[QWidget]:
    desk.page.open_sheet()
    desk.registry.run("about")
    desk.page.open_palette()
    Confirm(desk.window, tr("Delete?"), tr("It is gone then."), tr("Delete 3 templates"), list).open()
    FaultDialog(tr("Something in the program went wrong"), "report", desk.window).open()
    return list(desk.window.findChildren(QDialog))


def _whole(desk: Desk) -> list[QWidget]:
    desk.window.show_place("clients")
    desk.window.status.set_segment("mail", tr("mail goes to a folder"), on_click=list)
    desk.window.notices.show_notice(
        ShownNotice(NoticeKind.ERROR, tr("Not sent"), tr("No answer."), tr("Undo"), lambda: None)
    )
    widgets: list[QWidget] = []
    for root in (desk.window, *_dialogs(desk)):
        widgets += [widget for widget in root.findChildren(QWidget) if not _is_qts_own(widget)]
    return list(dict.fromkeys(widgets))


def _is_qts_own(widget: QWidget) -> bool:
    return widget.objectName().startswith("qt_") or widget.objectName().startswith("Scroll")


def test_everything_that_can_be_used_has_a_name(desk: Desk) -> None:
    nameless = []
    for widget in _whole(desk):
        if isinstance(widget, _USED):
            interface = QAccessible.queryAccessibleInterface(widget)
            if not interface.text(QAccessible.Text.Name):
                nameless.append(f"{type(widget).__name__} {widget.objectName()}")
    assert nameless == []


def test_every_text_passed_through_translation(pseudo: Desk) -> None:
    bare = []
    for widget in _whole(pseudo):
        text = widget.text() if isinstance(widget, QLabel | QAbstractButton) else ""
        shown = [text, widget.toolTip(), widget.accessibleName(), widget.windowTitle()]
        if widget.property("look") == "key":
            continue
        bare += [part for part in shown if any(char.isalpha() for char in part) and "⟦" not in part]
    assert bare == []
    entries = [entry for menu in pseudo.page.menus().values() for entry in menu]
    assert all("⟦" in entry for entry in [*pseudo.page.menus(), *entries])


def test_the_tab_key_reaches_every_part_of_the_window(desk: Desk) -> None:
    desk.window.show_place("clients")
    desk.window.status.set_segment("mail", "mail", on_click=list)
    reached: set[QWidget] = set()
    desk.window.places.list.setFocus()
    for _ in range(30):
        focused = QApplication.focusWidget()
        assert focused is not None
        reached.add(focused)
        desk.window.focusNextChild()
    area = desk.window.area
    expected = [desk.window.places.list, area.tabs, desk.window.status.segment("mail")]
    expected.append(desk.page.button("Send Message To Clients"))
    assert not [widget for widget in expected if widget not in reached]
