"""The rules for the users of an office together: somebody may change it, and each is known by a name of his own."""

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


def refuse_same_name(before: Iterable[UserDetails], after: Iterable[UserDetails]) -> None:
    """Raises Refused when two users would come to have the same name: what is recorded says it, and nothing else."""
    known, shared = _names(before), _names(after)
    for name, users in shared.items():
        if len(users) > 1 and users != known.get(name):
            raise Refused(
                tr("Two users would have the same name"),
                tr("“{name}” would be the name of {ids}. Nobody could tell who decided and who sent.").format(
                    name=min(users.values()), ids=", ".join(sorted(users))
                ),
                tr("Add to one of the names, such as a second initial. Nothing was changed."),
                about="name",
            )


def _names(users: Iterable[UserDetails]) -> dict[str, dict[str, str]]:
    """By the name as one reads it the user ids that have it, with the name as it is written."""
    found: dict[str, dict[str, str]] = {}
    for user in users:
        found.setdefault(" ".join(user.name.split()).casefold(), {})[user.user_id] = user.name
    return found


def _has_admin(users: Iterable[UserDetails]) -> bool:
    return any(user.active and user.role is Role.ADMIN for user in users)
