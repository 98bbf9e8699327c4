"""From showing "Sent By Me" to its first rows painted, in a large store beside a small one.

The peer reads every message into a list and shows it in a plain QTableView.
"""

from __future__ import annotations

import gc
import os
import sqlite3
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QTableView

from benchmarks.figure import Figure
from benchmarks.sample_store import sample_store
from benchmarks.screen import RowsPainted, since, themed_application, turn, wait_until
from desktop.bridge.desk import Desk
from desktop.bridge.jobs import Jobs
from desktop.bridge.notices import NoticeBus
from desktop.bridge.refresh import Refresh
from desktop.services.office import office_of, users_of, zone_of
from desktop.store.address import StoreAddress
from desktop.store.opening import open_store
from desktop.views.remembered_file import RememberedFile
from desktop.views.sent.sent_page import SentPage

if TYPE_CHECKING:
    from desktop.store.store import Store

NAME = "Tab opening"
_PEER = "SELECT * of all messages in a QTableView"
_SIZES = (1_000, 1_000_000)
_SHORT = (1_000, 20_000)
_TIMES = 9
_Index = QModelIndex | QPersistentModelIndex


@dataclass
class _Times:
    """Milliseconds of each opening."""

    painted: list[float] = field(default_factory=list)
    counted: list[float] = field(default_factory=list)


def run(short: bool) -> list[Figure]:  # noqa: FBT001 - the name every benchmark's function has
    """The tab in the small store and in the large one, each beside its peer."""
    themed_application()
    small, large = _SHORT if short else _SIZES
    ours = {size: _ours(sample_store(size)) for size in (small, large)}
    theirs = {size: _theirs(sample_store(size)) for size in (small, large)}
    figures = []
    for size in (small, large):
        of = f"{size:,} messages"
        figures += [
            Figure(f"Sent By Me to rows painted, {of}", median(ours[size].painted), _PEER, theirs[size], "ms"),
            Figure(f"Sent By Me to rows painted, first time, {of}", ours[size].painted[0], _PEER, theirs[size], "ms"),
            Figure(f"Sent By Me to exact count, {of}", median(ours[size].counted), _PEER, theirs[size], "ms"),
        ]  # fmt: skip
    growth = median(ours[large].painted) / median(ours[small].painted)
    name = f"Sent By Me to rows painted, {large:,} messages against {small:,}"
    return [*figures, Figure(name, growth, _PEER, theirs[large] / theirs[small], "times")]


def _ours(path: Path) -> _Times:
    times = _Times()
    store = open_store(StoreAddress.parse(str(path)))
    with tempfile.TemporaryDirectory() as folder:
        desk = _desk(store, Path(folder))
        for place in range(_TIMES):
            _open(desk, RememberedFile(Path(folder) / f"{place}.json"), times)
        desk.jobs.stop()
        desk.deleteLater()
    store.close()
    return times


def _open(desk: Desk, remembered: RememberedFile, times: _Times) -> None:
    page = SentPage(desk, remembered)
    page.resize(1100, 700)
    painted = RowsPainted(page.list.table)
    start = time.perf_counter()
    page.show()
    wait_until(lambda: painted.seen)
    times.painted.append(since(start))
    wait_until(lambda: page.list.model.exact)
    times.counted.append(since(start))
    page.hide()
    page.deleteLater()
    turn()


def _desk(store: Store, folder: Path) -> Desk:
    office, users = office_of(store), users_of(store)
    assert office is not None
    return Desk(
        store=store,
        actor=users[0],
        office=office,
        zone=zone_of(store),
        jobs=Jobs(),
        refresh=Refresh(store.origin),
        notices=NoticeBus(),
        mail_folder=folder,
    )


class _ListItemModel(QAbstractTableModel):
    """What a first program would do: all rows in a list, a cell is a text."""

    def __init__(self, rows: list[tuple[Any, ...]]) -> None:
        super().__init__()
        self._rows = rows

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._rows[0])

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        return str(self._rows[index.row()][index.column()]) if role == Qt.ItemDataRole.DisplayRole else None


def _theirs(path: Path) -> float:
    """One opening: it reads the same rows however often it is done."""
    table = QTableView()
    table.resize(1100, 700)
    painted = RowsPainted(table)
    start = time.perf_counter()
    connection = sqlite3.connect(path)
    rows = connection.execute("SELECT * FROM outgoing_message ORDER BY sent_at DESC, id DESC").fetchall()
    model = _ListItemModel(rows)
    table.setModel(model)
    table.show()
    wait_until(lambda: painted.seen)
    taken = since(start)
    connection.close()
    table.close()
    table.setModel(None)
    table.deleteLater()
    del model, rows
    gc.collect()
    return taken
