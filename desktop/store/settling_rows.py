"""Begins and settles deliveries, as the drivers take it: thousands a second pass through these statements."""

from __future__ import annotations

import json
from collections.abc import Sequence

from desktop.models.channel import Channel
from desktop.models.delivery import DeliveryState
from desktop.store.instants import micros
from desktop.store.rows import Rows

Settled = tuple[int, str, str, int]
"""A delivery's id, its state, the words of whoever answered, and when it is tried next."""

# What is written out here are the words of this program's own enums; all else is bound.
_HELD = f"state = '{DeliveryState.SENDING.value}' AND holder = "
_IS_MAIL = f"channel = '{Channel.EMAIL.value}'"
_LET_GO = "holder = '', held_until = NULL, begun = "

_SQLITE_IDS = "(SELECT value FROM json_each(?))"
_SQLITE_BEGIN = (
    f"UPDATE delivery SET begun = 1 WHERE id IN {_SQLITE_IDS} AND {_HELD}? AND {_IS_MAIL} RETURNING id"  # noqa: S608
)
_SQLITE_HELD = f"SELECT id FROM delivery WHERE id IN {_SQLITE_IDS} AND {_HELD}?"  # noqa: S608
_SQLITE_SETTLE = (
    f"UPDATE delivery SET state = ?, words = ?, next_try_at = ?, changed_at = ?, {_LET_GO}0 WHERE id = ?"  # noqa: S608
)
# Locked in the order of their ids, as whoever recalls claims does: so neither waits for the other for ever.
_POSTGRES_BEGIN = f"""
    WITH mine AS (
        SELECT id FROM delivery WHERE id = ANY(%s) AND {_HELD}%s AND {_IS_MAIL} ORDER BY id FOR UPDATE
    )
    UPDATE delivery SET begun = true FROM mine WHERE delivery.id = mine.id RETURNING delivery.id
"""  # noqa: S608
_POSTGRES_SETTLE = f"""
    WITH mine AS (SELECT id FROM delivery WHERE id = ANY(%s) AND {_HELD}%s ORDER BY id FOR UPDATE)
    UPDATE delivery
    SET state = v.state, words = v.words, next_try_at = v.next_try_at, changed_at = %s, {_LET_GO}false
    FROM mine, unnest(%s::bigint[], %s::text[], %s::text[], %s::bigint[]) AS v (id, state, words, next_try_at)
    WHERE delivery.id = mine.id AND v.id = mine.id
    RETURNING delivery.id
"""  # noqa: S608


class SettlingRows(Rows):
    """Deliveries in the hands of one holder; what it does not hold any more is left as it is."""

    def begin(self, holder: str, ids: Sequence[int]) -> set[int]:
        """Mark e-mails as begun; returns those that were."""
        if self._unit.is_postgres:
            rows = self._connection.exec_driver_sql(_POSTGRES_BEGIN, (list(ids), holder))
        else:
            rows = self._connection.exec_driver_sql(_SQLITE_BEGIN, (json.dumps(list(ids)), holder))
        return set(rows.scalars())

    def settle(self, holder: str, settled: Sequence[Settled]) -> set[int]:
        """Write what became of deliveries; returns those that were written."""
        if not settled:
            return set()
        now = micros(self._unit.now)
        if self._unit.is_postgres:
            columns = [list(column) for column in zip(*settled, strict=True)]
            rows = self._connection.exec_driver_sql(_POSTGRES_SETTLE, (columns[0], holder, now, *columns))
            return set(rows.scalars())
        ids = json.dumps([row[0] for row in settled])
        mine = set(self._connection.exec_driver_sql(_SQLITE_HELD, (ids, holder)).scalars())
        if mine:
            values = [
                (state, words, at, now, number) for number, state, words, at in settled if number in mine
            ]
            self._connection.exec_driver_sql(_SQLITE_SETTLE, values)
        return mine
