"""A whole number that is typed or stepped, and that the wheel leaves alone while the page is scrolled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSpinBox, QWidget

from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from PySide6.QtGui import QWheelEvent

    from desktop.views.kit.field import Field


class NumberBox(QSpinBox):
    """From 0 to ``most``; ``unit`` stands behind the number, and ``none`` in place of 0."""

    def __init__(self, most: int, unit: str, none: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setRange(0, most)
        self.setGroupSeparatorShown(True)
        self.setSuffix(f" {unit}" if unit else "")
        self.setSpecialValueText(none)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # Qt gives the line inside none of the padding that the style sheet asks for.
        self.lineEdit().setTextMargins(theme_of(self).scale.small, 0, 0, 0)

    def name_after(self, field: Field) -> None:
        """Screen readers meet the line inside."""
        self.lineEdit().setAccessibleName(field.widget.accessibleName())

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
