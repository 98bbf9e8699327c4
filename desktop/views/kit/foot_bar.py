"""The buttons that are always in sight below the editor and the preview."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.views.kit.words import Words
from desktop.views.theme.theme import theme_of


class FootBar(QWidget):
    """Buttons at the left, what stands in the way in the middle, buttons at the right; a line above.

    Words among the left ones have the room that is left, a quarter of it while something stands in the way.
    """

    def __init__(
        self, left: tuple[QWidget, ...], right: tuple[QWidget, ...], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        scale = theme_of(self).scale
        self._problem = Words("", "problem").wrapped()
        self._problem.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        line = QFrame()
        line.setObjectName("line")
        row = QHBoxLayout()
        row.setContentsMargins(scale.large, scale.medium, scale.large, scale.medium)
        row.setSpacing(scale.small)
        for part in left:
            row.addWidget(part, 1 if isinstance(part, Words) else 0)
        row.addStretch()
        row.addWidget(self._problem, 3)
        for button in right:
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(line)
        column.addLayout(row)
        self._problem.hide()

    @property
    def problem(self) -> str:
        return self._problem.text()

    def say(self, problem: str) -> None:
        """What stands in the way; empty when nothing does."""
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
