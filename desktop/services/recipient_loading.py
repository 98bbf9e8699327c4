"""Fills the recipients' index from the store, in parts, and can be called off between two of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from desktop.services.recipient_index import RecipientIndex

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.store.store import Store


class LoadProgress(Protocol):
    """Told how far it is; asked whether to go on."""

    def report(self, done: int, total: int, words: str = "") -> None: ...

    def check(self) -> None:
        """Raise ``Cancelled`` when nobody waits any more."""


def load_recipients(store: Store, progress: LoadProgress) -> RecipientIndex:
    """All open accounts of the store. Raises StoreUnavailable, Cancelled."""
    index = RecipientIndex()
    with store.read() as unit:
        total = unit.accounts.count()
        for part in unit.accounts.open_lines():
            progress.check()
            index.extend(part)
            progress.report(len(index), max(total, len(index)))
    index.seal()
    return index


def numbers_of(store: Store, ids: Sequence[int]) -> tuple[str, ...]:
    """The account numbers of these ids, as far as the store still knows them."""
    with store.read() as unit:
        return tuple(sorted(line.number for line in unit.accounts.lines(ids).values()))
