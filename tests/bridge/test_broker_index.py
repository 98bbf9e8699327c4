"""New messages of the broker become quick to find by themselves, a few at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from desktop.bridge import broker_index
from desktop.store import broker_blocks
from tests.support.desks import close_desk, open_desk
from tests.support.feeds import fed, message
from tests.support.stores import add_accounts, details

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from pytestqt.qtbot import QtBot

    from desktop.store.store import Store


def waiting(store: Store) -> int:
    with store.read() as unit:
        return unit.connection.execute(text("SELECT count(*) FROM broker_unindexed")).scalar_one()


def test_what_came_is_indexed_when_the_window_is_calm(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(broker_index, "_CALM_MS", 1)
    monkeypatch.setattr(broker_blocks, "SMALL", 10)
    desk = open_desk(tmp_path)
    add_accounts(desk.store, [details(1)])
    fed(desk.store, desk.actor, *(message(number, {"U0000001": {}}) for number in range(150)))
    index = broker_index.BrokerIndex(desk)
    assert waiting(desk.store) == 150
    qtbot.waitUntil(lambda: waiting(desk.store) == 0)
    fed(desk.store, desk.actor, *(message(number, {"U0000001": {}}) for number in range(200, 212)))
    qtbot.waitUntil(lambda: waiting(desk.store) == 2)
    qtbot.waitUntil(lambda: not desk.jobs.busy)
    index.stop()
    index.deleteLater()
    close_desk(desk)
