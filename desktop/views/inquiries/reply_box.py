"""Where one adds to an inquiry, ends it or opens it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.errors import Refused
from desktop.language import tr
from desktop.models.inquiry import InquiryStatus, InquiryStep, after
from desktop.services.inquiry_files import ABOUT_FILES
from desktop.views.inquiries.files_box import FilesBox
from desktop.views.kit.button import Button
from desktop.views.kit.field import Field
from desktop.views.kit.primary_button import PrimaryButton
from desktop.views.kit.words import Words
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from desktop.bridge.desk import Desk


class ReplyBox(QFrame):
    """``step_wanted`` carries the InquiryStep; the page takes it and answers with ``done`` or ``show_failure``."""

    step_wanted = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("buttonBar")
        self._desk = desk
        self._status: InquiryStatus | None = None
        self._is_busy = False
        self.text = QPlainTextEdit()
        self.text.setTabChangesFocus(True)
        self.field = Field(tr("Add to the inquiry"), self.text)
        self.files = FilesBox(desk)
        self.refusal = Words("", "problem").wrapped()
        self.refusal.hide()
        ended = tr("The inquiry was ended meanwhile. Reopen it to add what you have written.")
        self.ended = Words(ended, "quiet").wrapped()
        self.buttons = {
            InquiryStep.CLOSED: self._button(tr("Close inquiry"), InquiryStep.CLOSED),
            InquiryStep.CANCELLED: self._button(tr("Cancel inquiry"), InquiryStep.CANCELLED),
            InquiryStep.REOPENED: self._button(tr("Reopen inquiry"), InquiryStep.REOPENED),
            InquiryStep.ADDED: PrimaryButton(
                tr("Add to inquiry"), lambda: self.step_wanted.emit(InquiryStep.ADDED)
            ),
        }
        self._arrange()
        self.text.textChanged.connect(lambda: self.field.show_problem(""))
        desk.office_changed.connect(self._offer)

    @property
    def is_dirty(self) -> bool:
        """Whether something would be lost."""
        return bool(self.text.toPlainText().strip() or self.files.files)

    def show_status(self, status: InquiryStatus) -> None:
        """Offer what is possible now."""
        self._status = status
        self._offer()

    def start(self) -> None:
        """A step is being taken."""
        self._is_busy = True
        if self.window().focusWidget() in self.buttons.values():
            # What can be done next is known when the step has been taken; until then nobody else is to have it.
            self.setFocus()
        self.field.show_problem("")
        self.files.field.show_problem("")
        self.refusal.hide()
        self._offer()

    def done(self, *, is_used: bool) -> None:
        """The step was taken; what was typed went with it where ``is_used``."""
        self._is_busy = False
        if is_used:
            self.text.clear()
            self.files.clear()
        self._offer()

    def show_failure(self, error: Exception) -> None:
        """Say it beside its field, or above the buttons."""
        self._is_busy = False
        self._offer()
        if not isinstance(error, Refused):
            return
        words = f"{error.sentence} {error.remedy}".strip()
        field = {"text": self.field, ABOUT_FILES: self.files.field}.get(error.about)
        if field is None:
            self.refusal.setText(words)
            self.refusal.show()
            return
        field.show_problem(words)
        field.widget.setFocus()

    def _button(self, words: str, step: InquiryStep) -> Button:
        return Button(words, lambda: self.step_wanted.emit(step))

    def _offer(self) -> None:
        may = self._desk.actor.may_ask and self._status is not None
        focus = self.window().focusWidget()
        for step, button in self.buttons.items():
            button.setVisible(may and after(self._status or InquiryStatus.NEW, step) is not None)
            button.setEnabled(not self._is_busy)
        is_open = self._status is not None and self._status.is_open
        # What somebody is writing stays before their eyes when another ends the inquiry.
        self.field.setVisible(may and (is_open or self.is_dirty))
        self.files.setVisible(may and (is_open or self.is_dirty))
        self.ended.setVisible(may and not is_open and self.is_dirty and not self._is_busy)
        # With nothing to press it is no more than an empty line.
        self.setVisible(may)
        if focus in (self, *self.findChildren(QWidget)):
            self._keep_focus(focus)

    def _keep_focus(self, focus: QWidget) -> None:
        """It was on ``focus``; from what cannot be used any more Qt would hand it on to the first entry."""
        reopen = self.buttons[InquiryStep.REOPENED]
        if self._is_busy or (focus is not self and focus.isVisible() and focus.isEnabled()):
            return
        if not reopen.isHidden():
            reopen.setFocus()
        else:
            self.text.setFocus()

    def _arrange(self) -> None:
        scale = theme_of(self).scale
        self.text.setFixedHeight(self.text.fontMetrics().lineSpacing() * 3 + scale.medium)
        line = QFrame()
        line.setObjectName("line")
        column = QVBoxLayout(self)
        column.setContentsMargins(scale.large, 0, scale.large, scale.medium)
        column.addWidget(line)
        column.setSpacing(scale.small)
        column.addWidget(self.field)
        column.addWidget(self.files)
        column.addWidget(self.refusal)
        column.addWidget(self.ended)
        row = QHBoxLayout()
        row.setSpacing(scale.small)
        for step in (InquiryStep.CLOSED, InquiryStep.CANCELLED):
            row.addWidget(self.buttons[step])
        row.addStretch(1)
        row.addWidget(self.buttons[InquiryStep.REOPENED])
        row.addWidget(self.buttons[InquiryStep.ADDED])
        column.addLayout(row)
