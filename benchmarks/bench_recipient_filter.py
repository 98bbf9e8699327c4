"""From a key pressed in Manage Recipients to rows painted, beside what Qt itself offers for it."""

from __future__ import annotations

import functools
import gc
import os
import time
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QModelIndex, QObject, QSortFilterProxyModel, Qt
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication, QLineEdit, QTableView, QVBoxLayout, QWidget

from benchmarks.believable_accounts import believable
from benchmarks.figure import Figure
from desktop import paths
from desktop.models.account_group import AppliedGroup
from desktop.services.recipient_index import RecipientIndex
from desktop.services.recipient_selection import GroupRows
from desktop.views.recipients.choice_bar import ChoiceBar
from desktop.views.recipients.recipient_choice import RecipientChoice
from desktop.views.recipients.recipients_item_model import RecipientsItemModel
from desktop.views.recipients.recipients_table import RecipientsTable
from desktop.views.theme.theme import Theme

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

NAME = "Recipient filter"
_PEER = "QStandardItemModel and QSortFilterProxyModel in a QTableView"
_BACK = "\b"
# Words, letters taken back, numbers, two words, another script, nothing found: 24 keys.
KEYS = ("m", "u", "l", "l", _BACK, _BACK, "r", " ", "k", "a", _BACK, _BACK, _BACK, _BACK, _BACK,
        "u", "1", "2", _BACK, _BACK, _BACK, "山", _BACK, "q")  # fmt: skip
_SIZES = (100_000, 1_000_000)
_SHORT = (5_000,)
_PART = 5_000
# At a million the stock proxy takes from one second to two minutes a key.
_MOST_PEER_KEYS = {1_000_000: 4}


@dataclass
class _Times:
    """Milliseconds of each key."""

    found: list[float] = field(default_factory=list)
    painted: list[float] = field(default_factory=list)
    counted: list[float] = field(default_factory=list)
    stalls: list[float] = field(default_factory=list)
    tick_all: float = 0.0
    exclude: float = 0.0


def run(short: bool) -> list[Figure]:  # noqa: FBT001 - the name every benchmark's function has
    """Both ways at each size, one after the other."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    Theme(paths.resources(), parent=app).install(app)
    figures: list[Figure] = []
    for size in _SHORT if short else _SIZES:
        ours, theirs = _ours(size), _theirs(size)
        figures += _figures(size, ours, theirs)
        gc.collect()
    return figures


def _figures(size: int, ours: _Times, theirs: _Times) -> list[Figure]:
    of = f"{size:,} accounts"
    keys = len(theirs.painted)
    peer = _PEER if keys == len(KEYS) else f"{_PEER} (first {keys} keys)"
    theirs_p95 = _p95(theirs.painted)
    return [
        Figure(f"Key to first page found, p95, {of}", _p95(ours.found), peer, theirs_p95, "ms"),
        Figure(f"Key to rows painted, p95, {of}", _p95(ours.painted), peer, theirs_p95, "ms"),
        Figure(f"Key to rows painted, worst, {of}", max(ours.painted), peer, max(theirs.painted), "ms"),
        Figure(f"Key to exact count, worst, {of}", max(ours.counted), peer, max(theirs.painted), "ms"),
        Figure(f"Longest stall of the window, {of}", max(ours.stalls), peer, max(theirs.painted), "ms"),
        Figure(f"Tick all and paint, {of}", ours.tick_all, "every item's check state set", theirs.tick_all, "ms"),
        Figure(f"Exclude a group of every third and paint, {of}", ours.exclude, "every item's check state set", theirs.tick_all, "ms"),
    ]  # fmt: skip


class _Painted(QObject):
    """Sees when the rows of a table are painted."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self.seen = False
        table.viewport().installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.seen = self.seen or event.type() is QEvent.Type.Paint
        return False


