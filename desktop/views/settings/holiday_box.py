"""Chooses a calendar of public holidays: a country, and where it matters a part of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.language import tr
from desktop.views.kit.choice_box import ChoiceBox
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from collections.abc import Mapping

_SHOWN = 12


class HolidayBox(QWidget):
    """Calendars are named as they are kept: ``US``, ``US-NY``, empty for none."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts: Mapping[str, tuple[str, ...]] = {}
        self.country, self.part = ChoiceBox(), ChoiceBox()
        self.country.setAccessibleName(tr("Country"))
        self.part.setAccessibleName(tr("Part of the country"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme_of(self).scale.small)
        row.addWidget(self.country, 2)
        row.addWidget(self.part, 1)
        for box in (self.country, self.part):
            box.setMaxVisibleItems(_SHOWN)
        self.part.hide()
        self.country.currentIndexChanged.connect(lambda _index: self._on_country())
        self.part.currentIndexChanged.connect(lambda _index: self.changed.emit())
        self.setFocusProxy(self.country)

    def offer(self, calendars: Mapping[str, tuple[str, ...]]) -> None:
        """The countries there are, each with its parts."""
        self._parts = calendars
        self.country.blockSignals(True)
        self.country.clear()
        self.country.addItem(tr("None"), "")
        for name, code in sorted((_country_name(code), code) for code in calendars):
            self.country.addItem(name, code)
        self.country.blockSignals(False)

    def calendar(self) -> str:
        """The calendar that is chosen."""
        country, part = self.country.currentData() or "", self.part.currentData() or ""
        return f"{country}-{part}" if part else country

    def show_calendar(self, name: str) -> None:
        """Choose this calendar; one that is not known any more counts as none."""
        country, _, part = name.partition("-")
        self.country.setCurrentIndex(max(self.country.findData(country), 0))
        self.part.setCurrentIndex(max(self.part.findData(part), 0))

    def _on_country(self) -> None:
        parts = self._parts.get(self.country.currentData() or "", ())
        self.part.blockSignals(True)
        self.part.clear()
        self.part.addItem(tr("The whole country"), "")
        for code in parts:
            self.part.addItem(code, code)
        self.part.blockSignals(False)
        self.part.setVisible(bool(parts))
        self.changed.emit()


def _country_name(code: str) -> str:
    territory = QLocale.codeToTerritory(code)
    return QLocale.territoryToString(territory) if territory != QLocale.Country.AnyTerritory else code
