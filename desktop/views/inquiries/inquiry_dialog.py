"""Submit Inquiry: asks the broker, about one of its messages or about something else."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.errors import Refused
from desktop.language import tr
from desktop.models.inquiry_draft import InquiryDraft
from desktop.services.inquiries import submit
from desktop.services.inquiry_files import ABOUT_FILES
from desktop.views.inquiries.files_box import FilesBox
from desktop.views.kit.button import Button
from desktop.views.kit.confirm import Confirm
from desktop.views.kit.field import Field
from desktop.views.kit.primary_button import PrimaryButton
from desktop.views.kit.words import Words
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from desktop.bridge.desk import Desk
    from desktop.services.inquiries import Submitted


class InquiryDialog(QDialog):
    """Window-modal and not blocking: ``open()`` it. ``submitted`` carries what came of it.

    What is half written is not lost by Esc: it asks first.
    """

    submitted = Signal(object)  # Submitted

    def __init__(self, desk: Desk, draft: InquiryDraft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Submit Inquiry"))
        self._desk = desk
        # One form, one inquiry, however often it is submitted over a connection that breaks.
        self._draft = draft = replace(draft, uid=draft.uid or uuid.uuid4().hex)
        self.subject = QLineEdit(draft.subject)
        self.text = QPlainTextEdit(draft.text)
        self.text.setTabChangesFocus(True)
        self.files = FilesBox(desk)
        self.fields = {
            "subject": Field(tr("Subject"), self.subject),
            "text": Field(tr("Your question"), self.text),
            ABOUT_FILES: self.files.field,
        }
        self.refusal = Words("", "problem").wrapped()
        self.refusal.hide()
        self.submit_button = PrimaryButton(tr("Submit Inquiry"), self.submit)
        self.cancel_button = Button(tr("Cancel"), self.reject)
        self.subject.textChanged.connect(lambda: self.fields["subject"].show_problem(""))
        self.text.textChanged.connect(lambda: self.fields["text"].show_problem(""))
        self._arrange()
        (self.text if draft.subject else self.subject).setFocus()

    @property
    def draft(self) -> InquiryDraft:
        """What stands in the form."""
        return InquiryDraft(
            self.subject.text(),
            self.text.toPlainText(),
            self.files.files,
            self._draft.message_id,
            self._draft.uid,
        )

    def submit(self) -> None:
        """Ask; what stands in the way is said beside its field."""
        for field in self.fields.values():
            field.show_problem("")
        self.refusal.hide()
        self.submit_button.setEnabled(False)
        desk = self._desk
        desk.jobs.write(
            submit,
            desk.store,
            desk.actor,
            self.draft,
            then=self._on_submitted,
            failed=self._on_failed,
            owner=self,
        )

    def reject(self) -> None:
        """Leave it; asks where something would be lost."""
        if self.draft == self._draft:
            super().reject()
            return
        sentence = tr("What you have written here is not kept anywhere.")
        Confirm(
            self, tr("Discard this inquiry?"), sentence, tr("Discard the inquiry"), super().reject,
            danger=True, cancel=tr("Go on writing"),
        ).open()  # fmt: skip

    def _arrange(self) -> None:
        scale = theme_of(self).scale
        self.setMinimumWidth(scale.width_sheet)
        column = QVBoxLayout(self)
        column.setContentsMargins(scale.wide, scale.wide, scale.wide, scale.large)
        column.setSpacing(scale.medium)
        if self._draft.message_id is not None:
            column.addWidget(Words(tr("It names the message that you were reading."), "quiet").wrapped())
        column.addWidget(self.fields["subject"])
        column.addWidget(self.fields["text"], 1)
        column.addWidget(self.files)
        column.addWidget(self.refusal)
        row = QHBoxLayout()
        row.setSpacing(scale.small)
        row.addStretch()
        row.addWidget(self.cancel_button)
        row.addWidget(self.submit_button)
        column.addLayout(row)

    def _on_submitted(self, submitted: Submitted) -> None:
        self.accept()
        self.submitted.emit(submitted)

    def _on_failed(self, error: Exception) -> None:
        self.submit_button.setEnabled(True)
        if not isinstance(error, Refused):
            return
        words = f"{error.sentence} {error.remedy}".strip()
        field = self.fields.get(error.about)
        if field is None:
            self.refusal.setText(words)
            self.refusal.show()
            return
        field.show_problem(words)
        field.widget.setFocus()
