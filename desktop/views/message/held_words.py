"""What is said of a held message: how it stands, what was done with it, how long there still is."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from desktop.language import tr, trn
from desktop.models.held_message import HeldEvent, HeldLine, StagingEvent
from desktop.models.staging import Decision, HeldState
from desktop.services.staging_words import decision_name
from desktop.views.kit.moments import short_moment, whole_minute

if TYPE_CHECKING:
    from datetime import tzinfo

_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
SOON = timedelta(hours=2)
_MANY_HOURS = 10
# What is met within a minute of its time is met in time.
_LATE = _MINUTE


def time_left(until: datetime, now: datetime) -> str:
    """``in 2 days 4 h``, ``in 3 h 20 min``, ``in 5 min``; as much as is needed to act in time.

    What should have gone out by now has been met by no program: it waits for one.
    """
    left = until - now
    if left < -_LATE:
        return tr("as soon as deliveries run")
    if left <= timedelta():
        return tr("now")
    if left < _MINUTE:
        return tr("in less than a minute")
    return _days_left(left) if left >= _DAY else _hours_left(left)


def _days_left(left: timedelta) -> str:
    days, rest = divmod(left, _DAY)
    hours = rest // _HOUR
    if not hours:
        return trn("in {n} day", "in {n} days", days)
    return trn("in {n} day {hours} h", "in {n} days {hours} h", days).format(hours=hours)


def _hours_left(left: timedelta) -> str:
    hours, rest = divmod(left, _HOUR)
    minutes = rest // _MINUTE
    if hours >= _MANY_HOURS:
        return tr("in {hours} h").format(hours=hours)
    if hours:
        return tr("in {hours} h {minutes} min").format(hours=hours, minutes=minutes)
    return tr("in {minutes} min").format(minutes=minutes)


def is_soon(held: HeldLine, now: datetime) -> bool:
    """Whether little time is left to decide."""
    return held.standing.state is HeldState.PENDING and held.standing.deliver_at - now <= SOON


def is_overdue(held: HeldLine, now: datetime) -> bool:
    """Whether it still waits though its delivery date has passed: nothing can be decided, and nothing delivers."""
    return held.standing.state is HeldState.PENDING and now - held.standing.deliver_at > _LATE


def waiting_words(count: int, nearest: datetime | None, unseen: int, now: datetime) -> str:
    """How many wait, when the first goes out, and how many do so while nobody is in the office."""
    if nearest is None:
        return tr("Nothing waits for a decision.")
    words = trn(
        "{n} message waits for a decision; it goes out {left}.",
        "{n} messages wait for a decision; the first goes out {left}.",
        count,
    ).format(left=time_left(nearest, now))
    if not unseen:
        return words
    closed = trn(
        "{n} goes out before the office opens again.", "{n} go out before the office opens again.", unseen
    )
    return f"{words} {closed}"


def status_words(held: HeldLine) -> str:
    """Message Status, as short as a cell of a list."""
    standing = held.standing
    if standing.state is HeldState.PENDING:
        return tr("Pending decision")
    if standing.state is HeldState.LEAVING:
        return tr("Being sent")
    if standing.state is HeldState.REJECTED:
        always = standing.decision is Decision.ALWAYS_REJECT
        return tr("Always rejected") if always else tr("Rejected once")
    if standing.decision.sends:
        return tr("Sent as is")
    return tr("Sent after its date") if _went_out_late(held) else tr("Sent at its date")


def standing_words(held: HeldLine, zone: tzinfo, now: datetime) -> str:
    """The whole of it in a sentence or two, for the head of the preview."""
    standing = held.standing
    if standing.state is HeldState.PENDING:
        words = tr("Pending decision. Without one it goes out {left}: {moment}.")
        if is_overdue(held, now):
            words = tr("Nobody decided until its delivery date, {moment}. It goes out {left}.")
        return words.format(
            left=time_left(standing.deliver_at, now), moment=whole_minute(standing.deliver_at, zone)
        )
    if standing.state is HeldState.LEAVING:
        return tr("{who}. It goes out {left}.").format(
            who=decided_words(held, zone, now), left=time_left(standing.release_at or now, now)
        )
    if standing.state is HeldState.REJECTED:
        return tr("{who}. It does not go out.").format(who=decided_words(held, zone, now))
    went_out = short_moment(held.released_at or now, zone, now)
    if standing.decision is Decision.NONE:
        words = tr("Nobody decided. It went out at its delivery date: {moment}.")
        if _went_out_late(held):
            words = tr("Nobody decided. Its delivery date was {date}; it went out later: {moment}.")
        return words.format(date=whole_minute(standing.deliver_at, zone), moment=went_out)
    return tr("{who}. It went out: {moment}.").format(who=decided_words(held, zone, now), moment=went_out)


def decided_words(held: HeldLine, zone: tzinfo, now: datetime) -> str:
    """Who decided what, and when."""
    decision = decision_name(held.standing.decision)
    if held.election_id is not None:
        return tr("{decision}, by election").format(decision=decision)
    when = short_moment(held.decided_at, zone, now) if held.decided_at else ""
    return tr("{decision}, by {name}, {moment}").format(decision=decision, name=held.decided_by, moment=when)


def event_words(event: HeldEvent) -> str:
    """What happened, without who and when."""
    if event.what is StagingEvent.DECIDED:
        name = decision_name(event.decision)
        return name if event.by else tr("{decision}, by election").format(decision=name)
    return {
        StagingEvent.ARRIVED: tr("Held when it arrived"),
        StagingEvent.REVERSED: tr("Decision taken back: {decision}").format(
            decision=decision_name(event.decision)
        ),
        StagingEvent.RELEASED: tr("Went out"),
        StagingEvent.NOTED: event.words,
    }[event.what]


def _went_out_late(held: HeldLine) -> bool:
    """By silence, after its delivery date: no program ran, or the store was away."""
    at, standing = held.released_at, held.standing
    return standing.decision is Decision.NONE and at is not None and at - standing.deliver_at > _LATE
