"""How high a dialog may be, so that all of it is within reach on a small screen too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


def screen_room(dialog: QWidget) -> int:
    """In pixels; leaves room for the frame that the system puts around it."""
    scale = theme_of(dialog).scale
    return dialog.screen().availableGeometry().height() - scale.huge - scale.small
