"""Sent By Me, a message under way, one that is through, and what a client finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.views.lists.table import RowTable
from desktop.views.sent.client_center_page import ClientCenterPage
from desktop.views.sent.sent_message_page import SentMessagePage
from tests.gallery.offices import SETTLED, UNDER_WAY, clients
from tests.gallery.screen import screen

if TYPE_CHECKING:
    from tests.gallery.stage import Stage

_MESSAGES = 100  # more than the office has sent


def _number_of(stage: Stage, subject: str) -> int:
    """The newest message of that subject."""
    with stage.desk.store.read() as unit:
        sent = (unit.messages.get(number) for number in range(1, _MESSAGES))
        return max(message.id for message in sent if message is not None and message.subject == subject)


def _open(stage: Stage, subject: str) -> None:
    page = SentMessagePage(stage.desk, stage.memory, _number_of(stage, subject))
    stage.screens.window.show_page(page)
    table = stage.find(RowTable)
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Down)


@screen("sent-under-way")
def _under_way(stage: Stage) -> None:
    _open(stage, UNDER_WAY)


@screen("sent-settled")
def _settled(stage: Stage) -> None:
    _open(stage, SETTLED)


@screen("client-center")
def _client_center(stage: Stage) -> None:
    page = ClientCenterPage(stage.desk, clients(stage.desk.store, 1)[0].id)
    stage.screens.window.show_page(page)
