"""The hours of each weekday: ticked where the office is open, and from when to when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTime, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QTimeEdit, QWidget

from desktop.language import tr
from desktop.models.office_hours import DayHours, OfficeHours
from desktop.views.kit.section_picking import SectionPicker
from desktop.views.kit.words import Words
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from PySide6.QtGui import QWheelEvent

_DAYS = 7
_WHOLE_DAY = 24 * 60
_USUAL = DayHours(9 * 60, 17 * 60)


class HoursBox(QWidget):
    """Monday first, as it is kept. Midnight as the end means the end of the day."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        names = _day_names()
        self.days = [QCheckBox(name) for name in names]
        self.opens = [_TimeLine(tr("{day}, from").format(day=name)) for name in names]
        self.closes = [_TimeLine(tr("{day}, to").format(day=name)) for name in names]
        self._to = [Words(tr("to"), "quiet") for _ in names]
        self._closed = [Words(tr("Closed"), "quiet") for _ in names]
        self._arrange()
        for place, day in enumerate(self.days):
            day.setAccessibleName(names[place])
            day.toggled.connect(lambda _on: self._on_edited())
            self.opens[place].timeChanged.connect(lambda _time: self.changed.emit())
            self.closes[place].timeChanged.connect(lambda _time: self.changed.emit())
        self.setFocusProxy(self.days[0])
        self._offer()

    def hours(self) -> OfficeHours:
        """What stands in the rows, possible or not."""
        return OfficeHours(tuple(self._day(place) for place in range(_DAYS)))

    def show_hours(self, hours: OfficeHours) -> None:
        """Put ``hours`` into the rows; a closed day keeps usual hours at hand."""
        for place, day in enumerate(hours.days):
            shown = day or _USUAL
            self.days[place].setChecked(day is not None)
            self.opens[place].setTime(_time(shown.opens))
            self.closes[place].setTime(_time(shown.closes))
        self._offer()

    def _day(self, place: int) -> DayHours | None:
        if not self.days[place].isChecked():
            return None
        return DayHours(_minutes(self.opens[place]), _minutes(self.closes[place]) or _WHOLE_DAY)

    def _on_edited(self) -> None:
        self._offer()
        self.changed.emit()

    def _offer(self) -> None:
        for place, day in enumerate(self.days):
            for part in (self.opens[place], self._to[place], self.closes[place]):
                part.setVisible(day.isChecked())
            self._closed[place].setVisible(not day.isChecked())

    def _arrange(self) -> None:
        scale = theme_of(self).scale
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(scale.small)
        grid.setVerticalSpacing(scale.tiny)
        for place, day in enumerate(self.days):
            row: tuple[QWidget, ...] = (day, self.opens[place], self._to[place], self.closes[place])
            for column, part in enumerate(row):
                grid.addWidget(part, place, column)
            grid.addWidget(self._closed[place], place, 1)
            grid.setRowMinimumHeight(place, self.opens[place].sizeHint().height())
        grid.setColumnMinimumWidth(0, scale.width_label)
        grid.setColumnStretch(4, 1)


class _TimeLine(QTimeEdit):
    """A time of day that the wheel leaves alone while the page is scrolled."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setDisplayFormat("HH:mm")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(name)
        self.lineEdit().setAccessibleName(name)
        SectionPicker(self)
        # Qt gives the line inside none of the padding that the style sheet asks for.
        self.lineEdit().setTextMargins(theme_of(self).scale.small, 0, 0, 0)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


def _time(minutes: int) -> QTime:
    return QTime((minutes // 60) % 24, minutes % 60)


def _minutes(line: QTimeEdit) -> int:
    time = line.time()
    return time.hour() * 60 + time.minute()


def _day_names() -> tuple[str, ...]:
    return (
        tr("Monday"), tr("Tuesday"), tr("Wednesday"), tr("Thursday"), tr("Friday"), tr("Saturday"),
        tr("Sunday"),
    )  # fmt: skip
