"""Shows what a colleague made of the template that is being edited here."""

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
    from desktop.models.template import Template


class TheirsDialog(QDialog):
    """``theirs_taken``: theirs replaces the text here. ``mine_kept``: saving again replaces theirs."""

    theirs_taken = Signal(object)
    mine_kept = Signal(object)

    def __init__(self, template: Template, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._template = template
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("The template as it is saved now"))
        self.text = QPlainTextEdit(template.content.content)
        self.text.setReadOnly(True)
        self.text.setAccessibleName(tr("Content"))
        self.take = Button(tr("Use theirs"), self._on_take)
        self.keep = Button(tr("Keep mine instead"), self._on_keep)
        self._arrange()

    def _arrange(self) -> None:
        scale = theme_of(self).scale
        self.resize(scale.width_sheet, scale.width_dialog)
        column = QVBoxLayout(self)
        column.setContentsMargins(scale.wide, scale.wide, scale.wide, scale.large)
        column.setSpacing(scale.small)
        words = tr("Saved by {name}").format(name=self._template.changed_by)
        column.addWidget(Words(words, "quiet").wrapped())
        column.addWidget(ElidedLabel(self._template.content.subject, "emphasis"))
        column.addWidget(self.text, 1)
        row = QHBoxLayout()
        row.setSpacing(scale.small)
        row.addStretch()
        for button in (Button(tr("Close"), self.reject), self.take, self.keep):
            row.addWidget(button)
        column.addLayout(row)

    def _on_take(self) -> None:
        self.accept()
        self.theirs_taken.emit(self._template)

    def _on_keep(self) -> None:
        self.accept()
        self.mine_kept.emit(self._template)
