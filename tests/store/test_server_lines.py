"""A server whose computer runs and that does not answer: nobody waits for it for ever."""

from __future__ import annotations

import os
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from desktop.errors import StoreAway
from tests.support.clock import Clock
from tests.support.stores import opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from desktop.store.store import Store

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="stops a process of the server")


class Frozen:
    """A reader whose part of the server stops in the middle of a question."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._frozen, self._asks = threading.Event(), threading.Event()
        self.server = 0

    def read(self) -> None:
        with self._store.read() as unit:
            connection = unit.connection
            self.server = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
            os.kill(self.server, signal.SIGSTOP)
            self._asks.set()
            connection.execute(text("SELECT 1"))

    def wait(self) -> None:
        assert self._asks.wait(10)


@pytest.fixture
def store(postgres_url: str) -> Iterator[Store]:
    store = opened(postgres_url, Clock())
    yield store
    store.close()


def test_who_waits_for_a_silent_server_is_told_that_it_is_away_and_reads_again_later(store: Store) -> None:
    frozen = Frozen(store)
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(frozen.read)
        try:
            frozen.wait()
            assert not waiting.done()
            store.cut()
            with pytest.raises(StoreAway):
                waiting.result(10)
        finally:
            os.kill(frozen.server, signal.SIGCONT)
    with store.read() as unit:
        assert unit.outbox.workers() == []


def test_a_feed_that_is_cut_says_so_and_listens_anew(store: Store) -> None:
    feed = store.feed()
    assert feed.next_change(0) is None
    store.cut()
    with pytest.raises(StoreAway):
        feed.next_change(0)
    assert feed.next_change(0) is None
    feed.close()


def test_a_file_has_nothing_to_cut(tmp_path: Path) -> None:
    store = opened(str(tmp_path / "office.db"), Clock())
    store.cut()
    with store.read() as unit:
        assert unit.outbox.workers() == []
    store.close()
