"""What can still be done about a sent message, beside how it stands: take back, pause, go on, stop, resend."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QProgressBar, QSizePolicy, QWidget

from desktop.language import tr, trn
from desktop.models.office import Role
from desktop.models.phase import MessagePhase
from desktop.services.permission import why_not
from desktop.views.icons import pixmap
from desktop.views.kit.button import Button
from desktop.views.kit.moments import short_moment, whole_moment
from desktop.views.kit.words import Words
from desktop.views.sent.standing_words import (
    PHASE_MARKS,
    STILL_MARK,
    coming_moment,
    is_held,
    left_words,
    stands_still,
)
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from desktop.bridge.desk import Desk
    from desktop.models.delivery import DeliveryTotals
    from desktop.models.outgoing import OutgoingMessage
    from desktop.models.send_limits import Hold

_BEAT_MS = 1000
_MOST_LINES_BESIDE = 2.5


class ControlBar(QWidget):
    """Offers what this message allows, and nothing else; hidden where there is nothing to say or do."""

    take_back_wanted = Signal()
    pause_wanted = Signal()
    go_on_wanted = Signal()
    stop_wanted = Signal()
    resend_failed_wanted = Signal()
    resend_unconfirmed_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._message: OutgoingMessage | None = None
        self._hold: Hold | None = None
        self._since_pause = (0, 0)
        self._busy = ""
        self.beat = QTimer(self, interval=_BEAT_MS)
        self.beat.timeout.connect(self._say)
        self._build()
        self._arrange()
        theme_of(self).changed.connect(self._mark)
        desk.delivering_changed.connect(self._on_delivering_changed)
        self.hide()

    def show_message(
        self, message: OutgoingMessage, hold: Hold | None = None, since_pause: tuple[int, int] = (0, 0)
    ) -> None:
        """Say how it stands, what holds it back, and offer what can be done about it now.

        ``since_pause`` is what was leaving when it paused by itself, and what of that went wrong.
        """
        self._message, self._hold, self._since_pause = message, hold, since_pause
        self._offer(message)
        self._mark()
        self._say()

    def show_busy(self, words: str) -> None:
        """Something is being done to the message that takes its time; ``show_idle`` ends it."""
        self._busy = words
        self.progress.setVisible(True)
        for button in self._buttons:
            button.setEnabled(False)
        self._say()

    def show_idle(self) -> None:
        """It is done, or was refused: offer again what the message allows."""
        self._busy = ""
        self.progress.hide()
        if self._message is not None:
            self.show_message(self._message, self._hold, self._since_pause)

    def _build(self) -> None:
        self.progress = QProgressBar()
        self.progress.setRange(0, 0)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(tr("Progress"))
        self.progress.setFixedWidth(theme_of(self).scale.width_label)
        self.progress.hide()
        self.mark = QLabel()
        self.words = Words("").wrapped()
        self.words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.take_back = Button(tr("Take back"), self.take_back_wanted.emit, icon="undo")
        self.pause = Button(tr("Pause"), self.pause_wanted.emit, icon="pause")
        self.go_on = Button(tr("Go on"), self.go_on_wanted.emit, icon="play")
        self.stop = Button(tr("Stop the rest"), self.stop_wanted.emit)
        self.failed = Button("", self.resend_failed_wanted.emit)
        self.unconfirmed = Button("", self.resend_unconfirmed_wanted.emit)
        # What comes while somebody reaches for the others stands before them, so that those keep their places.
        self._buttons = (self.failed, self.unconfirmed, self.take_back, self.pause, self.go_on, self.stop)

    def _arrange(self) -> None:
        space = theme_of(self).scale.small
        said, offered = QHBoxLayout(), QHBoxLayout()
        said.addWidget(self.mark)
        said.addWidget(self.words, 1)
        said.addWidget(self.progress)
        offered.addStretch()
        for button in self._buttons:
            offered.addWidget(button)
        self._halves = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._halves.setContentsMargins(0, 0, 0, 0)
        self._halves.addLayout(said, 1)
        self._halves.addLayout(offered)
        for row in (said, offered, self._halves):
            row.setSpacing(space)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def _share_width(self) -> None:
        """A long sentence gets the whole width, and the buttons stand below it."""
        space = theme_of(self).scale.small
        shown = [button for button in self._buttons if not button.isHidden()]
        taken = sum(button.sizeHint().width() + space for button in shown)
        if not self.mark.isHidden():
            taken += self.mark.sizeHint().width() + space
        if not self.progress.isHidden():
            taken += self.progress.width() + space
        room = self.width() - taken
        lines = self.words.heightForWidth(max(room, 1)) / max(self.words.fontMetrics().lineSpacing(), 1)
        is_long = bool(shown and self.words.text()) and lines > _MOST_LINES_BESIDE
        ways = QBoxLayout.Direction
        self._halves.setDirection(ways.TopToBottom if is_long else ways.LeftToRight)

    def _offer(self, message: OutgoingMessage) -> None:
        phase, totals = message.phase, message.totals
        is_open, is_ours = not totals.is_settled, not message.is_of_broker
        may = self._desk.actor.may(Role.SENDER)
        self.failed.relabel(trn("Resend to {n} that failed", "Resend to {n} that failed", totals.failed))
        self.unconfirmed.relabel(
            trn("Resend {n} unconfirmed…", "Resend {n} unconfirmed…", totals.unconfirmed)
        )
        shown = {
            self.take_back: phase is MessagePhase.WAITING and is_ours,
            self.pause: phase is MessagePhase.RUNNING and is_open and is_ours,
            self.go_on: phase is MessagePhase.PAUSED and is_open,
            self.stop: phase in (MessagePhase.RUNNING, MessagePhase.PAUSED) and is_open and is_ours,
            self.failed: totals.failed > 0,
            self.unconfirmed: totals.unconfirmed > 0,
        }
        pairs = ((self.pause, self.go_on), (self.go_on, self.pause))
        held = next((pair for pair in pairs if pair[0].hasFocus()), None)
        for button, is_shown in shown.items():
            button.setVisible(is_shown)
            button.setEnabled(may and not self._busy)
            button.tell_why_not(why_not(self._desk.actor, Role.SENDER))
        # Whoever pressed one of the two finds the other under the keyboard, and not what stands beside it.
        if held is not None and not shown[held[0]] and shown[held[1]]:
            held[1].setFocus()

    def _on_delivering_changed(self) -> None:
        self._mark()
        self._say()

    def _is_still(self, message: OutgoingMessage) -> bool:
        """Whether it would be leaving now if anything were delivered."""
        now, hold = self._desk.now(), self._hold
        is_held_back = hold is not None and hold.until > now
        return not self._desk.is_delivering and not is_held_back and stands_still(message, now)

    def _mark(self) -> None:
        message = self._message
        known = None
        if message is not None and self._is_still(message):
            known = STILL_MARK
        elif message is not None and is_held(message):
            known = PHASE_MARKS[message.phase]
        self.mark.setVisible(known is not None)
        if known is not None:
            self.mark.setPixmap(pixmap(*known, ratio=self.devicePixelRatioF()))

    def _say(self) -> None:
        if self._message is None:
            return
        waits = self._message.phase is MessagePhase.WAITING
        changes = waits or self._hold is not None
        if changes != self.beat.isActive():
            self.beat.start() if changes else self.beat.stop()
        words = self._standing(self._message)
        if words != self.words.text():
            self.words.setText(words)
            self._mark()
            zone = self._desk.zone
            release = self._message.release_at
            self.words.setToolTip(whole_moment(release, zone) if waits and release else "")
        self._share_width()
        self.setVisible(bool(words) or any(not button.isHidden() for button in self._buttons))

    def _standing(self, message: OutgoingMessage) -> str:
        if self._busy:
            return self._busy
        if self._is_still(message):
            return tr("It waits: no worker delivers for this office. It goes on by itself when one runs.")
        return self._phase_words(message)

    def _phase_words(self, message: OutgoingMessage) -> str:
        is_open = not message.totals.is_settled
        if message.phase is MessagePhase.WAITING:
            return self._waiting_words(message)
        if message.phase is MessagePhase.PAUSED and is_open:
            return self._paused_words(message)
        if message.phase is MessagePhase.RUNNING:
            return self._running_words(message) if is_open else _stopped_words(message.totals)
        if message.phase is MessagePhase.TAKEN_BACK:
            return tr("It was taken back. Nobody got it, and nobody will.")
        words = _stopped_words(message.totals)
        if not words and message.phase is MessagePhase.STOPPED:
            words = tr("The rest was stopped, but all of it had begun to leave.")
        return words

    def _running_words(self, message: OutgoingMessage) -> str:
        hold, now = self._hold, self._desk.now()
        rule = tr("It leaves within office hours only.") if message.only_office_hours else ""
        if hold is None or hold.until <= now:
            return rule
        when = coming_moment(hold.until, self._desk.zone, now)
        if not hold.mails_an_hour:
            return f"{rule} {tr('The office is closed now; it goes on {when}.').format(when=when)}".lstrip()
        reached = trn(
            "The office's limit of {n} e-mail an hour is reached; it goes on {when}.",
            "The office's limit of {n} e-mails an hour is reached; it goes on {when}.",
            hold.mails_an_hour,
        )
        return f"{reached.format(when=when)} {rule}".rstrip()

    def _waiting_words(self, message: OutgoingMessage) -> str:
        now, zone, release = self._desk.now(), self._desk.zone, message.release_at
        if self._hold is not None and self._hold.until > now:
            opens = coming_moment(self._hold.until, zone, now)
            return tr("Goes out {when}, when the office opens.").format(when=opens)
        if release is None or release <= now:
            return tr("It is about to leave.")
        left = left_words(release - now)
        if message.scheduled:
            return tr("Goes out {when}, in {left}.").format(when=coming_moment(release, zone, now), left=left)
        return tr("Nothing has left yet. It goes out in {left}.").format(left=left)

    def _paused_words(self, message: OutgoingMessage) -> str:
        when = ""
        if message.paused_at is not None:
            when = short_moment(message.paused_at, self._desk.zone, self._desk.now())
        if message.paused_by:
            return tr("Paused by {name}, {when}. Nothing leaves until somebody lets it go on.").format(
                name=message.paused_by, when=when
            )
        words = tr("Paused by the program, {when}. {reason}").format(when=when, reason=message.pause_reason)
        leaving, wrong = self._since_pause
        if not leaving:
            return words
        since = trn(
            "{n} more was leaving by then; {wrong} of those went wrong.",
            "{n} more were leaving by then; {wrong} of those went wrong.",
            leaving,
        )
        return f"{words} {since.format(wrong=f'{wrong:,}')}"


def _stopped_words(totals: DeliveryTotals) -> str:
    """Of a message that was stopped; also when some of it was sent once more since."""
    if not totals.cancelled:
        return ""
    words = trn(
        "The rest was stopped: {n} was cancelled and gets nothing.",
        "The rest was stopped: {n} were cancelled and get nothing.",
        totals.cancelled,
    )
    if totals.sending:
        words += " " + trn("{n} had begun to leave.", "{n} had begun to leave.", totals.sending)
    return words
