"""Whether the way out for mail is in trouble: known to all who share the store, begun and ended once."""

from __future__ import annotations

import json
from datetime import datetime

from sqlalchemy import delete, select, text, update

from desktop.models.change import ChangeKind, Subject
from desktop.store.rows import Rows
from desktop.store.tables import setting

_KEY = "delivery.trouble"
_AGAIN = "delivery.trouble_until"
# In SQL that both kinds of store read alike: SQLAlchemy would need the dialects of both for it.
_BEGIN = text("INSERT INTO setting (key, value) VALUES (:key, :value) ON CONFLICT DO NOTHING RETURNING key")

_KEEP = text(
    "INSERT INTO setting (key, value) VALUES (:key, :value) ON CONFLICT (key) DO UPDATE SET value = :value"
)


class TroubleRows(Rows):
    """The trouble of the moment, if any."""

    def begin(self, sentence: str, again_at: datetime | None = None) -> bool:
        """Note that mail does not leave, why, and when it is tried next.

        False when there was trouble already, if of another kind.
        """
        value = json.dumps(sentence)
        begun = self._connection.execute(_BEGIN, {"key": _KEY, "value": value}).first()
        another = update(setting).where(setting.c.key == _KEY, setting.c.value != value).values(value=value)
        is_new = begun is not None or self._connection.execute(another).rowcount > 0
        if again_at is not None:
            self._connection.execute(_KEEP, {"key": _AGAIN, "value": json.dumps(again_at.isoformat())})
        if is_new or again_at is not None:
            self._unit.touch(Subject.WORKERS, ChangeKind.CHANGED)
        return begun is not None

    def end(self) -> bool:
        """Note that mail leaves again; False when there was no trouble."""
        statement = delete(setting).where(setting.c.key == _KEY).returning(setting.c.key)
        ended = self._connection.execute(statement).first()
        self._connection.execute(delete(setting).where(setting.c.key == _AGAIN))
        if ended is not None:
            self._unit.touch(Subject.WORKERS, ChangeKind.CHANGED)
        return ended is not None

    def hurry(self) -> None:
        """Let mail be tried at once; that there is trouble is still known."""
        statement = delete(setting).where(setting.c.key == _AGAIN).returning(setting.c.key)
        if self._connection.execute(statement).first() is not None:
            self._unit.touch(Subject.WORKERS, ChangeKind.CHANGED)

    def sentence(self) -> str:
        """Why mail does not leave just now; empty when it does."""
        return self._read(_KEY)

    def again_at(self) -> datetime | None:
        """When mail is tried next, as far as that was told."""
        told = self._read(_AGAIN)
        return datetime.fromisoformat(told) if told else None

    def _read(self, key: str) -> str:
        found = self._connection.execute(select(setting.c.value).where(setting.c.key == key)).scalar()
        return "" if found is None else str(json.loads(found))
