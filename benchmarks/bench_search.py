"""From a key pressed in the filter of Sent By IB to the newest hits painted, over a million messages of the broker.

What is sought: words, several words, phrases and parts of words, frequent and rare. All of it but the last letter
stands in the filter already and is counted; what is measured follows the last letter. The peer is notmuch over
the first hundred thousand of the same texts, started anew for each search, which finds beginnings of words only.
"""

from __future__ import annotations

import itertools
import os
import random
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from benchmarks.account_csv import write_accounts
from benchmarks.believable_accounts import believable
from benchmarks.broker_texts import broker_texts, feed_lines, vocabulary
from benchmarks.desks import desk_for
from benchmarks.feed_office import found_with_accounts, indexed
from benchmarks.figure import Figure
from benchmarks.kept import kept_folder
from benchmarks.notmuch_peer import Notmuch, is_installed
from benchmarks.postgres_server import postgres_server
from benchmarks.screen import RowsPainted, since, themed_application, turn, wait_until
from desktop.services.ingesting import ingest_file
from desktop.services.office import users_of
from desktop.store.address import StoreAddress
from desktop.store.opening import open_store
from desktop.views.broker.sent_by_ib_page import SentByIbPage
from desktop.views.remembered_file import RememberedFile

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop.bridge.desk import Desk

NAME = "Search"
_SIZE, _SHORT = 1_000_000, 3_000
_PEER_SIZE, _PEER_SHORT = 100_000, 300
_ACCOUNTS = 1_000
_PLACES = (4, 12, 40, 120, 400, 1_200, 4_000, 12_000)
_PHRASES = range(3, 363, 40)  # none of them Japanese
_PEER = "notmuch, newest 50 of {size:,}"
_WANTED = "what is wanted"
_WANTED_MS = 30.0
_REST_MS = 30  # the count is laid out in one turn of the window and painted in another


@dataclass(frozen=True)
class _Sought:
    """``text`` for the filter, ``query`` for the peer."""

    kind: str
    text: str
    query: str


def run(short: bool) -> list[Figure]:  # noqa: FBT001 - the name every benchmark's function has
    """On both kinds of store, and the peer between them."""
    themed_application()
    size, peer_size = (_SHORT, _PEER_SHORT) if short else (_SIZE, _PEER_SIZE)
    sought = list(_all_sought(size))
    with kept_folder() as folder:
        times = {"SQLite": _ours(folder, str(folder / f"search-{size}.db"), size, sought)}
        theirs = _theirs(folder / f"notmuch-{peer_size}", size, peer_size, sought)
        with postgres_server(folder / f"postgres-{size}") as url:
            times["PostgreSQL"] = _ours(folder, url, size, sought)
    return _figures(times, theirs, size, peer_size)


def _all_sought(size: int) -> list[_Sought]:
    chance = random.Random(11)  # noqa: S311 - nothing here is secret
    words = [vocabulary()[place + chance.randint(0, 3)] for place in _PLACES]
    texts = list(itertools.islice(broker_texts(size), _PHRASES.stop))
    lines = [texts[row][1].split("\n\n")[1].lower().split(". ")[2].split(" ")[2:5] for row in _PHRASES]
    pairs = list(itertools.pairwise(words))
    return [
        *(_Sought("word", word, word) for word in [*words, "証拠金"]),
        *(_Sought("several words", f"{one} {other}", f"{one} {other}") for one, other in pairs),
        *(_Sought("phrase", f'"{" ".join(line)}', f'"{" ".join(line)}"') for line in lines),
        *(_Sought("part of a word", word[1:-1], f"{word[:-1]}*") for word in words if len(word) > 5),
    ]


def _figures(
    times: dict[str, list[tuple[str, float]]], theirs: list[tuple[str, float]], size: int, peer_size: int
) -> list[Figure]:
    figures = []
    for store, ours in times.items():
        for kind in dict.fromkeys(kind for kind, _ in ours):
            name = f"Key to the newest hits painted, {kind}, p95, {size:,} messages, {store}"
            figures.append(_figure(name, _of(ours, kind), theirs, kind, peer_size))
        whole = [taken for _, taken in ours]
        name = f"Key to the newest hits painted, p95 of all, {size:,} messages, {store}"
        figures.append(Figure(name, _p95(whole), _WANTED, _WANTED_MS, "ms"))
    return figures


