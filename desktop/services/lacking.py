"""The accounts that lack something, as a list to be paged through."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import TYPE_CHECKING

from desktop.models.account import AccountLine
from desktop.models.channel import Channel
from desktop.models.delivery import SkipReason
from desktop.models.folding import words
from desktop.services.store_list import StoreList

if TYPE_CHECKING:
    from desktop.store.store import Store


def unreached(store: Store, accounts: Sequence[int], channel: Channel, reason: SkipReason) -> array[int]:
    """The ids of those of ``accounts`` that are open and not reached over ``channel`` for ``reason``, by number."""
    with store.read() as unit:
        return array("q", unit.survey.unreached(accounts, channel, reason))


def lacking_list(store: Store, accounts: Sequence[int]) -> StoreList[AccountLine, str]:
    """These accounts by number, filtered by a text."""
    return StoreList(
        store,
        lambda unit, text: unit.survey.listed(accounts, words(text)),
        lambda line: line.id,
        {"number": lambda line: line.number},
    )
