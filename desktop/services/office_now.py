"""The office as a window needs it, read whole: what it is, who works in it here, and its zone."""

from __future__ import annotations

from datetime import tzinfo
from typing import TYPE_CHECKING, NamedTuple

from desktop.errors import Refused
from desktop.language import tr
from desktop.models.office import NOBODY, Office, Role, User
from desktop.services.office_values import office_in, zone_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.store.store import Store


class OfficeNow(NamedTuple):
    """An office at this moment. ``actor`` is who works at this computer.

    Where ``candidates`` is not empty nobody is at work before a person has said which of them it is.
    ``has_colleagues`` tells whether more than one user is active.
    """

    office: Office
    actor: User
    zone: tzinfo
    candidates: tuple[User, ...] = ()
    has_colleagues: bool = False


def office_now(store: Store, user_id: str) -> OfficeNow | None:
    """The store's office with ``user_id`` at work in it; None when none has been founded.

    Somebody who was deactivated stays who he is, and may do nothing any more: nobody acts under
    another's name unawares. For an unknown id the only active user works here; one of several only
    when a person says so. In a sample office, where nobody is anybody, it is the first administrator.
    Raises Refused when there is nobody.
    """
    values, users = store.office_facts()
    office = office_in(values)
    if office is None:
        return None
    active = [user for user in users if user.active]
    known = next((user for user in users if user.user_id == user_id), None)
    several = len(active) > 1
    if known is None and several and not office.is_sample:
        return OfficeNow(office, NOBODY, zone_in(values), tuple(active), has_colleagues=True)
    return OfficeNow(office, known or _first(active), zone_in(values), has_colleagues=several)


def _first(active: Sequence[User]) -> User:
    if not active:
        raise Refused(
            tr("Nobody can work in this office"),
            tr("It has no active user."),
            tr("Import its staff: message-center import staff FILE"),
        )
    return next((user for user in active if user.role is Role.ADMIN), active[0])
