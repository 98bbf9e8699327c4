"""Qt's binding gives back every reference it takes. One release (6.12.0) did not, and the program died of it."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QTableView

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

PROJECT = Path(__file__).parents[2] / "pyproject.toml"
TIMES = 3_000
SLACK = 300  # what else comes and goes in that time

counts_references = pytest.mark.skipif(
    sys.version_info >= (3, 12), reason="from 3.12 on True and None are immortal and not counted"
)


class _Switch(QObject):
    switched = Signal(bool)


class _CellsItemModel(QAbstractTableModel):
    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own
        return 20

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own
        return 5

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        return "cell" if role == Qt.ItemDataRole.DisplayRole else None


@counts_references
def test_a_signal_gives_back_its_references(qtbot: QtBot) -> None:
    switch, heard = _Switch(), 0

    def listen(on: bool) -> None:
        nonlocal heard
        heard += on

    switch.switched.connect(listen)
    before = sys.getrefcount(True), sys.getrefcount(None)
    for _ in range(TIMES):
        switch.switched.emit(True)
    after = sys.getrefcount(True), sys.getrefcount(None)
    assert heard == TIMES
    assert after == pytest.approx(before, abs=SLACK)


@counts_references
def test_a_table_gives_back_its_references(qtbot: QtBot) -> None:
    model, table = _CellsItemModel(), QTableView()
    qtbot.addWidget(table)
    table.setModel(model)
    table.resize(600, 400)
    table.grab()
    before = sys.getrefcount(True), sys.getrefcount(None)
    for _ in range(60):  # each paints a hundred cells, and asks for each many times
        table.grab()
    after = sys.getrefcount(True), sys.getrefcount(None)
    assert after == pytest.approx(before, abs=SLACK)


def test_the_release_that_lost_them_stays_excluded() -> None:
    needs = tomllib.loads(PROJECT.read_text("utf-8"))["project"]["dependencies"]
    (qt,) = [need for need in needs if need.startswith("PySide6")]
    assert "!=6.12.0" in qt
