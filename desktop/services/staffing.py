"""The rule that an office is never left without somebody who may change it."""

from __future__ import annotations

from collections.abc import Iterable

from desktop.errors import Refused
from desktop.language import tr
from desktop.models.office import Role, User, UserDetails


def details_of(user: User) -> UserDetails:
    """The user without its id in the store."""
    return UserDetails(user.user_id, user.name, user.email, user.role, user.active, user.signature)


def refuse_without_admin(before: Iterable[UserDetails], after: Iterable[UserDetails]) -> None:
    """Raises Refused when the last active administrator would be lost."""
    if _has_admin(before) and not _has_admin(after):
        raise Refused(
            tr("The office would have no administrator"),
            tr("The last active administrator cannot be deactivated or given another role."),
            tr("Make another active user an administrator first. Nothing was changed."),
            about="role",
        )


def _has_admin(users: Iterable[UserDetails]) -> bool:
    return any(user.active and user.role is Role.ADMIN for user in users)
