"""A file that is no text is told from one with lines that are wrong."""

from __future__ import annotations

import os
import random
import threading
from typing import TYPE_CHECKING

import pytest

from desktop.errors import Refused
from desktop.services.feed.feed_text import is_text
from desktop.services.ingesting import count_refused, ingest_file
from tests.support.feeds import lines, message
from tests.support.stores import add_accounts, add_user, details

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.store.store import Store

RANDOM = random.Random(8).randbytes(200_000)  # noqa: S311 (no secret)
GOOD = lines([message(1, {"U0000001": {"amount": "1"}})])
LONG = b'{"v":1,"body":"' + "ü".encode() * 100_000


@pytest.mark.parametrize(
    "beginning",
    [
        b"",
        b"\n \n",
        GOOD,
        b"\xef\xbb\xbf" + GOOD,
        RANDOM[:1_000].replace(b"\n", b"") + b"\n" + GOOD,
        GOOD + RANDOM,
        b"{broken",
        b'{"v": 1, "id": "\0"}',
        b"no record, but words\n\xff\xfe\n",
        LONG,
        b"x" + LONG,
        LONG[:20] + b"\xff" + LONG[20:],
        "これは記録ではない。".encode() * 10_000,
    ],
)
def test_what_may_hold_a_record_is_read_line_by_line(beginning: bytes) -> None:
    assert is_text(beginning)


@pytest.mark.parametrize(
    "beginning",
    [
        RANDOM,
        b"\0" * 100_000,
        b"%PDF-1.7\n%\xe2\xe3\n1 0 obj\n" + RANDOM,
        b"SQLite format 3\0" + b"\0" * 5_000,
        GOOD.decode().encode("utf-16"),
        GOOD.decode().replace("received", "reçu").encode("latin-1"),
        "振込を受け取りました\n".encode("shift-jis") * 10,
    ],
)
def test_what_is_no_text_is_known_by_its_beginning(beginning: bytes) -> None:
    assert not is_text(beginning)


def test_of_a_file_that_is_no_text_no_line_is_kept(store: Store, tmp_path: Path) -> None:
    actor, path = add_user(store), tmp_path / "picture.jsonl"
    path.write_bytes(RANDOM)
    with pytest.raises(Refused, match=r"picture\.jsonl was not taken") as refused:
        ingest_file(store, actor, path)
    assert "no text in the character set UTF-8" in refused.value.sentence
    assert count_refused(store) == 0


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no pipes with a name")
def test_what_comes_through_a_pipe_is_read_from_its_beginning(store: Store, tmp_path: Path) -> None:
    add_accounts(store, [details(1)])
    actor, path = add_user(store), tmp_path / "pipe"
    os.mkfifo(path)
    writing = threading.Thread(target=path.write_bytes, args=(GOOD,))
    writing.start()
    assert ingest_file(store, actor, path).taken == 1
    writing.join()
