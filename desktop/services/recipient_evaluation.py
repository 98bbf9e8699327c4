"""What groups come to: which open accounts are in them now, and what a choice made with them is worth today."""

from __future__ import annotations

import hashlib
from array import array
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING

from desktop.errors import Refused
from desktop.language import tr
from desktop.models.account_group import AppliedGroup
from desktop.models.chosen_recipients import (
    ChosenRecipients,
    GroupDrift,
    GroupsApplied,
    ids_as_text,
    ids_from_text,
)
from desktop.services.recipient_rows import without
from desktop.services.recipient_selection import GroupRows, RecipientSelection

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop.models.account_group import AccountGroup, GroupRule
    from desktop.services.recipient_index import RecipientIndex
    from desktop.services.recipient_rows import RowBits
    from desktop.store.store import Store
    from desktop.store.unit_of_work import UnitOfWork

_MARK_BYTES = 8


@dataclass(frozen=True, slots=True)
class RuleWords:
    """What a rule can ask for: the types and languages that open accounts have."""

    account_types: tuple[str, ...]
    languages: tuple[str, ...]


def rule_words(store: Store) -> RuleWords:
    """What open accounts have, most frequent first."""
    with store.read() as unit:
        types, languages = unit.groups.words_in_use()
    return RuleWords(tuple(filter(None, types)), tuple(languages))


def count_of_rule(store: Store, rule: GroupRule) -> int:
    """How many open accounts are in it now."""
    with store.read() as unit:
        return unit.groups.count_open(rule)


def group_rows(
    store: Store,
    index: RecipientIndex,
    group_id: int,
    *,
    excluded: bool,
    check: Callable[[], object] = bool,
) -> GroupRows:
    """A group as it is applied to the accounts of ``index``. Raises Refused when it has been deleted."""
    with store.read() as unit:
        group = unit.groups.by_id([group_id]).get(group_id)
        if group is None:
            raise Refused(tr("The group is not there any more"), tr("A colleague has deleted it."))
        ids = unit.groups.open_members(group)
    return GroupRows(_applied(group, ids, excluded=excluded), index.rows(ids, check))


def rows_of_rule(
    store: Store, index: RecipientIndex, rule: GroupRule, check: Callable[[], object] = bool
) -> RowBits:
    """The rows of the accounts that the rule lets through now."""
    with store.read() as unit:
        ids = unit.groups.open_matching(rule)
    return index.rows(ids, check)


def restored(
    store: Store, index: RecipientIndex, chosen: ChosenRecipients, check: Callable[[], object] = bool
) -> RecipientSelection:
    """The selection that ``chosen`` stands for, with its groups as they are now.

    Where a group has been deleted the accounts stay as they were chosen.
    """
    if not chosen.groups.groups:
        return RecipientSelection.of(index.layout, index.rows(chosen.accounts, check))
    with store.read() as unit:
        found = _found(unit, chosen.groups)
    groups = tuple(GroupRows(each, index.rows(ids, check)) for each, ids in found)
    by_hand = _by_hand(chosen.groups, found)
    if by_hand is not None:
        ticked, unticked = (index.rows(ids, check) for ids in by_hand)
        return RecipientSelection(index.layout, ticked, unticked, groups)
    whole = index.rows(chosen.accounts, check)
    selection = RecipientSelection(index.layout, whole, index.layout.nobody, groups)
    return replace(selection, not_by_hand=without(selection.included, whole))


def chosen_of(index: RecipientIndex, selection: RecipientSelection) -> ChosenRecipients:
    """What is kept of a selection with a draft."""
    accounts = index.ids(selection.ticked)
    if not selection.groups:
        return ChosenRecipients(accounts)
    applied = GroupsApplied(
        tuple(each.group for each in selection.groups),
        ids_as_text(index.ids(selection.by_hand)),
        ids_as_text(index.ids(selection.not_by_hand)),
    )
    return ChosenRecipients(accounts, applied)


def drift(store: Store, applied: GroupsApplied) -> tuple[GroupDrift, ...]:
    """Those of the groups that do not hold now what they held when they were applied."""
    if not applied.groups:
        return ()
    with store.read() as unit:
        now = {each.group_id: each for each, _ids in _found(unit, applied)}
    changed = []
    for then in applied.groups:
        group = now.get(then.group_id)
        if group is None or group.mark != then.mark:
            changed.append(GroupDrift(then, None if group is None else group.count))
    return tuple(changed)


def chosen_anew(store: Store, chosen: ChosenRecipients) -> ChosenRecipients:
    """The same choice with its groups as they are now; one that was deleted leaves what it brought."""
    with store.read() as unit:
        found = _found(unit, chosen.groups)
        included = frozenset(chain.from_iterable(ids for each, ids in found if not each.excluded))
        excluded = frozenset(chain.from_iterable(ids for each, ids in found if each.excluded))
        ticked, unticked = _by_hand(chosen.groups, found) or (
            chosen.accounts,
            tuple(included.difference(chosen.accounts)),
        )
        wanted = included.difference(unticked).union(ticked).difference(excluded)
        accounts = unit.groups.open_among(wanted)
    if not found:
        return ChosenRecipients(accounts)
    groups = tuple(each for each, _ids in found)
    return ChosenRecipients(accounts, GroupsApplied(groups, ids_as_text(ticked), ids_as_text(unticked)))


def _found(unit: UnitOfWork, applied: GroupsApplied) -> list[tuple[AppliedGroup, tuple[int, ...]]]:
    """Those of the groups that are still there, as they are now, each with its open accounts."""
    known = unit.groups.by_id([each.group_id for each in applied.groups])
    found = []
    for each in applied.groups:
        group = known.get(each.group_id)
        if group is not None:
            ids = unit.groups.open_members(group)
            found.append((_applied(group, ids, excluded=each.excluded), ids))
    return found


def _by_hand(
    applied: GroupsApplied, found: Sequence[object]
) -> tuple[tuple[int, ...], tuple[int, ...]] | None:
    """What was ticked and unticked by hand; None where a deleted group or a damaged note leaves it open."""
    if len(found) < len(applied.groups):
        return None
    try:
        return ids_from_text(applied.by_hand), ids_from_text(applied.not_by_hand)
    except ValueError:
        return None


def _applied(group: AccountGroup, ids: Sequence[int], *, excluded: bool) -> AppliedGroup:
    return AppliedGroup(group.id, group.name, excluded, len(ids), _mark(ids))


def _mark(ids: Sequence[int]) -> str:
    """Stands for a set of accounts: another set has another mark."""
    digest = hashlib.blake2b(array("q", sorted(ids)).tobytes(), digest_size=_MARK_BYTES)
    return digest.hexdigest()
