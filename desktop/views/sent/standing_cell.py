"""How a message stands, painted: its totals as a bar, or a mark and words while it waits or was taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from desktop.views.kit.marks import paint_marked, paint_totals
from desktop.views.lists.painters import inside, text_role
from desktop.views.lists.roles import Role
from desktop.views.sent.standing_words import PHASE_MARKS, is_held

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex
    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QStyleOptionViewItem

    from desktop.models.sent_line import SentLine


def paint_standing_cell(painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
    """The words are those that the cell gives to everybody else."""
    line: SentLine = index.data(Role.FACT)
    if not is_held(line):
        paint_totals(painter, inside(option), line.totals, text_role(option))
        return
    icon, tint = PHASE_MARKS[line.phase]
    words = index.data(Qt.ItemDataRole.DisplayRole)
    paint_marked(painter, inside(option), icon, tint, words, text_role(option))
