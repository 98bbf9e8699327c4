"""One message of the broker in a store, for tests that only need one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.support.feeds import fed, message
from tests.support.stores import add_accounts, details

if TYPE_CHECKING:
    from desktop.models.office import User
    from desktop.store.store import Store


def broker_message_in(store: Store, actor: User, **changes: object) -> int:
    """Its id. The account it concerns is made, too."""
    add_accounts(store, [details(1)])
    fed(store, actor, message(1, {"U0000001": {"amount": "5"}}, **changes))
    with store.read() as unit:
        return unit.feed.known(["IB-1"])["IB-1"].target
