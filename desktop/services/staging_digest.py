"""Who gets a mail for each held message and who one a day: chosen by each user who decides."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from desktop.errors import Refused
from desktop.language import tr
from desktop.models.change import Change
from desktop.models.office import Role, User
from desktop.models.wall_clock import moment_of
from desktop.services.office_day import in_office_zone
from desktop.services.permission import require

if TYPE_CHECKING:
    from desktop.store.store import Store

_HOURS = range(24)


def digest_hour_of(store: Store, user: User) -> int | None:
    """At which hour of the office's day the user gets a digest; None for mails as they come."""
    with store.read() as unit:
        kept = unit.staging_mail.digests().get(user.id)
    return None if kept is None else kept.hour


def choose_digest(store: Store, actor: User, hour: int | None) -> Change:
    """Get a digest at that hour from now on, or mails as they come. Raises Refused for an hour that is none."""
    require(actor, Role.APPROVER)
    if hour is not None and hour not in _HOURS:
        raise Refused(tr("Nothing was saved"), tr("The hours of a day are 0 to 23."), about="hour")
    with store.write(actor.name) as unit:
        unit.staging_mail.choose(actor.id, hour)
        return unit.commit()


def digest_moments(hour: int, zone: str, now: datetime) -> tuple[datetime, datetime]:
    """The last moment for a digest up to ``now``, and the next one after it, by the office's clock."""
    there = in_office_zone(now, zone)
    moments = [_moment(there.date() + timedelta(days=days), hour, there) for days in (-1, 0, 1)]
    last = max(moment for moment in moments if moment <= now)
    return last, min(moment for moment in moments if moment > now)


def next_digest_after(hour: int, zone: str, now: datetime) -> datetime:
    """When the next digest is made."""
    return digest_moments(hour, zone, now)[1]


def _moment(day: date, hour: int, there: datetime) -> datetime:
    wall = datetime.combine(day, time(hour))
    if there.tzinfo is None:
        raise ValueError(there)
    return moment_of(wall, there.tzinfo)
