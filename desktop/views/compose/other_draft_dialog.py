"""Shows what another window made of the message that is being written here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.views.kit.button import Button
from desktop.views.kit.elided import ElidedLabel
from desktop.views.kit.words import Words
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from desktop.models.kept_draft import KeptDraft


class OtherDraftDialog(QDialog):
    """``taken``: the other one takes the place of what is written here."""

    taken = Signal()

    def __init__(self, kept: KeptDraft, saved_words: str, parent: QWidget | None = None) -> None:
        """``saved_words`` say when it was saved."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("The draft of the other window"))
        draft = kept.read.draft
        self.text = QPlainTextEdit(draft.content)
        self.text.setReadOnly(True)
        self.text.setAccessibleName(tr("Content"))
        self.take = Button(tr("Use the other one here"), self._on_take)
        self.stay = Button(tr("Close"), self.reject)
        self._arrange(draft.subject or tr("No subject"), saved_words)

    def _arrange(self, subject: str, saved_words: str) -> None:
        scale = theme_of(self).scale
        self.resize(scale.width_sheet, scale.width_dialog)
        column = QVBoxLayout(self)
        column.setContentsMargins(scale.wide, scale.wide, scale.wide, scale.large)
        column.setSpacing(scale.small)
        column.addWidget(Words(saved_words, "quiet").wrapped())
        column.addWidget(ElidedLabel(subject, "emphasis"))
        column.addWidget(self.text, 1)
        row = QHBoxLayout()
        row.setSpacing(scale.small)
        row.addStretch()
        row.addWidget(self.take)
        row.addWidget(self.stay)
        column.addLayout(row)

    def _on_take(self) -> None:
        self.accept()
        self.taken.emit()
