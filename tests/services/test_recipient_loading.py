"""The index holds the open accounts of either kind of store, and loading it can be called off."""

from __future__ import annotations

import pytest

from desktop.errors import Cancelled
from desktop.models.account import AccountStatus
from desktop.models.chosen_recipients import ChosenRecipients
from desktop.services.recipient_loading import load_recipients, numbers_of
from tests.support.clock import Clock
from tests.support.stores import add_accounts, details, opened


class _Progress:
    def __init__(self, stop_after: int = 1000) -> None:
        self.reports: list[tuple[int, int]] = []
        self._stop_after = stop_after

    def report(self, done: int, total: int, words: str = "") -> None:
        self.reports.append((done, total))

    def check(self) -> None:
        if len(self.reports) >= self._stop_after:
            raise Cancelled


def test_open_accounts_are_there_in_order_of_number(store_url: str) -> None:
    store = opened(store_url, Clock())
    ids = add_accounts(
        store,
        [
            details(30, title="Zoë Martín"),
            details(10, title="山田太郎"),
            details(20, status=AccountStatus.CLOSED),
        ],
    )
    progress = _Progress()
    loaded = load_recipients(store, ChosenRecipients((ids[0], ids[2])), progress)
    index = loaded.index
    search = index.search("zoe martin")
    search.finish()
    assert [index.line(row).title for row in range(len(index))] == ["山田太郎", "Zoë Martín"]
    assert [index.line(search.row(0)).id] == [ids[0]]
    assert progress.reports[-1] == (2, 3)
    assert index.ids(loaded.selection.ticked) == (ids[0],)
    assert loaded.missing == {ids[2]}
    assert numbers_of(store, [ids[2], 999]) == ("U0000020",)
    store.close()


def test_loading_stops_when_nobody_waits(store_url: str) -> None:
    store = opened(store_url, Clock())
    add_accounts(store, [details(10)])
    with pytest.raises(Cancelled):
        load_recipients(store, ChosenRecipients(), _Progress(stop_after=0))
    store.close()
