"""What is wrong in a text, line by line; a click goes there, another mends it where a way is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.language import tr, trn
from desktop.services.composing import DraftField
from desktop.views.kit.button import Button
from desktop.views.kit.words import Words
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.services.composing import DraftProblem

_SHOWN = 4


class ProblemList(QWidget):
    """Hidden while there is nothing wrong."""

    visited = Signal(object)  # DraftProblem
    mended = Signal(object)  # DraftProblem, to be replaced by its suggestion

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.problems: tuple[DraftProblem, ...] = ()
        self.setAccessibleName(tr("Problems"))
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, theme_of(self).scale.tiny, 0, 0)
        self._grid.setHorizontalSpacing(theme_of(self).scale.small)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(1, 1)
        self.hide()

    def show_problems(self, problems: Sequence[DraftProblem]) -> None:
        found = tuple(each for each in problems if each.place is not None)
        if found == self.problems:
            return
        self.problems = found
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for row, problem in enumerate(found[:_SHOWN]):
            self._add(row, problem)
        if len(found) > _SHOWN:
            more = len(found) - _SHOWN
            self._grid.addWidget(
                Words(trn("and {n} more", "and {n} more", more), "quiet"), 2 * _SHOWN, 0, 1, 2
            )
        self.setVisible(bool(found))

    def _add(self, row: int, problem: DraftProblem) -> None:
        """The place and the way out on one line, the sentence over the whole width beneath."""
        left = Qt.AlignmentFlag.AlignLeft
        there = Button(_where(problem), lambda: self.visited.emit(problem), variant="link")
        self._grid.addWidget(there, 2 * row, 0, left)
        if problem.suggestion:
            words = tr("Use “{name}”").format(name=problem.suggestion)
            mend = Button(words, lambda: self.mended.emit(problem), variant="link")
            self._grid.addWidget(mend, 2 * row, 1, left)
        sentence = Words(problem.sentence, "problem").wrapped()
        sentence.setContentsMargins(theme_of(self).scale.tiny, 0, 0, theme_of(self).scale.tiny)
        self._grid.addWidget(sentence, 2 * row + 1, 0, 1, 2)


def _where(problem: DraftProblem) -> str:
    if problem.place is None:
        return ""
    if problem.field is DraftField.SUBJECT:
        return tr("Subject, column {column}").format(column=problem.place.column)
    return tr("Line {line}, column {column}").format(line=problem.place.line, column=problem.place.column)
