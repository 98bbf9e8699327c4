"""Asks for a name; stays open with the reason where the name cannot be taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.errors import Refused
from desktop.language import tr
from desktop.views.kit.button import Button
from desktop.views.kit.field import Field
from desktop.views.kit.words import Words
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from collections.abc import Callable

_LONGEST = 80


class NameDialog(QDialog):
    """``on_name`` gets the name and keeps it; then ``accept``, or ``show_refusal``, is called."""

    def __init__(
        self,
        question: str,
        sentence: str,
        verb: str,
        on_name: Callable[[NameDialog, str], object],
        *,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(question)
        self._on_name = on_name
        self.name = QLineEdit(name)
        self.name.setMaxLength(_LONGEST)
        self.name.selectAll()
        self.field = Field(tr("Name"), self.name)
        self.yes = Button(verb, self._ask, variant="primary")
        self.no = Button(tr("Cancel"), self.reject)
        self.yes.setDefault(True)
        self._arrange(question, sentence)
        self.name.textEdited.connect(lambda _text: self.field.show_problem(""))
        self.name.setFocus()

    def show_refusal(self, error: Exception) -> None:
        """Why it was not kept."""
        self.yes.setEnabled(True)
        if isinstance(error, Refused):
            self.field.show_problem(f"{error.sentence} {error.remedy}".strip())

    def _ask(self) -> None:
        self.yes.setEnabled(False)
        self._on_name(self, self.name.text())

    def _arrange(self, question: str, sentence: str) -> None:
        scale = theme_of(self).scale
        self.setMinimumWidth(scale.width_dialog)
        column = QVBoxLayout(self)
        column.setContentsMargins(scale.wide, scale.wide, scale.wide, scale.large)
        column.setSpacing(scale.small)
        column.addWidget(Words(question, "emphasis").wrapped())
        if sentence:
            column.addWidget(Words(sentence, "quiet").wrapped())
        column.addSpacing(scale.small)
        column.addWidget(self.field)
        column.addSpacing(scale.medium)
        row = QHBoxLayout()
        row.setSpacing(scale.small)
        row.addStretch()
        row.addWidget(self.no)
        row.addWidget(self.yes)
        column.addLayout(row)
