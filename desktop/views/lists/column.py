"""What a list shows in one column: the fact, its words and how it is set."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from desktop.views.kit.one_line import one_by_one, one_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QRectF
    from PySide6.QtGui import QPainter

Row = TypeVar("Row")


class Align(enum.StrEnum):
    START = "start"
    CENTRE = "centre"
    END = "end"


class Cut(enum.StrEnum):
    """Where a text too long for its cell is cut: in the middle for names of files."""

    END = "end"
    MIDDLE = "middle"


class Column(NamedTuple, Generic[Row]):
    """``width`` in characters of average width.

    ``painter`` paints instead of text: it is given the place within the cell's margins, the fact and the
    colour role of text. The painter's font is that of the row.
    """

    key: str
    title: str
    fact: Callable[[Row], Any]
    words: Callable[[Any], str] = str
    align: Align = Align.START
    width: int = 16
    sortable: bool = True
    cut: Cut = Cut.END
    grows: bool = True
    """Whether a wide one takes of the room that is left over; it gives way like the others."""
    gives: bool = False
    """Whether one that is not wide gives way too, where the wide ones have given all they can."""
    has_figures: bool = False
    """Whether it is of moments or numbers, bold ones where the row is, and misleads when it is cut."""
    spare: bool = False
    """Whether it is left out where there is so little room that the wide ones could hardly be read."""
    whole: Callable[[Any], str] | None = None
    """The words on hover and for screen readers, where they say more than ``words``."""
    strong: Callable[[Row], bool] | None = None
    """Rows set in bold, such as unread ones."""
    painter: Callable[[QPainter, QRectF, Any, str], None] | None = None

    def text(self, row: Row) -> str:
        """One line, whatever it was made of."""
        return one_line(self.words(self.fact(row)))

    def kept_text(self, row: Row) -> str:
        """What leaves the window: a moment whole, since neither its day nor its zone can be seen there."""
        fact = self.fact(row)
        words = self.whole if self.whole is not None and isinstance(fact, datetime) else self.words
        return one_line(words(fact))

    def whole_text(self, row: Row) -> str:
        """Everything the cell has to say."""
        return one_by_one((self.whole or self.words)(self.fact(row)))
