"""View Message: a message of the broker as a template and as each recipient got it."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.errors import Refused
from desktop.language import tr
from desktop.models.change import Subject
from desktop.models.listing import Order
from desktop.models.office import Role
from desktop.models.subject_words import subject_words
from desktop.services.broker_messages import recipient_list
from desktop.services.broker_reading import read_message, what_changed
from desktop.services.permission import ASKERS, why_not
from desktop.views.broker.broker_deeds import BrokerDeeds
from desktop.views.kit.button import Button
from desktop.views.kit.file_names import file_name
from desktop.views.kit.foot_bar import FootBar
from desktop.views.kit.icon_button import IconButton
from desktop.views.kit.kept_splitter import KeptSplitter
from desktop.views.kit.opened_head import OpenedHead
from desktop.views.kit.subject_line import SubjectLine
from desktop.views.kit.words import Words
from desktop.views.lists.office_list import OfficeList
from desktop.views.message.broker_words import meta_words
from desktop.views.message.changes_dialog import ChangesDialog
from desktop.views.message.reading_view import ReadingView
from desktop.views.message.recipient_columns import recipient_columns
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent, QResizeEvent

    from desktop.bridge.desk import Desk
    from desktop.models.change import Change
    from desktop.services.broker_reading import BrokerChanges, BrokerReading
    from desktop.views.remembered import Remembered


class ViewMessagePage(QWidget):
    """A page over the area. ``neighbour`` gives the message so many places further in the list it came from.

    Signals carry the message's id, ``type_wanted`` its type. ``reading`` is None until it is read. More
    buttons go into ``head.header``.
    """

    closed = Signal()
    inquiry_wanted = Signal(object)
    write_wanted = Signal(object)
    type_wanted = Signal(str)
    shown = Signal(object)

    def __init__(
        self,
        desk: Desk,
        remembered: Remembered,
        message_id: int,
        neighbour: Callable[[int, int], int | None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._remembered = remembered
        self._neighbour = neighbour
        self.message_id = message_id
        self.reading: BrokerReading | None = None
        self._was_read = False
        self.deeds = BrokerDeeds(desk, self)
        self._build()
        self._build_list()
        self._arrange()
        self._connect()
        self._read()

    def _build(self) -> None:
        self.head = OpenedHead(tr("Back to Sent By IB (Esc)"), self.closed.emit)
        self.head.header.set_title(tr("View Message"))
        self.subject = SubjectLine()
        self.meta = Words("", "quiet").wrapped()
        self.previous = IconButton("chevron-up", tr("Previous message (Alt+Up)"), lambda: self._step(-1))
        self.next = IconButton("chevron-down", tr("Next message (Alt+Down)"), lambda: self._step(1))
        self.details = Button(tr("Email Details"), self._ask_details)
        self.details.setToolTip(
            tr("The complete content by e-mail to you, for the chosen recipients or for all")
        )
        self.inquiry = Button(tr("Submit Inquiry"), lambda: self.inquiry_wanted.emit(self.message_id))
        self.delete = Button(tr("Delete"), self._delete)
        self.restore = Button(tr("Restore"), lambda: self.deeds.restore([self.message_id]))
        self.unread = Button(tr("Mark as unread"), self._mark)
        self.same_type = Button(tr("Messages of this type"), self._show_same_type)
        self.changed = Button(tr("What changed"), self._ask_changes)
        self.write = Button(tr("Write to these clients"), lambda: self.write_wanted.emit(self.message_id))
        self.view = ReadingView(self._desk)

    def _build_list(self) -> None:
        self.list = OfficeList(
            "broker-recipients",
            self._desk,
            self._remembered,
            recipient_list(self._desk.store, self.message_id),
            recipient_columns(),
            order=Order("number"),
            # Who a message went to never changes.
            subjects=[],
            placeholder=tr("Filter: account or title"),
        )
        self.list.table.setAccessibleName(tr("Recipients of the message"))
        self.list.selection_changed.connect(self._show_chosen)
        self.list.model.rows_read.connect(self._show_chosen)
        self.setFocusProxy(self.list.table)

    def _arrange(self) -> None:
        header = self.head.header
        for widget in (self.previous, self.next, self.details, self.inquiry, self.delete, self.restore):
            header.add_action(widget)
        self.head.add_line(self.subject)
        self.head.add_line(self.meta)
        self.split = KeptSplitter("view-message", self._remembered)
        self.split.addWidget(self.list)
        self.split.addWidget(self.view.movable())
        self.split.setMinimumWidth(theme_of(self).scale.width_sheet)
        self._turn(Qt.Orientation.Horizontal)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.split, 1)
        column.addWidget(FootBar((self.same_type, self.changed), (self.unread, self.write)))

    def _connect(self) -> None:
        self._desk.refresh.changed.connect(self._on_changed)
        self._desk.office_changed.connect(self._offer)
        self.view.template_wanted.connect(self._show_template)
        for keys, step in (("Alt+Up", -1), ("Alt+Down", 1)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(functools.partial(self._step, step))
        self._offer()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Only what nobody within wanted: Esc in a filter clears it first."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beside each other where both have room, else one below the other."""
        super().resizeEvent(event)
        wide = self.width() >= 3 * theme_of(self).scale.width_field // 2
        way = Qt.Orientation.Horizontal if wide else Qt.Orientation.Vertical
        if way is not self.split.orientation():
            self._turn(way)

    def _turn(self, way: Qt.Orientation) -> None:
        self.split.share(way, [2000, 3000])

    def _read(self) -> None:
        desk = self._desk
        desk.jobs.read(
            read_message,
            desk.store,
            self.message_id,
            then=self._on_read,
            failed=self._on_failed,
            owner=self,
            latest="message",
        )

    def _on_read(self, reading: BrokerReading) -> None:
        if reading.message.line.id != self.message_id:
            return
        is_first = self.reading is None
        self.reading = reading
        line = reading.message.line
        self._was_read = self._was_read or line.is_read
        self.subject.show_subject(line.subject)
        self.meta.setText(meta_words(line, self._desk.zone))
        day = line.sent_at.astimezone(self._desk.zone).date().isoformat()
        self.list.csv_name = file_name(day, subject_words(line.subject), "csv")
        self._offer()
        if is_first:
            self.view.show_reading(reading)
            self._show_chosen()
            self.deeds.mark([self.message_id] if not line.is_read else [], is_read=True)

    def _on_failed(self, error: Exception) -> None:
        # A fault of the program has been told of already.
        if isinstance(error, Refused):
            self._desk.notices.trouble(error)
        self.closed.emit()

    def _on_changed(self, change: Change) -> None:
        touches = change.of(Subject.BROKER_MESSAGES)
        if any(not touch.ids or self.message_id in touch.ids for touch in touches):
            self._read()

    def _offer(self) -> None:
        known = self.reading is not None
        in_trash = self.reading is not None and self.reading.message.line.deleted_at is not None
        may_write = known and self._desk.actor.may(Role.SENDER)
        self.inquiry.setEnabled(known and not in_trash and self._desk.actor.may_ask)
        self.inquiry.tell_why_not(why_not(self._desk.actor, *ASKERS))
        self.delete.setVisible(not in_trash)
        self.restore.setVisible(in_trash)
        for button in (self.delete, self.restore, self.write):
            button.setEnabled(may_write)
            button.tell_why_not(why_not(self._desk.actor, Role.SENDER))
        for button in (self.details, self.unread, self.same_type, self.changed):
            button.setEnabled(known)
        self.unread.setText(tr("Mark as read") if self._is_unread() else tr("Mark as unread"))

    def _is_unread(self) -> bool:
        """Whether somebody made it unread; not while it is counted as read for being opened."""
        return self._was_read and self.reading is not None and not self.reading.message.line.is_read

    def _show_chosen(self) -> None:
        """The complete message of the one recipient that is chosen, else the template."""
        ids = self.list.selection().ids
        if self.reading is not None:
            self.view.show_recipient(next(iter(ids)) if len(ids) == 1 else None)

    def _show_template(self) -> None:
        self.list.table.clearSelection()

    def _step(self, step: int) -> None:
        other = self._neighbour(self.message_id, step)
        if other is not None:
            self.shown.emit(other)

    def _ask_details(self) -> None:
        if self.reading is not None:
            line, chosen = self.reading.message.line, self.list.selection()
            self.deeds.details(line, chosen, self.list.filter_bar.edit.text())

    def _delete(self) -> None:
        self.deeds.delete([self.message_id])
        self.closed.emit()

    def _mark(self) -> None:
        is_unread, self._was_read = self._is_unread(), True
        self.deeds.mark([self.message_id], is_read=is_unread)

    def _show_same_type(self) -> None:
        if self.reading is not None:
            self.type_wanted.emit(self.reading.message.line.type)

    def _ask_changes(self) -> None:
        desk = self._desk
        desk.jobs.read(
            what_changed, desk.store, self.message_id, then=self._show_changes, owner=self, latest="changes"
        )

    def _show_changes(self, found: BrokerChanges | None) -> None:
        ChangesDialog(found, self._desk, self).open()
