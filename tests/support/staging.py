"""Held messages for tests: an office that takes part in staging, and messages that can be held."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from desktop.models.held_message import HeldFilter, HeldLine
from desktop.models.listing import Order
from desktop.services import enrolling, staging
from desktop.services.staging_clock import release_due
from tests.support.feeds import fed, message
from tests.support.stores import add_accounts, details

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.models.office import User
    from desktop.store.store import Store
    from tests.support.clock import Clock

DELIVERY = Order("delivery")
ALL = HeldFilter()


def enrolled(store: Store, actor: User, clock: Clock) -> None:
    """Take part in staging, from now on."""
    enrolling.elect(store, actor, on=True)
    clock.now = enrolling.takes_effect_at(store)


def as_fed(moment: datetime) -> str:
    """A moment as the feed writes it."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def stageable(number: int, deliver_at: datetime, *accounts: str, **changes: Any) -> dict[str, Any]:
    """A message of the feed that can be held until then, to ``accounts``."""
    values = {account: {"amount": f"{number} EUR"} for account in accounts or ("U0000001",)}
    return message(number, values, staging={"deliver_at": as_fed(deliver_at)}, **changes)


def held_in(store: Store, actor: User, clock: Clock, count: int = 1, **changes: Any) -> Sequence[HeldLine]:
    """So many held messages to two accounts, due in an hour."""
    add_accounts(store, [details(1), details(2)])
    due = clock.now + timedelta(hours=1)
    accounts = ("U0000001", "U0000002")
    fed(store, actor, *(stageable(number, due, *accounts, **changes) for number in range(1, count + 1)))
    return lines(store)


def lines(store: Store, narrowed: HeldFilter = ALL) -> Sequence[HeldLine]:
    """The first hundred lines of To Be Sent By IB."""
    return staging.held_list(store).page(DELIVERY, narrowed, None, 100)


def release_all(store: Store) -> int:
    """What a running worker does about held messages within a second."""
    count = 0
    while done := release_due(store):
        count += done
    return count
