"""The files that are to go with an inquiry: read, checked and held until it is submitted."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.errors import Refused
from desktop.language import tr
from desktop.models.attachment import Attachment
from desktop.services.enclosing import size_words
from desktop.services.inquiry_files import attached
from desktop.services.inquiry_policy import inquiry_policy
from desktop.views.kit.attachment_list import AttachmentList
from desktop.views.kit.field import Field

if TYPE_CHECKING:
    from desktop.bridge.desk import Desk
    from desktop.models.inquiry_draft import InquiryAttachment


class FilesBox(QWidget):
    """``changed`` tells that files were added or taken away."""

    changed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._files: tuple[InquiryAttachment, ...] = ()
        self._had_focus = False
        self.list = AttachmentList(_note)
        policy = inquiry_policy()
        words = tr("At most {n} files, {size} together.").format(
            n=policy.attachments, size=size_words(policy.attachment_bytes)
        )
        self.field = Field(tr("Attachments"), self.list, words)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.field)
        self.list.files_offered.connect(self.offer)
        self.list.changed.connect(self._on_removed)

    @property
    def files(self) -> tuple[InquiryAttachment, ...]:
        return self._files

    def offer(self, paths: Sequence[Path]) -> None:
        """Read and check these; what may not go with it is said beside the list."""
        self.field.show_problem("")
        # A button that cannot be pressed gives the focus away, to the one that cancels.
        self._had_focus = self.window().focusWidget() is self.list.button
        self.list.button.setEnabled(False)
        jobs = self._desk.jobs
        jobs.read(
            _attached_all, self._files, list(paths), then=self._show, failed=self._on_failed, owner=self
        )

    def clear(self) -> None:
        self.field.show_problem("")
        self._show(((), None))

    def show_failure(self, error: Exception) -> None:
        if isinstance(error, Refused):
            self.field.show_problem(f"{error.title}. {error.sentence} {error.remedy}".strip())

    def _show(self, found: tuple[tuple[InquiryAttachment, ...], Refused | None]) -> None:
        self._files, refusal = found
        self._let_press()
        self.list.set_attachments([Attachment(f.name, "", len(f.data), f.digest) for f in self._files])
        if refusal is not None:
            self.show_failure(refusal)
        self.changed.emit()

    def _let_press(self) -> None:
        self.list.button.setEnabled(True)
        if self._had_focus:
            self._had_focus = False
            self.list.button.setFocus()

    def _on_failed(self, error: Exception) -> None:
        self._let_press()
        self.show_failure(error)

    def _on_removed(self) -> None:
        left = {each.digest for each in self.list.attachments}
        self._files = tuple(each for each in self._files if each.digest in left)
        self.field.show_problem("")
        self.changed.emit()


def _attached_all(
    present: tuple[InquiryAttachment, ...], paths: Sequence[Path]
) -> tuple[tuple[InquiryAttachment, ...], Refused | None]:
    """Those that may go with it, up to the first that may not."""
    for path in paths:
        try:
            present = attached(present, path)
        except Refused as refusal:
            return present, refusal
    return present, None


def _note(size: str) -> str:
    return tr("{size} together").format(size=size)
