"""Sample offices of a wanted size, each made once a run in a folder that goes when the run ends."""

from __future__ import annotations

import functools
import tempfile
from datetime import date
from pathlib import Path

from desktop.services.sample.filling import fill_sample_office
from desktop.store.address import StoreAddress
from desktop.store.opening import open_store

_DAY = date(2026, 11, 20)


@functools.cache
def sample_store(messages: int, accounts: int = 2_000) -> Path:
    """A store with ``messages`` sent messages; a million take some minutes to make."""
    path = _folder() / f"office-{messages}-{accounts}.db"
    print(f"  making a store of {messages:,} messages ...", flush=True)
    store = open_store(StoreAddress.parse(str(path)))
    fill_sample_office(store, accounts=accounts, messages=messages, today=_DAY)
    store.close()
    return path


def _folder() -> Path:
    return Path(_held_folder().name)


@functools.cache
def _held_folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="mc-bench-")
