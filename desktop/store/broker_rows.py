"""What the broker sent, as Sent By IB shows it."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, exists, func, or_, select, update

from desktop.models.account import AccountStatus
from desktop.models.body_format import BodyFormat
from desktop.models.broker_filter import BrokerFilter
from desktop.models.broker_message import BrokerMessage, BrokerRecipient
from desktop.models.change import ChangeKind, Subject
from desktop.models.earlier_searches import EarlierSearches
from desktop.models.feed import FeedMessage
from desktop.models.notice import Priority
from desktop.models.packed_values import unpacked
from desktop.store.broker_blocks import (
    NewBlock,
    add_block,
    forget_blocks,
    has_block_to_make,
    next_block,
)
from desktop.store.broker_list import BrokerList
from desktop.store.broker_tables import broker_message, broker_recipient, broker_type, broker_unindexed
from desktop.store.chosen import chosen_ids
from desktop.store.inquiry_tables import inquiry
from desktop.store.listed import Listed, contains_all
from desktop.store.records import broker_line
from desktop.store.rows import Rows
from desktop.store.staging_tables import held_message
from desktop.store.tables import account

_RECIPIENT_ORDERS = {"number": account.c.number, "title": broker_recipient.c.title}


class BrokerRows(Rows):
    """Messages of the broker. Deleted ones rest in the trash until they are purged."""

    def listed(self, narrowed: BrokerFilter, earlier: EarlierSearches) -> BrokerList:
        """The messages under a filter; what ``earlier`` searches found is not looked for again."""
        return BrokerList(self._connection, narrowed, earlier)

    def has_block_to_make(self) -> bool:
        """Whether something is to be put into the index of a search."""
        return has_block_to_make(self._connection)

    def next_block(self) -> NewBlock | None:
        """What is to be put into the index of a search, made ready; None where nothing is."""
        return next_block(self._connection)

    def add_block(self, new: NewBlock) -> bool:
        """Put it into the index; returns whether it was still wanted."""
        return add_block(self._connection, new)

    def get(self, message_id: int) -> BrokerMessage | None:
        """A whole message, from the trash too."""
        row = self._connection.execute(
            select(broker_message).where(broker_message.c.id == message_id)
        ).first()
        if row is None:
            return None
        return BrokerMessage(
            broker_line(row),
            row.broker_id,
            row.body,
            BodyFormat(row.format),
            row.original,
            row.received_at,
            row.deliver_at,
        )

    def types(self) -> list[tuple[str, str]]:
        """Every type that was ever sent, with its name, by name."""
        rows = self._connection.execute(select(broker_type).order_by(broker_type.c.name, broker_type.c.type))
        return [(row.type, row.name) for row in rows]

    def before(self, message_id: int) -> int | None:
        """The message of the same type that was sent just before."""
        this = select(broker_message.c.type).where(broker_message.c.id == message_id).scalar_subquery()
        earlier = select(func.max(broker_message.c.id)).where(
            broker_message.c.type == this, broker_message.c.id < message_id
        )
        found: int | None = self._connection.execute(earlier).scalar_one()
        return found

    def unread(self) -> int:
        """How many nobody has read."""
        return self._connection.execute(
            select(func.count())
            .select_from(broker_message)
            .where(
                ~broker_message.c.is_read,
                broker_message.c.deleted_at.is_(None),
                broker_message.c.held_at.is_(None),
            )
        ).scalar_one()

    def urgent(self, ids: Collection[int], after_id: int, limit: int = 20) -> list[tuple[int, str]]:
        """Id and subject of unread messages of high priority among ``ids`` or behind ``after_id``, newest first."""
        column = broker_message.c.id
        found = (
            select(column, broker_message.c.subject)
            .where(or_(column.in_(list(ids)), column > after_id))
            .where(~broker_message.c.is_read, broker_message.c.priority == Priority.HIGH.value)
            .where(broker_message.c.held_at.is_(None))
            .order_by(column.desc())
        )
        return [(row.id, row.subject) for row in self._connection.execute(found.limit(limit))]

    def newest_id(self) -> int:
        """The id of the message that was sent last; 0 while there is none."""
        newest: int | None = self._connection.execute(select(func.max(broker_message.c.id))).scalar_one()
        return newest or 0

    def mark_read(self, ids: Collection[int], *, is_read: bool) -> None:
        """Mark these read or unread, for the whole office."""
        self._change(ids, broker_message.c.is_read != is_read, is_read=is_read)

    def delete(self, ids: Collection[int]) -> None:
        """Put these into the trash; whatever is there already keeps its day."""
        self._change(ids, broker_message.c.deleted_at.is_(None), deleted_at=self._unit.now)

    def restore(self, ids: Collection[int]) -> None:
        """Take these out of the trash, whole."""
        self._change(ids, broker_message.c.deleted_at.is_not(None), deleted_at=None)

    def recipients(self, message_id: int, words: Sequence[str] = ()) -> Listed[BrokerRecipient]:
        """The recipients that have all the words in number or title, by either; ids are those of accounts."""
        joined = broker_recipient.join(account, account.c.id == broker_recipient.c.account_id)
        names = self._value_names(message_id)
        conditions = [
            broker_recipient.c.message_id == message_id,
            *contains_all(account.c.search_text, words),
        ]
        columns = (account.c.number, broker_recipient)
        return Listed(
            self._connection,
            select(*columns).select_from(joined),
            joined,
            broker_recipient.c.account_id,
            _RECIPIENT_ORDERS,
            conditions,
            lambda row: BrokerRecipient(row.account_id, row.number, row.title, unpacked(names, row.filled)),
        )

    def recipient(self, message_id: int, account_id: int) -> BrokerRecipient | None:
        """One of a message's recipients."""
        return self.recipients(message_id).rows([account_id]).get(account_id)

    def open_accounts(self, message_id: int) -> list[int]:
        """Those of the accounts that a message concerns which can be written to, in the order of their numbers."""
        found = (
            select(account.c.id)
            .join(broker_recipient, broker_recipient.c.account_id == account.c.id)
            .where(broker_recipient.c.message_id == message_id, account.c.status == AccountStatus.OPEN)
            .order_by(account.c.number)
        )
        return list(self._connection.execute(found).scalars())

    def as_fed(self, message_id: int) -> FeedMessage | None:
        """The message as the feed brought it, its recipients by number: to compare with."""
        row = self._connection.execute(
            select(broker_message).where(broker_message.c.id == message_id)
        ).first()
        if row is None:
            return None
        found = (
            select(account.c.number, broker_recipient.c.filled)
            .join(account, account.c.id == broker_recipient.c.account_id)
            .where(broker_recipient.c.message_id == message_id)
            .order_by(account.c.number)
        )
        filled = {row.number: row.filled for row in self._connection.execute(found)}
        return FeedMessage(
            id=row.broker_id,
            type=row.type,
            type_name=row.type_name,
            priority=Priority(row.priority),
            sent_at=row.sent_at,
            subject=row.subject,
            body=row.original or row.body,
            format=BodyFormat(row.format),
            channels=row.channels,
            accounts=tuple(filled),
            names=tuple(json.loads(row.value_names)),
            values=tuple(filled.values()),
            deliver_at=row.deliver_at,
        )

    def in_trash(self, before: datetime | None = None) -> tuple[int, int, datetime | None]:
        """How many rest in the trash, how many of them stay there because an inquiry is about them, and since when the last.

        Only those that went into it ``before`` then, where it is given.
        """
        deleted_at = broker_message.c.deleted_at
        rests = [deleted_at.is_not(None), *([] if before is None else [deleted_at < before])]
        asked = exists().where(inquiry.c.message_id == broker_message.c.id)
        counted = select(func.count(), func.max(deleted_at)).select_from(broker_message).where(*rests)
        count, newest = self._connection.execute(counted).one()
        kept, _ = self._connection.execute(counted.where(asked)).one()
        return count, kept, newest

    def gone(self, ids: Collection[int]) -> frozenset[int]:
        """Those of these that are not in the store any more."""
        there = select(broker_message.c.id).where(broker_message.c.id.in_(chosen_ids(self._connection, ids)))
        return frozenset(ids).difference(self._connection.execute(there).scalars())

    def purge(self, before: datetime, most: int = 500) -> int:
        """Let go of at most ``most`` messages that went into the trash before then; returns how many.

        A message that an inquiry is about stays in the trash: the inquiry leads to it. So does one that was
        held, for what was decided can be shown afterwards. The record of each stays too, so that the feed does
        not bring it again.
        """
        asked = exists().where(inquiry.c.message_id == broker_message.c.id)
        held = exists().where(held_message.c.message_id == broker_message.c.id)
        gone = select(broker_message.c.id).where(broker_message.c.deleted_at < before, ~asked, ~held)
        gone = gone.limit(most)
        ids = list(self._connection.execute(gone).scalars())
        if not ids:
            return 0
        among = chosen_ids(self._connection, ids)
        for table, column in (
            (broker_recipient, broker_recipient.c.message_id),
            (broker_unindexed, broker_unindexed.c.message_id),
            (broker_message, broker_message.c.id),
        ):
            self._connection.execute(delete(table).where(column.in_(among)))
        forget_blocks(self._connection, ids)
        self._unit.touch(Subject.BROKER_MESSAGES, ChangeKind.DELETED, *ids)
        return len(ids)

    def _value_names(self, message_id: int) -> tuple[str, ...]:
        found = select(broker_message.c.value_names).where(broker_message.c.id == message_id)
        return tuple(json.loads(self._connection.execute(found).scalar_one_or_none() or "[]"))

    def _change(self, ids: Collection[int], *only: ColumnElement[bool], **values: Any) -> None:
        if not ids:
            return
        among = broker_message.c.id.in_(chosen_ids(self._connection, ids))
        changed = self._connection.execute(update(broker_message).where(among, *only).values(values))
        if changed.rowcount:
            self._unit.touch(Subject.BROKER_MESSAGES, ChangeKind.CHANGED, *ids)
