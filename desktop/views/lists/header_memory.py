"""Keeps a list's columns as its user left them: widths, order, and what it is sorted by."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt

from desktop.models.listing import Order

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QHeaderView

    from desktop.views.lists.column import Column
    from desktop.views.remembered import Remembered


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
        character = self._header.fontMetrics().averageCharWidth()
        for section, column in enumerate(self._columns):
            width = widths.get(column.key)
            if not isinstance(width, int) or not 0 < width < 10_000:
                width = column.width * character
            self._header.resizeSection(section, width)
        self._restore_sequence()
        self._header.sectionResized.connect(self._on_changed)
        self._header.sectionMoved.connect(self._on_changed)
        self._header.sortIndicatorChanged.connect(self._on_changed)

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

    def _on_changed(self, *_facts: object) -> None:
        header, section = self._header, self._header.sortIndicatorSection()
        self._kept = {
            "widths": {key: header.sectionSize(place) for place, key in enumerate(self._keys)},
            "sequence": [self._keys[header.logicalIndex(visual)] for visual in range(len(self._keys))],
            "sorted": self._keys[section] if 0 <= section < len(self._keys) else "",
            "descending": header.sortIndicatorOrder() is Qt.SortOrder.DescendingOrder,
        }
        self._remembered.set_value(self._name, json.dumps(self._kept))
