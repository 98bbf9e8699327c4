"""Who may do what; see models.office.Role."""

from __future__ import annotations

from desktop.errors import Refused
from desktop.language import tr
from desktop.models.office import Role, User


def role_words(role: Role) -> str:
    """A role as a person reads it."""
    return {
        Role.VIEWER: tr("viewer"),
        Role.SENDER: tr("sender"),
        Role.APPROVER: tr("approver"),
        Role.SUPPORT: tr("support"),
        Role.ADMIN: tr("administrator"),
    }[role]


def require(actor: User, role: Role) -> None:
    """Raise Refused unless ``actor`` may do what ``role`` may do."""
    if actor.may(role):
        return
    raise Refused(
        tr("You may not do this"),
        tr("It takes the role “{needed}”; {name} is “{present}”.").format(
            needed=role_words(role), name=actor.name, present=role_words(actor.role)
        ),
        tr("Ask an administrator of your office."),
    )
