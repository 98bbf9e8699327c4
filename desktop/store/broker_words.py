"""The index of words of what the broker sends, in an embedded store: FTS5, which counts in threes of letters."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from sqlalchemy import ColumnElement, Connection, Select, column, select, table, text

from desktop.store.broker_tables import broker_unindexed

_SEARCH = table("broker_search", column("rowid"))
_MATCH = text("broker_search MATCH :sought")
_FIRST_STEP, _LONGEST_STEP = 64, 8_192


class FtsWords:
    """The indexed messages that have all of ``terms``, each of three letters or more."""

    def __init__(self, connection: Connection, terms: Sequence[str]) -> None:
        self._connection = connection
        self._match = _MATCH.bindparams(sought=" ".join(f'"{term}"' for term in terms))

    def hits(self, last: int | None, *, descending: bool) -> Iterator[int]:
        """Their ids beyond ``last``, in order, read as far as they are asked for."""
        return stepwise(self._connection, self.chosen(), _SEARCH.c.rowid, last, descending=descending)

    def chosen(self) -> Select[tuple[int]]:
        """All their ids, in no order."""
        return select(_SEARCH.c.rowid).where(self._match)


def stepwise(
    connection: Connection,
    found: Select[tuple[int]],
    number: ColumnElement[int],
    last: int | None,
    *,
    descending: bool,
) -> Iterator[int]:
    """The ids ``number`` that ``found`` selects beyond ``last``, in order, in growing steps."""
    step = _FIRST_STEP
    while True:
        beyond = [] if last is None else [number < last if descending else number > last]
        statement = found.where(*beyond).order_by(number.desc() if descending else number).limit(step)
        ids: list[int] = list(connection.execute(statement).scalars())
        yield from ids
        if len(ids) < step:
            return
        last, step = ids[-1], min(step * 4, _LONGEST_STEP)


def index_some(connection: Connection, most: int) -> bool:
    """Put the words of at most ``most`` messages that wait for it into the index; returns whether more may wait.

    Only an embedded store has such an index.
    """
    waiting = select(broker_unindexed.c.message_id).order_by(broker_unindexed.c.message_id).limit(most)
    ids = list(connection.execute(waiting).scalars())
    if not ids:
        return False
    listed = ", ".join(map(str, ids))
    connection.exec_driver_sql(
        f"INSERT INTO broker_search (rowid, words) SELECT id, search_text FROM broker_message"  # noqa: S608
        f" WHERE id IN ({listed}) ORDER BY id"
    )
    connection.exec_driver_sql(f"DELETE FROM broker_unindexed WHERE message_id IN ({listed})")  # noqa: S608
    return len(ids) == most


def forget_words(connection: Connection, ids: Collection[int]) -> None:
    """Take the words of messages that are about to go out of the index, where they are in it.

    The index keeps no words of its own, so it must be told those that it was given.
    """
    listed = ", ".join(map(str, ids))
    connection.exec_driver_sql(
        "INSERT INTO broker_search (broker_search, rowid, words)"  # noqa: S608
        f" SELECT 'delete', id, search_text FROM broker_message WHERE id IN ({listed})"
        " AND id NOT IN (SELECT message_id FROM broker_unindexed)"
    )
