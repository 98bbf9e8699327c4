"""What the broker has sent to the sample office's clients in the past months, ready to be stored."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from random import Random
from typing import Any

from desktop.content.outside_body import body_words, safe_body
from desktop.models.body_format import BodyFormat
from desktop.models.feed import FeedMessage
from desktop.models.folding import fold
from desktop.models.notice import Priority
from desktop.models.packed_values import packed
from desktop.services.sample.people import Row
from desktop.store.feed_rows import NewMessage

_LACKING = 9
_MOST_RECIPIENTS_OF_MANY = 12
_MANY = 2_000
_DAYS = 150


@dataclass(frozen=True, slots=True)
class _Wording:
    """One body of a type, made safe and folded once for all messages that have it."""

    body: str
    safe: str
    search_text: str


class _Kind:
    """One type of message."""

    def __init__(self, source: Mapping[str, Any]) -> None:
        self.source = source
        self.format = BodyFormat(source["format"])
        self.priority = Priority(source["priority"])
        self.shared: Mapping[str, Sequence[str]] = source["shared"]
        self.values: Mapping[str, Sequence[str]] = source["values"]
        self.names = (*self.shared, *self.values)
        self.wordings = [self._wording(body) for body in source["bodies"]]

    def _wording(self, body: str) -> _Wording:
        safe = safe_body(body, self.format)
        words = f"{self.source['subject']} {self.source['name']} {body_words(safe, self.format)}"
        return _Wording(body, safe, fold(words))


class BrokerHistory:
    """The same seed makes the same messages. ``readers`` are rows of ``reader_of``."""

    def __init__(self, kinds: Sequence[Mapping[str, Any]], readers: Sequence[Row], seed: int) -> None:
        self._kinds = [_Kind(kind) for kind in kinds]
        self._readers = readers
        self._rng = Random(seed)  # noqa: S311 - invented data

    def messages(self, count: int, until: datetime) -> Iterator[NewMessage]:
        """``count`` messages, the last of them sent at ``until``, in the order in which they were sent."""
        step = timedelta(days=_DAYS) / max(count, 1)
        for place in range(count if self._readers else 0):
            sent_at = (until - step * (count - 1 - place)).astimezone(UTC).replace(microsecond=0)
            yield self._message(place, sent_at, is_one_of_many=count > _MANY)

    def held(self, day: date, zone: tzinfo) -> list[NewMessage]:
        """Messages that are held on ``day``: for each kind that says so, one for each delivery date it names."""
        found: list[NewMessage] = []
        for place, kind in enumerate(self._kinds):
            for days, hour in kind.source.get("held", ()):
                sent_at = datetime.combine(day - timedelta(days=1), time(10, 5 * place), zone)
                new = self._message(place, sent_at.astimezone(UTC), is_one_of_many=False)
                deliver_at = datetime.combine(day + timedelta(days=days), time(hour), zone).astimezone(UTC)
                message = new.message._replace(id=f"SAMPLE-HELD-{len(found) + 1}", deliver_at=deliver_at)
                found.append(new._replace(message=message, is_held=True))
        return found

    def _message(self, place: int, sent_at: datetime, *, is_one_of_many: bool) -> NewMessage:
        turn, which = divmod(place, len(self._kinds))
        kind = self._kinds[which]
        sizes: Sequence[int] = kind.source["sizes"]
        size = min(sizes[turn % len(sizes)], len(self._readers))
        if is_one_of_many:
            size = min(size, _MOST_RECIPIENTS_OF_MANY)
        wording = kind.wordings[turn % len(kind.wordings)]
        chosen = self._chosen(size)
        message = FeedMessage(
            id=f"SAMPLE-{place + 1}",
            type=kind.source["type"],
            type_name=kind.source["name"],
            priority=kind.priority,
            sent_at=sent_at,
            subject=kind.source["subject"],
            body=wording.body,
            format=kind.format,
            channels=kind.source["channels"],
            accounts=tuple(str(reader[1]) for reader in chosen),
            names=kind.names,
            values=tuple(self._values(kind, len(chosen))),
            deliver_at=None,
        )
        accounts = [(reader[0], reader[2]) for reader in chosen]
        original = "" if wording.safe == wording.body else wording.body
        return NewMessage(message, wording.safe, original, wording.search_text, accounts)

    def _chosen(self, size: int) -> list[Row]:
        start, count = int(self._rng.random() * len(self._readers)), len(self._readers)
        return [self._readers[(start + step) % count] for step in range(size)]

    def _values(self, kind: _Kind, count: int) -> Iterator[str]:
        draw = self._rng.random
        shared = {name: words[int(draw() * len(words))] for name, words in kind.shared.items()}
        lacking = kind.source.get("lacking")
        for place in range(count):
            own = {name: words[int(draw() * len(words))] for name, words in kind.values.items()}
            if lacking and place % _LACKING == _LACKING // 2:
                own.pop(lacking, None)
            yield packed(kind.names, {**shared, **own})
