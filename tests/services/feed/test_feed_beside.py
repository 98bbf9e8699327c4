"""What takes the feed beside a window ends with it, is begun again when it is killed, and loses nothing."""

from __future__ import annotations

import os
import select
import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from desktop import paths
from desktop.errors import Refused, StoreUnavailable
from desktop.language import chosen_language
from desktop.models.broker_filter import BrokerFilter
from desktop.models.feed import NOTHING_TAKEN, FeedReport
from desktop.models.imports import RowFault
from desktop.models.listing import Order
from desktop.services.broker_messages import broker_list
from desktop.services.feed import feed_beside, feed_wire
from desktop.services.feed.feed_beside import FeedBeside, FeedGone
from desktop.services.feed.feed_folder import TakenFile
from desktop.services.feed.feed_watch import FeedNews
from desktop.settings import FEED_FOLDER
from desktop.store.address import StoreAddress
from desktop.store.opening import open_store
from tests.support.feeds import fed, lines, message
from tests.support.stores import add_accounts, add_user, details

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from desktop.store.store import Store

PATIENCE_S = 20
SOMEONE = {"U0000001": {"amount": "1"}}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Store]:
    """An embedded store with an account."""
    store = open_store(StoreAddress(path=tmp_path / "office.db"))
    add_accounts(store, [details(1)])
    yield store
    store.close()


def words_for(store: Store) -> list[str]:
    words = [*paths.this_program(), "take-feed", "--store", str(store.address.path)]
    return [*words, "--language", chosen_language()]


def watched(store: Store, folder: Path) -> Path:
    folder.mkdir()
    with store.write() as unit:
        unit.office.save_settings({FEED_FOLDER.key: str(folder)})
        unit.commit()
    return folder


def test_a_killed_one_is_begun_again_and_the_file_comes_in_once(
    office: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed_beside, "_REST_S", 0.0)
    folder = watched(office, tmp_path / "drop")
    beside = FeedBeside(words_for(office))
    news = beside.news()
    assert next(news) == FeedNews()
    process = beside._process
    assert process is not None
    process.kill()
    trouble = next(news).trouble
    assert trouble is not None
    assert trouble.title == "Messages of IB do not come in"
    assert next(news) == FeedNews()  # the one that came after it
    (folder / "feed.jsonl").write_bytes(lines([message(1, SOMEONE), b"{broken"]))
    taken = next(each.taken for each in news if each.taken is not None)
    assert (taken.name, taken.report.taken, taken.report.refused) == ("feed.jsonl", 1, 1)
    assert taken.moved_to == folder / "refused" / "feed.jsonl"
    assert len(broker_list(office).page(Order("at"), BrokerFilter(), None, 9)) == 1
    beside.end()
    assert list(news) == []


def test_it_indexes_what_waits_and_ends_when_nothing_is_left_to_do(office: Store) -> None:
    fed(office, add_user(office), *(message(number, SOMEONE) for number in range(520)))
    beside = FeedBeside(words_for(office))
    assert list(beside.news()) == [FeedNews()]
    with office.read() as unit:
        assert unit.connection.execute(text("SELECT count(*) FROM broker_unindexed")).scalar_one() == 8
        assert not unit.broker.has_block_to_make()
    beside.end()


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="only Linux lets a process wait for another's")
def test_it_ends_with_the_process_that_began_it(office: Store, tmp_path: Path) -> None:
    watched(office, tmp_path / "drop")
    script = (
        "import sys; from desktop.services.feed.feed_beside import FeedBeside\n"
        "beside = FeedBeside(sys.argv[1:]); next(beside.news())\n"
        "print(beside._process.pid, flush=True); sys.stdin.read()"
    )
    window = subprocess.Popen(
        [sys.executable, "-c", script, *words_for(office)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert window.stdin is not None
    assert window.stdout is not None
    number = int(window.stdout.readline())
    mark = tmp_path / f"office.db.open-{number}"
    assert mark.exists()
    process = os.pidfd_open(number)
    window.kill()
    window.wait()
    window.stdin.close()
    window.stdout.close()
    select.select([process], [], [], PATIENCE_S)
    os.close(process)
    assert not mark.exists()


def test_one_that_cannot_run_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed_beside, "_REST_S", 0.0)
    told: list[FeedNews] = []
    with pytest.raises(FeedGone):
        told.extend(FeedBeside([sys.executable, "-c", "raise SystemExit(1)"]).news())
    with pytest.raises(OSError, match="such"):
        list(FeedBeside(["/no/such/program"]).news())


def test_the_one_that_was_ended_before_it_began_does_not_begin() -> None:
    beside = FeedBeside(["/no/such/program"])
    beside.end()
    assert list(beside.news()) == []


def test_news_arrive_as_they_were_said_without_the_lines_of_a_report(tmp_path: Path) -> None:
    report = FeedReport(5, 3, 1, 1, 1, 2, [RowFault(4, "", "", "broken")], [])
    refused = Refused("picture.jsonl was not taken", "It is no text.", "Check it.")
    whole = TakenFile("picture.jsonl", NOTHING_TAKEN, tmp_path / "picture.jsonl", refused)
    said = [
        FeedNews(),
        FeedNews("feed.jsonl", 0.5),
        FeedNews("feed.jsonl", 1.0, TakenFile("feed.jsonl", report, tmp_path / "d\udcff" / "feed.jsonl")),
        FeedNews("picture.jsonl", 1.0, whole),
        FeedNews(trouble=StoreUnavailable("title", "sentence", "remedy")),
        FeedNews(trouble=Refused("title", "sentence", about="folder")),
    ]
    stream = BytesIO()
    for each in said:
        feed_wire.say(stream, each)
    stream.seek(0)
    heard = [feed_wire.heard(stream) for _ in said]
    assert heard[:2] == said[:2]
    assert heard[2] == replace(
        said[2],
        taken=TakenFile(
            "feed.jsonl", replace(report, faults=(), remarks=()), tmp_path / "d\udcff" / "feed.jsonl"
        ),
    )
    of_whole = heard[3]
    assert of_whole is not None
    assert of_whole.taken is not None
    assert vars(of_whole.taken.refused) == vars(refused)
    for each, came in zip(said[4:], heard[4:], strict=True):
        assert each.trouble is not None
        assert came is not None
        assert type(came.trouble) is type(each.trouble)
        assert vars(came.trouble) == vars(each.trouble)
    assert feed_wire.heard(stream) is None
    assert feed_wire.heard(BytesIO(b"no news")) is None
