"""Where a message or a template is written, with what will arrive beside it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.errors import Refused
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
from desktop.services.templates import template_of
from desktop.views.compose.conflict_bar import ConflictBar
from desktop.views.compose.editor_form import EditorForm
from desktop.views.compose.help_sheet import HelpSheet
from desktop.views.compose.live_preview_pane import LivePreviewPane
from desktop.views.compose.template_keeper import TemplateKeeper
from desktop.views.compose.theirs_dialog import TheirsDialog
from desktop.views.kit.button import Button
from desktop.views.kit.confirm import Confirm
from desktop.views.kit.foot_bar import FootBar
from desktop.views.kit.page_header import PageHeader
from desktop.views.kit.primary_button import PrimaryButton
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from desktop.bridge.desk import Desk
    from desktop.models.change import Change
    from desktop.models.channel import Channels
    from desktop.models.chosen_recipients import ChosenRecipients, GroupsApplied
    from desktop.models.template import Template
    from desktop.services.composing import DraftProblem, EditorChoices, LivePreview


class EditorPage(QWidget):
    """Writes ``draft``, or edits a template (``EditorPage.for_template``); keeps all while it is away.

    Whoever shows it answers ``recipients_asked`` (with what is chosen) by ``set_recipients``.
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
        for_sending: bool = True,
        template: Template | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._for_sending = for_sending
        self._wants_all = False
        self._begun = draft or new_draft(desk.actor)
        self._text_problems: tuple[DraftProblem, ...] = ()
        self._known_accounts: tuple[tuple[int, ...], Channels] | None = None
        self._known_groups: GroupsApplied | None = None
        self._template_words = ("", "")
        self.form = EditorForm(self._begun, for_sending=for_sending)
        self.preview = LivePreviewPane(desk)
        self.keeper = TemplateKeeper(desk, None if for_sending else template, self)
        self.conflict = ConflictBar()
        self._build()
        self._arrange()
        self._connect()
        self._read_choices()
        self._look()
        self._fit()
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
        self.toggle.setChecked(False)
        self.form_area.ensureWidgetVisible(self.form.go_to(place))

    def ask_cancel(self) -> None:
        """Leave; ask first when something was written."""
        if not self.is_dirty():
            self.cancelled.emit()
            return
        question = tr("Discard this message?") if self._for_sending else tr("Discard your changes?")
        verb = tr("Discard this message") if self._for_sending else tr("Discard changes")
        sentence = tr("What you wrote is not kept anywhere else.")
        Confirm(
            self, question, sentence, verb, self.cancelled.emit, danger=True, cancel=tr("Keep writing")
        ).open()

    def go_on(self) -> None:
        """To the preview, or save the template; to the first problem where there is one."""
        draft = self.draft
        problems = draft_problems(draft, as_template=not self._for_sending)
        self._wants_all = True
        self._text_problems = tuple(each for each in problems if each.place is not None)
        self._show_problems()
        if problems:
            self.go_to(problems[0])
        elif self._for_sending:
            self.preview_asked.emit(draft)
        else:
            self.keeper.save(draft)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _build(self) -> None:
        words = tr("Preview to Send") if self._for_sending else tr("Save template")
        self.primary = PrimaryButton(words, self.go_on)
        self.cancel = Button(tr("Cancel"), self.ask_cancel)
        self.help = Button(tr("Help"), self._show_help, variant="quiet", icon="question")
        self.toggle = Button(tr("Show preview"))
        self.toggle.setCheckable(True)
        self.foot = FootBar((self.help,), (self.toggle, self.cancel, self.primary))
        self.form_area = QScrollArea()
        self.form_area.setWidgetResizable(True)
        self.form_area.setFrameShape(QFrame.Shape.NoFrame)
        self.form_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.form_area.setWidget(self.form)
        self.form_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def _arrange(self) -> None:
        scale = theme_of(self).scale
        title = tr("Send Message To Clients") if self._for_sending else tr("Edit Template")
        if not self._for_sending and self._begun.template_id is None:
            title = tr("Create New Template")
        body = QVBoxLayout()
        body.setContentsMargins(scale.large, scale.large, scale.large, 0)
        body.setSpacing(scale.medium)
        body.addWidget(PageHeader(title))
        body.addWidget(self.conflict)
        halves = QHBoxLayout()
        halves.setSpacing(0)
        halves.addWidget(self.form_area, 3)
        halves.addWidget(self.preview, 2)
        body.addLayout(halves, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(body, 1)
        column.addWidget(self.foot)

    def _connect(self) -> None:
        self.form.changed.connect(self._look)
        self.form.accounts.manage_asked.connect(lambda: self.recipients_asked.emit(self.draft.recipients))
        self.form.accounts.anew_asked.connect(self._on_anew_asked)
        self.form.template.template_chosen.connect(self._on_template_chosen)
        self.form.template.save_asked.connect(self._on_save_asked)
        self.preview.looked.connect(self._on_looked)
        self.toggle.toggled.connect(self._fit)
        self.keeper.saved.connect(self._on_saved)
        self.keeper.refused.connect(self._on_refused)
        self.keeper.conflicted.connect(self.conflict.show_conflict)
        self.keeper.theirs_read.connect(self._show_theirs)
        self.conflict.rename_asked.connect(self._on_rename_asked)
        self.conflict.theirs_asked.connect(self.keeper.read_theirs)
        self._desk.refresh.changed.connect(self._on_store_changed)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.go_on)

    def _fit(self) -> None:
        """Side by side where there is room, else one or the other."""
        is_narrow = self.width() < 2 * theme_of(self).scale.width_field
        self.toggle.setVisible(is_narrow)
        self.toggle.relabel(tr("Back to writing") if self.toggle.isChecked() else tr("Show preview"))
        self.preview.setVisible(not is_narrow or self.toggle.isChecked())
        # In another language the words of the form may need more than its share of the page.
        beside = self.form_area.verticalScrollBar().sizeHint().width()
        self.form_area.setMinimumWidth(self.form.minimumSizeHint().width() + beside)
        self.form_area.setVisible(not is_narrow or not self.toggle.isChecked())

    def _look(self) -> None:
        """Follow a change of the form: preview, recipients' count, problems already shown."""
        draft = self.draft
        self.preview.show_draft(draft)
        self.foot.say("")
        if self._for_sending:
            self._read_accounts(draft)
            self._read_groups(draft)
        if self._wants_all:
            self._show_problems()

    def _show_problems(self) -> None:
        fields = field_problems(self.draft, as_template=not self._for_sending) if self._wants_all else ()
        self.form.show_problems((*fields, *self._text_problems))

    def _read_choices(self) -> None:
        desk = self._desk
        desk.jobs.read(editor_choices, desk.store, then=self._take_choices, owner=self, latest="choices")

    def _take_choices(self, choices: EditorChoices) -> None:
        was_dirty = self.is_dirty()
        self.form.set_choices(choices)
        if not was_dirty:
            self._begun = self.draft
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

    def _on_template_chosen(self, template_id: int) -> None:
        desk = self._desk
        desk.jobs.read(
            template_of,
            desk.store,
            template_id,
            then=self._offer_template,
            failed=self._on_failed,
            owner=self,
            latest="template",
        )

    def _offer_template(self, template: Template) -> None:
        draft = self.draft
        words = (draft.subject, draft.content)
        if words in {("", ""), self._template_words, (self._begun.subject, self._begun.content)}:
            self._use_template(template)
            return
        Confirm(
            self,
            tr("Replace what you wrote?"),
            tr("“{name}” takes the place of the subject and the content.").format(name=template.content.name),
            tr("Use template"),
            partial(self._use_template, template),
            cancel=tr("Keep what I wrote"),
        ).open()

    def _use_template(self, template: Template) -> None:
        self._template_words = (template.content.subject, template.content.content)
        self.form.take_words(made_from(self.draft, template))

    def _on_save_asked(self) -> None:
        self._wants_all = False
        problems = draft_problems(self.draft, as_template=True)
        if problems:
            self.form.show_problems(problems)
            self.go_to(problems[0])
        else:
            self.keeper.save(self.draft)

    def _on_saved(self, template_id: int) -> None:
        self.conflict.hide()
        name = self.draft.template_name.strip()
        self._desk.notices.tell(tr("Template “{name}” saved.").format(name=name))
        if self._for_sending:
            self.keeper.forget()
            saved = replace(self.draft, mode=ComposeMode.EXISTING_TEMPLATE, template_id=template_id)
            self.form.fill(saved)
            self._read_choices()
        else:
            self._begun = self.draft
        self.template_saved.emit(template_id)

    def _on_refused(self, refusal: Refused) -> None:
        self.foot.say(f"{refusal.sentence} {refusal.remedy}".strip())

    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, Refused):
            self._on_refused(error)

    def _on_rename_asked(self) -> None:
        self.conflict.hide()
        self.keeper.forget()
        self.form.template_name.setFocus()
        self.form.template_name.selectAll()

    def _show_theirs(self, template: Template) -> None:
        dialog = TheirsDialog(template, self)
        dialog.theirs_taken.connect(self._on_theirs_taken)
        dialog.mine_kept.connect(self._on_mine_kept)
        dialog.open()

    def _on_theirs_taken(self, template: Template) -> None:
        self.conflict.hide()
        self.keeper.rebase(template)
        theirs = replace(made_from(self.draft, template), template_name=template.content.name)
        self.form.take_words(theirs)
        self._begun = self.draft

    def _on_mine_kept(self, template: Template) -> None:
        self.conflict.hide()
        self.keeper.rebase(template)
        self.primary.setFocus()

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
