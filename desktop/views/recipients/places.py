"""What stands where the list would be while there is no list to show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.views.kit.button import Button
from desktop.views.kit.empty_state import EmptyState
from desktop.views.kit.words import Words
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from collections.abc import Callable


class Places(QStackedWidget):
    """The list, or one of: nothing found, no accounts, being read, could not be read."""

    def __init__(
        self,
        table: QWidget,
        *,
        show_all: Callable[[], object],
        import_clients: Callable[[], object],
        read_again: Callable[[], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.table = table
        self.clear_filter = Button(tr("Clear filter"), show_all)
        self.import_clients = Button(tr("Import clients"), import_clients)
        self.read_again = Button(tr("Try again"), read_again)
        self._bar = QProgressBar()
        self.loading = self._loading()
        self.nothing = EmptyState("search", "", "", self.clear_filter)
        self.nobody = EmptyState(
            "people",
            tr("No open accounts yet"),
            tr("Import the list of your clients. Their open accounts can then be chosen here."),
            self.import_clients,
        )
        self.failed = EmptyState("warning", tr("The accounts could not be read"), "", self.read_again)
        for place in (table, self.nothing, self.nobody, self.loading, self.failed):
            self.addWidget(place)

    def show_nothing(self, query: str) -> None:
        """Say that nothing matches ``query``; where it is empty, that nothing is selected."""
        if query.strip():
            self.nothing.set_words(
                tr("No account matches “{query}”").format(query=" ".join(query.split())[:60]),
                tr("Try fewer or shorter words."),
            )
            self.clear_filter.relabel(tr("Clear filter"))
        else:
            self.nothing.set_words(
                tr("No account is selected"), tr("Show all accounts to select some of them.")
            )
            self.clear_filter.relabel(tr("Show all accounts"))
        self.setCurrentWidget(self.nothing)

    def show_loading(self, done: int, total: int) -> None:
        """How many accounts are read."""
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self.setCurrentWidget(self.loading)

    def show_failed(self, sentence: str) -> None:
        self.failed.set_words(tr("The accounts could not be read"), sentence)
        self.setCurrentWidget(self.failed)

    def _loading(self) -> QWidget:
        scale = theme_of().scale
        place = QWidget()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(scale.width_field)
        self._bar.setAccessibleName(tr("Reading the accounts"))
        column = QVBoxLayout(place)
        column.setSpacing(scale.small)
        column.addStretch(2)
        column.addWidget(Words(tr("Reading the accounts"), "quiet"), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._bar, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        return place
