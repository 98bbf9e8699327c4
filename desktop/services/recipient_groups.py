"""Groups of recipients: what a person can do with the choices the office keeps by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.errors import Refused
from desktop.language import tr
from desktop.models.account_group import AccountGroup, GroupRule
from desktop.models.office import Role, User
from desktop.services.permission import require

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.models.change import Change
    from desktop.store.store import Store
    from desktop.store.unit_of_work import UnitOfWork

_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class SavedGroup:
    """A group after it was saved."""

    group: AccountGroup
    change: Change


def groups(store: Store) -> list[AccountGroup]:
    """Every group of the office, by name."""
    with store.read() as unit:
        return unit.groups.all()


def create_group(store: Store, actor: User, name: str, what: GroupRule | Sequence[int]) -> SavedGroup:
    """Keep a rule, or a list of account ids, under a name. Raises Refused for a name that is taken."""
    require(actor, Role.SENDER)
    with store.write(actor.name) as unit:
        number = unit.groups.add(_checked(name, unit.groups.all(), None), what)
        return _saved(unit, number)


def rename_group(store: Store, actor: User, group: AccountGroup, name: str) -> SavedGroup:
    """Give the group another name. Raises Refused, and Conflict when a colleague was faster."""
    require(actor, Role.SENDER)
    with store.write(actor.name) as unit:
        unit.groups.rename(group, _checked(name, unit.groups.all(), group.id))
        return _saved(unit, group.id)


def update_group(
    store: Store, actor: User, group: AccountGroup, what: GroupRule | Sequence[int]
) -> SavedGroup:
    """Make the group another rule or list. Raises Conflict when a colleague was faster."""
    require(actor, Role.SENDER)
    with store.write(actor.name) as unit:
        unit.groups.replace(group, what)
        return _saved(unit, group.id)


def delete_group(store: Store, actor: User, group: AccountGroup) -> Change:
    """Delete the group; ``restore_group`` takes it back. Raises Conflict when a colleague changed it."""
    require(actor, Role.SENDER)
    with store.write(actor.name) as unit:
        unit.groups.delete(group)
        return unit.commit()


def restore_group(store: Store, actor: User, group: AccountGroup) -> SavedGroup:
    """Take a deletion back. Raises Refused when its name is taken by now."""
    require(actor, Role.SENDER)
    with store.write(actor.name) as unit:
        _checked(group.name, unit.groups.all(), group.id)
        unit.groups.restore(group.id)
        return _saved(unit, group.id)


def _saved(unit: UnitOfWork, group_id: int) -> SavedGroup:
    group = unit.groups.by_id([group_id])[group_id]
    return SavedGroup(group, unit.commit())


def _checked(name: str, known: Sequence[AccountGroup], own_id: int | None) -> str:
    name = " ".join(name.split())
    title = tr("The group was not saved")
    if not name:
        raise Refused(title, tr("It has no name."), tr("Give it a name by which you will find it again."))
    if len(name) > _LONGEST_NAME:
        raise Refused(title, tr("The name is too long."), tr("Use at most {n} characters.").format(n=_LONGEST_NAME))  # fmt: skip
    if any(each.name.casefold() == name.casefold() and each.id != own_id for each in known):
        raise Refused(
            title, tr("There is already a group “{name}”.").format(name=name), tr("Choose another name.")
        )
    return name
