"""The line one types into to find accounts; keys that belong to the list go there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.language import tr
from desktop.views.icons import keep_icon

if TYPE_CHECKING:
    from collections.abc import Callable


class FilterBar(QLineEdit):
    """Down and Enter lead to the list. ``undo_is_elsewhere`` says that Undo means the ticks now.

    Select all means the text where there is some, as in any field, else the accounts.
    """

    left_downwards = Signal()

    def __init__(self, undo_is_elsewhere: Callable[[], bool], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._undo_is_elsewhere = undo_is_elsewhere
        self.setClearButtonEnabled(True)
        self.setPlaceholderText(tr("Filter by number, title, e-mail or user name"))
        self.setAccessibleName(tr("Filter accounts"))
        self.setAccessibleDescription(tr("All words are looked for. Down goes to the list."))
        sign = QAction(self)
        keep_icon(sign, "search", "text-quiet")
        self.addAction(sign, QLineEdit.ActionPosition.LeadingPosition)

    def event(self, event: QEvent) -> bool:
        # Unless ignored here, a text field keeps these keys to itself.
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            undo = event.matches(QKeySequence.StandardKey.Undo) and self._undo_is_elsewhere()
            if undo or (event.matches(QKeySequence.StandardKey.SelectAll) and not self.text()):
                event.ignore()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        down = {Qt.Key.Key_Down, Qt.Key.Key_PageDown, Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if event.key() in down and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.left_downwards.emit()
        else:
            super().keyPressEvent(event)
