"""Stores for tests: opened as the program opens them, filled with a few invented clients."""

from __future__ import annotations

import functools
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.models.account import AccountDetails, AccountStatus
from desktop.models.office import Role, User, UserDetails
from desktop.settings import UNDO_SECONDS
from desktop.store.address import StoreAddress
from desktop.store.opening import open_store
from desktop.store.store import utc_now

if TYPE_CHECKING:
    from collections.abc import Iterable

    from desktop.store.store import Clock, Store


def opened(url: str, clock: Clock) -> Store:
    """The store at ``url``."""
    return open_store(StoreAddress.parse(url), clock=clock)


def new_store(path: Path, clock: Clock) -> Store:
    """A new embedded store; the tests of opening show that the program makes the same."""
    lay_store(path)
    return opened(str(path), clock)


def lay_store(path: Path) -> None:
    """Put an empty store there, as the migrations make it: they take longer than most tests."""
    path.write_bytes(_migrated())


@functools.cache
def _migrated() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "office.db")
        opened(str(path), utc_now).close()
        return path.read_bytes()


def details(number: int, **changes: object) -> AccountDetails:
    """An open account with an e-mail address and TWS access, unless ``changes`` say otherwise."""
    values: dict[str, object] = {
        "number": f"U{number:07}",
        "title": f"Client {number}",
        "account_type": "INDIVIDUAL",
        "status": AccountStatus.OPEN,
        "client_id": f"C{number}",
        "email": f"client{number}@clients.example",
        "username": f"user{number}",
        "language": "en",
        "tws_access": True,
        **changes,
    }
    return AccountDetails(**values)  # type: ignore[arg-type]


def add_accounts(store: Store, accounts: Iterable[AccountDetails]) -> tuple[int, ...]:
    """Store accounts; returns their ids in the order given."""
    listed = list(accounts)
    with store.write() as unit:
        unit.accounts.add(listed)
        unit.commit()
    with store.read() as unit:
        known = unit.accounts.by_number([account.number for account in listed])
    return tuple(known[account.number].id for account in listed)


def add_user(store: Store, role: Role = Role.ADMIN, name: str = "Ada Byron", **changes: object) -> User:
    """Store a user and return it."""
    user_id = name.lower().replace(" ", ".")
    values = {"user_id": user_id, "name": name, "email": f"{user_id}@office.example", "role": role, **changes}
    with store.write() as unit:
        unit.office.add_users([UserDetails(**values)])  # type: ignore[arg-type]
        unit.commit()
    with store.read() as unit:
        return next(user for user in unit.office.users() if user.user_id == user_id)


def without_undo(store: Store) -> None:
    """Let messages leave at the click, for tests that are not about the undo period."""
    with store.write() as unit:
        if not UNDO_SECONDS.of({UNDO_SECONDS.key: -1, **unit.office.settings()}):
            return
        unit.office.save_settings({UNDO_SECONDS.key: 0})
        unit.commit()
