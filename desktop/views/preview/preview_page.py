"""Preview to Send: what each recipient gets, what to know beforehand, and the button that sends."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from desktop.bridge.shown_notice import NoticeKind, ShownNotice
from desktop.errors import Refused
from desktop.language import tr, trn
from desktop.models.change import Subject
from desktop.services.enclosed import enclosed_in
from desktop.services.previewing import missing_in, see
from desktop.services.reach import check_reach
from desktop.services.sending import new_uid, send
from desktop.views.kit.button import Button
from desktop.views.kit.foot_bar import FootBar
from desktop.views.kit.page_header import PageHeader
from desktop.views.kit.primary_button import PrimaryButton
from desktop.views.kit.schedule_words import schedule_words
from desktop.views.kit.words import Words
from desktop.views.message.message_forms import Form, MessageForms, channel_of
from desktop.views.message.recipient_stepper import RecipientStepper
from desktop.views.preview.check_items import check_items, missing_items, skip_words_of_one
from desktop.views.preview.check_list import CheckList
from desktop.views.preview.enclosed_items import enclosed_items
from desktop.views.preview.header_lines import HeaderLines
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.bridge.desk import Desk
    from desktop.models.change import Change
    from desktop.models.office import User
    from desktop.models.outgoing import MessageDraft
    from desktop.models.send_check import MissingValue, SendCheck
    from desktop.services.enclosed import Enclosed
    from desktop.services.previewing import SeenMessage
    from desktop.services.sending import Sent
    from desktop.store.store import Store
    from desktop.views.preview.check_items import CheckItem


class PreviewPage(QWidget):
    """Shows ``draft``, which has no problems.

    ``look_at`` opens a sent message, from the notice too; ``undo`` takes it back. ``uid`` is that of
    the stored draft: it names the sending, and whatever is sent is no draft any more.
    """

    sent = Signal(int)
    back_asked = Signal()

    def __init__(
        self,
        desk: Desk,
        draft: MessageDraft,
        look_at: Callable[[int], object] | None = None,
        undo: Callable[[int], object] | None = None,
        parent: QWidget | None = None,
        *,
        uid: str = "",
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._draft = draft
        self._look_at = look_at
        self._undo = undo
        self._seen: SeenMessage | None = None
        self._reached: int | None = None
        self._is_sending = False
        self._uid = uid or new_uid()
        self._message_id = 0
        # The second of two quick clicks must not land on whatever takes this page's place.
        self._leaving = QTimer(self, singleShot=True, interval=QApplication.doubleClickInterval())
        self._checks: list[CheckItem] = []
        self._missing: list[CheckItem] = []
        self._enclosed: list[CheckItem] = []
        self.stepper = RecipientStepper(desk)
        self.header = HeaderLines()
        self.note = Words("", "strong").wrapped()
        self.forms = MessageForms()
        self.checks = CheckList()
        self.send_button = PrimaryButton("", self.send)
        self.back = Button(tr("Back to message"), self.back_asked.emit)
        self.schedule = Words(schedule_words(draft, desk.zone), "quiet").wrapped()
        self.foot = FootBar((self.back, self.schedule), (self.send_button,))
        self._arrange()
        self._connect()
        # Where the keys for the next recipient work at once, and a second Enter sends nothing.
        self.setFocusProxy(self.forms.tabs)
        self.forms.set_channels(draft.channels)
        self.stepper.set_accounts(draft.accounts)
        self._check()

    @property
    def is_sending(self) -> bool:
        """Whether the message is on its way into the outbox."""
        return self._is_sending

    def send(self) -> None:
        """Put the message into the outbox, once."""
        if self._is_sending or self._reached is None:
            return
        if self._reached == 0:
            self.foot.say(tr("None of these accounts can be reached this way."))
            return
        self._is_sending = True
        self.foot.say("")
        self.send_button.setEnabled(False)
        self.back.setEnabled(False)
        desk = self._desk
        desk.jobs.write(
            _send,
            desk.store,
            desk.actor,
            self._draft,
            self._uid,
            then=self._on_sent,
            failed=self._on_failed,
            owner=self,
        )

    def _arrange(self) -> None:
        scale = theme_of(self).scale
        message = QVBoxLayout()
        message.setSpacing(scale.small)
        for part in (self.stepper, self.header, self.note):
            message.addWidget(part)
        message.addWidget(self.forms, 1)
        self.checks.setFixedWidth(scale.width_places + scale.wide)
        halves = QHBoxLayout()
        halves.setSpacing(scale.large)
        halves.addWidget(self.checks)
        halves.addLayout(message, 1)
        body = QVBoxLayout()
        body.setContentsMargins(scale.large, scale.large, scale.large, scale.medium)
        body.setSpacing(scale.medium)
        body.addWidget(PageHeader(tr("Preview to Send")))
        body.addLayout(halves, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(body, 1)
        column.addWidget(self.foot)
        self.note.hide()
        self._label_button()

    def _connect(self) -> None:
        self._leaving.timeout.connect(self._on_left)
        self.stepper.moved.connect(self._see)
        self.forms.form_changed.connect(self._show)
        self.checks.account_chosen.connect(self.stepper.go_to)
        self._desk.refresh.changed.connect(self._on_store_changed)
        self._desk.office_changed.connect(self._see_again)
        for keys, command in (
            ("Alt+Left", self.stepper.go_back),
            ("Alt+Right", self.stepper.go_on),
            ("K", self.stepper.go_back),
            ("J", self.stepper.go_on),
            ("Esc", self.back.click),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(command)

    def _see_again(self) -> None:
        self._see(self.stepper.account_id)

    def _see(self, account_id: int | None) -> None:
        if account_id is None:
            return
        desk = self._desk
        desk.jobs.read(
            see,
            desk.store,
            desk.actor,
            self._draft,
            account_id,
            then=self._take_seen,
            failed=self._on_unseen,
            owner=self,
            latest="see",
        )

    def _take_seen(self, seen: SeenMessage) -> None:
        self._seen = seen
        self.forms.show_message(seen.rendered, seen.images)
        self._show()

    def _on_unseen(self, error: Exception) -> None:
        self.forms.clear()
        self.note.setText(error.sentence if isinstance(error, Refused) else tr("This cannot be shown."))
        self.note.show()

    def _show(self) -> None:
        if self._seen is None:
            return
        form = self.forms.form
        self.header.show_message(self._seen, is_mail=form in {Form.EMAIL, Form.TEXT})
        reason = self._seen.skips.get(channel_of(form))
        self.note.setText(skip_words_of_one(reason) if reason else "")
        self.note.setVisible(reason is not None)

    def _check(self) -> None:
        desk = self._desk
        desk.jobs.read(
            check_reach, desk.store, self._draft, then=self._take_check, owner=self, latest="check"
        )
        desk.jobs.read(
            enclosed_in, desk.store, self._draft, then=self._take_enclosed, owner=self, latest="enclosed"
        )
        self.checks.show_progress(0, len(self._draft.accounts))
        desk.jobs.read(
            missing_in,
            desk.store,
            desk.actor,
            self._draft,
            then=self._take_missing,
            owner=self,
            latest="missing",
            progress=self._on_progress,
        )

    def _take_check(self, found: tuple[SendCheck, int]) -> None:
        check, self._reached = found
        self._checks = check_items(check)
        self._show_checks()
        self._label_button()

    def _take_enclosed(self, found: Enclosed) -> None:
        self._enclosed = enclosed_items(found)
        self._show_checks()

    def _show_checks(self) -> None:
        self.checks.show_items([*self._missing, *self._enclosed, *self._checks])

    def _take_missing(self, missing: list[MissingValue]) -> None:
        self._missing = missing_items(missing)
        self.checks.show_progress(1, 1)
        self._show_checks()

    def _on_progress(self, done: int, total: int, _words: str) -> None:
        self.checks.show_progress(done, total)

    def _label_button(self) -> None:
        count = len(self._draft.accounts) if self._reached is None else self._reached
        words = trn("Send to {n} account", "Send to {n} accounts", count)
        if self._draft.send_at is not None:
            words = trn("Schedule for {n} account", "Schedule for {n} accounts", count)
        self.send_button.relabel(words)
        self.send_button.setEnabled(self._reached is not None and not self._is_sending)

    def _on_sent(self, sent: Sent) -> None:
        self._desk.notices.show(self._sent_notice(sent))
        self._message_id = sent.message_id
        self._leaving.start()

    def _sent_notice(self, sent: Sent) -> ShownNotice:
        """What was done, with the way back while there is one."""
        count = self._reached or 0
        if self._draft.send_at is not None:
            return self._look_notice(
                trn("Scheduled for {n} account.", "Scheduled for {n} accounts.", count), sent
            )
        words = trn("Sending to {n} account.", "Sending to {n} accounts.", count)
        if not sent.undo_seconds or self._undo is None:
            return self._look_notice(words, sent)
        undo = partial(self._undo, sent.message_id)
        return ShownNotice(
            NoticeKind.SUCCESS, words, action_label=tr("Undo"), action=undo, seconds=sent.undo_seconds
        )

    def _look_notice(self, words: str, sent: Sent) -> ShownNotice:
        action = partial(self._look_at, sent.message_id) if self._look_at else None
        label = tr("Look at it") if action else ""
        return ShownNotice(NoticeKind.SUCCESS, words, action_label=label, action=action)

    def _on_left(self) -> None:
        self.sent.emit(self._message_id)

    def _on_failed(self, error: Exception) -> None:
        self._is_sending = False
        self.back.setEnabled(True)
        if isinstance(error, Refused):
            self.foot.say(f"{error.sentence} {error.remedy}".strip())
        else:
            self.foot.say(tr("The message was not sent."))
        self._label_button()

    def _on_store_changed(self, change: Change) -> None:
        touched = {touch.subject for touch in change.touches}
        if touched & {Subject.ACCOUNTS, Subject.USERS, Subject.SETTINGS} and not self._is_sending:
            self._check()
            self._see_again()


def _send(store: Store, actor: User, draft: MessageDraft, uid: str) -> Sent:
    return send(store, actor, draft, uid=uid)
