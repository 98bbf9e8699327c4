"""Begins and settles deliveries, as the drivers take it: thousands a second pass through these statements."""

from __future__ import annotations

import json
from collections.abc import Sequence

from desktop.models.channel import Channel
from desktop.models.delivery import DeliveryState
from desktop.models.outbox import Kept
from desktop.store.arrays import numbers, texts
from desktop.store.content_rows import ContentRows, kept_columns
from desktop.store.instants import micros
from desktop.store.mail_rate_rows import MailRateRows, minute_of
from desktop.store.rows import Rows

Settled = tuple[int, str, str, int]
"""A delivery's id, its state, the words of whoever answered, and when it is tried next."""

# What is written out here are the words of this program's own enums; all else is bound.
_HELD = f"state = '{DeliveryState.SENDING.value}' AND holder = "
_IS_MAIL = f"channel = '{Channel.EMAIL.value}'"
_LET_GO = "holder = '', held_until = NULL, begun = "

# On an embedded store each row that goes to a statement or comes from it lets another thread run first,
# so all of them go and come as one value.
_SQLITE_MINE = (
    f"SELECT json_group_array(id) FROM delivery WHERE id IN (SELECT value FROM json_each(?)) AND {_HELD}?"  # noqa: S608
)
_SQLITE_HELD = f"SELECT json_array(({_SQLITE_MINE} AND {_IS_MAIL}), ({_SQLITE_MINE}))"
_SQLITE_BEGIN = "UPDATE delivery SET begun = 1 WHERE id IN (SELECT value FROM json_each(?))"
_SQLITE_SETTLE = f"""
    UPDATE delivery
    SET state = json_extract(v.value, '$[1]'), words = json_extract(v.value, '$[2]'), next_try_at = json_extract(v.value, '$[3]'), changed_at = ?, {_LET_GO}0
    FROM json_each(?) AS v WHERE delivery.id = json_extract(v.value, '$[0]')
"""  # noqa: S608
_BEGUN = f"""
    UPDATE delivery SET begun = true
    FROM (
        SELECT id FROM delivery WHERE id = ANY(%s::bigint[]) AND {_HELD}%s AND {_IS_MAIL} ORDER BY id FOR UPDATE
    ) AS mine
    WHERE delivery.id = mine.id RETURNING delivery.id
"""  # noqa: S608
_SETTLED = f"""
    UPDATE delivery
    SET state = v.state, words = v.words, next_try_at = v.next_try_at, changed_at = %s, {_LET_GO}false
    FROM
        (SELECT id FROM delivery WHERE id = ANY(%s::bigint[]) AND {_HELD}%s ORDER BY id FOR UPDATE) AS mine,
        unnest(%s::bigint[], %s::text[], %s::text[], %s::bigint[]) AS v (id, state, words, next_try_at)
    WHERE delivery.id = mine.id AND v.id = mine.id RETURNING delivery.id
"""  # noqa: S608
# All of it in one statement: each costs the time of a way to the server and back, while mails wait for it.
_POSTGRES_RECORD = f"""
    WITH
    begun AS ({_BEGUN}),
    settled AS ({_SETTLED}),
    kept AS (
        INSERT INTO sent_content (delivery_id, base_id, packed)
        SELECT v.* FROM unnest(%s::bigint[], %s::bigint[], %s::bytea[]) AS v (delivery_id, base_id, packed)
        JOIN settled ON settled.id = v.delivery_id
        ON CONFLICT (delivery_id) DO UPDATE SET base_id = excluded.base_id, packed = excluded.packed
    ),
    counted AS (
        INSERT INTO mail_minute (minute, holder, mails)
        SELECT %s, %s, count(*) FROM begun HAVING count(*) > 0
        ON CONFLICT (minute, holder) DO UPDATE SET mails = mail_minute.mails + excluded.mails RETURNING mails
    )
    SELECT 1, id FROM begun UNION ALL SELECT 2, id FROM settled UNION ALL SELECT 3, mails FROM counted
"""  # noqa: S608


class SettlingRows(Rows):
    """Deliveries in the hands of one holder; what it does not hold any more is left as it is."""

    def record(
        self, holder: str, next_mails: Sequence[int], settled: Sequence[Settled], kept: Sequence[Kept]
    ) -> tuple[set[int], set[int]]:
        """Mark ``next_mails`` as begun and count them, write what was settled and keep what left for it.

        Returns the ids of those begun and of those written.
        """
        if self._unit.is_postgres:
            return self._record_on_server(holder, next_mails, settled, kept)
        return self._record_embedded(holder, next_mails, settled, kept)

    def _record_on_server(
        self, holder: str, next_mails: Sequence[int], settled: Sequence[Settled], kept: Sequence[Kept]
    ) -> tuple[set[int], set[int]]:
        columns, now = _columns(settled), micros(self._unit.now)
        bound = (numbers(next_mails), holder, now, columns[0], holder, *columns, *kept_columns(kept))
        minute = micros(minute_of(self._unit.now))
        rows = self._connection.exec_driver_sql(_POSTGRES_RECORD, (*bound, minute, holder)).all()
        begun, mine, counted = ({row[1] for row in rows if row[0] == part} for part in (1, 2, 3))
        for mails in counted:
            MailRateRows(self._unit).noted(len(begun), mails)
        return begun, mine

    def _record_embedded(
        self, holder: str, next_mails: Sequence[int], settled: Sequence[Settled], kept: Sequence[Kept]
    ) -> tuple[set[int], set[int]]:
        asked = (json.dumps(list(next_mails)), holder, json.dumps([row[0] for row in settled]), holder)
        held = json.loads(self._connection.exec_driver_sql(_SQLITE_HELD, asked).scalar_one())
        begun, mine = map(set, held)
        if begun:
            self._connection.exec_driver_sql(_SQLITE_BEGIN, (json.dumps(held[0]),))
            MailRateRows(self._unit).note(holder, len(begun))
        if mine:
            values = json.dumps([row for row in settled if row[0] in mine], ensure_ascii=False)
            self._connection.exec_driver_sql(_SQLITE_SETTLE, (micros(self._unit.now), values))
            ContentRows(self._unit).keep_embedded([row for row in kept if row[0] in mine])
        return begun, mine


def _columns(settled: Sequence[Settled]) -> tuple[str, str, str, str]:
    ids, states, words, moments = zip(*settled, strict=True) if settled else ((), (), (), ())
    return numbers(ids), texts(states), texts(words), numbers(moments)
