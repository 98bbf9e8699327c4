"""Hands a set of ids of any size to one statement."""

from __future__ import annotations

import json
from collections.abc import Iterable

from sqlalchemy import ARRAY, Connection, Integer, Select, bindparam, cast, column, func, select

from desktop.store.tables import Id


def chosen_ids(connection: Connection, ids: Iterable[int]) -> Select[tuple[int]]:
    """A query that yields ``ids``, for use behind ``IN``. One bound value, however many ids."""
    listed = list(ids)
    if connection.dialect.name == "postgresql":
        array = bindparam("chosen", listed, type_=ARRAY(Id), unique=True)
        return select(func.unnest(cast(array, ARRAY(Id))).column_valued("chosen_id"))
    each = func.json_each(bindparam("chosen", json.dumps(listed), unique=True)).table_valued(
        column("value", Integer)
    )
    return select(each.c.value)
