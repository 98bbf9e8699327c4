"""Two keepers of rows for the lists under test; both count what they are asked."""

from __future__ import annotations

import sqlite3
import threading
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desktop.models.listing import Key, Marks, Order
from desktop.views.lists.column import Align, Column
from desktop.views.lists.list_view import ListView

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from desktop.views.lists.paged import PagedItemModel


@dataclass(frozen=True, slots=True)
class Person:
    id: int
    name: str
    amount: int = 0


COLUMNS: tuple[Column[Person], ...] = (
    Column("name", "Name", lambda person: person.name, width=24),
    Column("amount", "Amount", lambda person: person.amount, lambda n: f"{n:,}", align=Align.END),
)
BY_NAME = Order("name")
ROW = 28
"""Pixels."""


class MemorySource:
    """Keeps people in a dictionary. A filter is a piece of a name, or None."""

    def __init__(self, people: Iterable[Person]) -> None:
        self.people = {person.id: person for person in people}
        self.calls: Counter[str] = Counter()
        self.limits: list[int] = []
        self.error: Exception | None = None
        self.gate = threading.Event()
        self.gate.set()

    def _note(self, name: str) -> None:
        self.calls[name] += 1
        self.gate.wait(5)
        if self.error is not None:
            raise self.error

    def sorted(self, order: Order, narrowed: str | None) -> list[Person]:
        found = [
            person for person in self.people.copy().values() if narrowed is None or narrowed in person.name
        ]
        return sorted(found, key=lambda person: self.key_of(order, person), reverse=order.descending)

    def page(self, order: Order, narrowed: str | None, after: Key | None, limit: int) -> Sequence[Person]:
        self.limits.append(limit)
        self._note("page")
        rows = self.sorted(order, narrowed)
        if after is not None:
            keys = [self.key_of(order, row) for row in rows]
            rows = [
                row
                for row, key in zip(rows, keys, strict=True)
                if (key < after if order.descending else key > after)
            ]
        return rows[:limit]

    def marks(
        self,
        order: Order,
        narrowed: str | None,
        every: int,
        ids: Collection[int],
        check: Callable[[], None],
    ) -> Marks:
        self._note("marks")
        check()
        rows = self.sorted(order, narrowed)
        places = {row.id: place for place, row in enumerate(rows) if row.id in ids}
        return Marks(len(rows), [self.key_of(order, row) for row in rows[every - 1 :: every]], places)

    def rows(self, narrowed: str | None, ids: Collection[int]) -> Mapping[int, Person]:
        self._note("rows")
        found = (self.people[row_id] for row_id in ids if row_id in self.people)
        return {person.id: person for person in found if narrowed is None or narrowed in person.name}

    def id_of(self, row: Person) -> int:
        return row.id

    def key_of(self, order: Order, row: Person) -> Key:
        return (row.name if order.column == "name" else row.amount, row.id)


class SlowlyMeasured(MemorySource):
    """Tells its first rows at once, and how many there are when ``measured`` is set."""

    def __init__(self, people: Iterable[Person]) -> None:
        super().__init__(people)
        self.measured = threading.Event()
        self.measured.set()

    def marks(self, *asked: Any) -> Marks:
        self.measured.wait(5)
        return super().marks(*asked)


class SqliteSource:
    """Keeps people in a file; each reading thread has its own connection."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._own = threading.local()
        self._all: list[sqlite3.Connection] = []
        self.calls: Counter[str] = Counter()
        self.limits: list[int] = []

    def fill(self, count: int) -> None:
        db = self.db
        db.execute("CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT, amount INTEGER)")
        db.execute(
            "INSERT INTO person WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT ?)"
            " SELECT i, printf('Person %08d', i), (i * 7919) % 1000003 FROM n",
            (count,),
        )
        db.execute("CREATE INDEX by_name ON person (name, id)")
        db.execute("CREATE INDEX by_amount ON person (amount, id)")
        db.commit()

    @property
    def db(self) -> sqlite3.Connection:
        if not hasattr(self._own, "db"):
            self._own.db = sqlite3.connect(self._path, check_same_thread=False)
            self._all.append(self._own.db)
        db: sqlite3.Connection = self._own.db
        return db

    def close(self) -> None:
        for db in self._all:
            db.close()

    def page(self, order: Order, narrowed: str | None, after: Key | None, limit: int) -> Sequence[Person]:
        self.calls["page"] += 1
        self.limits.append(limit)
        way, sign = ("DESC", "<") if order.descending else ("ASC", ">")
        behind = f"AND ({order.column}, id) {sign} (?, ?)" if after else ""
        found = self.db.execute(
            f"SELECT id, name, amount FROM person WHERE name LIKE ? {behind}"
            f" ORDER BY {order.column} {way}, id {way} LIMIT ?",
            (f"%{narrowed or ''}%", *(after or ()), limit),
        )
        return [Person(*row) for row in found]

    def marks(
        self,
        order: Order,
        narrowed: str | None,
        every: int,
        ids: Collection[int],
        check: Callable[[], None],
    ) -> Marks:
        self.calls["marks"] += 1
        way = "DESC" if order.descending else "ASC"
        where, values = ("WHERE name LIKE ?", (f"%{narrowed}%",)) if narrowed else ("", ())
        found = self.db.execute(
            f"SELECT {order.column}, id FROM person {where} ORDER BY {order.column} {way}, id {way}",
            values,
        )
        keys: list[Key] = []
        places: dict[int, int] = {}
        total = 0
        wanted = set(ids)
        while rows := found.fetchmany(every):
            check()
            if len(rows) == every:
                keys.append(rows[-1])
            places.update((row[1], total + at) for at, row in enumerate(rows) if row[1] in wanted)
            total += len(rows)
        return Marks(total, keys, places)

    def rows(self, narrowed: str | None, ids: Collection[int]) -> Mapping[int, Person]:
        self.calls["rows"] += 1
        holes = ",".join("?" * len(ids))
        found = self.db.execute(
            f"SELECT id, name, amount FROM person WHERE id IN ({holes}) AND name LIKE ?",
            (*ids, f"%{narrowed or ''}%"),
        )
        return {row[0]: Person(*row) for row in found}

    def id_of(self, row: Person) -> int:
        return row.id

    def key_of(self, order: Order, row: Person) -> Key:
        return (row.name if order.column == "name" else row.amount, row.id)


class InMind:
    """What a list remembers, in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, Any] = {}

    def value(self, key: str, default: Any = None) -> Any:
        return self.kept.get(key, default)

    def set_value(self, key: str, value: Any) -> None:
        self.kept[key] = value


def view_on(model: PagedItemModel[Any], bot: QtBot, remembered: InMind | None = None) -> ListView:
    """A list of people on ``model``, not shown yet."""
    view = ListView(
        "people",
        model,
        remembered or InMind(),
        filter_of=lambda text: text or None,
        placeholder="Filter: name",
        row_height=ROW,
    )
    model.setParent(view)
    bot.addWidget(view)
    view.resize(600, 400)
    return view