def _ours(size: int) -> _Times:
    choice = RecipientChoice()
    bar, table = ChoiceBar(choice), RecipientsTable(RecipientsItemModel(choice))
    bar.filtered.connect(lambda: choice.look_for(bar.filter.text()))
    window = _window(bar, table)
    choice.take_index(_index(size))
    _wait(lambda: choice.is_counted)
    times, painted = _Times(), _Painted(table)
    for key in KEYS:
        listed: list[bool] = []
        heard = choice.listed.connect(functools.partial(listed.append, True))
        turns = _press(bar.filter, key)
        turns += _wait(lambda listed=listed: bool(listed))  # type: ignore[misc]
        times.found.append(sum(turns))
        painted.seen = False
        turns += _wait(lambda: painted.seen)
        times.painted.append(sum(turns))
        turns += _wait(lambda: choice.is_counted)
        times.counted.append(sum(turns))
        times.stalls.append(max(turns))
        choice.listed.disconnect(heard)
    times.tick_all = _ticking(bar, choice, table)
    times.exclude = _excluding(choice, table)
    window.close()
    window.deleteLater()
    return times


def _ticking(bar: ChoiceBar, choice: RecipientChoice, table: RecipientsTable) -> float:
    bar.show_all()
    _wait(lambda: choice.is_counted)
    _turn()
    start = time.perf_counter()
    bar.take_all()
    table.viewport().repaint()
    return _since(start)


def _excluding(choice: RecipientChoice, table: RecipientsTable) -> float:
    every_third = choice.index.layout.of(range(0, choice.total, 3))
    group = AppliedGroup(1, "Every third", excluded=True, count=choice.total // 3, mark="")
    start = time.perf_counter()
    choice.apply(GroupRows(group, every_third))
    table.viewport().repaint()
    return _since(start)


def _theirs(size: int) -> _Times:
    source = _standard_items(size)
    proxy = QSortFilterProxyModel()
    proxy.setSourceModel(source)
    proxy.setFilterKeyColumn(-1)
    proxy.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    line, table = QLineEdit(), QTableView()
    table.setModel(proxy)
    line.textChanged.connect(proxy.setFilterFixedString)
    window = _window(line, table)
    times, painted = _Times(), _Painted(table)
    for key in islice(KEYS, _MOST_PEER_KEYS.get(size, len(KEYS))):
        painted.seen = False
        turns = _press(line, key)
        table.viewport().update()
        turns += _wait(lambda: painted.seen)
        times.painted.append(sum(turns))
    line.clear()
    start = time.perf_counter()
    for row in range(size):
        source.item(row).setCheckState(Qt.CheckState.Checked)
    table.viewport().repaint()
    times.tick_all = _since(start)
    window.close()
    window.deleteLater()
    table.setModel(None)
    return times


def _index(size: int) -> RecipientIndex:
    index, accounts = RecipientIndex(), believable(size)
    while part := list(islice(accounts, _PART)):
        index.extend(part)
    index.seal()
    return index


def _standard_items(size: int) -> QStandardItemModel:
    source = QStandardItemModel(0, 4)
    for line, _text in believable(size):
        texts = (line.number, line.title, line.email, line.username)
        source.appendRow([QStandardItem(text) for text in texts])
        source.item(source.rowCount(QModelIndex()) - 1).setCheckable(True)
    return source


def _window(line: QWidget, table: QTableView) -> QWidget:
    window = QWidget()
    column = QVBoxLayout(window)
    column.addWidget(line)
    column.addWidget(table)
    window.resize(1100, 700)
    window.show()
    _turn()
    return window


def _press(line: QLineEdit, key: str) -> list[float]:
    """Press a key; returns how long that kept the window."""
    code = Qt.Key.Key_Backspace if key == _BACK else Qt.Key.Key_unknown
    event = QKeyEvent(QEvent.Type.KeyPress, code, Qt.KeyboardModifier.NoModifier, key)
    start = time.perf_counter()
    QApplication.sendEvent(line, event)
    return [_since(start)]


def _wait(is_so: Callable[[], bool]) -> list[float]:
    """Turn the event loop until it is so; returns how long each turn kept the window."""
    turns = []
    while not is_so():
        start = time.perf_counter()
        _turn()
        turns.append(_since(start))
    return turns


def _turn() -> None:
    QApplication.processEvents()


def _since(start: float) -> float:
    return (time.perf_counter() - start) * 1000


def _p95(values: Sequence[float]) -> float:
    return sorted(values)[max(0, round(len(values) * 0.95) - 1)]
