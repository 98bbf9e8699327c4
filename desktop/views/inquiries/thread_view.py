"""The entries of an inquiry, oldest first, in one column that scrolls."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.views.inquiries.entry_view import EntryView
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from PySide6.QtGui import QWheelEvent

    from desktop.bridge.desk import Desk
    from desktop.models.inquiry import InquiryEntry


class ThreadView(QScrollArea):
    """``show_entries`` adds what is new and leaves the rest as it stands."""

    file_wanted = Signal(object)  # InquiryFile

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.entries: dict[int, EntryView] = {}
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(tr("Thread"))
        scale = theme_of(self).scale
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(scale.large, scale.medium, scale.large, scale.medium)
        self._column.setSpacing(scale.small)
        self._column.addStretch(1)
        self.setWidget(inside)
        self._is_new = False
        # An entry knows its height when it has its width, which is after it was added.
        self.verticalScrollBar().rangeChanged.connect(self._on_range_changed)
        self.verticalScrollBar().actionTriggered.connect(lambda _action: self._on_moved())

    def show_entries(self, entries: Sequence[InquiryEntry]) -> None:
        """Show these; the newest comes into view where one is new."""
        for place, entry in enumerate(entries):
            shown = self.entries.get(entry.id)
            if shown is not None:
                shown.show_handed(entry)
                continue
            self._is_new = True
            view = EntryView(self._desk, entry)
            view.file_wanted.connect(self.file_wanted)
            self.entries[entry.id] = view
            self._column.insertLayout(place, self._row(view, is_ours=bool(entry.by)))

    def _row(self, view: EntryView, *, is_ours: bool) -> QHBoxLayout:
        """Set in from the other side, so that one sees at a glance who speaks."""
        scale = theme_of(self).scale
        view.setMaximumWidth(scale.width_reading)
        row = QHBoxLayout()
        if is_ours:
            row.addSpacing(2 * scale.huge)
            row.addStretch(1)
        row.addWidget(view, 1000)
        if not is_ours:
            row.addStretch(1)
            row.addSpacing(2 * scale.huge)
        return row

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._on_moved()
        super().wheelEvent(event)

    def _on_moved(self) -> None:
        """Whoever moves it stays where he is."""
        self._is_new = False

    def _on_range_changed(self, _least: int, most: int) -> None:
        if self._is_new:
            self.verticalScrollBar().setValue(most)
