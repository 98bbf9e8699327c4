"""Elections: saved decisions for all later messages of a type, kept in one list."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from desktop.errors import Refused
from desktop.language import tr
from desktop.models.change import Change
from desktop.models.held_message import Election, ElectionEffect
from desktop.models.office import Role, User
from desktop.models.staging import Decision
from desktop.services.permission import require

if TYPE_CHECKING:
    from desktop.store.store import Store

_LOOK_BACK = timedelta(days=365)


def elections(store: Store) -> list[Election]:
    """Those that stand by name of their type, then those that have ended."""
    with store.read() as unit:
        return unit.elections.listed()


def effect_of(store: Store, type_: str) -> ElectionEffect:
    """What an election of the type would have decided in the last twelve months."""
    with store.read() as unit:
        return unit.elections.effect(type_, unit.now - _LOOK_BACK)


def make_election(
    store: Store, actor: User, type_: str, decision: Decision, instead_of: int | None = None
) -> Change:
    """Let ``decision`` hold for all later messages of a type; ``instead_of`` is the election it replaces.

    Messages that wait already are not touched. Raises Refused where another stands meanwhile, or ``actor`` may not.
    """
    require(actor, Role.APPROVER)
    if not decision.elects:
        raise ValueError(decision)
    with store.write(actor.name) as unit:
        if not unit.elections.make(type_, decision, instead_of):
            raise _changed()
        return unit.commit()


def end_election(store: Store, actor: User, election_id: int) -> Change:
    """Let an election hold no longer: later messages of its type wait for a decision. Raises Refused."""
    require(actor, Role.APPROVER)
    with store.write(actor.name) as unit:
        if not unit.elections.end(election_id):
            raise _changed()
        return unit.commit()


def _changed() -> Refused:
    return Refused(
        tr("Nothing was changed"),
        tr("Somebody else has changed this election meanwhile."),
        tr("The list shows how it stands now."),
    )
