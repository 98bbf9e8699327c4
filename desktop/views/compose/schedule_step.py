"""When the message leaves: at once, or at a time in the office's zone; at any hour, or in office hours."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QDateTime, Qt, QTime, QTimeZone, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QDateTimeEdit,
    QHBoxLayout,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from desktop.language import tr
from desktop.views.kit.moments import zone_words
from desktop.views.kit.problem_words import ProblemWords
from desktop.views.kit.section_picking import SectionPicker
from desktop.views.kit.words import Words
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QWheelEvent

    from desktop.bridge.desk import Desk
    from desktop.models.outgoing import MessageDraft

_HOUR = timedelta(hours=1)


class ScheduleStep(QWidget):
    """Times are typed and shown in the office's zone; ``changed`` follows any change."""

    changed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._moment: datetime | None = None
        self._filling = False
        self.at_once = QRadioButton(tr("Send now"))
        self.later = QRadioButton(tr("Send at"))
        self.at_once.setChecked(True)
        self._group = QButtonGroup(self)
        self._group.addButton(self.at_once)
        self._group.addButton(self.later)
        self.moment = _MomentEdit()
        self.zone = Words("", "quiet").wrapped()
        self.problem = ProblemWords(self.moment)
        self.office_hours = QCheckBox(tr("Only within office hours"))
        self._arrange()
        self._connect()
        self._show_moment()

    @property
    def send_at(self) -> datetime | None:
        """The chosen instant in UTC; None for at once."""
        return self._moment

    @property
    def only_office_hours(self) -> bool:
        return self.office_hours.isChecked()

    def show_draft(self, draft: MessageDraft) -> None:
        self._filling = True
        self._moment = draft.send_at
        self.later.setChecked(draft.send_at is not None)
        self.at_once.setChecked(draft.send_at is None)
        self.office_hours.setChecked(draft.only_office_hours)
        self._show_moment()
        self._filling = False

    def _arrange(self) -> None:
        scale = theme_of(self).scale
        for box in (self.at_once, self.later, self.office_hours):
            box.setMinimumHeight(scale.row_comfortable)
        row = QHBoxLayout()
        row.setSpacing(scale.small)
        row.addWidget(self.later)
        row.addWidget(self.moment)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.at_once)
        column.addLayout(row)
        column.addWidget(self.zone)
        column.addWidget(self.problem)
        column.addWidget(self.office_hours)
        # Kept free, so that the row does not grow when the time appears in it.
        policy = self.moment.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.moment.setSizePolicy(policy)

    def _connect(self) -> None:
        self._group.buttonClicked.connect(self._on_way_chosen)
        self.moment.dateTimeChanged.connect(self._on_typed)
        self.moment.editingFinished.connect(self._show_moment)
        self.office_hours.toggled.connect(self._on_toggled)
        self._desk.office_changed.connect(self._show_moment)

    def _on_way_chosen(self) -> None:
        self._moment = self._next_hour() if self.later.isChecked() else None
        self._show_moment()
        if self._moment is not None:
            self.moment.setFocus()
        self.changed.emit()

    def _on_typed(self, shown: QDateTime) -> None:
        if self._filling:
            return
        day, time = shown.date(), shown.time()
        date = (day.year(), day.month(), day.day())
        # An hour that the change to summer time leaves out becomes the one after it.
        self._moment = datetime(*date, time.hour(), time.minute(), tzinfo=self._desk.zone).astimezone(UTC)
        self.zone.setText(self._zone_words(self._moment))
        self.changed.emit()

    def _on_toggled(self) -> None:
        if not self._filling:
            self.changed.emit()

    def _show_moment(self) -> None:
        """The instant as the office's clock shows it."""
        was_filling, self._filling = self._filling, True
        if self._moment is not None:
            there = self._moment.astimezone(self._desk.zone)
            day, time = QDate(there.year, there.month, there.day), QTime(there.hour, there.minute)
            self.moment.setDateTime(QDateTime(day, time, QTimeZone.utc()))
            self.zone.setText(self._zone_words(self._moment))
        for part in (self.moment, self.zone):
            part.setHidden(self._moment is None)
        self._filling = was_filling

    def _zone_words(self, moment: datetime) -> str:
        return tr("Time zone of the office: {zone}").format(zone=zone_words(moment, self._desk.zone))

    def _next_hour(self) -> datetime:
        there = (self._desk.now().astimezone(self._desk.zone) + _HOUR).replace(
            minute=0, second=0, microsecond=0
        )
        return (there + _HOUR).astimezone(UTC)


class _MomentEdit(QDateTimeEdit):
    """Plain date and time: which instant that is depends on the office's zone, not on this computer's."""

    def __init__(self) -> None:
        super().__init__()
        self.setTimeZone(QTimeZone.utc())
        self.setDisplayFormat("ddd d MMM yyyy  HH:mm")
        self.setAccessibleName(tr("Date and time"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        SectionPicker(self)
        # Qt gives the line inside none of the padding that the style sheet asks for.
        self.lineEdit().setTextMargins(theme_of(self).scale.small, 0, 0, 0)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        # Into the day of the week, which Qt chooses first, no figure can be typed.
        if self.currentSectionIndex() == 0:
            self.setCurrentSectionIndex(1)
            self.setSelectedSection(self.currentSection())

    def wheelEvent(self, event: QWheelEvent) -> None:
        # Whoever scrolls the form over it means the form.
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()
