"""Takes part in message staging, or no more: an election that takes effect at the broker's next restart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.errors import Refused
from desktop.language import tr
from desktop.models.enrolment import Enrolment, EnrolmentState
from desktop.models.office import Role, User
from desktop.services.permission import require
from desktop.services.staging_policy import staging_policy

if TYPE_CHECKING:
    from datetime import datetime

    from desktop.store.store import Store


def enrolment_now(store: Store) -> Enrolment:
    """How the office stands at this moment."""
    with store.read() as unit:
        return unit.enrolment.stored().settled(unit.now)


def takes_part(store: Store) -> bool:
    """Whether the office takes part in staging, or is about to."""
    return enrolment_now(store).state is not EnrolmentState.OFF


def takes_effect_at(store: Store) -> datetime:
    """When an election of this moment would take effect."""
    return staging_policy().schedule.next_after(store.clock())


def elect(store: Store, actor: User, *, on: bool, seen: Enrolment | None = None) -> Enrolment:
    """Elect to take part, or to opt out; the same again changes nothing. Returns how the office stands now.

    ``seen`` is what the person decided on. Raises Refused where somebody else has elected since, or
    ``actor`` may not.
    """
    require(actor, Role.APPROVER)
    with store.write(actor.name) as unit:
        known = unit.enrolment.settle()
        if seen is not None and (seen.state, seen.changes_at) != (known.state, known.changes_at):
            raise _changed()
        after = known.elected(unit.now, staging_policy().schedule, actor.name, on=on)
        if after == known:
            unit.commit()  # a restart that has passed stays written down
            return known
        if not unit.enrolment.change(known, after, actor.name):
            raise _changed()
        unit.commit()
        return after


def enrolment_history(store: Store) -> list[tuple[Enrolment, EnrolmentState]]:
    """What was elected by whom and when, and what took effect when; the latest first."""
    with store.read() as unit:
        return unit.enrolment.history()


def _changed() -> Refused:
    return Refused(
        tr("Nothing was changed"),
        tr("Somebody else has changed the election meanwhile."),
        tr("Look at how it stands now, then decide again."),
    )
