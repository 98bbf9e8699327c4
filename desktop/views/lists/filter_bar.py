"""The line above a list: what to look for, a screen's own filters, and how many rows there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from desktop.language import tr

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QResizeEvent


_A_WORD = 20
"""So many letters of what is looked for must stay in view."""


class FilterBar(QWidget):
    """Every keystroke is announced at once; whoever reads lets the latest win."""

    text_changed = Signal(str)
    count_changed = Signal()
    left_downwards = Signal()
    retry_asked = Signal()

    def __init__(self, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edit = QLineEdit(self)
        self.edit.setPlaceholderText(placeholder)
        self.edit.setAccessibleName(placeholder)
        self.edit.setClearButtonEnabled(True)
        self.count = QLabel(self)
        self.count.setTextFormat(Qt.TextFormat.PlainText)
        self.count.setAccessibleName(tr("Number of rows"))
        self.retry_button = QPushButton(tr("Try again"), self)
        self.retry_button.hide()
        self.count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._longest = ""
        self._filters: list[QWidget] = []
        self._last: QWidget = self.edit
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self.edit, 1)
        self._row.addWidget(self.count)
        self._row.addWidget(self.retry_button)
        self.retry_button.clicked.connect(self.retry_asked.emit)
        self.edit.textChanged.connect(self.text_changed)

    def add_filter(self, widget: QWidget) -> None:
        """A screen's own filter, between the text and the count."""
        self._row.insertWidget(self._row.count() - 2, widget)
        self._filters.append(widget)
        # A screen adds its filters to a finished list: by itself Tab would reach them behind the rows.
        for part in (widget, *widget.findChildren(QWidget)):
            if part.focusPolicy() & Qt.FocusPolicy.TabFocus:
                self.setTabOrder(self._last, part)
                self._last = part

    def show_count(self, words: str, longest: str = "") -> None:
        """How many rows there are. Where ``longest`` has room too, the filters stay where they are for any count."""
        if words != self.count.text() or longest != self._longest:
            self._longest = longest
            self.count.setText(words)
            self._keep_room()
            self.count_changed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._keep_room()

    def _keep_room(self) -> None:
        """A second click on a filter must not meet its neighbour, which a longer count had put there."""
        longest = self.count.fontMetrics().horizontalAdvance(self._longest)
        filters = sum(each.sizeHint().width() for each in self._filters if not each.isHidden())
        more = longest - self.count.sizeHint().width()
        has_room = self.width() >= self.least_room() + filters + max(more, 0)
        self.count.setMinimumWidth(longest if self._filters and has_room else 0)

    def least_room(self) -> int:
        """The pixels in which the text stays readable beside the count, without a screen's own filters."""
        word = self.edit.fontMetrics().averageCharWidth() * _A_WORD
        beside = self.count.sizeHint().width() + self._row.spacing() * (self._row.count() - 1)
        return word + beside

    def focus(self) -> None:
        """Ready to type over what is there."""
        self.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.edit.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys the line itself leaves unused arrive here."""
        if event.key() == Qt.Key.Key_Escape and self.edit.text():
            self.edit.clear()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_PageDown):
            self.left_downwards.emit()
        else:
            super().keyPressEvent(event)
