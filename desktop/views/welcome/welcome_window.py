"""The window before there is an office to show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QWidget

from desktop.errors import Refused
from desktop.language import tr
from desktop.views.theme.theme import theme_of
from desktop.views.welcome.busy_page import BusyPage
from desktop.views.welcome.choice_page import ChoicePage
from desktop.views.welcome.trouble_page import TroublePage
from desktop.views.welcome.who_page import WhoPage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.models.office import User


class WelcomeWindow(QWidget):
    """Shows one of four pages: the choice of an office, who works in it, something under way, or a refusal.

    ``place`` is where the office's data will live, ``sample_place`` where those of the sample office do.
    """

    closed = Signal()

    def __init__(self, place: str, sample_place: str) -> None:
        super().__init__()
        self.setObjectName("welcome")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(tr("Message Center"))
        scale = theme_of(self).scale
        self.setMinimumSize(scale.width_reading, scale.width_sheet)
        self.choice = ChoicePage(place, sample_place)
        self.who = WhoPage()
        self.busy = BusyPage()
        self.trouble = TroublePage()
        # The layout has its widget before its pages: a page without one would flash up as a window.
        self._middle = QWidget()
        self._pages = QStackedLayout(self._middle)
        for page in (self.choice, self.who, self.busy, self.trouble):
            self._pages.addWidget(page)
        self._arrange()

    def _arrange(self) -> None:
        """In the middle, and no wider than is good to read."""
        scale = theme_of(self).scale
        self._middle.setMaximumWidth(scale.width_reading)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(self._middle, 1_000)
        row.addStretch(1)

    def ask(self) -> None:
        """Let the person choose an office."""
        self._pages.setCurrentWidget(self.choice)
        self.choice.office_name.widget.setFocus()

    def ask_who(self, office: str, users: Sequence[User]) -> None:
        """Let the person say which of ``users`` works at this computer."""
        self._pages.setCurrentWidget(self.who)
        self.who.ask(office, users)

    def show_busy(self, sentence: str) -> None:
        """Say what is under way."""
        self.busy.begin(sentence)
        self._pages.setCurrentWidget(self.busy)

    def show_trouble(self, refusal: Refused) -> None:
        """Say why there is no office to show."""
        self.trouble.show_refusal(refusal)
        self._pages.setCurrentWidget(self.trouble)

    def closeEvent(self, event: QCloseEvent) -> None:
        """The person gave up before there was an office."""
        super().closeEvent(event)
        self.closed.emit()
