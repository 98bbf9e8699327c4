"""What is done to very many messages at once: in parts, and told of as a whole."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from desktop.bridge import under_way
from desktop.models.broker_filter import BrokerFilter
from desktop.models.listing import Order
from desktop.services import broker_messages
from desktop.views.broker import broker_deeds
from tests.support.feeds import fed, message
from tests.views.broker.conftest import ADA

if TYPE_CHECKING:
    from collections.abc import Collection

    from pytestqt.qtbot import QtBot

    from desktop.bridge.desk import Desk
    from desktop.models.office import User
    from desktop.store.store import Store
    from tests.pages.broker import SentByIbScreen


@pytest.mark.parametrize("goes_on", [True, False])
def test_a_change_to_very_many_shows_how_far_it_is_and_can_be_called_off(
    screen: SentByIbScreen, desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, goes_on: bool
) -> None:
    monkeypatch.setattr(broker_deeds, "_TOGETHER", 100)
    monkeypatch.setattr(under_way, "_PATIENCE_MS", 0)
    fed(desk.store, desk.actor, *(message(number, {ADA: {}}) for number in range(1_000, 1_900)))
    page = screen.page
    qtbot.waitUntil(lambda: page.list.model.total == 903)
    far: list[tuple[int, int]] = []
    pressed, delete = threading.Event(), broker_messages.delete

    def delete_some(store: Store, actor: User, ids: Collection[int]) -> object:
        change = delete(store, actor, ids)
        assert goes_on or pressed.wait(5)
        return change

    monkeypatch.setattr(broker_messages, "delete", delete_some)

    def on_progress(done: int, total: int) -> None:
        far.append((done, total))
        assert page.progress.isVisible() == (total > 0)
        if total and not goes_on:
            page.progress.stop_button.click()
            pressed.set()

    page.deeds.under_way.progressed.connect(on_progress)
    assert page.progress.isHidden()
    page.list.table.selectAll()
    page.delete_button.click()
    qtbot.waitUntil(lambda: bool(far) and far[-1] == (0, 0))
    assert [total for _, total in far[:-1]] == [903] * (len(far) - 1)
    told = [each.text for each in desk.notices.take() if each.action]
    done = 903 if goes_on else 100
    assert broker_messages.trash_standing(desk.store).count == done
    assert told == [f"{done} messages deleted."]


def _listed(desk: Desk) -> list[int]:
    listed = broker_messages.broker_list(desk.store)
    return sorted(line.id for line in listed.page(Order("at"), BrokerFilter(), None, 1_000))


def test_an_undo_of_very_many_of_which_some_are_gone_restores_the_others_and_says_so(
    screen: SentByIbScreen, desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(broker_deeds, "_TOGETHER", 100)
    fed(desk.store, desk.actor, *(message(number, {ADA: {}}) for number in range(1_000, 1_300)))
    ids = _listed(desk)
    broker_messages.delete(desk.store, desk.actor, ids[:2])
    broker_messages.empty_trash(desk.store, desk.actor, broker_messages.trash_standing(desk.store))
    broker_messages.delete(desk.store, desk.actor, ids)
    screen.page.deeds.restore(ids)
    qtbot.waitUntil(lambda: broker_messages.trash_standing(desk.store).count == 0 and not desk.jobs.busy)
    assert _listed(desk) == ids[2:]
    told = {each.text: each.detail for each in desk.notices.take()}
    assert f"{len(ids) - 2} messages restored." in told
    assert "deleted 2 messages for good" in told["Not all was restored"]
