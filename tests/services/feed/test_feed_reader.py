"""A great feed is read by another process: the same comes of it, and whoever of the two ends, nothing is lost."""

from __future__ import annotations

import io
import os
import select
import subprocess
import sys
from typing import IO, TYPE_CHECKING

import pytest

from desktop import paths
from desktop.errors import Cancelled
from desktop.models.feed import FeedReport
from desktop.models.listing import Order
from desktop.services.beside import AtOnce
from desktop.services.feed import feed_lines, feed_reader
from desktop.services.feed.feed_blocks import BrokenBlock, heard_block
from desktop.services.feed.feed_reader import FeedReader, is_great, tell_blocks
from desktop.services.ingesting import ingest_file, ingest_stream, refusal_list
from tests.services.feed.test_feed_ahead import _Broken
from tests.support.feeds import lines, message, notice, reply
from tests.support.stores import add_accounts, add_user, details

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from desktop.models.office import User
    from desktop.services.feed.feed_blocks import FeedBlock
    from desktop.store.store import Store

PATIENCE_S = 20
SOMEONE = {"U0000001": {"amount": "1"}}
MANY = 7_000  # more than three batches


@pytest.fixture
def actor(store: Store) -> User:
    add_accounts(store, [details(1)])
    return add_user(store)


@pytest.fixture
def many(tmp_path: Path) -> Path:
    file = tmp_path / "many.jsonl"
    file.write_bytes(lines(message(number, SOMEONE) for number in range(MANY)))
    return file


@pytest.fixture
def beside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed_reader, "_GREAT_BYTES", 0)


def _numbers(blocks: Iterable[FeedBlock]) -> list[int]:
    return [line.number for block in blocks for line in block.read.lines]


def _said(report: FeedReport) -> tuple[object, ...]:
    counts = report.lines, report.taken, report.known, report.refused, report.messages
    return counts, list(report.faults), list(report.remarks)


def _kept(store: Store) -> list[tuple[object, ...]]:
    found = refusal_list(store).page(Order("at"), "", None, 100)
    return [(each.file, each.line, each.reason, each.text, each.is_whole) for each in found]


_MIXED = lines(
    [
        message(1, SOMEONE, deliver_at="2026-11-25T10:00:00+09:00"),
        b"{broken",
        b"\xff\xfe",
        b"",
        message(2, {"U0000009": {}}),
        message(3, {"U0000001": {}}, format="html", body="<p>Hello <script>x</script>{{ amount }}</p>"),
        notice(4, odd="1"),
        reply(5, "unknown"),
        message(1, SOMEONE, subject="Another"),
        message(3, {"U0000001": {}}, format="html", body="<p>Hello <script>x</script>{{ amount }}</p>"),
        b'{"v":1,"kind":"notice","id":"\\ud800"}',
    ]
)


def test_the_same_comes_of_it(store: Store, actor: User, tmp_path: Path, beside: None) -> None:
    file = tmp_path / "mixed.jsonl"
    file.write_bytes(_MIXED)
    report = ingest_file(store, actor, file)
    kept = _kept(store)
    assert (report.taken, report.known, report.refused) == (4, 1, 5)
    again = ingest_file(store, actor, file)
    assert (again.taken, again.known) == (0, 5)
    here = ingest_stream(store, actor, io.BytesIO(_MIXED))
    assert _said(here)[1:] == _said(again)[1:]
    assert list(again.faults) == list(report.faults)
    assert _kept(store) == kept


@pytest.mark.usefixtures("beside")
def test_calling_off_between_two_batches_ends_the_reader(store: Store, actor: User, many: Path) -> None:
    told: list[int] = []

    def progress(read: int, _taken: int) -> None:
        told.append(read)
        raise Cancelled

    with pytest.raises(Cancelled):
        ingest_file(store, actor, many, progress)
    assert len(told) == 1
    assert 0 < told[0] < many.stat().st_size
    assert ingest_file(store, actor, many).messages == MANY - 2_000


def test_a_reader_that_dies_is_done_without(many: Path) -> None:
    with many.open("rb") as stream:
        reader = FeedReader(stream, AtOnce())
        blocks = reader.blocks()
        first = next(blocks)
        assert reader._process is not None
        reader._process.kill()
        rest = list(blocks)
    assert _numbers([first, *rest]) == [*range(1, MANY + 1)]
    assert [each.is_last for each in (first, *rest)] == [*[False] * len(rest), True]
    assert rest[-1].end.read_bytes == many.stat().st_size


@pytest.mark.parametrize("words", [["/no/such/program"], [sys.executable, "-c", "pass"]])
def test_a_reader_that_cannot_begin_is_done_without(
    many: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    monkeypatch.setattr(paths, "this_program", lambda: words)
    with many.open("rb") as stream:
        stream.readline()  # it is read from where the stream stands
        stream.seek(stream.tell())
        reader = FeedReader(stream, AtOnce())
        assert len(_numbers(reader.blocks())) == MANY - 1


def test_who_wants_no_more_ends_the_reader(many: Path) -> None:
    with many.open("rb") as stream:
        reader = FeedReader(stream, AtOnce())
        blocks = reader.blocks()
        next(blocks)
        reader.read_on()
        process = reader._process
        assert process is not None
        blocks.close()
    assert process.returncode is not None


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="only Linux lets a process wait for another's")
def test_the_reader_ends_with_whoever_takes(many: Path) -> None:
    script = (
        "import sys; from desktop.services.beside import AtOnce\n"
        "from desktop.services.feed.feed_reader import FeedReader\n"
        "reader = FeedReader(open(sys.argv[1], 'rb'), AtOnce()); blocks = reader.blocks(); next(blocks)\n"
        "print(reader._process.pid, flush=True); sys.stdin.read()"
    )
    taker = subprocess.Popen(
        [sys.executable, "-c", script, str(many)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert taker.stdin is not None
    assert taker.stdout is not None
    process = os.pidfd_open(int(taker.stdout.readline()))
    taker.kill()
    taker.wait()
    taker.stdin.close()
    taker.stdout.close()
    ended, _, _ = select.select([process], [], [], PATIENCE_S)
    os.close(process)
    assert ended


def test_what_was_read_before_the_disk_failed_is_said_and_then_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed_lines, "_BATCH_LINES", 1)
    said = io.BytesIO()
    tell_blocks(_Broken(lines([message(1, SOMEONE)])), said)
    said.seek(0)
    block = heard_block(said)
    assert block is not None
    assert block.is_last
    with pytest.raises(OSError, match="gone"):
        heard_block(said)
    with pytest.raises(BrokenBlock):
        heard_block(said)


def test_small_ones_and_what_is_no_file_are_read_without_a_process(many: Path, tmp_path: Path) -> None:
    great = tmp_path / "great"
    with great.open("wb") as out:
        out.truncate(feed_reader._GREAT_BYTES)

    def told(path: Path) -> bool:
        stream: IO[bytes]
        with path.open("rb") as stream:
            return is_great(stream)

    assert (told(great), told(many), is_great(io.BytesIO())) == (True, False, False)
