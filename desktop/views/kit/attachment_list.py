"""The files that go with a message: added by button or by dropping them here, each with its size."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.services.enclosing import size_words
from desktop.views.kit.button import Button
from desktop.views.kit.dropped_files import files_in
from desktop.views.kit.elided import ElidedLabel
from desktop.views.kit.file_dialogs import FilePurpose, file_dialog
from desktop.views.kit.icon_button import IconButton
from desktop.views.kit.words import Words
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QDragEnterEvent, QDropEvent

    from desktop.models.attachment import Attachment


class AttachmentList(QWidget):
    """``files_offered`` carries paths; whoever takes the files in sets ``attachments``."""

    changed = Signal()
    files_offered = Signal(object)  # list of Path

    def __init__(self, note: Callable[[str], str], parent: QWidget | None = None) -> None:
        """``note`` says something of their size together, in words."""
        super().__init__(parent)
        self._note_of = note
        self._attachments: tuple[Attachment, ...] = ()
        self.setAcceptDrops(True)
        self.rows: list[QWidget] = []
        self.button = Button(tr("Attach files…"), self.ask_for_files, variant="quiet", icon="plus")
        self.note = Words("", "caption").wrapped()
        scale = theme_of(self).scale
        head = QHBoxLayout()
        head.setSpacing(scale.small)
        head.addWidget(self.button)
        head.addWidget(self.note, 1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(scale.tiny)
        self._column.addLayout(head)

    @property
    def attachments(self) -> tuple[Attachment, ...]:
        return self._attachments

    def set_attachments(self, attachments: Sequence[Attachment]) -> None:
        """Show these; does not tell of it."""
        if self._attachments == tuple(attachments):
            return
        self._attachments = tuple(attachments)
        for row in self.rows:
            self._column.removeWidget(row)
            row.deleteLater()
        self.rows = [self._row(each) for each in self._attachments]
        for row in self.rows:
            self._column.addWidget(row)
        self.note.setText(self._note_words())

    def ask_for_files(self) -> None:
        dialog = file_dialog(self, tr("Attach files"), FilePurpose.ATTACH)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(lambda paths: self.files_offered.emit([Path(path) for path in paths]))
        dialog.open()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if files_in(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = files_in(event.mimeData())
        if paths:
            event.acceptProposedAction()
            self.files_offered.emit(paths)

    def _row(self, attachment: Attachment) -> QWidget:
        row = QWidget(self)
        words = tr("Remove {name}").format(name=attachment.name)
        layout = QHBoxLayout(row)
        layout.setContentsMargins(theme_of(self).scale.small, 0, 0, 0)
        layout.setSpacing(theme_of(self).scale.small)
        layout.addWidget(ElidedLabel(attachment.name, middle=True), 1)
        layout.addWidget(Words(size_words(attachment.size), "caption"))
        layout.addWidget(IconButton("close", words, lambda: self._remove(attachment)))
        return row

    def _remove(self, attachment: Attachment) -> None:
        self.set_attachments([each for each in self._attachments if each is not attachment])
        self.button.setFocus()
        self.changed.emit()

    def _note_words(self) -> str:
        if not self._attachments:
            return ""
        size = size_words(sum(each.size for each in self._attachments))
        return self._note_of(size)
