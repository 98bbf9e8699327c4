"""Where the reading pane stands: right of the list, below it, or nowhere; remembered at this computer."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QActionGroup

from desktop.language import tr
from desktop.views.kit.menu_button import MenuButton

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop.views.remembered import Remembered

_KEY = "broker/pane"


class PanePlace(enum.StrEnum):
    RIGHT = "right"
    BELOW = "below"
    OFF = "off"


class PaneMenu(MenuButton):
    """A menu of the places."""

    chosen = Signal()

    def __init__(self, remembered: Remembered, parent: QWidget | None = None) -> None:
        super().__init__(tr("Pane"), parent)
        self._remembered = remembered
        kept = remembered.value(_KEY, PanePlace.BELOW.value)
        self.place = PanePlace(kept) if kept in list(PanePlace) else PanePlace.BELOW
        words = {
            PanePlace.RIGHT: tr("Reading pane at the right"),
            PanePlace.BELOW: tr("Reading pane below"),
            PanePlace.OFF: tr("No reading pane"),
        }
        group = QActionGroup(self)
        for place, name in words.items():
            action = self.opens.addAction(name)
            action.setCheckable(True)
            action.setChecked(place is self.place)
            action.triggered.connect(lambda _checked=False, place=place: self.choose(place))
            group.addAction(action)
        self.setAccessibleName(tr("Reading pane"))

    def choose(self, place: PanePlace) -> None:
        """Put it there."""
        self.place = place
        self._remembered.set_value(_KEY, place.value)
        self.chosen.emit()
