"""Keeps a list's columns as its user left them; until then the wide ones share the room there is."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFont, QFontMetrics, QFontMetricsF

from desktop.models.listing import Order

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QHeaderView

    from desktop.views.lists.column import Column
    from desktop.views.remembered import Remembered

_WIDE = 24
"""Columns of at least as many characters give way where there is little room."""
_FIGURES = "0123456789"
_AROUND = 16
"""Pixels beside a title, and beside what stands in a cell."""
_LEAST = 0.4
"""The share of its own width that such a column keeps at least."""
_READABLE = 0.6
"""The share of the wide columns' own width below which spare ones are left out."""
_LEAST_GIVEN = 0.5
"""That of a narrower one which gives way after them."""


class HeaderMemory(QObject):
    """Remembers by the columns' keys, so that a column added later harms nothing."""

    def __init__(
        self,
        name: str,
        header: QHeaderView,
        columns: Sequence[Column[Any]],
        remembered: Remembered,
    ) -> None:
        super().__init__(header)
        self._name = f"lists/{name}"
        self._header = header
        self._keys = [column.key for column in columns]
        self._columns = columns
        self._remembered = remembered
        self._kept = self._read()
        self._is_set = False
        self._fitting = False
        self._sorted = (-1, Qt.SortOrder.AscendingOrder)

    def order(self) -> Order | None:
        """The order last chosen, if its column is there still and sorts."""
        column = self._kept.get("sorted")
        if column not in [each.key for each in self._columns if each.sortable]:
            return None
        return Order(column, self._kept.get("descending") is True)

    def restore(self) -> None:
        """Set the columns as they were left, or by their own widths; then watch."""
        widths = self._kept.get("widths")
        widths = widths if isinstance(widths, dict) else {}
        self._is_set = bool(widths)
        for section, column in enumerate(self._columns):
            width = widths.get(column.key)
            if not isinstance(width, int) or not 0 < width < 10_000:
                width = self._own_width(section)
            self._header.resizeSection(section, width)
        self._restore_sequence()
        self._header.sectionResized.connect(self._on_resized)
        self._header.sectionMoved.connect(self._on_changed)
        self._sorted = (self._header.sortIndicatorSection(), self._header.sortIndicatorOrder())
        self._header.sortIndicatorChanged.connect(self._on_sorted)
        self._header.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            resized: QResizeEvent = event  # type: ignore[assignment]
            self._fitting = True
            if self._is_set:
                self._bring_back(resized.size().width())
            else:
                self._leave_out(resized.size().width())
                self._fit(resized.size().width())
            self._fitting = False
        return super().eventFilter(watched, event)

    def _fit(self, room: int) -> None:
        """Let the wide columns share what the narrow ones leave of ``room``."""
        own = [
            0 if self._header.isSectionHidden(section) else self._own_width(section)
            for section in range(len(self._columns))
        ]
        own = self._eased(own, room - sum(own))
        spare = room - sum(own)
        shares = [column.width >= _WIDE and (column.grows or spare < 0) for column in self._columns]
        flexible = sum(width for width, is_shared in zip(own, shares, strict=True) if is_shared)
        share = max(1 + spare / flexible, _LEAST) if flexible else 1.0
        widths = [
            int(width * (share if is_shared else 1)) for width, is_shared in zip(own, shares, strict=True)
        ]
        for section, width in enumerate(self._given(widths, room)):
            if width:
                self._header.resizeSection(section, width)

    def _eased(self, own: list[int], spare: int) -> list[int]:
        """``own`` with as much of ``spare`` as the narrow columns need for the letters of the rows.

        Titles are set smaller; by theirs alone the words of a row are cut beside a subject with room to spare.
        """
        letter = QFontMetrics(self._row_font()).averageCharWidth()
        more = [
            max(column.width * letter + _AROUND - width, 0) if width and self._is_eased(column) else 0
            for column, width in zip(self._columns, own, strict=True)
        ]
        share = min(max(spare, 0) / sum(more), 1.0) if any(more) else 0.0
        return [width + int(wish * share) for width, wish in zip(own, more, strict=True)]

    @staticmethod
    def _is_eased(column: Column[Any]) -> bool:
        """Those of figures are measured by the rows at any width."""
        return column.width < _WIDE and not column.has_figures

    def _leave_out(self, room: int) -> None:
        """Hide as many spare columns as must be, the last first."""
        shares = [_READABLE if column.width >= _WIDE else 1.0 for column in self._columns]
        needed = [self._own_width(section) * share for section, share in enumerate(shares)]
        for section in reversed(range(len(needed))):
            hides = self._columns[section].spare and sum(needed) > room
            self._header.setSectionHidden(section, hides)
            if hides:
                needed[section] = 0

    def _bring_back(self, room: int) -> None:
        """What was left out before a hand set the columns, where it has room beside them."""
        header, last = self._header, self._last()
        # The last one is as wide as what is left over, whatever it needs.
        taken = header.length() - header.sectionSize(last) + self._own_width(last)
        for section, column in enumerate(self._columns):
            own = self._own_width(section)
            if column.spare and header.isSectionHidden(section) and taken + own <= room:
                header.setSectionHidden(section, False)
                header.resizeSection(section, own)
                taken += own

    def _given(self, widths: list[int], room: int) -> list[int]:
        """``widths`` with what they are too wide together taken from those that give, as far as they can."""
        giving = [column.gives and column.width < _WIDE for column in self._columns]
        least = [
            max(int(width * _LEAST_GIVEN), self._title_width(section)) if gives and width else width
            for section, (width, gives) in enumerate(zip(widths, giving, strict=True))
        ]
        can = sum(widths) - sum(least)
        share = min(max(sum(widths) - room, 0) / can, 1.0) if can > 0 else 0.0
        return [width - math.ceil((width - low) * share) for width, low in zip(widths, least, strict=True)]

    def _last(self) -> int:
        """The last column that is in view."""
        header = self._header
        shown = [at for at in range(header.count()) if not header.isSectionHidden(at)]
        return max(shown, key=header.visualIndex, default=-1)

    def _own_width(self, section: int) -> int:
        """By what is in the column, and never less than its title."""
        column = self._columns[section]
        letter = self._figure() if column.has_figures else self._header.fontMetrics().averageCharWidth()
        return max(int(column.width * letter), self._title_width(section))

    def _figure(self) -> float:
        """Many fonts set figures wider than the average letter, and bold ones more."""
        font = self._row_font()
        font.setBold(True)
        figures = QFontMetricsF(font).horizontalAdvance(_FIGURES) / len(_FIGURES)
        return max(figures, float(self._header.fontMetrics().averageCharWidth()))

    def _row_font(self) -> QFont:
        return QFont((self._header.parentWidget() or self._header).font())

    def _title_width(self, section: int) -> int:
        return self._header.fontMetrics().horizontalAdvance(self._columns[section].title) + _AROUND

    def _restore_sequence(self) -> None:
        sequence = self._kept.get("sequence")
        known = [key for key in sequence if key in self._keys] if isinstance(sequence, list) else []
        for visual, key in enumerate(known):
            self._header.moveSection(self._header.visualIndex(self._keys.index(key)), visual)

    def _read(self) -> dict[str, Any]:
        try:
            kept = json.loads(self._remembered.value(self._name, "{}"))
        except (ValueError, TypeError):
            return {}
        return kept if isinstance(kept, dict) else {}

    def _on_resized(self, section: int, before: int, now: int) -> None:
        """By a hand; the last column takes what is left, so nobody sets its width.

        Of a column that was left out or brought back Qt may tell only when it lays the table out: it goes to
        nothing or comes from it, which no hand can do.
        A table that is deleted while it has the focus is laid out once more, when its header cannot be asked.
        """
        if not shiboken6.isValid(self._header):
            return
        if before and now and not self._fitting and section != self._last():
            self._is_set = True
            self._on_changed()

    def _on_sorted(self, section: int, way: Qt.SortOrder) -> None:
        """The mark goes back to where it was from a column that nothing is sorted by."""
        if section >= 0 and not self._columns[section].sortable:
            self._header.setSortIndicator(*self._sorted)
            return
        self._sorted = (section, way)
        self._on_changed()

    def _on_changed(self, *_facts: object) -> None:
        header, section = self._header, self._header.sortIndicatorSection()
        sizes = {key: header.sectionSize(place) for place, key in enumerate(self._keys)}
        self._kept = {
            "widths": sizes if self._is_set else {},
            "sequence": [self._keys[header.logicalIndex(visual)] for visual in range(len(self._keys))],
            "sorted": self._keys[section] if 0 <= section < len(self._keys) else "",
            "descending": header.sortIndicatorOrder() is Qt.SortOrder.DescendingOrder,
        }
        self._remembered.set_value(self._name, json.dumps(self._kept))
