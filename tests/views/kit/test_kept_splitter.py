"""What a person drags apart stands so the next time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.views.kit.kept_splitter import KeptSplitter
from tests.support.looks import Memory

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

_BESIDE, _BELOW = Qt.Orientation.Horizontal, Qt.Orientation.Vertical


def _split(memory: Memory, qtbot: QtBot, parts: int = 2) -> KeptSplitter:
    split = KeptSplitter("page", memory)
    qtbot.addWidget(split)
    for _ in range(parts):
        split.addWidget(QWidget())
    split.resize(1000, 1000)
    split.show()
    return split


def _percent(split: KeptSplitter) -> list[int]:
    return [round(100 * size / sum(split.sizes())) for size in split.sizes()]


def _drag(split: KeptSplitter, to: int) -> None:
    split.moveSplitter(to, 1)


def test_a_part_has_the_share_that_it_was_left_with(qtbot: QtBot) -> None:
    memory = Memory()
    split = _split(memory, qtbot)
    split.share(_BESIDE, [3, 2])
    assert _percent(split) == [60, 40]
    _drag(split, 250)
    again = _split(memory, qtbot)
    again.share(_BESIDE, [3, 2])
    assert _percent(again) == [25, 75]
    again.resize(2000, 1000)
    again.share(_BESIDE, [3, 2])
    assert _percent(again) == [25, 75]


def test_beside_and_below_are_kept_apart(qtbot: QtBot) -> None:
    memory = Memory()
    split = _split(memory, qtbot)
    split.share(_BESIDE, [1, 1])
    _drag(split, 250)
    split.share(_BELOW, [1, 1])
    assert _percent(split) == [50, 50]
    split.share(_BESIDE, [1, 1])
    assert _percent(split) == [25, 75]


def test_a_part_that_is_hidden_keeps_its_share(qtbot: QtBot) -> None:
    memory = Memory()
    split = _split(memory, qtbot, parts=3)
    split.share(_BESIDE, [20, 60, 20])
    first = split.widget(0)
    assert first is not None
    first.hide()
    split.refresh()
    split.moveSplitter(500, 2)
    again = _split(memory, qtbot, parts=3)
    again.share(_BESIDE, [1, 1, 1])
    assert _percent(again) == [20, 40, 40]


@pytest.mark.parametrize("kept", ["wide", [1], [1, "2"], [0, 0], [-1, 5], [True, True], [10**9, 1], None])
def test_what_are_no_shares_is_not_used(qtbot: QtBot, kept: object) -> None:
    memory = Memory()
    memory.set_value("splits/page/beside", kept)
    split = _split(memory, qtbot)
    split.share(_BESIDE, [3, 1])
    assert _percent(split) == [75, 25]
