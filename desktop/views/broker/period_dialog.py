"""Asks for a first and a last day, either of which may be left open."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDateEdit, QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.views.kit.button import Button
from desktop.views.kit.primary_button import PrimaryButton
from desktop.views.kit.section_picking import SectionPicker
from desktop.views.theme.theme import theme_of


class PeriodDialog(QDialog):
    """``chosen`` brings two dates, or None for an open end; the earlier one first, whichever was typed where."""

    chosen = Signal(object, object)

    def __init__(self, first: date | None, last: date | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Between two days"))
        self.has_first, self.first = self._day(tr("From"), first)
        self.has_last, self.last = self._day(tr("To"), last)
        if first is None and last is None:
            self.has_first.setChecked(True)
        self.yes = PrimaryButton(tr("Show these days"), self._on_yes)
        self.yes.setDefault(True)
        self._arrange()

    def _day(self, words: str, day: date | None) -> tuple[QCheckBox, QDateEdit]:
        box, edit = QCheckBox(words), QDateEdit(QDate.currentDate())
        edit.setCalendarPopup(True)
        edit.setDisplayFormat("d MMM yyyy")
        edit.setAccessibleName(words)
        SectionPicker(edit)
        if day is not None:
            edit.setDate(QDate(day.year, day.month, day.day))
        box.setChecked(day is not None)
        edit.setEnabled(day is not None)
        box.toggled.connect(edit.setEnabled)
        return box, edit

    def _arrange(self) -> None:
        scale = theme_of(self).scale
        grid = QGridLayout()
        grid.setHorizontalSpacing(scale.large)
        grid.setVerticalSpacing(scale.small)
        for place, (box, edit) in enumerate(((self.has_first, self.first), (self.has_last, self.last))):
            grid.addWidget(box, place, 0)
            grid.addWidget(edit, place, 1)
        row = QHBoxLayout()
        row.setSpacing(scale.small)
        row.addStretch()
        row.addWidget(Button(tr("Cancel"), self.reject))
        row.addWidget(self.yes)
        column = QVBoxLayout(self)
        column.setContentsMargins(scale.wide, scale.wide, scale.wide, scale.large)
        column.setSpacing(scale.large)
        column.addLayout(grid)
        column.addLayout(row)

    def _on_yes(self) -> None:
        first = _date(self.first.date()) if self.has_first.isChecked() else None
        last = _date(self.last.date()) if self.has_last.isChecked() else None
        if first and last and first > last:
            first, last = last, first
        self.accept()
        self.chosen.emit(first, last)


def _date(day: QDate) -> date:
    return date(day.year(), day.month(), day.day())
