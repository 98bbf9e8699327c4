"""What an item model of a list answers beyond Qt's own roles."""

from __future__ import annotations

import enum

from PySide6.QtCore import Qt


class Role(enum.IntEnum):
    """Facts, not words; a column's ``words`` or a delegate makes words of them."""

    ID = Qt.ItemDataRole.UserRole + 1
    """The row's id (int), or None while the row is not read yet."""
    FACT = Qt.ItemDataRole.UserRole + 2
    """The value of this column, as the record holds it."""
    ROW = Qt.ItemDataRole.UserRole + 3
    """The whole record."""
