"""The line below the title of the preview: when the message leaves, by the office's hours too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.models.change import Subject
from desktop.services.scheduling import leaves_at
from desktop.views.kit.schedule_words import schedule_words
from desktop.views.kit.words import Words

if TYPE_CHECKING:
    from datetime import datetime

    from PySide6.QtWidgets import QWidget

    from desktop.bridge.desk import Desk
    from desktop.models.change import Change
    from desktop.models.outgoing import MessageDraft


class ScheduleLine(Words):
    """Empty for a message that leaves at once, whatever the hour."""

    def __init__(self, desk: Desk, draft: MessageDraft, parent: QWidget | None = None) -> None:
        super().__init__(schedule_words(draft, desk.zone), "quiet", parent)
        self.setWordWrap(True)
        self._desk = desk
        self._draft = draft
        desk.refresh.changed.connect(self._on_changed)
        self._look()
        if not self.text():
            self.hide()

    def _look(self) -> None:
        desk = self._desk
        if self._draft.only_office_hours:
            moment = self._draft.send_at or desk.now()
            desk.jobs.read(leaves_at, desk.store, moment, then=self._on_read, owner=self, latest="leaves")

    def _on_read(self, leaves: datetime) -> None:
        is_held_back = leaves > (self._draft.send_at or self._desk.now())
        self.setText(schedule_words(self._draft, self._desk.zone, leaves if is_held_back else None))
        self.setVisible(bool(self.text()))

    def _on_changed(self, change: Change) -> None:
        if change.of(Subject.SETTINGS):
            self._look()
