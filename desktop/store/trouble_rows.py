"""Whether the way out for mail is in trouble: known to all who share the store, begun and ended once."""

from __future__ import annotations

import json

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from desktop.models.change import ChangeKind, Subject
from desktop.store.rows import Rows
from desktop.store.tables import setting

_KEY = "delivery.trouble"


class TroubleRows(Rows):
    """The trouble of the moment, if any."""

    def begin(self, sentence: str) -> bool:
        """Note that mail does not leave, and why; False when that is already known."""
        kind = postgresql if self._unit.is_postgres else sqlite
        statement = kind.insert(setting).values(key=_KEY, value=json.dumps(sentence))
        begun = self._connection.execute(statement.on_conflict_do_nothing().returning(setting.c.key)).first()
        if begun is not None:
            self._unit.touch(Subject.WORKERS, ChangeKind.CHANGED)
        return begun is not None

    def end(self) -> bool:
        """Note that mail leaves again; False when there was no trouble."""
        statement = delete(setting).where(setting.c.key == _KEY).returning(setting.c.key)
        ended = self._connection.execute(statement).first()
        if ended is not None:
            self._unit.touch(Subject.WORKERS, ChangeKind.CHANGED)
        return ended is not None

    def sentence(self) -> str:
        """Why mail does not leave just now; empty when it does."""
        found = self._connection.execute(select(setting.c.value).where(setting.c.key == _KEY)).scalar()
        return "" if found is None else str(json.loads(found))
