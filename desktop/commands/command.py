"""What every command shares: how it is declared, how its store is found, how it answers."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from desktop.language import tr
from desktop.late import late
from desktop.store.address import StoreAddress

if TYPE_CHECKING:
    import getpass

    from desktop import composition
    from desktop.models import office
    from desktop.store.store import Store
else:
    getpass = late("getpass")
    composition = late("desktop.composition")
    office = late("desktop.models.office")

WELL, UNEXPECTED, USAGE, REFUSED, FAULTY, INTERRUPTED = 0, 1, 2, 3, 4, 130
STORE_VARIABLE = "MESSAGE_CENTER_STORE"


class Command(NamedTuple):
    """One command: its words, its arguments, and what it does. ``run`` returns the exit code."""

    name: str
    summary: Callable[[], str]
    examples: tuple[str, ...]
    add_arguments: Callable[[ArgumentParser], None]
    run: Callable[[Namespace], int]


def store_address(arguments: Namespace, otherwise: Path) -> StoreAddress:
    """The store that --store, the environment or the command's own default names. Raises Refused."""
    return StoreAddress.parse(arguments.store or os.environ.get(STORE_VARIABLE) or str(otherwise))


@contextmanager
def opened(address: StoreAddress, *, create: bool) -> Iterator[Store]:
    """The store, closed afterwards whatever happens. Raises Refused."""
    store = composition.open_at(address, create=create)
    try:
        yield store
    finally:
        store.close()


def operator() -> office.User:
    """Whoever may open the store at the command line may change it; the records name them."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError):
        name = ""
    who = tr("command line ({name})").format(name=name) if name else tr("command line")
    return office.User(0, "", who, "", office.Role.ADMIN, active=True, signature="")


class ProgressLine:
    """One line on standard error that is written over; silent when that is not a terminal."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._shown = -1
        self._is_shown = sys.stderr.isatty()

    def __call__(self, done: int, total: int) -> None:
        share = 100 * done // total if total else 100
        if self._is_shown and share != self._shown:
            self._shown = share
            sys.stderr.write(f"\r{self._what} {share} %")
            sys.stderr.flush()

    def end(self) -> None:
        """Leave the line."""
        if self._shown >= 0:
            sys.stderr.write("\n")
