"""How the office stands towards message staging, and from when, in words with zones."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QLocale

from desktop.language import tr
from desktop.models.enrolment import EnrolmentState

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from desktop.services.enrolling import EnrolmentNow

_EVENING = 18


def effect_words(moment: datetime, restart_zone: tzinfo, here: tzinfo, now: datetime) -> str:
    """When an election takes effect: ``tonight, 23:45 New York, 05:45 on Saturday in Berlin``.

    The second clock is left out where it shows the same.
    """
    there, ours = moment.astimezone(restart_zone), moment.astimezone(here)
    words = tr("{day}, {time} {city}").format(
        day=_night(there, now.astimezone(restart_zone)), time=f"{there:%H:%M}", city=_city(restart_zone)
    )
    if there.replace(tzinfo=None) == ours.replace(tzinfo=None):
        return words
    place = _city(here)
    second = tr("{time} on {day} in {city}") if place else tr("{time} on {day} here")
    return f"{words}, " + second.format(time=f"{ours:%H:%M}", day=_day(ours), city=place)


def standing_words(standing: EnrolmentNow, here: tzinfo, now: datetime) -> str:
    """How the office stands, as a sentence."""
    enrolment = standing.enrolment
    if enrolment.changes_at is None:
        return tr("Message staging is on.") if enrolment.is_on else tr("Message staging is off.")
    when = effect_words(enrolment.changes_at, standing.restart_zone, here, now)
    words = (
        tr("Message staging is on from {when}.")
        if standing.state is EnrolmentState.ON_FROM
        else tr("Message staging is off from {when}.")
    )
    return words.format(when=when)


def short_standing(standing: EnrolmentNow, here: tzinfo) -> str:
    """The same in the few words of a status line; empty while it is off."""
    enrolment = standing.enrolment
    if enrolment.changes_at is None:
        return tr("staging on") if enrolment.is_on else ""
    ours = enrolment.changes_at.astimezone(here)
    words = (
        tr("staging on from {day} {time}")
        if standing.state is EnrolmentState.ON_FROM
        else tr("staging off from {day} {time}")
    )
    return words.format(day=_day(ours, short=True), time=f"{ours:%H:%M}")


def button_words(state: EnrolmentState) -> str:
    """What is on the button in the head of the communication area; two of them are the guide's."""
    return {
        EnrolmentState.OFF: tr("Enable Staging"),
        EnrolmentState.ON_FROM: tr("Withdraw…"),
        EnrolmentState.ON: tr("Manage Staging"),
        EnrolmentState.OFF_FROM: tr("Manage Staging"),
    }[state]


def change_words(state: EnrolmentState) -> str:
    """What is on the button that asks for the election that can be made."""
    return {
        EnrolmentState.OFF: tr("Enable Staging"),
        EnrolmentState.ON_FROM: tr("Withdraw…"),
        EnrolmentState.ON: tr("Opt out…"),
        EnrolmentState.OFF_FROM: tr("Withdraw…"),
    }[state]


def _night(there: datetime, now: datetime) -> str:
    """The day of the restart as people say it there."""
    days = (there.date() - now.date()) // timedelta(days=1)
    if days == 0:
        return tr("tonight") if there.hour >= _EVENING else tr("today")
    if days == 1:
        return tr("tomorrow night") if there.hour >= _EVENING else tr("tomorrow")
    return _day(there)


def _day(there: datetime, *, short: bool = False) -> str:
    return QLocale().toString(QDate(there.year, there.month, there.day), "ddd" if short else "dddd")


def _city(zone: tzinfo) -> str:
    """The city a zone is named after; empty where it has no name."""
    return str(getattr(zone, "key", "")).rpartition("/")[2].replace("_", " ")
