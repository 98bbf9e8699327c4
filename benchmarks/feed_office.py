"""An office whose clients the broker writes to, and the index of a search over what was written."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from desktop.models.imports import ImportKind
from desktop.services.broker_messages import index_some
from desktop.services.importing import import_file
from desktop.services.office import found_office
from desktop.store.address import StoreAddress
from desktop.store.opening import open_store

if TYPE_CHECKING:
    from pathlib import Path


def found_with_accounts(address: str, accounts: Path) -> None:
    """Make the store, with one user and the accounts of the file."""
    store = open_store(StoreAddress.parse(address))
    actor = found_office(store, "Harbor Advisors", "Ada Byron", "ada@office.example")
    import_file(store, actor, ImportKind.ACCOUNTS, accounts)
    store.close()


def indexed(address: str) -> float:
    """The seconds in which the words of all messages come into the index, as a program without a window does it."""
    store = open_store(StoreAddress.parse(address))
    start = time.perf_counter()
    while index_some(store):
        pass
    seconds = time.perf_counter() - start
    store.close()
    return seconds
