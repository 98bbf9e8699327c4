"""The preview of a held message: what each client would get, and what is to become of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from desktop.errors import Refused
from desktop.language import tr
from desktop.models.change import Subject
from desktop.models.listing import Order
from desktop.models.office import Role
from desktop.models.staging import Decision, HeldState
from desktop.services import staging
from desktop.services.broker_messages import recipient_list
from desktop.services.broker_reading import read_message, what_changed
from desktop.services.settled import totals_words
from desktop.views.held_preview.history_panel import HistoryPanel
from desktop.views.held_preview.meanwhile_bar import MeanwhileBar
from desktop.views.kit.button import Button
from desktop.views.kit.foot_bar import FootBar
from desktop.views.kit.icon_button import IconButton
from desktop.views.kit.kept_splitter import KeptSplitter
from desktop.views.kit.opened_head import OpenedHead
from desktop.views.kit.primary_button import PrimaryButton
from desktop.views.kit.subject_line import SubjectLine
from desktop.views.kit.words import Words
from desktop.views.lists.office_list import OfficeList
from desktop.views.message import held_keys
from desktop.views.message.broker_words import meta_words
from desktop.views.message.changes_dialog import ChangesDialog
from desktop.views.message.held_words import is_soon, standing_words
from desktop.views.message.reading_view import ReadingView
from desktop.views.message.recipient_columns import recipient_columns
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent

    from desktop.bridge.desk import Desk
    from desktop.models.change import Change
    from desktop.models.held_message import HeldEvent, HeldLine
    from desktop.services.broker_reading import BrokerChanges, BrokerReading
    from desktop.store.store import Store
    from desktop.views.remembered import Remembered

_LOOK_EVERY_MS = 1000


class HeldPreviewPage(QWidget):
    """A page over the area. It only says what a person wants; whoever made it decides.

    ``send_wanted`` and ``reverse_wanted`` carry the HeldLine as it was looked at, ``reject_wanted`` also the
    Decision; ``shown`` the id of another held message, ``outgoing_wanted`` that of its message in the outbox.
    """

    closed = Signal()
    send_wanted = Signal(object)
    reject_wanted = Signal(object, object)
    reverse_wanted = Signal(object)
    shown = Signal(object)
    outgoing_wanted = Signal(object)

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
        self.held: HeldLine | None = None
        self._reading: BrokerReading | None = None
        self._build()
        self._build_list()
        self._arrange()
        self._connect()
        self._read()
        self._look()

    def _build(self) -> None:
        self.head = OpenedHead(tr("Back to To Be Sent By IB (Esc)"), self.closed.emit)
        self.head.header.set_title(tr("Preview"))
        self.subject = SubjectLine()
        self.meta = Words("", "quiet").wrapped()
        self.standing = Words("", "emphasis").wrapped()
        self.previous = IconButton("chevron-up", tr("Previous message (Alt+Up)"), lambda: self._step(-1))
        self.next = IconButton("chevron-down", tr("Next message (Alt+Down)"), lambda: self._step(1))
        self.recipients = Button(tr("View Recipients"), self._toggle_recipients)
        self.recipients.setCheckable(True)
        self.changed = Button(tr("What changed"), self._ask_changes)
        self.deliveries = Button(tr("Deliveries"), self._show_deliveries)
        self.reverse = Button(tr("Take Decision Back"), self._reverse)
        self._build_reject()
        self.send = PrimaryButton(tr("Send As Is"), self._send)
        self.close_preview = Button(tr("Close Preview"), self.closed.emit)
        self.view = ReadingView(self._desk)
        self.history = HistoryPanel(self._desk)
        self.meanwhile = MeanwhileBar(self._desk)
        self._clock = QTimer(self, interval=_LOOK_EVERY_MS)

    def _build_reject(self) -> None:
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        self.reject_once = menu.addAction(tr("Reject Once"), lambda: self._reject(Decision.REJECT_ONCE))
        self.always_reject = menu.addAction(
            tr("Always Reject…"), lambda: self._reject(Decision.ALWAYS_REJECT)
        )
        self.reject_once.setToolTip(tr("Only this message does not go out"))
        self.always_reject.setToolTip(tr("This message and all later ones of its type do not go out"))
        self.reject = Button(tr("Reject Message"))
        self.reject.setMenu(menu)

    def _build_list(self) -> None:
        self.list = OfficeList(
            "held-recipients",
            self._desk,
            self._remembered,
            recipient_list(self._desk.store, self.message_id),
            recipient_columns(),
            order=Order("number"),
            # Whom a message is for never changes.
            subjects=[],
            placeholder=tr("Filter: account or title"),
        )
        self.list.table.setAccessibleName(tr("Recipients of the message"))
        self.list.selection_changed.connect(self._show_chosen)
        self.list.model.rows_read.connect(self._show_chosen)
        self.list.hide()

    def _arrange(self) -> None:
        for widget in (self.previous, self.next):
            self.head.header.add_action(widget)
        for line in (self.subject, self.meta, self.standing):
            self.head.add_line(line)
        self.split = KeptSplitter("held-preview", self._remembered)
        for part in (self.list, self.view.movable(), self.history):
            self.split.addWidget(part)
        self.split.setMinimumWidth(theme_of(self).scale.width_sheet)
        self.split.share(Qt.Orientation.Horizontal, [2000, 3600, 1800])
        self.history.setMaximumWidth(theme_of(self).scale.width_field)
        self.foot = FootBar(
            # Whoever is about to press a button on the right must not find another one there.
            (self.recipients, self.changed, self.deliveries, self.reverse),
            (self.close_preview, self.reject, self.send),
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.meanwhile)
        column.addWidget(self.split, 1)
        column.addWidget(self.foot)
        # Enter opens a message; pressed once more it must not send it.
        self.setFocusProxy(self.view.forms.viewer)

    def _connect(self) -> None:
        self._desk.refresh.changed.connect(self._on_changed)
        self._desk.office_changed.connect(self._offer)
        self.view.template_wanted.connect(self.list.table.clearSelection)
        self.history.noted.connect(self._keep_note)
        self.history.message_wanted.connect(self.shown)
        self._clock.timeout.connect(self._tell_time)
        self._clock.start()
        ways: dict[str, Callable[[], object]] = {
            held_keys.PREVIOUS: lambda: self._step(-1),
            held_keys.NEXT: lambda: self._step(1),
            held_keys.SEND: lambda: self._by_key(self.send, self._send),
            held_keys.REJECT: lambda: self._by_key(self.reject, self.reject_once.trigger),
        }
        for keys, act in ways.items():
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)
        self._offer()

    def _by_key(self, button: QWidget, act: Callable[[], object]) -> None:
        """What its button does, while that is offered."""
        if button.isVisible() and button.isEnabled():
            act()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Only what nobody within wanted: Esc in a filter clears it first."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _read(self) -> None:
        """The message itself, which never changes."""
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

    def _look(self) -> None:
        """How it stands now."""
        desk = self._desk
        desk.jobs.read(
            _standing_of,
            desk.store,
            self.message_id,
            then=self._on_looked,
            failed=self._on_failed,
            owner=self,
            latest="standing",
        )

    def _on_read(self, reading: BrokerReading) -> None:
        self._reading = reading
        self.subject.show_subject(reading.message.line.subject)
        self.meta.setText(meta_words(reading.message.line, self._desk.zone))
        self.view.show_reading(reading)
        self._show_chosen()
        self._offer()

    def _on_looked(self, found: tuple[HeldLine, list[HeldEvent], list[HeldLine]]) -> None:
        held, events, earlier = found
        self.meanwhile.compare(self.held, held, events)
        self.held = held
        self.history.show_events(events)
        self.history.show_earlier(earlier)
        self._offer()
        self._tell_time()

    def _on_failed(self, error: Exception) -> None:
        # A fault of the program has been told of already.
        if isinstance(error, Refused):
            self._desk.notices.trouble(error)
        self.closed.emit()

    def _on_changed(self, change: Change) -> None:
        touches = (*change.of(Subject.STAGING), *change.of(Subject.DELIVERIES), *change.of(Subject.MESSAGES))
        own = {self.message_id, self.held.outgoing_id if self.held else None}
        if any(not touch.ids or own & touch.ids for touch in touches):
            self._look()

    def _tell_time(self) -> None:
        if self.held is None:
            return
        now = self._desk.now()
        words = standing_words(self.held, self._desk.zone, now)
        if self.held.totals is not None:
            words = f"{words} {totals_words(self.held.totals)}."
        look = "problem" if is_soon(self.held, now) else "emphasis"
        if words != self.standing.text() or look != self.standing.property("look"):
            self.standing.setText(words)
            self.standing.set_look(look)
        if self.held.standing.changes_until <= now:
            self._offer()

    def _offer(self) -> None:
        held, now = self.held, self._desk.now()
        may = self._desk.actor.may(Role.APPROVER)
        state = None if held is None else held.standing.state
        in_time = held is not None and now < held.standing.changes_until
        can_decide = state is HeldState.PENDING and in_time
        can_reverse = state in (HeldState.LEAVING, HeldState.REJECTED) and in_time
        for button in (self.send, self.reject):
            button.setVisible(state in (None, HeldState.PENDING))
            button.setEnabled(may and can_decide)
        self.reverse.setVisible(can_reverse)
        self.reverse.setEnabled(may)
        self.changed.setEnabled(self._reading is not None)
        self.deliveries.setVisible(held is not None and held.outgoing_id is not None)
        self.history.note.setEnabled(self._desk.actor.may(Role.SENDER) or may)
        self.foot.say(
            self._obstacle(can_decide=can_decide, may=may, is_past=state is HeldState.PENDING and not in_time)
        )

    def _obstacle(self, *, can_decide: bool, may: bool, is_past: bool) -> str:
        if is_past:
            return tr("Its delivery date has passed.")
        if can_decide and not may:
            return tr("Approvers and administrators decide.")
        return ""

    def _show_chosen(self) -> None:
        """The complete message of the one recipient that is chosen, else the template."""
        ids = self.list.selection().ids if self.list.isVisible() else frozenset()
        if self._reading is not None:
            self.view.show_recipient(next(iter(ids)) if len(ids) == 1 else None)

    def _toggle_recipients(self) -> None:
        self.list.setVisible(self.recipients.isChecked())
        if self.recipients.isChecked():
            self.list.table.setFocus()
        self._show_chosen()

    def _step(self, step: int) -> None:
        other = self._neighbour(self.message_id, step)
        if other is not None:
            self.shown.emit(other)

    def _send(self) -> None:
        if self.held is not None:
            self.send_wanted.emit(self.held)

    def _reject(self, decision: Decision) -> None:
        if self.held is not None:
            self.reject_wanted.emit(self.held, decision)

    def _reverse(self) -> None:
        if self.held is not None:
            self.reverse_wanted.emit(self.held)

    def _show_deliveries(self) -> None:
        if self.held is not None and self.held.outgoing_id is not None:
            self.outgoing_wanted.emit(self.held.outgoing_id)

    def _keep_note(self, text: str) -> None:
        desk = self._desk
        desk.jobs.write(
            staging.add_note,
            desk.store,
            desk.actor,
            self.message_id,
            text,
            then=lambda _change: self._on_noted(),
            owner=self,
        )

    def _on_noted(self) -> None:
        self.history.forget_note()
        self._look()

    def _ask_changes(self) -> None:
        desk = self._desk
        desk.jobs.read(
            what_changed, desk.store, self.message_id, then=self._show_changes, owner=self, latest="changes"
        )

    def _show_changes(self, found: BrokerChanges | None) -> None:
        ChangesDialog(found, self._desk, self).open()


def _standing_of(store: Store, message_id: int) -> tuple[HeldLine, list[HeldEvent], list[HeldLine]]:
    held = staging.held_message(store, message_id)
    return held, staging.history(store, message_id), staging.earlier_of_type(store, held)
