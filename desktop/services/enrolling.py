"""Takes part in message staging, or no more: an election that takes effect at the broker's next restart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.errors import Refused
from desktop.language import tr
from desktop.models.enrolment import Enrolment, EnrolmentState
from desktop.models.office import Role, User
from desktop.services.email_address import is_email
from desktop.services.permission import require
from desktop.services.staging_policy import staging_policy

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from desktop.store.store import Store


@dataclass(frozen=True, slots=True)
class EnrolmentNow:
    """How the office stands, and what whoever is asked to elect has to know.

    ``effect_at`` is when an election of this moment would take effect, by clocks in ``restart_zone``.
    ``told`` are the users who decide and get e-mails about it; ``waiting`` messages wait for a decision, and
    ``has_held`` says that some were ever held.
    """

    enrolment: Enrolment
    effect_at: datetime
    restart_zone: tzinfo
    told: tuple[str, ...]
    waiting: int
    has_held: bool

    @property
    def state(self) -> EnrolmentState:
        return self.enrolment.state

    @property
    def takes_part(self) -> bool:
        """Whether messages that arrive now are held."""
        return self.enrolment.is_on


def enrolment_standing(store: Store) -> EnrolmentNow:
    """How the office stands at this moment, for a person to look at."""
    schedule = staging_policy().schedule
    with store.read() as unit:
        return EnrolmentNow(
            unit.enrolment.stored().settled(unit.now),
            schedule.next_after(unit.now),
            schedule.zone,
            tuple(user.name for user in unit.office.users() if decides(user) and is_email(user.email)),
            unit.held.waiting()[0],
            unit.held.any(),
        )


def decides(user: User) -> bool:
    """Whether it is one of those who decide on held messages, and are told of them."""
    return user.may(Role.APPROVER)


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
