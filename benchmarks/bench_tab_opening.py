"""From the click on a tab or place to its first rows painted, in a large store beside a small one.

Every tab there is, on both kinds of store. The page is made anew for each opening, as it is for the first one.
There is a notice about every message sent and an inquiry about every message received, of which there are as
many; a person has some drafts, and the office its templates, whatever it sent. The small store and the large one are
opened in turn, since the speed of a computer varies by half within minutes.
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
from benchmarks.grown_store import grow, grown_store
from benchmarks.postgres_server import come_to_rest, postgres_server
from benchmarks.screen import RowsPainted, since, themed_application, turn, wait_until
from desktop.bridge.desk import Desk
from desktop.bridge.jobs import Jobs
from desktop.bridge.notices import NoticeBus
from desktop.bridge.refresh import Refresh
from desktop.services.office import office_of, users_of, zone_of
from desktop.views.broker.sent_by_ib_page import SentByIbPage
from desktop.views.drafts.drafts_page import DraftsPage
from desktop.views.inquiries.inquiries_page import InquiriesPage
from desktop.views.notices.notices_page import NoticesPage
from desktop.views.remembered_file import RememberedFile
from desktop.views.sent.sent_page import SentPage
from desktop.views.templates.templates_page import TemplatesPage

if TYPE_CHECKING:
    from desktop.store.store import Store

NAME = "Tab opening"
_PEER = "SELECT * of all messages in a QTableView"
_SIZES = (1_000, 1_000_000)
_SHORT = (1_000, 20_000)
_TIMES = 9
_PAGES = {
    "Sent By IB": SentByIbPage,
    "Sent By Me": SentPage,
    "Manage Templates": TemplatesPage,
    "Notices": NoticesPage,
    "Inquiries": InquiriesPage,
    "Drafts": DraftsPage,
}
_Page = SentByIbPage | SentPage | TemplatesPage | NoticesPage | InquiriesPage | DraftsPage
_Index = QModelIndex | QPersistentModelIndex


@dataclass
class _Times:
    """Milliseconds of each opening."""

    painted: list[float] = field(default_factory=list)
    counted: list[float] = field(default_factory=list)


_Both = tuple[dict[str, _Times], dict[str, _Times]]
"""By tab, in the small store and in the large one."""


def run(short: bool) -> list[Figure]:  # noqa: FBT001 - the name every benchmark's function has
    """Every tab in a small office and in the same one grown, on both kinds of store, beside the peer on SQLite."""
    themed_application()
    small, large = _SHORT if short else _SIZES
    with tempfile.TemporaryDirectory(prefix="mc-bench-") as name:
        folder = Path(name)
        paths = folder / "small.db", folder / "large.db"
        embedded = _in_turn(str(paths[0]), str(paths[1]), (small, large), folder)
        few, many = map(_theirs, paths)
        with postgres_server() as first, postgres_server() as second:
            shared = _in_turn(first, second, (small, large), folder)
    figures = []
    for kind, both in (("SQLite", embedded), ("PostgreSQL", shared)):
        for tab in _PAGES:
            figures += _figures(f"{tab}, {kind}", both, tab, (small, large), (few, many))
    return figures


def _figures(
    of: str, both: _Both, tab: str, sizes: tuple[int, int], theirs: tuple[float, float]
) -> list[Figure]:
    painted = [median(times[tab].painted) for times in both]
    large = both[1][tab]
    in_large, peer = f"{sizes[1]:,} messages, {of}", theirs[1]
    return [
        Figure(f"Rows painted, {sizes[0]:,} messages, {of}", painted[0], _PEER, theirs[0], "ms"),
        Figure(f"Rows painted, {in_large}", painted[1], _PEER, peer, "ms"),
        Figure(f"Rows painted, first time, {in_large}", large.painted[0], _PEER, peer, "ms"),
        Figure(f"Exact count, {in_large}", median(large.counted), _PEER, peer, "ms"),
        Figure(
            f"Rows painted, large against small, {of}",
            painted[1] / painted[0],
            _PEER,
            peer / theirs[0],
            "times",
        ),
    ]


def _in_turn(few: str, many: str, sizes: tuple[int, int], folder: Path) -> _Both:
    """Every tab opened several times, each time as if for the first, in the one store and then in the other."""
    small, large = sizes
    both: _Both = {tab: _Times() for tab in _PAGES}, {tab: _Times() for tab in _PAGES}
    with grown_store(few, small) as in_few, grown_store(many, small) as in_many:
        grow(in_many, large // small)
        if not in_many.address.is_embedded:
            come_to_rest(many)
        desks = _desk(in_few, folder), _desk(in_many, folder)
        for tab, page_of in _PAGES.items():
            for place in range(_TIMES):
                for desk, times in zip(desks, both, strict=True):
                    _open(page_of, desk, RememberedFile(folder / f"{place}.json"), times[tab])
        for desk in desks:
            desk.jobs.stop()
            desk.deleteLater()
        turn()
    return both


def _open(page_of: type[_Page], desk: Desk, remembered: RememberedFile, times: _Times) -> None:
    """From the click: the page is made, shown and its rows are painted."""
    start = time.perf_counter()
    page = page_of(desk, remembered)
    page.resize(1100, 700)
    painted = RowsPainted(page.list.table)
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
