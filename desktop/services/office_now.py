"""The office as a window needs it, read whole: what it is, who works in it here, and its zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import tzinfo
from typing import TYPE_CHECKING

from desktop.errors import Refused
from desktop.language import tr
from desktop.models.office import Office, Role, User
from desktop.services.office_values import office_in, zone_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.store.store import Store


@dataclass(frozen=True, slots=True)
class OfficeNow:
    """An office at this moment. ``actor`` is who works at this computer."""

    office: Office
    actor: User
    zone: tzinfo


def office_now(store: Store, user_id: str) -> OfficeNow | None:
    """The store's office with ``user_id`` at work in it; None when none has been founded.

    Somebody who was deactivated stays who he is, and may do nothing any more: nobody acts under
    another's name unawares. For an unknown id the first administrator works here. Raises Refused
    when there is nobody.
    """
    values, users = store.office_facts()
    office = office_in(values)
    return None if office is None else OfficeNow(office, _at_work(users, user_id), zone_in(values))


def _at_work(users: Sequence[User], user_id: str) -> User:
    known = next((user for user in users if user.user_id == user_id), None)
    if known is not None:
        return known
    active = [user for user in users if user.active]
    if not active:
        raise Refused(
            tr("Nobody can work in this office"),
            tr("It has no active user."),
            tr("Import its staff: message-center import staff FILE"),
        )
    return next((user for user in active if user.role is Role.ADMIN), active[0])
