"""Sent By Me: every message the office has sent, and how far its delivery is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.language import tr
from desktop.models.change import Subject
from desktop.models.listing import Order
from desktop.models.office import Role
from desktop.services.sent_lines import sent_list
from desktop.views.lists.office_list import OfficeList
from desktop.views.sent.columns import sent_columns
from desktop.views.sent.nothing_sent import NothingSent
from desktop.views.sent.openings import Openings

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QHideEvent, QShowEvent

    from desktop.bridge.desk import Desk
    from desktop.views.remembered import Remembered

_BEAT_MS = 5000


class SentPage(QWidget):
    """The list; messages under way move by themselves. Signals carry a message's id."""

    opened = Signal(int)
    new_from = Signal(int)
    write_wanted = Signal()
    import_wanted = Signal()

    def __init__(self, desk: Desk, remembered: Remembered, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._openings = Openings(desk, self)
        self.list = OfficeList(
            "sent",
            desk,
            remembered,
            sent_list(desk.store),
            sent_columns(desk, self._openings),
            order=Order("sent_at", descending=True),
            subjects=[Subject.MESSAGES],
            placeholder=tr("Filter: subject"),
        )
        self.list.table.setAccessibleName(tr("Messages sent"))
        self._build_empty()
        self._build_actions()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list)
        self.setFocusProxy(self.list.table)
        self.list.opened.connect(self.opened.emit)
        self.list.selection_changed.connect(self._offer)
        desk.office_changed.connect(self._offer)
        desk.delivering_changed.connect(self.list.table.viewport().update)
        # What waits for its moment is told of by nobody when that is over.
        self.beat = QTimer(self, interval=_BEAT_MS)
        self.beat.timeout.connect(self.list.table.viewport().update)
        self._openings.learnt.connect(self.list.table.viewport().update)
        self._offer()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.beat.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.beat.stop()

    def _build_empty(self) -> None:
        self.nothing = NothingSent(self._desk)
        self.nothing.write_wanted.connect(self.write_wanted)
        self.nothing.import_wanted.connect(self.import_wanted)
        self.write_button = self.nothing.write_button
        self.list.vacancy.set_empty(self.nothing)

    def _build_actions(self) -> None:
        self._open_action = QAction(tr("Open"), self)
        self._open_action.triggered.connect(lambda: self._with_current(self.opened.emit))
        self._new_action = QAction(tr("New message from this one"), self)
        self._new_action.triggered.connect(lambda: self._with_current(self.new_from.emit))
        self.list.set_actions([self._open_action, self._new_action])

    def _with_current(self, tell: Callable[[int], object]) -> None:
        current = self._current()
        if current is not None:
            tell(current)

    def _current(self) -> int | None:
        chosen = self.list.selection().ids
        return next(iter(chosen)) if len(chosen) == 1 else None

    def _offer(self) -> None:
        one = self._current() is not None
        may_write = self._desk.actor.may(Role.SENDER)
        self._open_action.setEnabled(one)
        self._new_action.setEnabled(one and may_write)
        self.write_button.setEnabled(may_write)
