"""Settings, Sending: how long a message can be taken back, how fast mail leaves, and when the office is open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop.language import tr
from desktop.models.change import Subject
from desktop.services.sending_rules import (
    LONGEST_UNDO_SECONDS,
    MOST_MAILS_AN_HOUR,
    SendingChoices,
    SendingRules,
    save_sending_rules,
    sending_choices_of,
)
from desktop.settings import HOLIDAYS, MAILS_AN_HOUR, OFFICE_HOURS, UNDO_SECONDS
from desktop.views.kit.field import Field
from desktop.views.settings.holiday_box import HolidayBox
from desktop.views.settings.hours_box import HoursBox
from desktop.views.settings.number_box import NumberBox
from desktop.views.settings.section import Section

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.bridge.desk import Desk
    from desktop.models.change import Change


class SendingSection(Section):
    """They hold for the whole office, and for messages under way too."""

    subjects = (Subject.SETTINGS,)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, tr("Sending"))
        self.undo = NumberBox(LONGEST_UNDO_SECONDS, tr("seconds"), tr("None"))
        self.rate = NumberBox(MOST_MAILS_AN_HOUR, "", tr("No limit"))
        self.hours = HoursBox()
        self.holidays = HolidayBox()
        self._build()
        if not self.may_change:
            self.lock()
        self.read()

    def read(self) -> None:
        self.desk.jobs.read(
            sending_choices_of, self.desk.store, then=self._on_read, owner=self, latest="sending"
        )

    def answers(self) -> Any:
        return SendingRules(
            self.undo.value(), self.rate.value(), self.hours.hours(), self.holidays.calendar()
        )

    def show_answers(self, stored: Any) -> None:
        self.undo.setValue(stored.undo_seconds)
        self.rate.setValue(stored.mails_an_hour)
        self.hours.show_hours(stored.hours)
        self.holidays.show_calendar(stored.holidays)

    def write(self, then: Callable[[Change], object], failed: Callable[[Exception], object]) -> None:
        desk = self.desk
        answers = self.answers()
        desk.jobs.write(
            save_sending_rules, desk.store, desk.actor, answers, then=then, failed=failed, owner=self
        )

    def _build(self) -> None:
        undo = self.add("undo_seconds", Field(UNDO_SECONDS.label(), self.undo, UNDO_SECONDS.help()))
        rate = self.add("mails_an_hour", Field(MAILS_AN_HOUR.label(), self.rate, MAILS_AN_HOUR.help()))
        self.undo.name_after(undo)
        self.rate.name_after(rate)
        self.add("hours", Field(OFFICE_HOURS.label(), self.hours, OFFICE_HOURS.help()))
        self.add("holidays", Field(HOLIDAYS.label(), self.holidays, HOLIDAYS.help()))
        for box in (self.undo, self.rate):
            box.valueChanged.connect(lambda _value: self.tell_changed())
        self.hours.changed.connect(self.tell_changed)
        self.holidays.changed.connect(self.tell_changed)

    def _on_read(self, choices: SendingChoices) -> None:
        if not self.holidays.country.count():
            self.holidays.offer(choices.calendars)
        self.take(choices.rules)
