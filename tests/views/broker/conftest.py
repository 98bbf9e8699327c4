"""An office to which the broker has sent three messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.feeds import fed, message
from tests.support.stores import add_accounts, details

if TYPE_CHECKING:
    from desktop.bridge.desk import Desk

ADA, BOB = "U1000001", "U1000002"


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
