"""A delivery's id says which recipient it is for, and over which channel.

So the primary key alone keeps that nobody is written to twice over one channel: an index of recipient and channel took
PostgreSQL a quarter of the time in which it writes the deliveries of a message. Before that rule ids were counted, at
most three a recipient, so none that is made by it was there already.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, exists, or_

from desktop.models.channel import RANKS
from desktop.models.delivery import IDS_EACH
from desktop.store.tables import delivery


def id_of(recipient_id: ColumnElement[int], rank: ColumnElement[int]) -> ColumnElement[int]:
    """``models.delivery.delivery_id``, of columns: ``rank`` is the channel's."""
    return recipient_id * IDS_EACH + rank


def has_delivery(recipient_id: ColumnElement[int], *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether this recipient has a delivery for which the ``conditions`` hold."""
    own = delivery.c.recipient_id == recipient_id, *conditions
    first = recipient_id * IDS_EACH
    by_id = delivery.c.id.between(first, first + max(RANKS.values()))
    counted = delivery.c.id / IDS_EACH != delivery.c.recipient_id
    return or_(exists().where(by_id, *own), exists().where(counted, *own))
