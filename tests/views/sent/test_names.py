"""Every screen of what was sent can be read aloud, and no text of ours escapes translation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QLabel,
    QLineEdit,
    QTabBar,
    QTextEdit,
    QWidget,
)

from desktop.language import PSEUDO, use_language
from desktop.views.sent.client_center_page import ClientCenterPage
from desktop.views.sent.sent_message_page import SentMessagePage
from desktop.views.sent.sent_page import SentPage
from tests.support.looks import Memory
from tests.support.stores import add_accounts, details

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from tests.support.sent_office import SentOffice

_USED = (QAbstractButton, QAbstractItemView, QLineEdit, QTabBar, QTextEdit)


@pytest.fixture
def language() -> str:
    return "en"


@pytest.fixture
def pages(office: SentOffice, language: str, tmp_path: Path, qtbot: QtBot) -> list[QWidget]:
    """All three, each shown with a message."""
    ids = add_accounts(office.theirs, [details(1)])
    message_id = office.send_to(ids, "WEB", "7")
    office.deliver()
    use_language(language, tmp_path)
    page = SentMessagePage(office.desk, Memory(), message_id)
    pages: list[QWidget] = [SentPage(office.desk, Memory()), page, ClientCenterPage(office.desk, ids[0])]
    for each in pages:
        qtbot.addWidget(each)
        each.resize(900, 700)
        each.show()
    qtbot.waitUntil(lambda: page.list.model.rowCount() == 3 and bool(page.head.header.title))
    page.list.table.selectRow(1)
    qtbot.waitUntil(lambda: page.pane.content is not None)
    return pages


def _widgets(pages: list[QWidget]) -> list[QWidget]:
    found = [widget for page in pages for widget in page.findChildren(QWidget)]
    return [
        widget
        for widget in found
        if not widget.objectName().startswith(("qt_", "Scroll"))
        # What Qt puts within these itself: headers, corners, the button that clears.
        and not isinstance(widget.parent(), QAbstractItemView | QLineEdit | QTabBar)
    ]


def test_everything_that_can_be_used_has_a_name(pages: list[QWidget]) -> None:
    nameless = []
    for widget in _widgets(pages):
        if isinstance(widget, _USED) and not widget.accessibleName():
            interface = QAccessible.queryAccessibleInterface(widget)
            if not interface.text(QAccessible.Text.Name):
                nameless.append(f"{type(widget).__name__} {widget.objectName()}")
    assert nameless == []


@pytest.mark.parametrize("language", [PSEUDO])
def test_every_text_passed_through_translation(pages: list[QWidget]) -> None:
    bare = []
    for widget in _widgets(pages):
        text = widget.text() if isinstance(widget, QLabel | QAbstractButton) else ""
        shown = [text, widget.toolTip(), widget.accessibleName()]
        bare += [part for part in shown if any(char.isalpha() for char in part) and "⟦" not in part]
    assert set(bare) <= {"U0000001  Client 1"}
