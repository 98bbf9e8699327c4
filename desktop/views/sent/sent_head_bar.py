"""What stands above a sent message's deliveries: what it was, and how far it is."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.language import tr, trn
from desktop.models.delivery import DeliveryTotals
from desktop.models.pace import Pace
from desktop.models.phase import MessagePhase
from desktop.views.kit.button import Button
from desktop.views.kit.delivery_words import channel_words
from desktop.views.kit.moments import short_moment, whole_moment
from desktop.views.kit.totals_bar import TotalsBar
from desktop.views.kit.words import Words
from desktop.views.sent.progress_words import count_words, progress_words
from desktop.views.sent.standing_words import coming_moment, left_words
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from datetime import datetime

    from PySide6.QtGui import QResizeEvent

    from desktop.bridge.desk import Desk
    from desktop.models.outgoing import OutgoingMessage
    from desktop.services.sent import SentHead

_BEAT_MS = 1000
_SOON = timedelta(minutes=2)
_ROOM = 4
"""By so many wide spaces a line must fit before what stood below it goes up again."""
_MOVING = frozenset({MessagePhase.RUNNING, MessagePhase.STOPPED})


class SentHeadBar(QWidget):
    """Rate and time left are judged by how the totals moved while this was looked at: the mails alone, if any."""

    events_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._pace = Pace()
        self._shown = DeliveryTotals()
        self._head: SentHead | None = None
        self._read_at: datetime | None = None
        self._is_unread = False
        self._moves = False
        self._is_held = False
        self._retry_at: datetime | None = None
        # What stands still is told of by nobody, and must not keep the rate it had.
        self.beat = QTimer(self, interval=_BEAT_MS)
        self.beat.timeout.connect(self._show_progress)
        self.beat.timeout.connect(self._show_trouble)
        self.meta = Words("", "quiet").wrapped()
        self.totals = TotalsBar()
        self.progress = Words("", "strong")
        self.events = Button(tr("What was done"), self.events_wanted.emit, variant="link")
        self.trouble = Words("", "problem").wrapped()
        scale = theme_of(self).scale
        beside = QHBoxLayout()
        beside.addWidget(self.progress)
        beside.addStretch()
        beside.addWidget(self.events)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.addWidget(self.totals, 1)
        self._row.addLayout(beside)
        beside.setSpacing(scale.wide)
        self._row.setSpacing(scale.wide)
        self.totals.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scale.small)
        column.addWidget(self.meta)
        column.addLayout(self._row)
        column.addWidget(self.trouble)
        self.trouble.hide()

    def show_head(self, head: SentHead) -> None:
        totals = self._shown = head.message.totals
        self._moves = not totals.is_settled and head.message.phase in _MOVING
        self._is_held, self._retry_at = head.hold is not None, head.retry_at
        if head.mails_follow or head.trouble or head.retry_at or not self._moves:
            # What is posted, and what stood still, says nothing about the rate of the mails.
            self._pace = Pace()
        else:
            self._pace.note(totals.settled, self._desk.now())
        self.meta.setText(self._meta_words(head))
        self.totals.set_totals(totals)
        self._show_progress()
        self._head, self._read_at, self._is_unread = head, self._desk.now(), False
        self._show_trouble()

    def show_unread(self) -> None:
        """How it stands cannot be read just now: what is shown is how it stood."""
        self._pace, self._is_unread = Pace(), True
        self._show_progress()
        self._show_trouble()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def _share_width(self) -> None:
        """The rate stands below where the numbers would be cut beside it; it stays there while it moves, calmly."""
        scale, ways = theme_of(self).scale, QBoxLayout.Direction
        moving = self.progress.sizeHint().width() + scale.wide if self._moves else 0
        wanted = self.totals.sizeHint().width() + moving + scale.wide + self.events.sizeHint().width()
        is_below = wanted > self.width() or (
            self._moves
            and self._row.direction() is ways.TopToBottom
            and wanted > self.width() - _ROOM * scale.wide
        )
        self._row.setDirection(ways.TopToBottom if is_below else ways.LeftToRight)
        self._row.setSpacing(scale.tiny if is_below else scale.wide)

    def _show_progress(self) -> None:
        self._say_progress()
        self._share_width()

    def _say_progress(self) -> None:
        totals = self._shown
        self.progress.setVisible(self._moves)
        if not self._moves:
            self.beat.stop()
            return
        now = self._desk.now()
        # What stands still has neither a rate nor an end that could be told from it.
        words = count_words(totals) if self._is_held else progress_words(totals, self._pace, now)
        if self._retry_at is not None and self._retry_at > now:
            words = f"{words} · {self._retry_words(self._retry_at, now)}"
        self.progress.setText(words)
        if not self.beat.isActive():
            self.beat.start()

    def _retry_words(self, moment: datetime, now: datetime) -> str:
        if moment - now < _SOON:
            return tr("tried again in {left}").format(left=left_words(moment - now))
        return tr("tried again {when}").format(when=coming_moment(moment, self._desk.zone, now))

    def _show_trouble(self) -> None:
        words = self._trouble_words()
        self.trouble.setVisible(bool(words))
        if words != self.trouble.text():
            self.trouble.setText(words)

    def _trouble_words(self) -> str:
        """Who does not answer any more, and why mail does not leave, each with the moment it is seen to."""
        if self._is_unread and self._read_at is not None:
            when = short_moment(self._read_at, self._desk.zone, self._desk.now())
            return tr("The store cannot be reached. This is how it stood at {time}.").format(time=when)
        return "\n".join(words for words in (self._silent_words(), self._mail_words()) if words)

    def _silent_words(self) -> str:
        silent, now = self._head.silent if self._head is not None else None, self._desk.now()
        if silent is None:
            return ""
        words = trn(
            "{n} was with a worker that no longer answers.",
            "{n} were with a worker that no longer answers.",
            silent.claims,
        )
        then = tr("The next worker that runs takes over.")
        if silent.until > now:
            then = tr("A worker that runs takes over in {left}.").format(left=left_words(silent.until - now))
        lost = trn(
            "{n} that may have left becomes unconfirmed; what has not begun goes out.",
            "{n} that may have left become unconfirmed; what has not begun goes out.",
            silent.begun,
        )
        return f"{words} {then} {lost}" if silent.begun else f"{words} {then}"

    def _mail_words(self) -> str:
        """Why mail does not leave, and when it is tried next; no moment that is over."""
        head, now = self._head, self._desk.now()
        if head is None or not head.trouble:
            return ""
        words = tr("E-mail does not leave at the moment: {reason}").format(reason=head.trouble)
        if head.tried_at is None or head.tried_at <= now:
            return words
        if head.tried_at - now < _SOON:
            again = tr("It is tried again in {left}.").format(left=left_words(head.tried_at - now))
        else:
            again = tr("It is tried again {when}.").format(
                when=coming_moment(head.tried_at, self._desk.zone, now)
            )
        return f"{words} {again}"

    def _meta_words(self, head: SentHead) -> str:
        message, zone = head.message, self._desk.zone
        when = whole_moment(message.sent_at, zone)
        began = _began_words(message).format(when=whole_moment(head.began_at, zone)) if head.began_at else ""
        back = head.taken_back
        parts = [
            tr("Taken back by {name} on {when}").format(name=back.by, when=whole_moment(back.at, zone))
            if back
            else "",
            _sent_words(message).format(name=message.sent_by, when=when),
            began,
            tr("Replies go to {address}").format(address=message.reply_to) if message.reply_to else "",
            channel_words(message.channels),
            tr("Template “{name}”").format(name=head.template) if head.template else "",
            tr("Sent again from an earlier message") if message.resend_of else "",
        ]
        return " · ".join(part for part in parts if part)


def _began_words(message: OutgoingMessage) -> str:
    """Of one that was scheduled: the end of an undo period is no news."""
    if not message.scheduled or message.is_of_broker:
        return ""
    if message.only_office_hours:
        return tr("Leaves within office hours from {when} on")
    return tr("Began to leave on {when}")


def _sent_words(message: OutgoingMessage) -> str:
    if message.scheduled and not message.is_of_broker:
        return tr("Scheduled by {name} on {when}")
    if message.phase is MessagePhase.TAKEN_BACK:
        return tr("Queued by {name} on {when}")
    if not message.is_of_broker:
        return tr("Sent by {name} on {when}")
    by_whom = tr("Message of IB, sent as it is by {name} on {when}")
    return by_whom if message.sent_by else tr("Message of IB, sent on {when}")
