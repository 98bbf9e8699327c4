"""One row of a form: what is asked, where it is answered, and what is wrong with the answer."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.views.icons import pixmap
from desktop.views.kit.words import Words
from desktop.views.theme.theme import theme_of


class Field(QWidget):
    """A label above or at the left of ``widget``, help below it, and a problem in words beside it."""

    def __init__(
        self,
        label: str,
        widget: QWidget,
        help_text: str = "",
        *,
        beside: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.widget = widget
        self._label = Words(label, "" if beside else "strong")
        self._label.setBuddy(widget)
        self._help = Words(help_text, "caption").wrapped()
        if not help_text:
            self._help.hide()
        self._mark = QLabel()
        self._problem = Words("", "problem").wrapped()
        self._trouble = QWidget()
        self._trouble.hide()
        self._arrange(beside=beside)
        widget.setAccessibleName(widget.accessibleName() or label)
        widget.setAccessibleDescription(help_text)

    @property
    def problem(self) -> str:
        return self._problem.text()

    def show_problem(self, text: str) -> None:
        """Show what is wrong in words; the empty text clears it."""
        self._problem.setText(text)
        self._trouble.setVisible(bool(text))
        self._mark.setPixmap(pixmap("error-circle", "danger", ratio=self.devicePixelRatioF()))
        self.widget.setProperty("problem", bool(text))
        self.widget.setAccessibleDescription(text or self._help.text())
        self.widget.style().polish(self.widget)

    def _arrange(self, *, beside: bool) -> None:
        scale = theme_of(self).scale
        trouble = QHBoxLayout(self._trouble)
        trouble.setContentsMargins(0, 0, 0, 0)
        trouble.setSpacing(scale.tiny)
        trouble.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        trouble.addWidget(self._problem, 1)
        answer = QVBoxLayout()
        answer.setSpacing(scale.tiny)
        for part in (self.widget, self._help, self._trouble):
            answer.addWidget(part)
        row = QHBoxLayout(self) if beside else QVBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(scale.medium if beside else scale.tiny)
        if beside:
            self._label.setMinimumWidth(scale.width_label)
            self._label.setContentsMargins(0, scale.tiny, 0, 0)
            row.addWidget(self._label, 0, Qt.AlignmentFlag.AlignTop)
        else:
            row.addWidget(self._label)
        row.addLayout(answer, 1)
