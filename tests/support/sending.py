"""An office that has something to send."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.models.channel import Channel, channels_of
from desktop.models.delivery import DeliveryLine, DeliveryState, DeliveryTotals
from desktop.models.listing import Order
from desktop.models.outgoing import MessageDraft
from desktop.services import sending
from desktop.services.sent import DeliveryFilter, delivery_list, message_of
from tests.support.stores import add_accounts, add_user, details, without_undo

if TYPE_CHECKING:
    from desktop.models.account import AccountDetails
    from desktop.store.store import Store

CONTENT = "Dear {{ account_title }},\n\nyour **statement** is ready."


def sent_message(
    store: Store, count: int = 3, channels: str = "E", accounts: list[AccountDetails] | None = None
) -> int:
    """Send a message to ``count`` new accounts; returns its id."""
    with store.read() as unit:
        users = unit.office.users()
        start = unit.accounts.count() + 1
    without_undo(store)
    user = users[0] if users else add_user(store, signature="Ada Byron\nOffice")
    listed = accounts or [details(start + place) for place in range(count)]
    draft = MessageDraft(
        channels=channels_of(channels),
        accounts=add_accounts(store, listed),
        reply_to=user.email,
        subject="Statement for {{ account_number }}",
        content=CONTENT,
        signature_user=user.id,
    )
    return sending.send(store, user, draft).message_id


def lines(store: Store, message_id: int) -> list[DeliveryLine]:
    return list(delivery_list(store, message_id).page(Order("number"), DeliveryFilter(), None, 10_000))


def states(store: Store, message_id: int, channel: Channel | None = None) -> list[DeliveryState]:
    return [line.state for line in lines(store, message_id) if channel in (None, line.channel)]


def totals(store: Store, message_id: int) -> DeliveryTotals:
    return message_of(store, message_id).totals


def notices(store: Store) -> list[str]:
    """The subjects of all notices, oldest first."""
    with store.read() as unit:
        return [notice.subject for notice in unit.notices.listed(()).page(Order("at"), None, 100)]
