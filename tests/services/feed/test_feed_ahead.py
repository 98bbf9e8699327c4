"""Lines are read ahead of the store, and what could be read is taken whatever comes after it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from desktop.errors import Cancelled
from desktop.services.feed import feed_lines
from desktop.services.ingesting import ingest_stream
from tests.support.feeds import lines, message
from tests.support.stores import add_accounts, add_user, details

if TYPE_CHECKING:
    from desktop.models.office import User
    from desktop.store.store import Store


class _Broken(io.BytesIO):
    """A disk that fails where the lines end."""

    def readline(self, size: int | None = -1, /) -> bytes:
        line = super().readline(size)
        if not line:
            raise OSError("the disk is gone")
        return line


@pytest.fixture
def actor(store: Store, monkeypatch: pytest.MonkeyPatch) -> User:
    monkeypatch.setattr(feed_lines, "_BATCH_LINES", 2)
    add_accounts(store, [details(1)])
    return add_user(store)


def _taken(store: Store) -> int:
    with store.read() as unit:
        return len(unit.feed.known([f"IB-{number}" for number in range(9)]))


def test_what_was_read_before_the_disk_failed_is_taken(store: Store, actor: User) -> None:
    stream = _Broken(lines(message(number, {"U0000001": {}}) for number in range(6)))
    with pytest.raises(OSError, match="gone"):
        ingest_stream(store, actor, stream)
    assert _taken(store) == 6


def test_each_batch_tells_how_far_the_feed_is_and_may_be_the_last(store: Store, actor: User) -> None:
    fed = [message(number, {"U0000001": {}}) for number in range(7)]
    told: list[tuple[int, int]] = []

    def progress(read: int, taken: int) -> None:
        told.append((read, taken))
        if taken == 4:
            raise Cancelled

    with pytest.raises(Cancelled):
        ingest_stream(store, actor, io.BytesIO(lines(fed)), progress)
    assert told == [(len(lines(fed[:2])), 2), (len(lines(fed[:4])), 4)]
    assert _taken(store) == 4
    report = ingest_stream(store, actor, io.BytesIO(lines(fed)))
    assert (report.known, report.taken) == (4, 3)
