"""An office to which the broker has sent three messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desktop.views.broker.sent_by_ib_page import SentByIbPage
from tests.pages.broker import SentByIbScreen
from tests.support.feeds import fed, message
from tests.support.looks import Memory
from tests.support.stores import add_accounts, details

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from desktop.bridge.desk import Desk

ADA, BOB = "U1000001", "U1000002"
ALL = ("New login", "Funds received: ‹amount›", "Funds received: ‹amount›")


@pytest.fixture
def messages(desk: Desk) -> list[int]:
    """Their ids, the newest first: a login, a transfer to two, a transfer to one."""
    add_accounts(desk.store, [details(1_000_001, title="Ada Lovelace"), details(1_000_002)])
    fed(
        desk.store,
        desk.actor,
        message(1, {ADA: {"amount": "5 USD"}}),
        message(2, {ADA: {"amount": "6 USD"}, BOB: {}}, body="Credited: **{{ amount }}** to {{ account_title }}."),
        message(
            3, {BOB: {}}, type="LOGIN", type_name="Login", subject="New login", body="Was that you?",
            channels=["B"], priority="high",
        ),
    )  # fmt: skip
    with desk.store.read() as unit:
        return sorted(unit.feed.known(["IB-1", "IB-2", "IB-3"])[f"IB-{n}"].target for n in (1, 2, 3))[::-1]


@pytest.fixture
def memory() -> Memory:
    return Memory()


@pytest.fixture
def screen(desk: Desk, messages: list[int], memory: Memory, qtbot: QtBot) -> Iterator[SentByIbScreen]:
    page = SentByIbPage(desk, memory)
    page.resize(1000, 700)
    page.show()
    screen = SentByIbScreen(page, qtbot)
    screen.wait_subjects(*ALL)
    yield screen
    page.close()
    page.deleteLater()
