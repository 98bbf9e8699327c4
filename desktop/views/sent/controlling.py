"""Does what the bar above a sent message offers, and asks before what reaches people again or for good."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import shiboken6
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.errors import Refused
from desktop.language import tr, trn
from desktop.services import message_control
from desktop.services.sent import events
from desktop.views.kit.confirm import Confirm
from desktop.views.sent.events_dialog import EventsDialog

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from desktop.bridge.desk import Desk
    from desktop.models.delivery_history import MessageEvent
    from desktop.models.outgoing import OutgoingMessage
    from desktop.services.message_control import Resent, Stopped
    from desktop.views.sent.control_bar import ControlBar


class _Asked(NamedTuple):
    """How many it would be, what the button says then, and the sentence beside it."""

    number: int
    verb: str
    sentence: str


class Controlling(QObject):
    """``taken_back`` brings the id of the draft that the message is again."""

    taken_back = Signal(int)  # a draft's id

    def __init__(self, desk: Desk, bar: ControlBar, page: QWidget) -> None:
        super().__init__(page)
        self._desk = desk
        self._bar = bar
        self._page = page
        self._message: OutgoingMessage | None = None
        self._question: tuple[Confirm, Callable[[OutgoingMessage], _Asked]] | None = None
        bar.take_back_wanted.connect(self._take_back)
        bar.pause_wanted.connect(lambda: self._do(message_control.pause))
        bar.go_on_wanted.connect(lambda: self._do(message_control.go_on))
        bar.stop_wanted.connect(self._ask_stop)
        bar.resend_failed_wanted.connect(self._ask_failed)
        bar.resend_unconfirmed_wanted.connect(self.ask_unconfirmed)

    def use(self, message: OutgoingMessage) -> None:
        """The message as it is now."""
        self._message = message
        self._follow()

    def ask_unconfirmed(self, delivery_ids: Collection[int] | None = None) -> None:
        """Ask whether all of what is unconfirmed, or only these deliveries, shall be sent once more."""
        if self._message is None:
            return

        sentence = tr(
            "They may have arrived already: whoever got the first one gets a second copy. It leaves under the "
            "same Message-ID, so that many mail programs show the two as one."
        )

        def asked(message: OutgoingMessage) -> _Asked:
            count = message.totals.unconfirmed if delivery_ids is None else len(delivery_ids)
            return _Asked(count, trn("Resend {n} e-mail", "Resend {n} e-mails", count), sentence)

        question = Confirm(
            self._page, tr("Send again what may have arrived?"), "", "",
            lambda: self._do(message_control.resend_unconfirmed, delivery_ids, then=self._tell_resent),
            danger=True,
        )  # fmt: skip
        self._ask(question, asked)

    def _take_back(self) -> None:
        self._do(message_control.take_back, then=self._on_taken_back)

    def _on_taken_back(self, draft_id: int) -> None:
        self._desk.notices.tell(tr("Taken back. Nobody got it; it is a draft again."))
        self.taken_back.emit(draft_id)

    def _ask_stop(self) -> None:
        if self._message is None:
            return
        question = Confirm(
            self._page, tr("Stop the rest of this message?"), "", "",
            self._stop, danger=True, cancel=tr("Keep sending"),
        )  # fmt: skip
        self._ask(question, _stopping)

    def _ask(self, question: Confirm, asked: Callable[[OutgoingMessage], _Asked]) -> None:
        """What is asked follows the message."""
        self._question = question, asked
        self._follow()
        question.open()

    def _follow(self) -> None:
        if self._question is None or self._message is None:
            return
        question, asked = self._question
        if not shiboken6.isValid(question):
            self._question = None
            return
        count, verb, sentence = asked(self._message)
        question.say(sentence)
        # The button's words stay when nothing is left, since somebody may be about to press it.
        if count or not question.yes.text():
            question.yes.relabel(verb)
        question.yes.setEnabled(count > 0)

    def _stop(self) -> None:
        """Of very many it takes a while, in which the rest of the window goes on."""
        if self._message is None:
            return
        left = _stopping(self._message).number
        words = trn("Stopping the last {n}…", "Stopping the last {n}…", left)
        if self._message.totals.sending:
            words = tr("Stopping the rest…")
        self._do(message_control.stop_rest, then=self._tell_stopped, busy=words)

    def _ask_failed(self) -> None:
        if self._message is None:
            return
        question = Confirm(
            self._page, tr("Send again to those that failed?"), "", "",
            lambda: self._do(message_control.resend_failed, then=self._tell_resent),
        )  # fmt: skip
        self._ask(question, _failed)

    def _tell_stopped(self, stopped: Stopped) -> None:
        words = trn(
            "{n} that had not begun to leave was cancelled.",
            "{n} that had not begun to leave were cancelled.",
            stopped.cancelled,
        )
        self._desk.notices.tell(words)

    def _tell_resent(self, resent: Resent) -> None:
        words = trn("{n} is being sent again.", "{n} are being sent again.", resent.queued)
        if resent.paused:
            words = trn(
                "{n} is sent again as soon as the message goes on.",
                "{n} are sent again as soon as the message goes on.",
                resent.queued,
            )
        if resent.skipped:
            words += " " + trn(
                "{n} cannot be reached any more and was skipped.",
                "{n} cannot be reached any more and were skipped.",
                resent.skipped,
            )
        self._desk.notices.tell(words)

    def _do(
        self,
        verb: Callable[..., object],
        *details: object,
        then: Callable[..., None] | None = None,
        busy: str = "",
    ) -> None:
        """``busy`` are words for what may take long; they stand in the bar until it is done."""
        if self._message is None:
            return
        desk, message_id = self._desk, self._message.id
        # Without an owner: that it was done is said though the page may be closed by then.
        if not busy:
            desk.jobs.write(verb, desk.store, desk.actor, message_id, *details, then=then or _nothing)
            return
        self._bar.show_busy(busy)

        def done(result: object) -> None:
            self._show_idle()
            (then or _nothing)(result)

        desk.jobs.write(verb, desk.store, desk.actor, message_id, *details, then=done, failed=self._on_failed)

    def _show_idle(self) -> None:
        if shiboken6.isValid(self._bar):
            self._bar.show_idle()

    def _on_failed(self, error: Exception) -> None:
        self._show_idle()
        # A fault of the program has been told of already.
        if isinstance(error, Refused):
            self._desk.notices.trouble(error)

    def show_events(self) -> None:
        """Show what was done to the message, by whom and when."""
        if self._message is None:
            return
        desk = self._desk
        desk.jobs.read(events, desk.store, self._message.id, then=self._open_events, owner=self)

    def _open_events(self, found: Sequence[MessageEvent]) -> None:
        if self._message is not None:
            EventsDialog(self._message, found, self._desk, self._page).open()


def _nothing(_result: object) -> None:
    """The change is seen by itself."""


def _stopping(message: OutgoingMessage) -> _Asked:
    """What is claimed may have begun to leave or not: how much of it can be cancelled is known afterwards."""
    totals = message.totals
    left = totals.queued + totals.sending
    sentence = tr("What has not begun to leave is cancelled for good. What has left cannot be called back.")
    if not totals.sending:
        return _Asked(left, trn("Stop the last {n}", "Stop the last {n}", left), sentence)
    leaving = trn(
        "{n} of them is leaving or next in line: if it has begun, it arrives.",
        "{n} of them are leaving or next in line: those that have begun arrive.",
        totals.sending,
    )
    return _Asked(left, trn("Stop up to {n}", "Stop up to {n}", left), f"{sentence} {leaving}")


def _failed(message: OutgoingMessage) -> _Asked:
    count = message.totals.failed
    sentence = tr(
        "It goes to those that failed and to nobody else, at the addresses their accounts have now. Accounts "
        "that are not open any more are skipped."
    )
    return _Asked(count, trn("Resend to {n} that failed", "Resend to {n} that failed", count), sentence)
