"""How a message stands as a whole, in words: waiting for its moment, paused, taken back, or on its way."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from desktop.language import tr, trn
from desktop.models.phase import MessageAct, MessagePhase
from desktop.views.kit.delivery_words import totals_words
from desktop.views.kit.moments import short_moment

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import tzinfo

    from desktop.models.delivery_history import MessageEvent
    from desktop.models.outgoing import OutgoingMessage
    from desktop.models.sent_line import SentLine

_SOON = timedelta(minutes=2)

PHASE_MARKS: dict[MessagePhase, tuple[str, str]] = {
    MessagePhase.WAITING: ("clock", "info"),
    MessagePhase.PAUSED: ("pause", "warning"),
    MessagePhase.TAKEN_BACK: ("undo", "text-quiet"),
}
"""The icon and the colour role of the phases that say more than the totals do."""

STILL_MARK = ("warning", "warning")
"""Those of a message that would be leaving if anything were delivered."""


def is_held(line: SentLine | OutgoingMessage) -> bool:
    """Whether its phase says more than its totals."""
    return line.phase in PHASE_MARKS and not (line.phase is MessagePhase.PAUSED and line.totals.is_settled)


def stands_still(line: SentLine | OutgoingMessage, now: datetime) -> bool:
    """Whether some of it would be leaving at ``now`` if anything were delivered."""
    if line.phase is MessagePhase.RUNNING:
        return not line.totals.is_settled
    return line.phase is MessagePhase.WAITING and (line.release_at is None or line.release_at <= now)


def line_words(
    line: SentLine,
    zone: tzinfo,
    now: datetime,
    opens_after: Callable[[datetime], datetime | None],
    *,
    is_delivering: bool = True,
) -> str:
    """What a list says of a message. ``opens_after`` tells when the office opens, where it is closed at a moment."""
    is_still = not is_delivering and stands_still(line, now)
    if line.phase is MessagePhase.WAITING:
        return (
            tr("Waits, nothing is delivered now")
            if is_still
            else _waiting_words(line, zone, now, opens_after)
        )
    if line.phase is MessagePhase.TAKEN_BACK:
        return tr("Taken back, nothing was sent")
    totals = totals_words(line.totals)
    if is_still:
        return tr("Stands still, {totals}").format(totals=totals)
    return tr("Paused, {totals}").format(totals=totals) if is_held(line) else totals


def _waiting_words(
    line: SentLine, zone: tzinfo, now: datetime, opens_after: Callable[[datetime], datetime | None]
) -> str:
    if line.release_at is None or line.release_at <= now:
        return tr("About to leave")
    opens_at = opens_after(line.release_at) if line.only_office_hours else None
    if opens_at is not None:
        return tr("Goes out {when}, when the office opens").format(when=coming_moment(opens_at, zone, now))
    return tr("Goes out {when}").format(when=coming_moment(line.release_at, zone, now))


def coming_moment(moment: datetime, zone: tzinfo, now: datetime) -> str:
    """``at 14:30`` today, else with the day: ``Mon 09:00`` within a week, then the date."""
    there, today = moment.astimezone(zone), now.astimezone(zone)
    if there.date() == today.date():
        return tr("at {time}").format(time=short_moment(moment, zone, now))
    # Seen from that day itself a moment is a time; seen from the day after it bears its weekday.
    days_ahead = (there.date() - today.date()).days
    return short_moment(moment, zone, moment + timedelta(days=1) if days_ahead < 7 else now)


def left_words(left: timedelta) -> str:
    """How long it is until something happens, in its two largest units at most."""
    seconds = max(int(left.total_seconds()), 0)
    if left < _SOON:
        return trn("{n} second", "{n} seconds", seconds)
    minutes, hours, days = seconds // 60, seconds // 3600, seconds // 86_400
    if hours < 1:
        return trn("{n} minute", "{n} minutes", minutes)
    if days < 1:
        return tr("{h} h {m} min").format(h=hours, m=minutes % 60)
    return tr("{d} d {h} h").format(d=days, h=hours % 24)


def event_words(event: MessageEvent) -> str:
    """What was done, without who and when."""
    words = {
        MessageAct.TESTED: tr("Test mail"),
        MessageAct.RELEASED: tr("It began to leave"),
        MessageAct.TAKEN_BACK: tr("Taken back"),
        MessageAct.PAUSED: tr("Paused"),
        MessageAct.PAUSED_BY_ITSELF: tr("Paused by the program"),
        MessageAct.WENT_ON: tr("Let go on"),
        MessageAct.STOPPED: tr("The rest was stopped"),
        MessageAct.RESENT_FAILED: tr("Sent again to those that failed"),
        MessageAct.RESENT_UNCONFIRMED: tr("Sent again where it was unconfirmed"),
    }[event.act]
    return f"{words}: {event.words}" if event.words else words
