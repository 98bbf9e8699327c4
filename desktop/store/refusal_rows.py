"""Lines of the feed that were refused, kept until somebody settles them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import func, insert, select, update

from desktop.models.change import ChangeKind, Subject
from desktop.models.feed import FeedRefusal
from desktop.models.folding import fold
from desktop.store.broker_tables import feed_refusal
from desktop.store.listed import Listed, contains_all
from desktop.store.rows import Rows

_ORDERS = {"at": feed_refusal.c.at, "file": feed_refusal.c.file}
_OPEN = feed_refusal.c.settled_at.is_(None)
_SEARCHED = 2_000
_TOGETHER = 2_000


class RefusalRows(Rows):
    """Each line once, known by a print of its bytes, however often it is sent."""

    def add(self, refused: Sequence[tuple[bytes, str, int, str, str, bool]]) -> int:
        """Keep lines: print, file, line number, reason, text, whole or not. Returns how many were new."""
        known = self._known([each[0] for each in refused])
        new = {each[0]: each for each in refused if each[0] not in known}
        for print_, file, line, reason, words, is_whole in new.values():
            values = {
                "print": print_,
                "at": self._unit.now,
                "file": file,
                "line": line,
                "reason": reason,
                "text": words,
                "is_whole": is_whole,
                "search_text": _searched(file, reason, words),
            }
            self._connection.execute(insert(feed_refusal).values(values))
        if new:
            self._unit.touch(Subject.REFUSALS, ChangeKind.CREATED)
        return len(new)

    def settle_taken(self, prints: Collection[bytes]) -> None:
        """Lines that are taken now need nobody's attention any more."""
        if prints and self.count():
            self._settle(feed_refusal.c.print.in_(list(prints)), "", None)

    def settle(self, refusal_id: int, by: str, text: str) -> bool:
        """Settle one as ``text``, empty where it is discarded; False where somebody else did."""
        return self._settle(feed_refusal.c.id == refusal_id, by, text) == 1

    def discard(self, refusal_ids: Sequence[int], by: str) -> int:
        """Settle many as discarded; returns how many of them still waited."""
        parts = (refusal_ids[start : start + _TOGETHER] for start in range(0, len(refusal_ids), _TOGETHER))
        return sum(self._settle(feed_refusal.c.id.in_(part), by, "") for part in parts)

    def explain(self, refusal_id: int, reason: str) -> None:
        """It was tried again, and is refused for this reason now."""
        known = self.get(refusal_id)
        if known is None or known.reason == reason:
            return
        searched = _searched(known.file, reason, known.text)
        self._connection.execute(
            update(feed_refusal)
            .where(feed_refusal.c.id == refusal_id)
            .values(reason=reason, search_text=searched)
        )
        self._unit.touch(Subject.REFUSALS, ChangeKind.CHANGED)

    def get(self, refusal_id: int) -> FeedRefusal | None:
        """The refused line, if it still waits."""
        found = select(feed_refusal).where(feed_refusal.c.id == refusal_id, _OPEN)
        row = self._connection.execute(found).first()
        return None if row is None else _refusal(row)

    def open_ids(self) -> list[int]:
        """All that wait, oldest first."""
        return list(
            self._connection.execute(
                select(feed_refusal.c.id).where(_OPEN).order_by(feed_refusal.c.id)
            ).scalars()
        )

    def count(self) -> int:
        """How many wait."""
        return self._connection.execute(
            select(func.count()).select_from(feed_refusal).where(_OPEN)
        ).scalar_one()

    def listed(self, words: Sequence[str]) -> Listed[FeedRefusal]:
        """Those that wait and have all the words, by ``at`` or ``file``."""
        conditions = [_OPEN, *contains_all(feed_refusal.c.search_text, words)]
        statement = select(feed_refusal)
        return Listed(
            self._connection, statement, feed_refusal, feed_refusal.c.id, _ORDERS, conditions, _refusal
        )

    def _known(self, prints: Collection[bytes]) -> set[bytes]:
        found = select(feed_refusal.c.print).where(feed_refusal.c.print.in_(list(prints)))
        return {bytes(each) for each in self._connection.execute(found).scalars()}

    def _settle(self, condition: Any, by: str, text: str | None) -> int:
        settled: dict[str, Any] = {"settled_at": self._unit.now, "settled_by": by}
        settled["settled_as"] = feed_refusal.c.text if text is None else text
        done = self._connection.execute(update(feed_refusal).where(condition, _OPEN).values(settled)).rowcount
        if done:
            self._unit.touch(Subject.REFUSALS, ChangeKind.CHANGED)
        return done


def _refusal(row: Any) -> FeedRefusal:
    return FeedRefusal(row.id, row.at, row.file, row.line, row.reason, row.text, row.is_whole)


def _searched(file: str, reason: str, words: str) -> str:
    return fold(f"{file} {reason} {words[:_SEARCHED]}")
