"""What is shown when the program itself went wrong: calm words, and a report that can be copied."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.views.kit.button import Button
from desktop.views.kit.primary_button import PrimaryButton
from desktop.views.kit.words import Words
from desktop.views.theme.theme import theme_of


class FaultDialog(QDialog):
    """Window-modal; open it with ``open()``."""

    def __init__(self, title: str, report: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Message Center"))
        self.setAccessibleName(title)
        self._title = Words(title, "emphasis").wrapped()
        self._sentence = Words(
            tr("Your work is kept and you can go on. If this happens again, send this report to whoever looks after "
               "the program."),
            "quiet",
        ).wrapped()  # fmt: skip
        self._report = QPlainTextEdit(report)
        self._report.setObjectName("report")
        self._report.setReadOnly(True)
        self._report.setTabChangesFocus(True)
        self._report.setAccessibleName(tr("Report"))
        self.copy = Button(tr("Copy report"), self._on_copy_chosen, icon="copy")
        self._arrange()

    def _arrange(self) -> None:
        scale = theme_of(self).scale
        self.resize(scale.width_sheet, scale.width_field)
        column = QVBoxLayout(self)
        column.setContentsMargins(scale.wide, scale.wide, scale.wide, scale.large)
        column.setSpacing(scale.medium)
        for part in (self._title, self._sentence):
            column.addWidget(part)
        column.addWidget(self._report, 1)
        row = QHBoxLayout()
        row.setSpacing(scale.small)
        row.addStretch()
        close = PrimaryButton(tr("Go on working"), self.accept)
        row.addWidget(self.copy)
        row.addWidget(close)
        column.addLayout(row)
        close.setDefault(True)
        close.setFocus()

    def _on_copy_chosen(self) -> None:
        QGuiApplication.clipboard().setText(self._report.toPlainText())
