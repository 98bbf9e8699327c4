"""An office that has sent something, for every screen of what was sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desktop.views.sent.sent_message_page import SentMessagePage
from desktop.views.sent.sent_page import SentPage
from tests.pages.sent import MessageScreen, SentScreen
from tests.support.looks import Memory
from tests.support.sent_office import SentOffice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from desktop.views.theme.theme import Theme


@pytest.fixture
def office(tmp_path: Path, theme: Theme) -> Iterator[SentOffice]:
    office = SentOffice(tmp_path)
    yield office
    office.close()


@pytest.fixture
def sent(office: SentOffice, qtbot: QtBot) -> Callable[[], SentScreen]:
    """Opens the tab."""

    def open_page() -> SentScreen:
        page = SentPage(office.desk, Memory())
        qtbot.addWidget(page)
        page.resize(1000, 600)
        page.show()
        return SentScreen(page, qtbot)

    return open_page


@pytest.fixture
def message(office: SentOffice, qtbot: QtBot) -> Callable[[int], MessageScreen]:
    """Opens a message, and waits until its deliveries are listed."""

    def open_page(message_id: int) -> MessageScreen:
        page = SentMessagePage(office.desk, Memory(), message_id)
        qtbot.addWidget(page)
        page.resize(1000, 800)
        page.show()
        page.activateWindow()
        qtbot.waitUntil(lambda: page.list.model.rowCount() > 0 and bool(page.head.header.title))
        return MessageScreen(page, qtbot)

    return open_page
