"""What is wrong in a text, line by line; a click goes there, another mends it where a way is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

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
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, theme_of(self).scale.tiny, 0, 0)
        self._column.setSpacing(0)
        self.hide()

    def show_problems(self, problems: Sequence[DraftProblem]) -> None:
        found = tuple(each for each in problems if each.place is not None)
        if found == self.problems:
            return
        self.problems = found
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for problem in found[:_SHOWN]:
            self._column.addWidget(self._row(problem))
        if len(found) > _SHOWN:
            more = len(found) - _SHOWN
            self._column.addWidget(Words(trn("and {n} more", "and {n} more", more), "quiet"))
        self.setVisible(bool(found))

    def _row(self, problem: DraftProblem) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme_of(self).scale.small)
        top = Qt.AlignmentFlag.AlignTop
        row.addWidget(Button(_where(problem), lambda: self.visited.emit(problem), variant="link"), 0, top)
        sentence = Words(problem.sentence, "problem").wrapped()
        sentence.setMinimumHeight(theme_of(self).scale.row_compact)
        row.addWidget(sentence, 1)
        if problem.suggestion:
            words = tr("Use “{name}”").format(name=problem.suggestion)
            row.addWidget(Button(words, lambda: self.mended.emit(problem), variant="link"), 0, top)
        return line


def _where(problem: DraftProblem) -> str:
    if problem.place is None:
        return ""
    if problem.field is DraftField.SUBJECT:
        return tr("Subject, column {column}").format(column=problem.place.column)
    return tr("Line {line}, column {column}").format(line=problem.place.line, column=problem.place.column)
