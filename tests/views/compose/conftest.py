"""An editor on a real store."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desktop.views.compose.editor_page import EditorPage
from tests.pages.editor import Editor

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from desktop.bridge.desk import Desk
    from desktop.models.outgoing import MessageDraft

    Open = Callable[[MessageDraft | EditorPage | None], Editor]


@pytest.fixture
def open_editor(desk: Desk, qtbot: QtBot) -> Open:
    """Opens the editor on a draft, or shows an editor page."""

    def open_(what: MessageDraft | EditorPage | None = None) -> Editor:
        page = what if isinstance(what, EditorPage) else EditorPage(desk, what)
        qtbot.addWidget(page)
        page.resize(1100, 700)
        page.show()
        page.activateWindow()
        page.setFocus()
        editor = Editor(page, qtbot)
        editor.settle()
        return editor

    return open_
