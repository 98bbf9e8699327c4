"""A form that is moved where it does not fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QWidget

from desktop.views.kit.notice_stack import NoticeStack

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent


class FormScroll(QScrollArea):
    """It stays clear of what stands over its lower edge, so that each field can be reached."""

    def __init__(self, form: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clear = 0
        self._wanted: QWidget | None = None
        # What is said beside a field makes room for itself when all that is done now is done.
        self._again = QTimer(self, singleShot=True, interval=0)
        self._again.timeout.connect(self._show_wanted)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        # Tab goes from field to field; a stop between them shows no focus.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(form)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        around = self.parentWidget()
        while around is not None:
            for stack in around.findChildren(NoticeStack, options=Qt.FindChildOption.FindDirectChildrenOnly):
                stack.make_room()
            around = around.parentWidget()

    def show_field(self, field: QWidget) -> None:
        """Bring a field into view, and what is said just below it."""
        self._wanted = field
        self._show_wanted()
        self._again.start()

    def _show_wanted(self) -> None:
        if self._wanted is not None and shiboken6.isValid(self._wanted):
            self.ensureWidgetVisible(self._wanted)

    def keep_clear(self, height: int) -> None:
        """Leave this much of the lower edge free; 0 takes all of it again."""
        if height == self._clear:
            return
        self._clear = height
        self.setViewportMargins(0, 0, 0, height)
        field = QApplication.focusWidget()
        if field is not None and self.isAncestorOf(field):
            self.ensureWidgetVisible(field)
