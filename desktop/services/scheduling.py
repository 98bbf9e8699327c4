"""When a message may begin to leave: after the undo period, and not before the moment chosen for it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from desktop.errors import Refused
from desktop.language import tr
from desktop.services.sending_rules import opens_next, rules_in

if TYPE_CHECKING:
    from desktop.store.store import Store
    from desktop.store.unit_of_work import UnitOfWork

FARTHEST = timedelta(days=366)


def release_at(unit: UnitOfWork, send_at: datetime | None) -> datetime | None:
    """When a message sent now may begin to leave; None for at once."""
    undo = timedelta(seconds=rules_in(unit.office.settings()).undo_seconds)
    if send_at is not None:
        return max(send_at, unit.now + undo)
    return unit.now + undo if undo else None


def leaves_at(store: Store, moment: datetime) -> datetime:
    """When a message that leaves within office hours only, chosen for ``moment``, begins to leave."""
    with store.read() as unit:
        return opens_next(unit.office.settings(), moment)


def check_send_at(unit: UnitOfWork, send_at: datetime | None) -> None:
    """Raises Refused for a moment that has passed or is too far away."""
    if send_at is None:
        return
    title = tr("The message was not sent")
    if send_at <= unit.now:
        raise Refused(
            title,
            tr("The moment chosen for it has passed."),
            tr("Choose a later one, or send it now."),
            about="send_at",
        )
    if send_at - unit.now > FARTHEST:
        raise Refused(
            title,
            tr("The moment chosen for it is more than a year away."),
            tr("Choose an earlier one."),
            about="send_at",
        )
