"""The office's rules for sending: undo period, e-mails an hour, office hours and holidays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from desktop import settings
from desktop.errors import Refused
from desktop.language import tr
from desktop.models.change import Change
from desktop.models.office import Role, User
from desktop.models.office_hours import OfficeHours, hours_of, next_closed, next_open
from desktop.models.send_limits import SendLimits
from desktop.services.holiday_calendar import calendars, holidays_of, is_calendar
from desktop.services.office_zone import zone_named
from desktop.services.permission import require

if TYPE_CHECKING:
    from desktop.store.store import Store

LONGEST_UNDO_SECONDS = 120
MOST_MAILS_AN_HOUR = 1_000_000
_LOOK_AGAIN = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class SendingRules:
    """``mails_an_hour`` is 0 for no limit; ``holidays`` names a calendar such as ``US-NY``, empty for none."""

    undo_seconds: int
    mails_an_hour: int
    hours: OfficeHours
    holidays: str


@dataclass(frozen=True, slots=True)
class SendingChoices:
    """The rules in force, and the calendars there are: each country with its parts."""

    rules: SendingRules
    calendars: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Absence:
    """From ``begins`` until just before ``ends``."""

    begins: datetime
    ends: datetime

    def covers(self, moment: datetime) -> bool:
        """Whether nobody is there at ``moment``."""
        return self.begins <= moment < self.ends


def rules_in(values: Mapping[str, Any]) -> SendingRules:
    """The rules among the office's settings; what cannot be read counts as the default."""
    undo = settings.UNDO_SECONDS.of(values)
    return SendingRules(
        undo_seconds=min(max(undo, 0), LONGEST_UNDO_SECONDS),
        mails_an_hour=max(settings.MAILS_AN_HOUR.of(values), 0),
        hours=_hours_in(values),
        holidays=settings.HOLIDAYS.of(values),
    )


def sending_rules_of(store: Store) -> SendingRules:
    """The rules in force."""
    with store.read() as unit:
        return rules_in(unit.office.settings())


def sending_choices_of(store: Store) -> SendingChoices:
    """The rules in force and what can be chosen."""
    return SendingChoices(sending_rules_of(store), calendars())


def save_sending_rules(store: Store, actor: User, rules: SendingRules) -> Change:
    """Put rules in force, for messages under way too. Raises Refused for figures that cannot be."""
    require(actor, Role.ADMIN)
    check_sending_rules(rules)
    with store.write(actor.name) as unit:
        unit.office.save_settings(
            {
                settings.UNDO_SECONDS.key: rules.undo_seconds,
                settings.MAILS_AN_HOUR.key: rules.mails_an_hour,
                settings.OFFICE_HOURS.key: rules.hours.text(),
                settings.HOLIDAYS.key: rules.holidays,
            }
        )
        return unit.commit()


def check_sending_rules(rules: SendingRules) -> None:
    """Raises Refused for figures that cannot be."""
    title = tr("The rules for sending were not saved")
    if not 0 <= rules.undo_seconds <= LONGEST_UNDO_SECONDS:
        raise Refused(
            title,
            tr("The undo period is from 0 to {n} seconds.").format(n=LONGEST_UNDO_SECONDS),
            tr("Choose a shorter one; 10 seconds are usual."),
            about="undo_seconds",
        )
    if not 0 <= rules.mails_an_hour <= MOST_MAILS_AN_HOUR:
        raise Refused(
            title,
            tr("That many e-mails an hour cannot be a limit."),
            tr("Type a number up to {n}, or 0 for no limit.").format(n=f"{MOST_MAILS_AN_HOUR:,}"),
            about="mails_an_hour",
        )
    if not rules.hours.are_possible:
        raise Refused(
            title,
            tr("The office must open on at least one weekday, and close after it opens."),
            tr("Correct the office hours."),
            about="hours",
        )
    if not is_calendar(rules.holidays):
        raise Refused(
            title,
            tr("“{name}” is not a known calendar of holidays.").format(name=rules.holidays),
            tr("Choose one from the list."),
            about="holidays",
        )


def limits_in(values: Mapping[str, Any], now: datetime) -> SendLimits:
    """What holds deliveries back at ``now``."""
    rules = rules_in(values)
    opens_at = opens_next(values, now)
    return SendLimits(rules.mails_an_hour, opens_at if opens_at != now else None)


def opens_next(values: Mapping[str, Any], moment: datetime) -> datetime:
    """``moment`` while the office is open, else when it opens next; a day later where it never does."""
    rules, zone = rules_in(values), zone_named(settings.OFFICE_ZONE.of(values))
    opens_at = next_open(moment, rules.hours, holidays_of(rules.holidays), zone)
    return opens_at or moment + _LOOK_AGAIN


def leaves_at(values: Mapping[str, Any], moment: datetime, *, only_office_hours: bool) -> datetime:
    """When what may leave at ``moment`` does."""
    return opens_next(values, moment) if only_office_hours else moment


def next_absence(store: Store) -> Absence:
    """The time, at present or next, in which nobody is in the office."""
    with store.read() as unit:
        values, now = unit.office.settings(), unit.now
    rules, zone = rules_in(values), zone_named(settings.OFFICE_ZONE.of(values))
    begins = next_closed(now, rules.hours, holidays_of(rules.holidays), zone)
    return Absence(begins, opens_next(values, begins))


def _hours_in(values: Mapping[str, Any]) -> OfficeHours:
    try:
        return hours_of(settings.OFFICE_HOURS.of(values))
    except ValueError:
        return hours_of(settings.OFFICE_HOURS.default)
