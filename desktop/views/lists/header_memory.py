"""Keeps a list's columns as its user left them; until then the wide ones share the room there is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt

from desktop.models.listing import Order

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QHeaderView

    from desktop.views.lists.column import Column
    from desktop.views.remembered import Remembered

_WIDE = 24
"""Columns of at least as many characters give way where there is little room."""
_AROUND = 16
"""Pixels beside a title."""
_LEAST = 0.4
"""The share of its own width that such a column keeps at least."""


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

    def order(self) -> Order | None:
        """The order last chosen, if its column is there still."""
        column = self._kept.get("sorted")
        if column not in self._keys:
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
        self._header.sortIndicatorChanged.connect(self._on_changed)
        self._header.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and not self._is_set:
            resized: QResizeEvent = event  # type: ignore[assignment]
            self._fit(resized.size().width())
        return super().eventFilter(watched, event)

    def _fit(self, room: int) -> None:
        """Let the wide columns share what the narrow ones leave of ``room``."""
        own = [self._own_width(section) for section in range(len(self._columns))]
        spare = room - sum(own)
        shares = [column.width >= _WIDE and (column.grows or spare < 0) for column in self._columns]
        flexible = sum(width for width, is_shared in zip(own, shares, strict=True) if is_shared)
        share = max(1 + spare / flexible, _LEAST) if flexible else 1.0
        self._fitting = True
        for section, is_shared in enumerate(shares):
            self._header.resizeSection(section, int(own[section] * (share if is_shared else 1)))
        self._fitting = False

    def _own_width(self, section: int) -> int:
        """By what is in the column, and never less than its title."""
        column, metrics = self._columns[section], self._header.fontMetrics()
        return max(
            column.width * metrics.averageCharWidth(), metrics.horizontalAdvance(column.title) + _AROUND
        )

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

    def _on_resized(self, section: int, _before: int, _now: int) -> None:
        """By a hand; the last column takes what is left, so nobody sets its width.

        A table that is deleted while it has the focus is laid out once more, when its header cannot be asked.
        """
        if not shiboken6.isValid(self._header):
            return
        if not self._fitting and self._header.visualIndex(section) != self._header.count() - 1:
            self._is_set = True
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
