"""Preview to Send: what each recipient gets, what to know beforehand, and the button that sends."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from desktop.bridge.shown_notice import NoticeKind, ShownNotice
from desktop.content.places import Place
from desktop.errors import Refused
from desktop.language import tr, trn
from desktop.models.change import Subject
from desktop.models.missing_rule import MissingWay, way_of
from desktop.services.composing import DraftField, DraftProblem
from desktop.services.previewing import see
from desktop.services.sending import new_uid, send
from desktop.views.kit.button import Button
from desktop.views.kit.foot_bar import FootBar
from desktop.views.kit.page_header import PageHeader
from desktop.views.kit.primary_button import PrimaryButton
from desktop.views.kit.words import Words
from desktop.views.message.message_forms import Form, MessageForms, channel_of
from desktop.views.message.recipient_stepper import RecipientStepper
from desktop.views.preview.check_list import CheckList
from desktop.views.preview.edge_words import boundary_words
from desktop.views.preview.header_lines import HeaderLines
from desktop.views.preview.lacking_dialog import LackingDialog
from desktop.views.preview.preview_checks import PreviewChecks
from desktop.views.preview.reach_items import skip_title, skip_words_of_one
from desktop.views.preview.schedule_line import ScheduleLine
from desktop.views.preview.trial_sender import TrialSender
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop.bridge.desk import Desk
    from desktop.models.change import Change
    from desktop.models.missing_rule import MissingRule
    from desktop.models.office import User
    from desktop.models.outgoing import MessageDraft
    from desktop.models.survey import Survey
    from desktop.services.previewing import SeenMessage
    from desktop.services.sending import Sent
    from desktop.store.store import Store
    from desktop.views.preview.check_item import AccountsOf, TextPlace
    from desktop.views.remembered import Remembered


class PreviewPage(QWidget):
    """Shows ``draft``, which has no problems.

    ``look_at`` opens a sent message, from the notice too; ``undo`` takes it back. ``uid`` is that of
    the stored draft: it names the sending, and whatever is sent is no draft any more.
    """

    sent = Signal(int)
    back_asked = Signal()
    settled = Signal(object)  # MessageDraft: what was settled here belongs to the message
    place_asked = Signal(object)  # DraftProblem: the place in the editor to be gone to

    def __init__(
        self,
        desk: Desk,
        remembered: Remembered,
        draft: MessageDraft,
        look_at: Callable[[int], object] | None = None,
        undo: Callable[[int], object] | None = None,
        *,
        uid: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._remembered = remembered
        self._look_at = look_at
        self._undo = undo
        self._seen: SeenMessage | None = None
        self._is_sending = False
        self._uid = uid or new_uid()
        self._message_id = 0
        # The second of two quick clicks must not land on whatever takes this page's place.
        self._leaving = QTimer(self, singleShot=True, interval=QApplication.doubleClickInterval())
        self.work = PreviewChecks(desk, draft, self)
        self.trial = TrialSender(desk, self)
        self.stepper = RecipientStepper(desk)
        self.header = HeaderLines()
        self.note = Words("", "strong").wrapped()
        self.forms = MessageForms()
        self.checks = CheckList()
        self.send_button = PrimaryButton("", self.send)
        self.back = Button(tr("Back to message"), self.back_asked.emit)
        self.schedule = ScheduleLine(desk, draft)
        self.foot = FootBar((self.back,), (self.trial.button, self.send_button))
        self._arrange()
        self._connect()
        # Where the keys for the next recipient work at once, and a second Enter sends nothing.
        self.setFocusProxy(self.forms.tabs)
        self.forms.set_channels(draft.channels)
        self.stepper.set_accounts(draft.accounts)
        self.work.look()

    @property
    def draft(self) -> MessageDraft:
        """The message with what was settled here."""
        return self.work.draft

    @property
    def is_sending(self) -> bool:
        """Whether the message is on its way into the outbox."""
        return self._is_sending

    def send(self) -> None:
        """Put the message into the outbox, once; to the first problem where there is one."""
        if self._is_sending or not self.work.is_ready:
            return
        problem = self.work.first_problem()
        if problem is not None:
            self.checks.lead_to(problem.key)
            self.foot.say(problem.sentence)
            return
        if self.work.reached == 0:
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
            self.draft,
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
        self.checks.setFixedWidth(scale.width_places + 2 * scale.huge + scale.large)
        halves = QHBoxLayout()
        halves.setSpacing(scale.large)
        halves.addWidget(self.checks)
        halves.addLayout(message, 1)
        body = QVBoxLayout()
        body.setContentsMargins(scale.large, scale.large, scale.large, scale.medium)
        body.setSpacing(scale.medium)
        head = QVBoxLayout()
        head.setSpacing(scale.tiny)
        head.addWidget(PageHeader(tr("Preview to Send")))
        head.addWidget(self.schedule)
        body.addLayout(head)
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
        self.trial.asked.connect(self._send_trial)
        self._connect_checks()
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

    def _connect_checks(self) -> None:
        work, checks = self.work, self.checks
        work.changed.connect(self._show_checks)
        work.progressed.connect(checks.show_progress)
        work.surveyed.connect(self._on_surveyed)
        work.stopped.connect(checks.show_stopped)
        checks.account_chosen.connect(self.stepper.go_to)
        checks.place_chosen.connect(self._on_place_chosen)
        checks.message_chosen.connect(self._on_message_chosen)
        checks.accounts_chosen.connect(self._on_accounts_chosen)
        checks.rule_chosen.connect(self._on_rule_chosen)
        checks.stop_asked.connect(work.stop)
        checks.again_asked.connect(work.look_at_all)

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
            self.draft,
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
        words = skip_words_of_one(reason) if reason else self._missing_words(self._seen)
        self.note.setText(words)
        self.note.setVisible(bool(words))

    def _missing_words(self, seen: SeenMessage) -> str:
        """That a place is empty which nobody has meant to be."""
        keywords = dict.fromkeys(each.name for each in seen.rendered.missing)
        stops = [name for name in keywords if way_of(self.draft.missing, name) is MissingWay.STOP]
        return (
            tr("This account has no value for “{keyword}”.").format(keyword=", ".join(stops)) if stops else ""
        )

    def _show_checks(self) -> None:
        self.checks.show_items(self.work.items())
        self.stepper.set_accounts(self.work.recipients, keep_shown=True)
        self._label_button()

    def _on_surveyed(self, found: Survey) -> None:
        self.stepper.set_reasons({each.account.id: boundary_words(each) for each in found.boundaries})

    def _on_rule_chosen(self, rule: MissingRule) -> None:
        self.foot.say("")
        self.work.settle(rule)
        self._label_button()
        self.settled.emit(self.draft)
        self._see_again()

    def _on_place_chosen(self, place: TextPlace) -> None:
        field = DraftField.SUBJECT if place.in_subject else DraftField.CONTENT
        there = Place(place.line, place.column)
        self.place_asked.emit(DraftProblem(field, "", there, language=place.language))

    def _on_message_chosen(self, message_id: int) -> None:
        if self._look_at is not None:
            self._look_at(message_id)

    def _on_accounts_chosen(self, of: AccountsOf) -> None:
        if of.reason is not None:
            self.work.find_left_out(
                of.reason, of.channel, partial(self._list_accounts, skip_title(of.reason))
            )
            return
        found = self.work.survey
        if found is not None and of.keyword in found.lacking:
            title = tr("No value for “{keyword}”").format(keyword=of.keyword)
            self._list_accounts(title, found.lacking[of.keyword])

    def _list_accounts(self, title: str, accounts: Sequence[int]) -> None:
        dialog = LackingDialog(self._desk, self._remembered, title, accounts, self)
        dialog.account_chosen.connect(self.stepper.go_to)
        dialog.open()

    def _send_trial(self) -> None:
        if self.stepper.account_id is not None:
            self.trial.send(self.draft, self.stepper.account_id, self._uid)

    def _label_button(self) -> None:
        reached = self.work.reached
        count = len(self.draft.accounts) if reached is None else reached
        words = trn("Send to {n} account", "Send to {n} accounts", count)
        if self.draft.send_at is not None:
            words = trn("Schedule for {n} account", "Schedule for {n} accounts", count)
        self.send_button.relabel(words)
        self.send_button.setEnabled(self.work.is_ready and not self._is_sending)

    def _on_sent(self, sent: Sent) -> None:
        self._desk.notices.show(self._sent_notice(sent))
        self._message_id = sent.message_id
        self._leaving.start()

    def _sent_notice(self, sent: Sent) -> ShownNotice:
        """What was done, with the way back while there is one."""
        count = self.work.reached or 0
        if self.draft.send_at is not None:
            return self._look_notice(
                trn("Scheduled for {n} account.", "Scheduled for {n} accounts.", count), sent
            )
        words = trn("Sending to {n} account.", "Sending to {n} accounts.", count)
        kind = NoticeKind.SUCCESS
        if not self._desk.is_delivering:
            kind = NoticeKind.WARNING
            words = trn(
                "Ready for {n} account. It leaves when a worker runs.",
                "Ready for {n} accounts. It leaves when a worker runs.",
                count,
            )
        if not sent.undo_seconds or self._undo is None:
            return self._look_notice(words, sent, kind)
        undo = partial(self._undo, sent.message_id)
        return ShownNotice(kind, words, action_label=tr("Undo"), action=undo, seconds=sent.undo_seconds)

    def _look_notice(self, words: str, sent: Sent, kind: NoticeKind = NoticeKind.SUCCESS) -> ShownNotice:
        action = partial(self._look_at, sent.message_id) if self._look_at else None
        label = tr("Look at it") if action else ""
        return ShownNotice(kind, words, action_label=label, action=action)

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
            self.work.look()
            self._label_button()
            self._see_again()


def _send(store: Store, actor: User, draft: MessageDraft, uid: str) -> Sent:
    return send(store, actor, draft, uid=uid)
