"""Test mails: each with what came of it, and the way to the message or draft it was made from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.models.change import Subject
from desktop.models.listing import Order
from desktop.services.trial_words import result_words
from desktop.services.trials import trial_list
from desktop.views.kit.button import Button
from desktop.views.kit.empty_state import EmptyState
from desktop.views.kit.moments import short_moment, whole_moment
from desktop.views.kit.page_header import PageHeader
from desktop.views.lists.column import Column
from desktop.views.lists.office_list import OfficeList
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from desktop.bridge.desk import Desk
    from desktop.models.trial_record import TrialLine
    from desktop.views.remembered import Remembered


class TrialsPage(QWidget):
    """A page over the area. ``message_wanted`` and ``draft_wanted`` carry the id of what was tested."""

    closed = Signal()
    message_wanted = Signal(int)
    draft_wanted = Signal(int)

    def __init__(self, desk: Desk, remembered: Remembered, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Test mails"))
        self._desk = desk
        self.list = OfficeList(
            "trials",
            desk,
            remembered,
            trial_list(desk.store, lambda: desk.actor),
            _columns(desk),
            order=Order("at", descending=True),
            subjects=[Subject.TRIALS],
            placeholder=tr("Filter: subject, address, account, name"),
        )
        words = tr(
            "“Send a test mail to me” in Preview to Send makes one. Each stands here, whatever became of it."
        )
        self.list.vacancy.set_empty(EmptyState("mail", tr("No test mails"), words))
        self.list.table.setAccessibleName(tr("Test mails"))
        self.open_button = Button(tr("Open what was tested"), self._open)
        self.close_button = Button(tr("Close"), self.closed.emit)
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        scale = theme_of(self).scale
        head = QFrame()
        head.setObjectName("areaHead")
        inside = QVBoxLayout(head)
        inside.setContentsMargins(scale.large, scale.large, scale.large, scale.medium)
        header = PageHeader(tr("Test mails"))
        for button in (self.open_button, self.close_button):
            header.add_action(button)
        inside.addWidget(header)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self.list, 1)
        self.setFocusProxy(self.list.table)

    def _connect(self) -> None:
        self.list.opened.connect(lambda _id: self._open())
        self.list.current_changed.connect(lambda _id: self._offer())
        self.list.model.rows_read.connect(self._offer)
        self._desk.office_changed.connect(self._offer)
        within = Qt.ShortcutContext.WidgetWithChildrenShortcut
        leave = QShortcut(QKeySequence(QKeySequence.StandardKey.Cancel), self, context=within)
        leave.activated.connect(self.closed.emit)
        self._offer()

    def _current(self) -> TrialLine | None:
        place = self.list.table.currentIndex().row()
        line: TrialLine | None = self.list.model.row_at(place) if place >= 0 else None
        return line

    def _own_draft(self, line: TrialLine) -> int | None:
        """A draft is opened by whoever is writing it, and by nobody else."""
        return line.draft_id if line.owner == self._desk.actor.id else None

    def _offer(self) -> None:
        line = self._current()
        self.open_button.setEnabled(
            line is not None and (line.message_id or self._own_draft(line)) is not None
        )

    def _open(self) -> None:
        line = self._current()
        if line is None:
            return
        draft_id = self._own_draft(line)
        if line.message_id is not None:
            self.message_wanted.emit(line.message_id)
        elif draft_id is not None:
            self.draft_wanted.emit(draft_id)


def _columns(desk: Desk) -> list[Column[TrialLine]]:
    return [
        Column(
            "at",
            tr("Date/Time"),
            lambda row: row.record.at,
            lambda moment: short_moment(moment, desk.zone, desk.now()),
            whole=lambda moment: whole_moment(moment, desk.zone),
            width=13,
            has_figures=True,
        ),
        Column("subject", tr("Subject"), lambda row: row.record.subject, sortable=False, width=36),
        Column("became", tr("Became"), _became, sortable=False, width=12),
        Column("result", tr("Result"), lambda row: result_words(row.record), sortable=False, width=26),
        Column("address", tr("To"), lambda row: row.record.address, sortable=False, width=24),
        Column("number", tr("As account"), lambda row: row.record.number, sortable=False, width=12),
        Column("by", tr("By"), lambda row: row.record.by, sortable=False, width=14, gives=True),
    ]


def _became(line: TrialLine) -> str:
    if line.message_id is not None:
        return tr("a message")
    return tr("still a draft") if line.draft_id is not None else tr("never sent")
