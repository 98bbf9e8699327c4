"""Full copies by e-mail: elected by users, noted when a message comes in, put into mails later."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from sqlalchemy import Select, exists, func, insert, select, text, update

from desktop.models.broker_message import BrokerLine
from desktop.models.change import ChangeKind, Subject
from desktop.models.copy_election import CopyElection, CopyWish, WaitingCopy
from desktop.models.office import User
from desktop.store.broker_tables import broker_message
from desktop.store.bulk import insert_rows
from desktop.store.copy_tables import copy_election, message_copy
from desktop.store.first_pages import BROKER_LINE
from desktop.store.instants import micros
from desktop.store.records import broker_line, user_of
from desktop.store.rows import Rows
from desktop.store.tables import staff

_OFF = "off"  # in place of a mail: the user gave the copy up while it waited
_LOCK = text("SELECT pg_advisory_xact_lock(7302961)")
_AT_ONCE = 500
_LINE = [broker_message.c[name] for name in BROKER_LINE]


class CopyRows(Rows):
    """A copy is noted with its message and belongs to one mail for good: so it is made once, whoever dies when."""

    def begin(self) -> None:
        """Let nobody else put copies into mails until the transaction ends."""
        if self._unit.is_postgres:
            self._connection.execute(_LOCK)

    def elect(self, user: User, wish: CopyWish) -> None:
        """From now on this holds for ``user``; what waits is given up where it is switched off."""
        values = {
            "user_id": user.id,
            "user_name": user.name,
            "at": self._unit.now,
            "by": self._unit.actor,
            "is_on": wish.is_on,
            "types": "" if wish.types is None else json.dumps(wish.types),
        }
        self._connection.execute(insert(copy_election).values(values))
        if not wish.is_on:
            self.give_up(user.id)
        self._unit.touch(Subject.COPIES, ChangeKind.CHANGED, user.id)

    def wish_of(self, user_id: int) -> CopyElection | None:
        """A user's last choice; None where there never was one."""
        row = self._connection.execute(self._of_user(user_id).limit(1)).first()
        return None if row is None else _election(row)

    def history(self, limit: int) -> list[CopyElection]:
        """What anybody has elected, the newest first."""
        found = select(copy_election).order_by(copy_election.c.id.desc()).limit(limit)
        return [_election(row) for row in self._connection.execute(found)]

    def note(self, messages: Sequence[tuple[int, str]]) -> None:
        """New messages, by id and type, have come in: whoever elected copies is to get them. Two statements at most."""
        wishes = self._wishes() if messages else []
        now = micros(self._unit.now)
        rows = [
            (message_id, user_id, now)
            for user_id, wish in wishes
            for message_id, kind in messages
            if wish.wants(kind)
        ]
        insert_rows(self._connection, message_copy, ("message_id", "user_id", "at"), rows)

    def awaited_by(self) -> list[User]:
        """The active users for whom copies wait."""
        waits = exists().where(message_copy.c.user_id == staff.c.id, message_copy.c.mail == "")
        found = select(staff).where(staff.c.active, waits).order_by(staff.c.id)
        return [user_of(row) for row in self._connection.execute(found)]

    def waiting(self, user_id: int, limit: int) -> list[WaitingCopy]:
        """What waits for a user, the longest first."""
        table = message_copy.c
        found = select(table.message_id, table.at).where(table.user_id == user_id, table.mail == "")
        rows = self._connection.execute(found.order_by(table.at, table.message_id).limit(limit))
        return [WaitingCopy(row.message_id, row.at) for row in rows]

    def assign(self, user_id: int, mail: str, message_ids: Collection[int] | None = None) -> int:
        """Put what waits for a user into the mail with this uid: all of it or some; returns how many."""
        table = message_copy.c
        waits = update(message_copy).where(table.user_id == user_id, table.mail == "")
        if message_ids is not None:
            waits = waits.where(table.message_id.in_(list(message_ids)))
        return self._connection.execute(waits.values(mail=mail)).rowcount

    def give_up(self, user_id: int) -> None:
        """What waits for a user is put into no mail."""
        self.assign(user_id, _OFF)

    def in_mail(self, mail: str) -> Iterator[BrokerLine]:
        """The messages of a mail that are still in the store, in the order in which they were sent."""
        joined = message_copy.join(broker_message, broker_message.c.id == message_copy.c.message_id)
        after = 0
        while True:
            found = (
                select(*_LINE)
                .select_from(joined)
                .where(message_copy.c.mail == mail, message_copy.c.message_id > after)
                .order_by(message_copy.c.message_id)
                .limit(_AT_ONCE)
            )
            rows = self._connection.execute(found).fetchall()
            yield from map(broker_line, rows)
            if len(rows) < _AT_ONCE:
                return
            after = rows[-1].id

    def _wishes(self) -> list[tuple[int, CopyWish]]:
        newest = select(func.max(copy_election.c.id)).group_by(copy_election.c.user_id).scalar_subquery()
        found = (
            select(copy_election)
            .join(staff, staff.c.id == copy_election.c.user_id)
            .where(copy_election.c.id.in_(newest), copy_election.c.is_on, staff.c.active)
        )
        return [(row.user_id, _election(row).wish) for row in self._connection.execute(found)]

    @staticmethod
    def _of_user(user_id: int) -> Select[Any]:
        found = select(copy_election).where(copy_election.c.user_id == user_id)
        return found.order_by(copy_election.c.id.desc())


def _election(row: Any) -> CopyElection:
    types = tuple(json.loads(row.types)) if row.types else None
    return CopyElection(row.user_id, row.user_name, row.at, row.by, CopyWish(row.is_on, types))
