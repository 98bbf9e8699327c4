"""One sent message: how far it is, each of its deliveries, and what each recipient got."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.errors import Refused, StoreUnavailable
from desktop.language import tr, trn
from desktop.models.change import Subject
from desktop.models.listing import Order
from desktop.models.office import Role
from desktop.models.phase import MessagePhase
from desktop.models.subject_words import subject_words
from desktop.services.permission import why_not
from desktop.services.sending import resend_to_all
from desktop.services.sent import DeliveryFilter, delivery_list, head_of
from desktop.views.kit.button import Button
from desktop.views.kit.confirm import Confirm
from desktop.views.kit.file_names import file_name
from desktop.views.kit.kept_splitter import KeptSplitter
from desktop.views.kit.opened_head import OpenedHead
from desktop.views.lists.office_list import OfficeList
from desktop.views.sent.columns import delivery_columns
from desktop.views.sent.control_bar import ControlBar
from desktop.views.sent.controlling import Controlling
from desktop.views.sent.delivery_pane import DeliveryPane
from desktop.views.sent.sent_head_bar import SentHeadBar
from desktop.views.sent.state_chips import StateChips, nothing_words
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QResizeEvent

    from desktop.bridge.desk import Desk
    from desktop.models.change import Change
    from desktop.services.sending import Sent
    from desktop.services.sent import SentHead
    from desktop.views.remembered import Remembered


_LOOK_MS = 5000
_NEVER_LEFT = frozenset({MessagePhase.WAITING, MessagePhase.TAKEN_BACK})


class SentMessagePage(QWidget):
    """A page over the area. ``new_from`` and ``resent`` carry a message's id, the latter the new one's.

    ``taken_back`` brings the id of the draft that it is again.
    """

    closed = Signal()
    new_from = Signal(int)
    resent = Signal(int)
    client_wanted = Signal(int)
    taken_back = Signal(int)  # a draft's id

    def __init__(
        self, desk: Desk, remembered: Remembered, message_id: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._message_id = message_id
        self._head: SentHead | None = None
        self._build(remembered)
        self._arrange(remembered)
        self._connect()
        # A worker that has ended tells nobody.
        self.look = QTimer(self, interval=_LOOK_MS)
        self.look.timeout.connect(self._read)
        self._read()

    def _build(self, remembered: Remembered) -> None:
        desk = self._desk
        self.head = OpenedHead(tr("Back (Esc)"), self.closed.emit)
        self.head_bar = SentHeadBar(desk)
        self.control_bar = ControlBar(desk)
        self.control = Controlling(desk, self.control_bar, self)
        self.new_button = Button(
            tr("New message from this one"), lambda: self.new_from.emit(self._message_id)
        )
        self.resend_button = Button(tr("Resend to all"), self._on_resend)
        self._offer()
        self.chips = StateChips()
        self.list = OfficeList(
            "deliveries",
            desk,
            remembered,
            delivery_list(desk.store, self._message_id),
            delivery_columns(desk),
            order=Order("number"),
            # A change names messages, not deliveries: this page looks again itself where it is the one.
            subjects=[],
            placeholder=tr("Filter: account, title, e-mail"),
            filter_of=lambda text: DeliveryFilter(text, self.chips.states),
        )
        self.list.begins_somewhere = False
        self.list.table.setAccessibleName(tr("Recipients of the message"))
        self.pane = DeliveryPane(desk)

    def _arrange(self, remembered: Remembered) -> None:
        self.head.header.add_action(self.new_button)
        self.head.header.add_action(self.resend_button)
        self.head.add_line(self.head_bar)
        self.head.add_line(self.control_bar)
        self.list.add_filter(self.chips)
        self.list.counted_beside = True
        self.split = KeptSplitter("sent-message", remembered)
        self.split.addWidget(self.list)
        self.split.addWidget(self.pane)
        # Both beside each other must not keep the window from becoming so narrow that they turn.
        self.split.setMinimumWidth(theme_of(self).scale.width_sheet)
        self._turn(Qt.Orientation.Horizontal)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.split, 1)
        self.setFocusProxy(self.list.table)

    def _connect(self) -> None:
        self._desk.refresh.changed.connect(self._on_changed)
        self._desk.office_changed.connect(self._on_office_changed)
        self.chips.chosen.connect(self._word_nothing)
        self.chips.chosen.connect(self.list.refilter)
        self.list.filter_bar.edit.textChanged.connect(lambda _text: self._word_nothing())
        self.list.vacancy.clear_asked.connect(self._on_clear_asked)
        self.list.current_changed.connect(lambda _id: self._show_current())
        self.list.selection_changed.connect(self._show_current)
        self.list.model.rows_read.connect(self._show_current)
        self.list.model.arranged.connect(lambda _before, _now: self._show_current())
        self.pane.client_wanted.connect(self.client_wanted)
        self.pane.resend_wanted.connect(lambda delivery_id: self.control.ask_unconfirmed((delivery_id,)))
        self.control.taken_back.connect(self.taken_back)
        self.head_bar.events_wanted.connect(self.control.show_events)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Only what nobody within wanted: Esc in a filter clears it first."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beside each other where both have room, else one below the other."""
        super().resizeEvent(event)
        wide = self.width() >= 2 * theme_of(self).scale.width_reading
        way = Qt.Orientation.Horizontal if wide else Qt.Orientation.Vertical
        if way is not self.split.orientation():
            self._turn(way)

    def _turn(self, way: Qt.Orientation) -> None:
        self.split.share(way, [1000, 1000] if way is Qt.Orientation.Horizontal else [1100, 1000])

    def _read(self) -> None:
        desk = self._desk
        desk.jobs.read(
            head_of,
            desk.store,
            self._message_id,
            then=self._on_read,
            failed=self._on_read_failed,
            owner=self,
            latest="head",
        )

    def _on_read(self, head: SentHead) -> None:
        self._head = head
        self.look.start() if head.message.totals.sending else self.look.stop()
        self.head.header.set_title(subject_words(head.message.subject))
        day = head.message.sent_at.astimezone(self._desk.zone).date().isoformat()
        self.list.csv_name = file_name(day, subject_words(head.message.subject), "csv")
        self.head_bar.show_head(head)
        self.control.use(head.message)
        self.control_bar.show_message(head.message, head.hold, head.since_pause)
        held_until = head.hold.until if head.hold is not None else head.tried_at
        self.pane.show_standing(is_paused=head.message.phase is MessagePhase.PAUSED, held_until=held_until)
        self.chips.set_totals(head.message.totals)
        self._offer()

    def _offer(self) -> None:
        may_write = self._desk.actor.may(Role.SENDER)
        is_of_broker = self._head is not None and self._head.message.is_of_broker
        for button in (self.new_button, self.resend_button):
            # Never shown before it has its place: it would flash up as a window of its own.
            if button.isHidden() != is_of_broker and button.parent() is not None:
                button.setVisible(not is_of_broker)
            button.tell_why_not(why_not(self._desk.actor, Role.SENDER))
        never_left = self._head is not None and self._head.message.phase in _NEVER_LEFT
        if may_write and never_left:
            self.resend_button.tell_why_not(tr("Nothing of this message has left."))
        self.new_button.setEnabled(may_write)
        self.resend_button.setEnabled(may_write and self._head is not None and not never_left)
        if self._head is not None:
            head = self._head
            self.control_bar.show_message(head.message, head.hold, head.since_pause)

    def _on_read_failed(self, error: Exception) -> None:
        if isinstance(error, StoreUnavailable) and self._head is not None:
            # That the store is away is told by whoever watches it; what is known stays, and it is tried again.
            self.head_bar.show_unread()
            self.look.start()
            return
        if isinstance(error, Refused):
            self._desk.notices.trouble(error)
        self.closed.emit()

    def _on_changed(self, change: Change) -> None:
        touches = [*change.of(Subject.DELIVERIES), *change.of(Subject.MESSAGES)]
        if any(not touch.ids or self._message_id in touch.ids for touch in touches):
            self._read()
            self.list.model.refresh()
        elif change.of(Subject.WORKERS):
            self._read()  # whether mail leaves, and when it is tried next

    def _on_office_changed(self) -> None:
        self._offer()
        # Its rules may hold the message back, or hold it back no more.
        self._read()

    def _word_nothing(self) -> None:
        """Where only a kind of state is looked for, and none of it is left, that is said."""
        is_typed = bool(self.list.filter_bar.edit.text().strip())
        words = "" if is_typed else nothing_words(self.chips.chosen_group)
        self.list.vacancy.word_unmatched(words, "", "check" if words else "filter", can_clear=True)

    def _on_clear_asked(self) -> None:
        self.chips.choose_all()
        self._word_nothing()
        self.list.refilter()

    def _show_current(self) -> None:
        """The delivery where the keyboard is, if it is chosen: the focus alone goes to a row without marking it."""
        table = self.list.table
        place = table.currentIndex().row()
        is_chosen = place >= 0 and (table.all_chosen or table.selectionModel().isRowSelected(place))
        self.pane.show_line(self.list.model.row_at(place) if is_chosen else None)

    def _on_resend(self) -> None:
        if self._head is None:
            return
        count = self._head.message.recipients
        sentence = tr(
            "It goes out once more as it is, as a message of its own. Whoever got it the first time gets it "
            "twice. Accounts that are not open any more are left out."
        )
        verb = trn("Resend to {n} account", "Resend to {n} accounts", count)
        Confirm(self, tr("Send this message again to all?"), sentence, verb, self._resend, danger=True).open()

    def _resend(self) -> None:
        desk = self._desk

        def tell(sent: Sent) -> None:
            desk.notices.tell(tr("The message is being sent again."))
            if shiboken6.isValid(self):
                self.resent.emit(sent.message_id)

        desk.jobs.write(resend_to_all, desk.store, desk.actor, self._message_id, then=tell)
