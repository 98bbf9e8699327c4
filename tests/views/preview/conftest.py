"""Preview to Send, opened on a draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desktop.views.preview.preview_page import PreviewPage
from tests.pages.preview import Preview
from tests.support.looks import Memory

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from desktop.bridge.desk import Desk
    from desktop.models.outgoing import MessageDraft

    Open = Callable[[MessageDraft], Preview]


@pytest.fixture
def open_preview(desk: Desk, qtbot: QtBot) -> Open:
    def open_(draft: MessageDraft) -> Preview:
        qtbot.waitUntil(lambda: not desk.refresh._waiting)  # what was prepared is no change to the page
        page = PreviewPage(desk, Memory(), draft, lambda _message_id: None)
        qtbot.addWidget(page)
        page.resize(1100, 700)
        page.show()
        preview = Preview(page, qtbot)
        preview.settle()
        return preview

    return open_
