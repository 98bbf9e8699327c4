"""Lists every keyword with its meaning and an example, for those who do not know the names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from desktop.content.keywords import keywords
from desktop.language import tr

if TYPE_CHECKING:
    from collections.abc import Callable


class KeywordMenu(QMenu):
    """``chosen`` is called with the name of the keyword."""

    def __init__(self, chosen: Callable[[str], object], parent: QWidget | None = None) -> None:
        super().__init__(tr("Keyword"), parent)
        self._chosen = chosen
        for keyword in keywords():
            words = tr("{meaning}, such as {example}").format(
                meaning=keyword.meaning, example=keyword.example
            )
            action = QAction(f"{keyword.name}\t{words}", self)
            action.setData(keyword.name)
            self.addAction(action)
        self.triggered.connect(self._on_triggered)

    def _on_triggered(self, action: QAction) -> None:
        self._chosen(action.data())
