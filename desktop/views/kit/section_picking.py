"""Makes a date or a time be typed over where it was clicked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDateTimeEdit


class SectionPicker(QObject):
    """A click chooses the hour or the day that it meets: with the cursor within it, Qt takes no digit more."""

    def __init__(self, edit: QDateTimeEdit) -> None:
        super().__init__(edit)
        self._edit = edit
        edit.lineEdit().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.MouseButtonRelease and not self._edit.lineEdit().hasSelectedText():
            self._edit.setSelectedSection(self._edit.currentSection())
        return super().eventFilter(watched, event)
