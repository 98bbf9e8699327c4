"""Chooses a time zone by any part of its name."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING
from zoneinfo import available_timezones

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QCompleter, QWidget

from desktop.language import tr
from desktop.views.kit.choice_box import ChoiceBox

if TYPE_CHECKING:
    from desktop.views.kit.field import Field

_SHOWN = 12


@functools.cache
def known_zones() -> frozenset[str]:
    """The names of all time zones; to find them is a walk over some 600 files."""
    return frozenset(available_timezones())


class ZoneBox(ChoiceBox):
    """The first entry stands for no zone of the office's own."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setMaxVisibleItems(_SHOWN)
        self.addItem(tr("The zone of each computer"))
        self.addItems(sorted(known_zones()))
        completer = QCompleter(self.model(), self)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setCompleter(completer)

    def zone(self) -> str:
        """The zone that is named, known or not; empty for none."""
        text = self.currentText().strip()
        return "" if text == self.itemText(0) else text.replace(" ", "_")

    def show_zone(self, zone: str) -> None:
        """Name this zone, which may be one this computer does not know."""
        self.setCurrentIndex(max(self.findText(zone), 0) if zone else 0)
        if zone and self.currentText() != zone:
            self.setEditText(zone)

    def name_after(self, field: Field) -> None:
        """Screen readers meet the line inside."""
        line = self.lineEdit()
        if line is not None:
            line.setAccessibleName(field.widget.accessibleName())
