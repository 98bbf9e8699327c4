"""My Message Center: what concerns the office itself, newest first, with a reading pane below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.content.cleaning import authored, in_a_row, in_order
from desktop.language import tr
from desktop.models.change import Subject
from desktop.models.listing import Order
from desktop.models.notice import NoticeFilter, Priority
from desktop.services.notices import mark_read, notice_list
from desktop.views.kit.button import Button
from desktop.views.kit.empty_state import EmptyState
from desktop.views.kit.kept_splitter import KeptSplitter
from desktop.views.kit.moments import short_moment, whole_moment
from desktop.views.kit.words import Words
from desktop.views.lists.column import Column
from desktop.views.lists.office_list import OfficeList
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent

    from desktop.bridge.desk import Desk
    from desktop.models.notice import Notice
    from desktop.views.remembered import Remembered


class NoticesPage(QWidget):
    """The list of notices and the one that is chosen. ``message_wanted`` carries a sent message's id."""

    message_wanted = Signal(int)
    held_wanted = Signal(object)  # the id of a held message, which needs 64 bits, or None for all of them
    refused_wanted = Signal()

    def __init__(self, desk: Desk, remembered: Remembered, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._shown: Notice | None = None
        self._left_unread = 0
        self.unread = Button(tr("Unread"), variant="quiet")
        self.unread.setCheckable(True)
        self.list = OfficeList(
            "notices",
            desk,
            remembered,
            notice_list(desk.store),
            _columns(desk),
            order=Order("at", descending=True),
            subjects=[Subject.NOTICES],
            placeholder=tr("Filter: subject or text"),
            filter_of=lambda text: NoticeFilter(text, self.unread.isChecked()),
        )
        self.list.begins_somewhere = False
        self.list.table.setAccessibleName(tr("Notices"))
        self.list.add_filter(self.unread)
        words = tr(
            "Here IB tells you what concerns the office, and the program what became of your messages."
        )
        self.list.vacancy.set_empty(EmptyState("message-center", tr("No notices"), words))
        self._build_pane()
        self._arrange(remembered)
        self.setFocusProxy(self.list.table)
        self.unread.clicked.connect(lambda _on: self._on_unread_chosen())
        self.list.vacancy.clear_asked.connect(self._on_clear_asked)
        self.list.current_changed.connect(lambda _id: self._on_chosen())
        self.list.selection_changed.connect(self._on_chosen)
        self.list.model.rows_read.connect(self._show_current)

    def _build_pane(self) -> None:
        self.subject = Words("", "emphasis").wrapped()
        self.meta = Words("", "caption")
        self.body = QPlainTextEdit()
        self.body.setObjectName("reading")
        self.body.setReadOnly(True)
        self.body.document().setDocumentMargin(0)
        self.body.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.body.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.body.setAccessibleName(tr("Notice"))
        self.open_button = Button(tr("Open the message"), self._on_open)
        self.unread_button = Button(tr("Mark as unread"), self._on_unread, variant="quiet")

    def _arrange(self, remembered: Remembered) -> None:
        scale = theme_of(self).scale
        self.pane = QWidget()
        self.pane.setObjectName("readingPane")
        inside = QVBoxLayout(self.pane)
        inside.setContentsMargins(scale.large, scale.medium, scale.large, scale.large)
        inside.setSpacing(scale.small)
        head = QHBoxLayout()
        head.addWidget(self.subject, 1)
        head.addWidget(self.unread_button, 0, Qt.AlignmentFlag.AlignTop)
        inside.addLayout(head)
        inside.addWidget(self.meta)
        inside.addWidget(self.body, 1)
        inside.addWidget(self.open_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.pane.hide()
        split = KeptSplitter("notices", remembered)
        split.addWidget(self.list)
        split.addWidget(self.pane)
        split.setStretchFactor(0, 1)
        split.setStretchFactor(1, 1)
        split.share(Qt.Orientation.Vertical, [1000, 1000])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(split)

    def _on_clear_asked(self) -> None:
        self.unread.setChecked(False)
        self._on_unread_chosen()

    def _on_chosen(self) -> None:
        before = self._shown
        self._show_current()
        shown = self._shown
        if not self.unread.isChecked():
            self._read(shown)
        elif shown is None or before is None or shown.id != before.id:
            # What is read leaves a list of unread ones; so each stays until another is chosen.
            self._read(before)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._read(self._shown)

    def _on_unread_chosen(self) -> None:
        self._read(self._shown)
        self.list.refilter()

    def _read(self, notice: Notice | None) -> None:
        if notice is not None and not notice.is_read and notice.id != self._left_unread:
            self._mark(notice, is_read=True)

    def _show_current(self) -> None:
        table, place = self.list.table, self.list.table.currentIndex().row()
        # A table that is given the focus goes to its first row without anybody having chosen it.
        is_chosen = place >= 0 and (table.all_chosen or table.selectionModel().isRowSelected(place))
        notice: Notice | None = self.list.model.row_at(place) if is_chosen else None
        self.pane.setVisible(notice is not None)
        self._shown = notice
        if notice is None:
            return
        self.subject.setText(in_a_row(notice.subject))
        self.meta.setText(whole_moment(notice.at, self._desk.zone))
        words = in_order(authored(notice.body))
        if self.body.toPlainText() != words:
            self.body.setPlainText(words)
        self.open_button.setVisible(
            notice.message_id is not None or notice.is_of_staging or notice.is_of_refused
        )
        self.open_button.relabel(_target(notice))

    def _mark(self, notice: Notice, *, is_read: bool) -> None:
        desk = self._desk
        self._left_unread = 0 if is_read else notice.id
        desk.jobs.write(_mark_read, desk, [notice.id], is_read, owner=self)

    def _on_unread(self) -> None:
        if self._shown is not None:
            self._mark(self._shown, is_read=False)

    def _on_open(self) -> None:
        if self._shown is None:
            return
        if self._shown.is_of_staging:
            self.held_wanted.emit(self._shown.held_id)
        elif self._shown.is_of_refused:
            self.refused_wanted.emit()
        elif self._shown.message_id is not None:
            self.message_wanted.emit(self._shown.message_id)


def _target(notice: Notice) -> str:
    """What the button beside it leads to."""
    if notice.is_of_refused:
        return tr("Refused lines")
    of_several = notice.is_of_staging and notice.held_id is None
    return tr("To Be Sent By IB") if of_several else tr("Open the message")


def _mark_read(desk: Desk, ids: list[int], is_read: bool) -> object:  # noqa: FBT001 - a job takes plain values
    return mark_read(desk.store, desk.actor, ids, is_read=is_read)


def _columns(desk: Desk) -> list[Column[Notice]]:
    return [
        Column(
            "at",
            tr("Date/Time"),
            lambda row: row.at,
            lambda moment: short_moment(moment, desk.zone, desk.now()),
            whole=lambda moment: whole_moment(moment, desk.zone),
            strong=lambda row: not row.is_read,
            width=13,
            has_figures=True,
        ),
        Column(
            "subject",
            tr("Subject"),
            lambda row: row.subject,
            strong=lambda row: not row.is_read,
            sortable=False,
            width=60,
        ),
        Column("origin", tr("From"), lambda row: row.is_from_broker, _origin_word, sortable=False, width=18),
        Column(
            "priority", tr("Priority"), lambda row: row.priority, _priority_word, sortable=False, width=10
        ),
    ]


def _priority_word(priority: Priority) -> str:
    return {Priority.HIGH: tr("High"), Priority.NORMAL: "", Priority.LOW: tr("Low")}[priority]


def _origin_word(is_from_broker: bool) -> str:  # noqa: FBT001 - a column's fact
    return tr("IB") if is_from_broker else tr("This program")
