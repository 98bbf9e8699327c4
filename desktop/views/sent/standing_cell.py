"""How a message stands, painted: its totals as a bar, or a mark and words while it waits or was taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.views.kit.marks import paint_marked, paint_totals
from desktop.views.sent.standing_words import PHASE_MARKS, STILL_MARK, is_held

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QRectF
    from PySide6.QtGui import QPainter

    from desktop.models.sent_line import SentLine


def standing_painter(
    words: Callable[[SentLine], str], is_still: Callable[[SentLine], bool]
) -> Callable[[QPainter, QRectF, SentLine, str], None]:
    """With the ``words`` that the cell gives to everybody else; ``is_still`` where nothing delivers the message."""

    def paint(painter: QPainter, place: QRectF, line: SentLine, role: str) -> None:
        still = is_still(line)
        if still or is_held(line):
            icon, tint = STILL_MARK if still else PHASE_MARKS[line.phase]
            paint_marked(painter, place, icon, tint, words(line), role)
        else:
            paint_totals(painter, place, line.totals, role)

    return paint
