"""Hands a set of ids or texts of any size to one statement."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import ARRAY, Connection, Integer, Select, Text, bindparam, cast, column, func, select
from sqlalchemy.types import TypeEngine

from desktop.store.tables import Id


def chosen_ids(connection: Connection, ids: Iterable[int]) -> Select[tuple[int]]:
    """A query that yields ``ids``, for use behind ``IN``. One bound value, however many ids."""
    return _chosen(connection, list(ids), Id, Integer())


def chosen_texts(connection: Connection, texts: Iterable[str]) -> Select[tuple[str]]:
    """A query that yields ``texts``, for use behind ``IN``. One bound value, however many texts."""
    return _chosen(connection, list(texts), Text(), Text())


def _chosen(
    connection: Connection, listed: list[Any], on_server: TypeEngine[Any], embedded: TypeEngine[Any]
) -> Select[Any]:
    if connection.dialect.name == "postgresql":
        array = bindparam("chosen", listed, type_=ARRAY(on_server), unique=True)
        return select(func.unnest(cast(array, ARRAY(on_server))).column_valued("chosen_one"))
    each = func.json_each(bindparam("chosen", json.dumps(listed), unique=True)).table_valued(
        column("value", embedded)
    )
    return select(each.c.value)
