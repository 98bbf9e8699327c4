"""Arrays written by hand arrive at the server as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.store import arrays
from tests.support.stores import opened

if TYPE_CHECKING:
    from tests.support.clock import Clock

TEXTS = [
    "",
    "NULL",
    "250 OK",
    'a "word", {in} braces',
    'back\\slash\\"',
    "a\nb\tc",
    "Žluťoučký 🐎",
    "'; --",
    "%s",
]
BLOBS = [b"", bytes(range(256)), b'\\x00"{},']
NUMBERS = [0, -1, 2**62]


def test_what_is_written_is_what_is_read(postgres_url: str, clock: Clock) -> None:
    store = opened(postgres_url, clock)
    query = "SELECT %s::text[], %s::bytea[], %s::bigint[], %s::text[], %s::bytea[], %s::bigint[]"
    written = (arrays.texts, arrays.blobs, arrays.numbers)
    bound = [write(each) for write, each in zip(written, (TEXTS, BLOBS, NUMBERS), strict=True)]  # type: ignore[operator]
    with store.read() as unit:
        row = unit.connection.exec_driver_sql(query, (*bound, *(write([]) for write in written))).one()
    assert list(row) == [TEXTS, BLOBS, NUMBERS, [], [], []]
    store.close()
