"""One inquiry: its thread, the message it is about, and what can be done with it."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.content.cleaning import in_a_row
from desktop.language import tr
from desktop.models.change import Subject
from desktop.models.inquiry import InquiryStep
from desktop.models.subject_words import subject_words
from desktop.services import inquiries
from desktop.views.inquiries.inquiry_words import STATUS_MARKS, status_word
from desktop.views.inquiries.reply_box import ReplyBox
from desktop.views.inquiries.thread_view import ThreadView
from desktop.views.kit.button import Button
from desktop.views.kit.confirm import Confirm
from desktop.views.kit.elided import plain_tip
from desktop.views.kit.marks import paint_marked
from desktop.views.kit.moments import short_moment
from desktop.views.kit.opened_head import OpenedHead
from desktop.views.kit.saving import ask_where
from desktop.views.kit.words import Words
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent, QShowEvent

    from desktop.bridge.desk import Desk
    from desktop.models.change import Change
    from desktop.models.inquiry import Inquiry, InquiryFile, InquiryStatus
    from desktop.models.inquiry_draft import InquiryAttachment
    from desktop.models.office import User
    from desktop.services.inquiries import Thread
    from desktop.store.store import Store

_VERBS: dict[InquiryStep, Callable[..., Change]] = {
    InquiryStep.CLOSED: inquiries.close,
    InquiryStep.CANCELLED: inquiries.cancel,
    InquiryStep.REOPENED: inquiries.reopen,
}


class InquiryPage(QWidget):
    """A page over the area. ``message_wanted`` carries the id of a broker message, which needs 64 bits."""

    closed = Signal()
    changed = Signal()  # the office wrote something that the broker's side has still to get
    message_wanted = Signal(object)

    def __init__(self, desk: Desk, inquiry_id: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._inquiry_id = inquiry_id
        self._shown: Inquiry | None = None
        self.head = OpenedHead(tr("Back to Inquiries (Esc)"), self.ask_close)
        self.number = Words("", "strong")
        self.status = StatusLine()
        self.meta = Words("", "caption")
        self.message_button = Button("", self._on_message, variant="link", icon="mail")
        self.thread_view = ThreadView(desk)
        self.reply = ReplyBox(desk)
        self._arrange()
        self.thread_view.file_wanted.connect(self._on_file_wanted)
        self.reply.step_wanted.connect(self._on_step_wanted)
        desk.refresh.changed.connect(self._on_changed)
        self._read()

    @property
    def is_dirty(self) -> bool:
        """Whether something half written would be lost."""
        return self.reply.is_dirty

    def ask_close(self) -> None:
        """Close, after asking where something would be lost."""
        if not self.is_dirty:
            self.closed.emit()
            return
        sentence = tr("What you have written here is not kept anywhere.")
        Confirm(
            self, tr("Discard what you have written?"), sentence, tr("Discard the text"), self.closed.emit,
            danger=True, cancel=tr("Go on writing"),
        ).open()  # fmt: skip

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.ask_close()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._mark_read()

    def _arrange(self) -> None:
        scale = theme_of(self).scale
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(scale.medium)
        for part in (self.number, self.status, self.meta, self.message_button):
            row.addWidget(part)
        row.addStretch(1)
        self.message_button.hide()
        self.head.add_line(line)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.thread_view, 1)
        column.addWidget(self.reply)
        self.reply.hide()

    def _read(self) -> None:
        desk = self._desk
        desk.jobs.read(
            inquiries.thread, desk.store, self._inquiry_id, then=self._on_read, owner=self, latest="thread"
        )

    def _on_read(self, thread: Thread | None) -> None:
        if thread is None:
            self.closed.emit()
            return
        inquiry = self._shown = thread.inquiry
        self.head.header.set_title(subject_words(in_a_row(inquiry.subject)))
        self.number.setText(inquiry.number)
        self.status.show_status(inquiry.status)
        when = short_moment(inquiry.opened_at, self._desk.zone, self._desk.now())
        self.meta.setText(tr("opened by {name}, {time}").format(name=inquiry.opened_by, time=when))
        if inquiry.message_id is not None:
            self.message_button.relabel(tr("Message it is about"))
            self.message_button.setToolTip(plain_tip(subject_words(in_a_row(thread.about))))
            self.message_button.show()
        self.thread_view.show_entries(thread.entries)
        self.reply.show_status(inquiry.status)
        self._mark_read()

    def _mark_read(self) -> None:
        """Only what is in view: a later answer than the one shown stays unread."""
        shown = self._shown
        if shown is None or shown.is_read or not self.isVisible():
            return
        desk = self._desk
        desk.jobs.write(inquiries.mark_read, desk.store, desk.actor, shown.id, shown.version, owner=self)

    def _on_changed(self, change: Change) -> None:
        if any(not touch.ids or self._inquiry_id in touch.ids for touch in change.of(Subject.INQUIRIES)):
            self._read()

    def _on_step_wanted(self, step: InquiryStep) -> None:
        shown = self._shown
        if shown is None:
            return
        if step is not InquiryStep.CANCELLED:
            self._take(step, shown)
            return
        question = tr("Cancel this inquiry?")
        sentence = tr("IB is told that it need not be answered. It can be reopened.")
        Confirm(
            self,
            question,
            sentence,
            tr("Cancel inquiry"),
            lambda: self._take(step, shown),
            cancel=tr("Keep it"),
        ).open()

    def _take(self, step: InquiryStep, shown: Inquiry) -> None:
        """Do it to the inquiry as it was ``shown`` when the person wished it: it may be another behind a question."""
        desk = self._desk
        text, files = self.reply.text.toPlainText(), self.reply.files.files
        # Files go only with what is added: whoever has some ready keeps them, and the text that belongs to them.
        # What was typed before another ended the inquiry was meant as an addition, and waits to be added.
        is_used = step is InquiryStep.ADDED or not (files or step is InquiryStep.REOPENED)
        if not is_used:
            text = ""
        self.reply.start()
        desk.jobs.write(
            _step, desk.store, desk.actor, shown.id, shown.version, step, text,
            files if step is InquiryStep.ADDED else (),
            then=functools.partial(self._on_taken, is_used), failed=self._on_failed, owner=self,
        )  # fmt: skip

    def _on_taken(self, is_used: bool, _change: Change) -> None:  # noqa: FBT001 - bound by position
        self.reply.done(is_used=is_used)
        self.changed.emit()

    def _on_failed(self, error: Exception) -> None:
        self.reply.show_failure(error)
        self._read()

    def _on_message(self) -> None:
        if self._shown is not None and self._shown.message_id is not None:
            self.message_wanted.emit(self._shown.message_id)

    def _on_file_wanted(self, file: InquiryFile) -> None:
        desk = self._desk

        def ask(data: bytes) -> None:
            ask_where(
                self, tr("Save the attachment"), file.name, lambda path: path.write_bytes(data), desk.notices
            )

        desk.jobs.read(inquiries.file_data, desk.store, file, then=ask, owner=self)


class StatusLine(QWidget):
    """The status as a mark and a word."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._status: InquiryStatus | None = None

    def show_status(self, status: InquiryStatus) -> None:
        self._status = status
        self.setAccessibleName(status_word(status))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        words = status_word(self._status) if self._status is not None else ""
        scale = theme_of(self).scale
        metrics = self.fontMetrics()
        return QSize(
            scale.icon_small + 2 * scale.small + metrics.horizontalAdvance(words),
            max(scale.icon_small, metrics.height()),
        )

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._status is not None:
            icon, tint = STATUS_MARKS[self._status]
            paint_marked(QPainter(self), QRectF(self.rect()), icon, tint, status_word(self._status))


def _step(
    store: Store,
    actor: User,
    inquiry_id: int,
    version: int,
    step: InquiryStep,
    text: str,
    files: tuple[InquiryAttachment, ...],
) -> Change:
    if step is InquiryStep.ADDED:
        return inquiries.add(store, actor, inquiry_id, version, text, files)
    return _VERBS[step](store, actor, inquiry_id, version, text)
