"""What the recipients' item model answers beyond Qt's own roles."""

from __future__ import annotations

import enum

from PySide6.QtCore import Qt


class RecipientRole(enum.IntEnum):
    """Facts; the delegate makes words and marks of them."""

    TICKED = Qt.ItemDataRole.UserRole + 1
    """Whether the row is ticked (bool)."""
    WORDS = Qt.ItemDataRole.UserRole + 2
    """The folded words of the filter, to be marked."""
