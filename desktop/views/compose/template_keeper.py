"""Saves what is in the editor as a template, and helps when a colleague was faster."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.errors import Conflict, Refused
from desktop.services.templates import change_template, create_template, template_content, template_of

if TYPE_CHECKING:
    from desktop.bridge.desk import Desk
    from desktop.models.outgoing import MessageDraft
    from desktop.models.template import Template
    from desktop.services.templates import SavedTemplate


class TemplateKeeper(QObject):
    """Knows which template is edited, in which version; a save runs once at a time."""

    saved = Signal(int)
    refused = Signal(object)  # Refused
    conflicted = Signal(object)  # Conflict
    theirs_read = Signal(object)  # Template

    def __init__(self, desk: Desk, template: Template | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._template = template
        self._is_saving = False

    def save(self, draft: MessageDraft) -> None:
        if self._is_saving:
            return
        self._is_saving = True
        desk, content = self._desk, template_content(draft)
        if self._template is None:
            desk.jobs.write(
                create_template,
                desk.store,
                desk.actor,
                content,
                then=self._on_saved,
                failed=self._on_failed,
                owner=self,
            )
            return
        desk.jobs.write(
            change_template,
            desk.store,
            desk.actor,
            self._template.id,
            self._template.version,
            content,
            then=self._on_saved,
            failed=self._on_failed,
            owner=self,
        )

    def forget(self) -> None:
        """The next save makes a template of its own."""
        self._template = None

    def rebase(self, template: Template) -> None:
        """The next save replaces ``template``, which has been looked at."""
        self._template = template

    def read_theirs(self) -> None:
        if self._template is None:
            return
        self._desk.jobs.read(
            template_of,
            self._desk.store,
            self._template.id,
            then=self.theirs_read.emit,
            failed=self._on_failed,
            owner=self,
        )

    def _on_saved(self, saved: SavedTemplate) -> None:
        self._is_saving = False
        self.saved.emit(saved.template_id)

    def _on_failed(self, error: Exception) -> None:
        self._is_saving = False
        if isinstance(error, Conflict):
            self.conflicted.emit(error)
        elif isinstance(error, Refused):
            self.refused.emit(error)
