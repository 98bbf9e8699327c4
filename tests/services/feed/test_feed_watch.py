"""The folder of the office is watched for as long as a program runs, whatever goes wrong with it."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from desktop.models.broker_filter import BrokerFilter
from desktop.models.listing import Order
from desktop.services.broker_messages import broker_list
from desktop.services.feed import feed_watch
from desktop.services.feed.feed_watch import FeedNews, watch
from desktop.settings import FEED_FOLDER
from tests.support.feeds import lines, message
from tests.support.stores import add_accounts, details

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from desktop.store.store import Store


def test_what_is_dropped_comes_in_and_a_folder_that_comes_back_is_watched_again(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed_watch, "_LOOK_EVERY_S", 0.01)
    monkeypatch.setattr(feed_watch, "_REST_S", 0.01)
    add_accounts(store, [details(1)])
    folder = tmp_path / "drop"
    with store.write() as unit:
        unit.office.save_settings({FEED_FOLDER.key: str(folder)})
        unit.commit()
    ended, told = threading.Event(), list[str]()

    def hear(news: FeedNews) -> None:
        if news.trouble is not None:
            told.append(news.trouble.title)
            folder.mkdir()
            (folder / "feed.jsonl").write_bytes(lines([message(1, {"U0000001": {"amount": "1"}})]))
        elif news.taken is not None:
            told.append(f"{news.taken.name}: {news.taken.report.taken}")
            ended.set()

    watch(store, ended, hear)
    assert told == ["Messages of IB do not come in", "feed.jsonl: 1"]
    assert len(broker_list(store).page(Order("at"), BrokerFilter("amount"), None, 10)) == 1
