"""Rows of a form: words at the left in one column, fields at the right, problems beneath their field."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.views.kit.problem_words import ProblemWords
from desktop.views.kit.words import Words
from desktop.views.theme.theme import theme_of


class FormRows(QWidget):
    """Steps are numbered and stand apart; fields belong to the step above them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        scale = theme_of(self).scale
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(scale.medium)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnMinimumWidth(0, scale.width_label)
        self._grid.setColumnStretch(1, 1)

    def add_step(self, title: str, content: QWidget) -> Words:
        """A step with its first content beside its title, e.g. ``2  Delivery method``."""
        theme = theme_of(self)
        if self._grid.count():
            self._gap(theme.scale.large)
        # A title stands in one line, unless that would take too much from the fields.
        needed = QFontMetrics(theme.font(bold=True)).horizontalAdvance(title) + theme.scale.tiny
        most = theme.scale.width_label * 5 // 4
        self._grid.setColumnMinimumWidth(0, max(self._grid.columnMinimumWidth(0), min(needed, most)))
        return self._row(title, "strong", content)

    def add_field(self, label: str, field: QWidget, *, stretch: bool = False) -> Words:
        """A labelled field. With ``stretch`` it takes the height that is left."""
        self._gap(theme_of(self).scale.small)
        words = self._row(label, "quiet", field)
        if stretch:
            self._grid.setRowStretch(self._grid.rowCount() - 1, 1)
        return words

    def add_problem(self, field: QWidget) -> ProblemWords:
        """A place beneath the row just added, for what is wrong with ``field``; hidden while empty."""
        problem = ProblemWords(field)
        self._grid.addWidget(problem, self._grid.rowCount(), 1)
        return problem

    def _gap(self, height: int) -> None:
        self._grid.setRowMinimumHeight(self._grid.rowCount(), height)

    def _row(self, label: str, look: str, content: QWidget) -> Words:
        row = self._grid.rowCount()
        words = Words(label, look)
        words.setMinimumHeight(theme_of(self).scale.row_comfortable)
        words.setWordWrap(True)
        if content.focusPolicy() & Qt.FocusPolicy.TabFocus:
            words.setBuddy(content)
        top = Qt.AlignmentFlag.AlignTop
        self._grid.addWidget(words, row, 0, top)
        self._grid.addWidget(content, row, 1)
        return words
