"""Fills the recipients' index from the store, in parts, and can be called off between two of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from desktop.services.recipient_evaluation import chosen_of, restored
from desktop.services.recipient_index import RecipientIndex
from desktop.services.recipient_rows import count_of, without

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop.models.chosen_recipients import ChosenRecipients
    from desktop.services.recipient_selection import RecipientSelection
    from desktop.store.store import Store


class LoadProgress(Protocol):
    """Told how far it is; asked whether to go on."""

    def report(self, done: int, total: int, words: str = "") -> None: ...

    def check(self) -> None:
        """Raise ``Cancelled`` when nobody waits any more."""


@dataclass(frozen=True, slots=True)
class LoadedRecipients:
    """All open accounts and what is ticked among them.

    ``missing`` are ids of chosen accounts that are open no more. ``came`` and ``went`` count the others
    whose ticks are not as they were chosen, because a group has changed since.
    """

    index: RecipientIndex
    selection: RecipientSelection
    missing: frozenset[int] = frozenset()
    came: int = 0
    went: int = 0


def load_recipients(store: Store, chosen: ChosenRecipients, progress: LoadProgress) -> LoadedRecipients:
    """All open accounts of the store, those of ``chosen`` ticked. Raises StoreUnavailable, Cancelled."""
    index = RecipientIndex()
    with store.read() as unit:
        total = unit.accounts.count()
        for part in unit.accounts.open_lines():
            progress.check()
            index.extend(part)
            progress.report(len(index), max(total, len(index)))
    index.seal()
    return tick_recipients(store, index, chosen, progress.check)


def load_again(
    store: Store, before: RecipientIndex, selection: RecipientSelection, progress: LoadProgress
) -> LoadedRecipients:
    """The accounts as they are now, with what was ticked ``before``. Raises as ``load_recipients``."""
    return load_recipients(store, chosen_of(before, selection), progress)


def tick_recipients(
    store: Store, index: RecipientIndex, chosen: ChosenRecipients, check: Callable[[], object] = bool
) -> LoadedRecipients:
    """``chosen`` among accounts that are loaded already."""
    selection = restored(store, index, chosen, check)
    here = index.rows(chosen.accounts, check) if selection.groups else selection.by_hand
    return LoadedRecipients(
        index,
        selection,
        index.missing(chosen.accounts, here),
        came=count_of(without(selection.ticked, here)),
        went=count_of(without(here, selection.ticked)),
    )


def tick_again(store: Store, index: RecipientIndex, selection: RecipientSelection) -> LoadedRecipients:
    """What is ticked, with the groups as they are now."""
    return tick_recipients(store, index, chosen_of(index, selection))


def numbers_of(store: Store, ids: Sequence[int]) -> tuple[str, ...]:
    """The account numbers of these ids, as far as the store still knows them."""
    with store.read() as unit:
        return tuple(sorted(line.number for line in unit.accounts.lines(ids).values()))
