"""Who may do what: every verb of a person asks here first."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from desktop.errors import Refused
from desktop.language import tr
from desktop.models.office import Role, User

if TYPE_CHECKING:
    from desktop.store.unit_of_work import UnitOfWork


ASKERS = (Role.SENDER, Role.APPROVER, Role.SUPPORT)
"""Who writes to the broker."""


def require(actor: User, role: Role) -> None:
    """Raises Refused, naming who may, unless ``actor`` may do what ``role`` may do."""
    require_any(actor, (role,))


def may_any(actor: User, roles: Collection[Role]) -> bool:
    """Whether ``actor`` may do what one of ``roles`` may do."""
    return any(actor.may(role) for role in roles)


def require_any(actor: User, roles: Sequence[Role]) -> None:
    """Raises Refused, naming who may, unless ``actor`` may do what one of ``roles`` may do."""
    if may_any(actor, roles):
        return
    if not actor.active:
        raise Refused(
            tr("This is not allowed"),
            tr("“{name}” is not an active user of this office.").format(name=actor.name),
            tr("Ask an administrator of the office to activate the user."),
        )
    raise Refused(
        tr("This is not allowed"),
        tr("“{name}” is {role}; this takes {needed}.").format(
            name=actor.name, role=_one_of_role(actor.role), needed=_needed(roles)
        ),
        tr("Ask an administrator of the office to do it or to change the role."),
    )


def why_not(actor: User, *roles: Role) -> str:
    """Who may, in a sentence beside what is not offered; empty where ``actor`` may do what one of ``roles`` may."""
    return "" if may_any(actor, roles) else tr("This takes {needed}.").format(needed=_needed(roles))


def refuse_of_broker(unit: UnitOfWork, message_id: int, title: str) -> None:
    """Raise Refused with ``title`` where a sent message hands out one of the broker's that was held.

    Its content is with the broker's message, so one made like it would be empty; and nobody stops what
    was decided, or what nobody decided in time.
    """
    message = unit.messages.get(message_id)
    if message is not None and message.is_of_broker:
        raise Refused(
            title, tr("It is a message of IB that has gone out. What failed of it can be sent again.")
        )


def role_name(role: Role) -> str:
    """The role as a word in a sentence."""
    return {
        Role.VIEWER: tr("viewer"),
        Role.SENDER: tr("sender"),
        Role.APPROVER: tr("approver"),
        Role.SUPPORT: tr("support user"),
        Role.ADMIN: tr("administrator"),
    }[role]


def _one_of_role(role: Role) -> str:
    """Somebody with the role, in a sentence."""
    return {
        Role.VIEWER: tr("a viewer"),
        Role.SENDER: tr("a sender"),
        Role.APPROVER: tr("an approver"),
        Role.SUPPORT: tr("a support user"),
        Role.ADMIN: tr("an administrator"),
    }[role]


def _needed(roles: Sequence[Role]) -> str:
    *others, last = [_one_of_role(role) for role in dict.fromkeys((*roles, Role.ADMIN))]
    return tr("{others} or {last}").format(others=", ".join(others), last=last) if others else last
