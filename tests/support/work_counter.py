"""Counts what a store is asked to do, so that growth can be asserted without a clock."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import event

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desktop.store.store import Store

_EVERY = 5
_SKIPS = " OFFSET ?"


@dataclass
class Work:
    """``statements`` as they were sent; ``steps`` of SQLite's machine, in fives."""

    statements: list[str] = field(default_factory=list)
    steps: int = 0

    def using(self, words: str) -> list[str]:
        """The statements that hold ``words``, whatever their case."""
        return [statement for statement in self.statements if words.lower() in statement.lower()]


@contextmanager
def counted(store: Store) -> Iterator[Work]:
    """What an embedded store does inside the ``with``, on any thread."""
    work = Work()

    def stepped() -> int:
        work.steps += 1
        return 0

    def used(connection: Any, _record: Any, _proxy: Any) -> None:
        connection.set_progress_handler(stepped, _EVERY)

    def sent(_c: Any, _cursor: Any, statement: str, values: Any, _context: Any, _many: bool) -> None:
        # "OFFSET 0", which SQLAlchemy writes behind every LIMIT for SQLite, skips nothing.
        skips_none = statement.endswith(_SKIPS) and values[-1] == 0
        work.statements.append(statement.removesuffix(_SKIPS) if skips_none else statement)

    def given_back(connection: Any, _record: Any) -> None:
        connection.set_progress_handler(None, 0)

    hooks = (("checkout", used), ("checkin", given_back), ("before_cursor_execute", sent))
    for name, hook in hooks:
        event.listen(store.engine, name, hook)
    try:
        yield work
    finally:
        for name, hook in hooks:
            event.remove(store.engine, name, hook)
