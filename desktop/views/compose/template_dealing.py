"""What the editor has to do with templates: taking one, keeping one, and a colleague who was faster."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.errors import Refused
from desktop.language import tr
from desktop.models.outgoing import ComposeMode, MessageDraft
from desktop.services.composing import made_from
from desktop.services.templates import template_of
from desktop.views.compose.conflict_bar import ConflictBar
from desktop.views.compose.template_keeper import TemplateKeeper
from desktop.views.compose.theirs_dialog import TheirsDialog
from desktop.views.kit.confirm import Confirm

if TYPE_CHECKING:
    from desktop.bridge.desk import Desk
    from desktop.models.template import Template
    from desktop.views.compose.editor_form import EditorForm


class TemplateDealing(QObject):
    """Fills ``form`` from templates and makes templates of it; its parent is the page they stand on."""

    saved = Signal(int)
    refused = Signal(object)  # Refused
    theirs_taken = Signal()
    mine_kept = Signal()

    def __init__(self, desk: Desk, form: EditorForm, template: Template | None, page: QWidget) -> None:
        """``template`` is the one that is edited, None while a message is written."""
        super().__init__(page)
        self._desk = desk
        self._form = form
        self._page = page
        self._words: tuple[str, str] = ("", "")
        self._first_words = (form.draft.subject, form.draft.content)
        self.keeper = TemplateKeeper(desk, template, self)
        self.conflict = ConflictBar()
        self._connect()

    def save(self, draft: MessageDraft) -> None:
        """Keep what is written as a template."""
        self.keeper.save(draft)

    def show_saved(self, template_id: int) -> None:
        """The message goes on as one made from the template that it has just become."""
        self.keeper.forget()
        self._form.fill(
            replace(self._form.draft, mode=ComposeMode.EXISTING_TEMPLATE, template_id=template_id)
        )

    def _connect(self) -> None:
        self._form.template.template_chosen.connect(self._on_template_chosen)
        self.keeper.saved.connect(self._on_saved)
        self.keeper.refused.connect(self.refused)
        self.keeper.conflicted.connect(self.conflict.show_conflict)
        self.keeper.theirs_read.connect(self._show_theirs)
        self.conflict.rename_asked.connect(self._on_rename_asked)
        self.conflict.theirs_asked.connect(self.keeper.read_theirs)

    def _on_template_chosen(self, template_id: int) -> None:
        desk = self._desk
        desk.jobs.read(
            template_of,
            desk.store,
            template_id,
            then=self._offer,
            failed=self._on_failed,
            owner=self,
            latest="template",
        )

    def _offer(self, template: Template) -> None:
        draft = self._form.draft
        if (draft.subject, draft.content) in {("", ""), self._words, self._first_words}:
            self._use(template)
            return
        Confirm(
            self._page,
            tr("Replace what you wrote?"),
            tr("“{name}” takes the place of the subject and the content.").format(name=template.content.name),
            tr("Use template"),
            partial(self._use, template),
            cancel=tr("Keep what I wrote"),
        ).open()

    def _use(self, template: Template) -> None:
        self._words = (template.content.subject, template.content.content)
        self._form.take_words(made_from(self._form.draft, template))

    def _on_saved(self, template_id: int) -> None:
        self.conflict.hide()
        name = self._form.draft.template_name.strip()
        self._desk.notices.tell(tr("Template “{name}” saved.").format(name=name))
        self.saved.emit(template_id)

    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, Refused):
            self.refused.emit(error)

    def _on_rename_asked(self) -> None:
        self.conflict.hide()
        self.keeper.forget()
        self._form.template_name.setFocus()
        self._form.template_name.selectAll()

    def _show_theirs(self, template: Template) -> None:
        dialog = TheirsDialog(template, self._page)
        dialog.theirs_taken.connect(self._on_theirs_taken)
        dialog.mine_kept.connect(self._on_mine_kept)
        dialog.open()

    def _on_theirs_taken(self, template: Template) -> None:
        self.conflict.hide()
        self.keeper.rebase(template)
        theirs = replace(made_from(self._form.draft, template), template_name=template.content.name)
        self._form.take_words(theirs)
        self.theirs_taken.emit()

    def _on_mine_kept(self, template: Template) -> None:
        self.conflict.hide()
        self.keeper.rebase(template)
        self.mine_kept.emit()
