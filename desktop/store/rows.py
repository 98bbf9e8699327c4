"""What the rows of every subject share: the transaction they belong to."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from sqlalchemy import Connection, Executable

    from desktop.models.change import ChangeKind, Subject
    from desktop.store.message_counters import MessageCounters


class Transaction(Protocol):
    """What rows need of the unit of work they live in."""

    connection: Connection
    now: datetime
    actor: str
    is_postgres: bool

    @property
    def counters(self) -> MessageCounters: ...

    def afterwards(self, *statements: Executable) -> None: ...

    def touch(self, subject: Subject, kind: ChangeKind, *ids: int) -> None: ...


class Rows:
    """The rows of one subject within one transaction."""

    def __init__(self, unit: Transaction) -> None:
        self._unit = unit
        self._connection = unit.connection
