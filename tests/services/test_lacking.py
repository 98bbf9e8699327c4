"""All who are not reached over a channel, by the reason, as ids and as a list to be paged through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.models.account import AccountStatus
from desktop.models.channel import Channel
from desktop.models.delivery import SkipReason
from desktop.models.listing import Order
from desktop.services.lacking import lacking_list, unreached
from tests.support.stores import add_accounts, details

if TYPE_CHECKING:
    from desktop.store.store import Store


def test_who_is_not_reached_is_found_by_the_reason(store: Store) -> None:
    ids = add_accounts(
        store,
        [
            details(1),
            details(2, email=""),
            details(3, email="nowhere", tws_access=False),
            details(4, email="", status=AccountStatus.CLOSED),
            details(5, email=""),
        ],
    )

    def found(channel: Channel, reason: SkipReason) -> list[int]:
        return [ids.index(each) + 1 for each in unreached(store, ids[:4], channel, reason)]

    assert found(Channel.EMAIL, SkipReason.NO_EMAIL) == [2]
    assert found(Channel.EMAIL, SkipReason.INVALID_EMAIL) == [3]
    assert found(Channel.BULLETIN, SkipReason.NO_TWS_ACCESS) == [3]
    assert found(Channel.MESSAGE_CENTER, SkipReason.NO_EMAIL) == []


def test_they_are_read_a_page_at_a_time(store: Store) -> None:
    ids = add_accounts(store, [details(n, email="") for n in range(1, 301)])
    source = lacking_list(store, unreached(store, ids, Channel.EMAIL, SkipReason.NO_EMAIL))
    order = Order("number")
    page = source.page(order, "", None, 100)
    assert [row.number for row in page][::99] == ["U0000001", "U0000100"]
