"""The accounts that lack something, as a list to be paged through."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from desktop.models.account import AccountLine
from desktop.models.folding import words
from desktop.services.store_list import StoreList

if TYPE_CHECKING:
    from desktop.store.store import Store


def lacking_list(store: Store, accounts: Sequence[int]) -> StoreList[AccountLine, str]:
    """These accounts by number, filtered by a text."""
    return StoreList(
        store,
        lambda unit, text: unit.survey.listed(accounts, words(text)),
        lambda line: line.id,
        {"number": lambda line: line.number},
    )
