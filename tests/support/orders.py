"""Messages at the moment they are sent, for tests of the store."""

from __future__ import annotations

from desktop.models.channel import Channel
from desktop.models.outbox import SendOrder


def order_for(accounts: tuple[int, ...], *channels: Channel, uid: str = "a1b2") -> SendOrder:
    """A message of the office that was sent just now, over these channels."""
    return SendOrder(
        uid=uid,
        subject="Ünder Review",
        content="Dear {{ account_title }}",
        channels=frozenset(channels),
        accounts=accounts,
        reply_to="ada@office.example",
        branded=True,
        signature="Ada",
        signature_user=None,
        sender_name="Ada Byron",
        office_name="Harbor Advisors",
        letter_day="2026-11-20",
    )
