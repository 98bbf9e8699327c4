"""Where a message or a template is written, with what will arrive beside it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.language import tr
from desktop.models.change import Subject
from desktop.models.outgoing import ComposeMode, MessageDraft
from desktop.services.composing import (
    chosen_accounts,
    draft_problems,
    editor_choices,
    field_problems,
    made_from,
    new_draft,
)
from desktop.services.recipient_evaluation import chosen_anew, drift
from desktop.views.compose.draft_dealing import DraftDealing
from desktop.views.compose.editor_form import EditorForm
from desktop.views.compose.editor_halves import EditorHalves
from desktop.views.compose.enclosing import Enclosing
from desktop.views.compose.help_sheet import HelpSheet
from desktop.views.compose.live_preview_pane import LivePreviewPane
from desktop.views.compose.template_dealing import TemplateDealing
from desktop.views.kit.button import Button
from desktop.views.kit.confirm import Confirm
from desktop.views.kit.foot_bar import FootBar
from desktop.views.kit.page_header import PageHeader
from desktop.views.kit.primary_button import PrimaryButton
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from desktop.bridge.desk import Desk
    from desktop.errors import Refused
    from desktop.models.change import Change
    from desktop.models.channel import Channels
    from desktop.models.chosen_recipients import ChosenRecipients, GroupsApplied
    from desktop.models.kept_draft import KeptDraft
    from desktop.models.template import Template
    from desktop.services.composing import DraftProblem, EditorChoices, LivePreview


class EditorPage(QWidget):
    """Writes ``draft``, or goes on with the draft ``kept``, or edits a template (``EditorPage.for_template``).

    A message is saved all the while. Whoever shows the page answers ``recipients_asked`` (with what
    is chosen) by ``set_recipients``.
    """

    recipients_asked = Signal(object)  # ChosenRecipients
    preview_asked = Signal(object)  # MessageDraft without problems
    template_saved = Signal(int)
    cancelled = Signal()

    def __init__(
        self,
        desk: Desk,
        draft: MessageDraft | None = None,
        *,
        kept: KeptDraft | None = None,
        for_sending: bool = True,
        template: Template | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._for_sending = for_sending
        self._wants_all = False
        self._begun = kept.read.draft if kept else draft or new_draft(desk.actor)
        self._text_problems: tuple[DraftProblem, ...] = ()
        self._known_accounts: tuple[tuple[int, ...], Channels] | None = None
        self._known_groups: GroupsApplied | None = None
        self.form = EditorForm(desk, self._begun, for_sending=for_sending)
        self.preview = LivePreviewPane(desk)
        self.enclosing = Enclosing(desk, self.form.message, self)
        self.templates = TemplateDealing(desk, self.form, None if for_sending else template, self)
        self.drafts = DraftDealing(desk, self.form, kept, self) if for_sending else None
        self._build()
        self._arrange()
        self._connect()
        self._read_choices()
        self._look()
        self.halves.fit(self.width())
        self.setFocusProxy(self.form.template.chosen_radio if for_sending else self.form.template_name)

    @classmethod
    def for_template(cls, desk: Desk, template: Template | None, parent: QWidget | None = None) -> EditorPage:
        """The page on ``template``, or on a new one."""
        draft = MessageDraft(mode=ComposeMode.NEW_TEMPLATE)
        if template is not None:
            draft = replace(made_from(draft, template), template_name=template.content.name)
        return cls(desk, draft, for_sending=False, template=template, parent=parent)

    @property
    def draft(self) -> MessageDraft:
        """What is written now."""
        return self.form.draft

    def is_dirty(self) -> bool:
        """Whether something would be lost."""
        return self.draft != self._begun

    def set_recipients(self, chosen: ChosenRecipients) -> None:
        """The recipients, and the groups they came from."""
        self.form.set_recipients(chosen)
        self.form.accounts.button.setFocus()

    def take_settled(self, draft: MessageDraft) -> None:
        """Keep what was settled in the preview of what is written here."""
        self.form.take_settled(draft)

    def go_to(self, place: DraftProblem) -> None:
        """Show a place in the texts, with the keyboard there."""
        self.halves.toggle.setChecked(False)
        self.halves.show_form(self.form.go_to(place))

    def ask_cancel(self) -> None:
        """Leave; ask first when something was written."""
        if self.drafts is not None:
            self.drafts.ask_leave()
        elif self.is_dirty():
            self._ask_discard()
        else:
            self.cancelled.emit()

    def go_on(self) -> None:
        """To the preview, or save the template; to the first problem where there is one."""
        draft = self.draft
        problems = draft_problems(draft, as_template=not self._for_sending, now=self._desk.now())
        self._wants_all = True
        self._text_problems = tuple(each for each in problems if each.place is not None)
        self._show_problems()
        if problems:
            self.go_to(problems[0])
        elif self.drafts is not None:
            self.drafts.keeper.save_now()
            self.preview_asked.emit(draft)
        else:
            self.templates.save(draft)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.halves.fit(self.width())

    def _build(self) -> None:
        words = tr("Preview to Send") if self._for_sending else tr("Save template")
        self.primary = PrimaryButton(words, self.go_on)
        self.cancel = Button(tr("Cancel"), self.ask_cancel)
        self.help = Button(tr("Help"), self._show_help, variant="quiet", icon="question")
        self.halves = EditorHalves(self.form, self.preview)
        left = (self.help,) if self.drafts is None else (self.help, self.drafts.words)
        self.foot = FootBar(left, (self.halves.toggle, self.cancel, self.primary))

    def _arrange(self) -> None:
        scale = theme_of(self).scale
        title = tr("Send Message To Clients") if self._for_sending else tr("Edit Template")
        if not self._for_sending and self._begun.template_id is None:
            title = tr("Create New Template")
        body = QVBoxLayout()
        body.setContentsMargins(scale.large, scale.large, scale.large, 0)
        body.setSpacing(scale.medium)
        body.addWidget(PageHeader(title))
        body.addWidget(self.templates.conflict)
        if self.drafts is not None:
            body.addWidget(self.drafts.bar)
        body.addWidget(self.halves, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(body, 1)
        column.addWidget(self.foot)

    def _connect(self) -> None:
        self.form.changed.connect(self._look)
        self.form.accounts.manage_asked.connect(lambda: self.recipients_asked.emit(self.draft.recipients))
        self.form.accounts.anew_asked.connect(self._on_anew_asked)
        self.form.template.save_asked.connect(self._on_save_asked)
        self.preview.looked.connect(self._on_looked)
        self.templates.saved.connect(self._on_saved)
        self.templates.refused.connect(self._on_refused)
        self.templates.theirs_taken.connect(self._on_theirs_taken)
        self.templates.mine_kept.connect(self.primary.setFocus)
        if self.drafts is not None:
            self.drafts.left.connect(self.cancelled)
        self._desk.refresh.changed.connect(self._on_store_changed)
        for keys, deed in (("Ctrl+Return", self.go_on), ("Ctrl+Enter", self.go_on), ("Esc", self.ask_cancel)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(deed)

    def _ask_discard(self) -> None:
        Confirm(
            self,
            tr("Discard your changes?"),
            tr("What you wrote is not kept anywhere else."),
            tr("Discard changes"),
            self.cancelled.emit,
            danger=True,
            cancel=tr("Keep writing"),
        ).open()

    def _look(self) -> None:
        """Follow a change of the form: preview, recipients' count, problems already shown."""
        draft = self.draft
        self.preview.show_draft(draft, self.form.message.languages.language)
        self.foot.say("")
        if self._for_sending:
            self._read_accounts(draft)
            self._read_groups(draft)
        if self._wants_all:
            self._show_problems()

    def _show_problems(self) -> None:
        fields: tuple[DraftProblem, ...] = ()
        if self._wants_all:
            now = self._desk.now()
            fields = field_problems(self.draft, as_template=not self._for_sending, now=now)
        self.form.show_problems((*fields, *self._text_problems))

    def _read_choices(self) -> None:
        desk = self._desk
        desk.jobs.read(editor_choices, desk.store, then=self._take_choices, owner=self, latest="choices")

    def _take_choices(self, choices: EditorChoices) -> None:
        was_dirty, before = self.is_dirty(), self.draft
        self.form.set_choices(choices)
        if not was_dirty:
            self._begun = self.draft
            if self.drafts is not None:
                self.drafts.begin_with(self._begun)
        elif self.drafts is not None:
            self.drafts.tell_lost(before, self.draft)
        self._look()

    def _read_accounts(self, draft: MessageDraft) -> None:
        known = self._known_accounts
        if known is not None and known[0] is draft.accounts and known[1] == draft.channels:
            return
        self._known_accounts = (draft.accounts, draft.channels)
        desk = self._desk
        desk.jobs.read(
            chosen_accounts,
            desk.store,
            draft.accounts,
            draft.channels,
            then=self.form.accounts.show_accounts,
            owner=self,
            latest="accounts",
        )

    def _read_groups(self, draft: MessageDraft) -> None:
        """Whether the groups hold today what they held when they were chosen."""
        if self._known_groups is draft.groups:
            return
        self._known_groups = draft.groups
        desk = self._desk
        desk.jobs.read(
            drift,
            desk.store,
            draft.groups,
            then=partial(self.form.accounts.show_groups, draft.groups),
            owner=self,
            latest="groups",
        )

    def _on_anew_asked(self) -> None:
        desk = self._desk
        desk.jobs.read(
            chosen_anew,
            desk.store,
            self.draft.recipients,
            then=self.form.set_recipients,
            owner=self,
            latest="anew",
        )

    def _on_looked(self, preview: LivePreview) -> None:
        self._text_problems = preview.problems
        if self._for_sending or preview.rendered is not None:
            self.form.delivery.show_bulletin(preview.rendered.bulletin if preview.rendered else None)
        self._show_problems()

    def _on_save_asked(self) -> None:
        self._wants_all = False
        problems = draft_problems(self.draft, as_template=True)
        if problems:
            self.form.show_problems(problems)
            self.go_to(problems[0])
        else:
            self.templates.save(self.draft)

    def _on_saved(self, template_id: int) -> None:
        if self._for_sending:
            self.templates.show_saved(template_id)
            self._read_choices()
        else:
            self._begun = self.draft
        self.template_saved.emit(template_id)

    def _on_refused(self, refusal: Refused) -> None:
        self.foot.say(f"{refusal.sentence} {refusal.remedy}".strip())

    def _on_theirs_taken(self) -> None:
        self._begun = self.draft

    def _on_store_changed(self, change: Change) -> None:
        touched = {touch.subject for touch in change.touches}
        if touched & {Subject.TEMPLATES, Subject.USERS}:
            self._read_choices()
        if Subject.ACCOUNTS in touched and self._for_sending:
            self._known_accounts = None
            self._read_accounts(self.draft)
        if touched & {Subject.ACCOUNTS, Subject.GROUPS} and self._for_sending:
            self._known_groups = None
            self._read_groups(self.draft)

    def _show_help(self) -> None:
        HelpSheet(self).show()