def _figure(name: str, ours: list[float], theirs: list[tuple[str, float]], kind: str, size: int) -> Figure:
    if not theirs:
        return Figure(name, _p95(ours), _WANTED, _WANTED_MS, "ms")
    return Figure(name, _p95(ours), _PEER.format(size=size), _p95(_of(theirs, kind)), "ms")


def _of(times: list[tuple[str, float]], kind: str) -> list[float]:
    return [taken for each, taken in times if each == kind]


def _ours(folder: Path, address: str, size: int, sought: Sequence[_Sought]) -> list[tuple[str, float]]:
    _make(folder, address, size)
    store = open_store(StoreAddress.parse(address))
    with desk_for(store, users_of(store)[0], folder) as desk:
        times = _searched(desk, folder, sought)
    store.close()
    return times


def _make(folder: Path, address: str, size: int) -> None:
    """Take the messages as the broker sends them, unless they are there."""
    store = open_store(StoreAddress.parse(address))
    is_there = bool(users_of(store))
    store.close()
    if is_there:
        return
    accounts, file = folder / "accounts.csv", folder / f"feed-{size}.jsonl"
    write_accounts(accounts, _ACCOUNTS)
    found_with_accounts(address, accounts)
    numbers = [line.number for line, _ in believable(_ACCOUNTS)]
    with file.open("w", encoding="utf-8") as out:
        out.writelines(f"{line}\n" for line in feed_lines(size, 1, numbers))
    store = open_store(StoreAddress.parse(address))
    ingest_file(store, users_of(store)[0], file)
    store.close()
    file.unlink()
    seconds = indexed(address)
    print(f"  the words of {size:,} messages were indexed in {seconds:,.0f} s", flush=True)


def _searched(desk: Desk, folder: Path, sought: Sequence[_Sought]) -> list[tuple[str, float]]:
    page = SentByIbPage(desk, RememberedFile(folder / "remembered.json"))
    page.resize(1100, 700)
    page.show()
    times = []
    for each in sought:
        page.list.filter_bar.edit.setText(each.text[:-1])
        _rest(desk, lambda: page.list.model.exact)
        times.append((each.kind, _press(page, each.text[-1])))
        _rest(desk, lambda: page.list.model.exact)
    page.hide()
    page.deleteLater()
    turn()
    return times


def _press(page: SentByIbPage, letter: str) -> float:
    opened: list[bool] = []
    connection = page.list.model.opened.connect(lambda: opened.append(True))
    painted = RowsPainted(page.list.table)
    key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, letter)
    start = time.perf_counter()
    QApplication.sendEvent(page.list.filter_bar.edit, key)
    wait_until(lambda: bool(opened))
    painted.seen = page.list.model.rowCount() == 0  # in a small store nobody may say it
    page.list.table.viewport().update()
    wait_until(lambda: painted.seen)
    taken = since(start)
    page.list.model.opened.disconnect(connection)
    painted.deleteLater()
    return taken


def _rest(desk: Desk, is_counted: Callable[[], bool]) -> None:
    """Until what was asked for is counted, and the count is painted: it is no part of what follows the next key."""
    turn()
    wait_until(lambda: is_counted() and not desk.jobs.busy)
    start = time.perf_counter()
    while since(start) < _REST_MS:
        turn()


def _theirs(folder: Path, size: int, peer_size: int, sought: Sequence[_Sought]) -> list[tuple[str, float]]:
    if not is_installed():
        return []
    folder.mkdir(exist_ok=True)
    notmuch = Notmuch(folder)
    notmuch.make(itertools.islice(broker_texts(size), peer_size))
    return [(each.kind, notmuch.search(each.query)[0]) for each in sought]


def _p95(values: Sequence[float]) -> float:
    return sorted(values)[max(0, round(len(values) * 0.95) - 1)]
