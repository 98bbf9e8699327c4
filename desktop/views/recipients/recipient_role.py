"""What the recipients' item model answers beyond Qt's own roles."""

from __future__ import annotations

import enum

from PySide6.QtCore import Qt


class RecipientRole(enum.IntEnum):
    """Facts, not words."""

    TICKED = Qt.ItemDataRole.UserRole + 1
    """Whether the row is ticked (bool)."""
