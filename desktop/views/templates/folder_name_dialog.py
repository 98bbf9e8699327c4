"""Asks for the name of a folder; stays open, with the reason, while the name cannot be had."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.errors import Refused
from desktop.language import tr
from desktop.views.kit.button import Button
from desktop.views.kit.field import Field
from desktop.views.kit.primary_button import PrimaryButton
from desktop.views.theme.theme import theme_of


class FolderNameDialog(QDialog):
    """``name_given`` is answered by closing it, or by ``show_refusal``."""

    name_given = Signal(str)

    def __init__(self, title: str, verb: str, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.name = QLineEdit(name)
        self.name.setMaxLength(80)
        self.name.selectAll()
        self.field = Field(tr("Name of the folder"), self.name)
        self.yes = PrimaryButton(verb, lambda: self.name_given.emit(self.name.text()))
        self.yes.setDefault(True)
        self._arrange()
        self.name.setFocus()

    def show_refusal(self, error: Exception) -> None:
        if isinstance(error, Refused):
            self.field.show_problem(f"{error.sentence} {error.remedy}".strip())
            self.name.setFocus()

    def _arrange(self) -> None:
        scale = theme_of(self).scale
        self.setMinimumWidth(scale.width_dialog)
        row = QHBoxLayout()
        row.setSpacing(scale.small)
        row.addStretch()
        row.addWidget(Button(tr("Cancel"), self.reject))
        row.addWidget(self.yes)
        column = QVBoxLayout(self)
        column.setContentsMargins(scale.wide, scale.wide, scale.wide, scale.large)
        column.setSpacing(scale.large)
        column.addWidget(self.field)
        column.addLayout(row)
