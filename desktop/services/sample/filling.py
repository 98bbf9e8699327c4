"""Fills an empty store with the sample office, of any size, in one transaction."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from desktop import settings
from desktop.errors import Refused
from desktop.language import tr
from desktop.models.enrolment import Enrolment
from desktop.models.folding import fold
from desktop.models.notice import Priority
from desktop.models.office import Branding, Role, User, UserDetails
from desktop.models.staging import Decision, arrived
from desktop.paths import resources
from desktop.services.sample.broker_history import BrokerHistory
from desktop.services.sample.history import History, Letter, reader_of, sending_times
from desktop.services.sample.logo import sample_logo
from desktop.services.sample.people import People, Row

if TYPE_CHECKING:
    from desktop.store.store import Store
    from desktop.store.unit_of_work import UnitOfWork

MOST = 1_000_000
_BATCH = 5_000
_READERS = 20_000
_UNREAD = 12
_TAKES_PART_FROM = 20

Progress = Callable[[int, int], None]
"""Told accounts and messages done and in all; may raise Cancelled, and then nothing is written."""


def fill_sample_office(
    store: Store,
    *,
    accounts: int = 2_000,
    messages: int = 200,
    broker_messages: int = 80,
    seed: int = 1,
    today: date | None = None,
    progress: Progress | None = None,
) -> bool:
    """Make the sample office; False when the store already holds this very one.

    The same arguments make the same office: times are relative to ``today``. Contents as sent are
    not among the history, because nothing of it was sent. Raises Refused when the store holds
    anything else, or for a size beyond a million.
    """
    sizes = (accounts, messages, broker_messages)
    if not all(0 <= size <= MOST for size in sizes):
        raise Refused(
            tr("The sample office was not made"),
            tr("A sample office has up to {limit} accounts and messages.").format(limit=f"{MOST:,}"),
            tr("Choose smaller numbers."),
        )
    shape = f"{accounts} {messages} {broker_messages} {seed}"
    with store.write() as unit:
        if _is_there(unit, shape):
            return False
        day = today or unit.now.date()
        _Filling(unit, seed, day, progress, sum(sizes)).fill(*sizes)
        unit.office.save_settings({settings.SAMPLE_SHAPE.key: shape})
        unit.commit()
    return True


def _is_there(unit: UnitOfWork, shape: str) -> bool:
    values = unit.office.settings()
    present = settings.SAMPLE_SHAPE.of(values)
    if present == shape:
        return True
    title = tr("The sample office was not made")
    remedy = tr("Name another store for it with --store.")
    if present:
        raise Refused(title, tr("This store holds a sample office of another size or seed."), remedy)
    if settings.OFFICE_NAME.of(values) or not unit.sample.is_empty():
        raise Refused(title, tr("This store holds a real office, which was not touched."), remedy)
    return False


class _Filling:
    """One sample office on its way into the store."""

    def __init__(
        self, unit: UnitOfWork, seed: int, today: date, progress: Progress | None, total: int
    ) -> None:
        self._unit, self._seed, self._today = unit, seed, today
        self._progress, self._total, self._done = progress, total, 0
        self._office = _read("office.toml")
        self._zone = ZoneInfo(self._office["zone"])

    def fill(self, accounts: int, messages: int, broker_messages: int) -> None:
        """Everything, in the order in which rows refer to each other."""
        self._found()
        readers = self._accounts(accounts)
        letters = self._letters()
        senders = [user for user in self._unit.office.users() if user.active and user.may(Role.SENDER)]
        self._messages(messages, letters, sorted(senders, key=lambda user: user.user_id), readers)
        self._notices()
        self._broker_messages(broker_messages, [reader for listed in readers.values() for reader in listed])
        if broker_messages >= _TAKES_PART_FROM:
            self._held([reader for listed in readers.values() for reader in listed])
        self._unit.sample.settle()

    def _found(self) -> None:
        office, rows = self._office, self._unit.office
        rows.add_users([UserDetails(**{**user, "role": Role(user["role"])}) for user in office["staff"]])
        rows.save_branding(
            Branding(sample_logo(), office["banner_colour"], office["text_colour"], office["footer"].strip())
        )
        rows.save_settings(
            {
                settings.OFFICE_NAME.key: office["name"],
                settings.OFFICE_ZONE.key: office["zone"],
                settings.OFFICE_IS_SAMPLE.key: True,
            }
        )

    def _accounts(self, count: int) -> dict[str, list[Row]]:
        """Store the accounts; returns some thousands of open ones, to whom the history was sent."""
        source = People(resources(), self._seed, self._today).accounts(count)
        readers: dict[str, list[Row]] = defaultdict(list)
        for rows in _parts(source):
            self._unit.sample.add_accounts(rows)
            if self._done < _READERS:
                for row in rows:
                    if row[4] == "open":
                        readers[row[9]].append(reader_of(row))
            self._told(len(rows))
        for listed in readers.values():
            listed.sort(key=lambda reader: str(reader[1]))
        return readers

    def _letters(self) -> list[Letter]:
        source = _read("templates.toml")
        letters, rows = [], []
        for number, entry in enumerate(source["template"], 1):
            subject, content = entry["subject"], entry["content"].strip()
            letters.append(Letter(entry["language"], entry["channels"], subject, content, number))
            rows.append(
                (
                    number, 1, entry["name"], subject, content, entry["channels"], True,
                    self._office["staff"][number % 4]["name"], self._instant(entry["days_ago"], 10 + number % 6),
                    fold(f"{entry['name']} {subject}"),
                )
            )  # fmt: skip
        self._unit.sample.add_templates(rows)
        once = [
            Letter(entry["language"], entry["channels"], entry["subject"], entry["content"], None)
            for entry in source["once"]
        ]
        return letters + once

    def _messages(
        self, count: int, letters: list[Letter], senders: list[User], readers: dict[str, list[Row]]
    ) -> None:
        sample = self._unit.sample
        times = [sample.instant(moment) for moment in sending_times(count, self._today, self._zone)]
        branding_id = sample.branding_id()
        history = History(letters, senders, readers, self._office["failures"], branding_id, self._seed)
        for part in history.parts(count, times, _BATCH):
            sample.add_messages(part.messages, part.recipients, part.deliveries)
            self._told(len(part.messages))

    def _notices(self) -> None:
        self._unit.sample.add_notices(
            [
                (
                    self._instant(entry["days_ago"], 8), entry["subject"], entry["body"],
                    Priority(entry.get("priority", "normal")).value, False,
                    fold(f"{entry['subject']} {entry['body']}"),
                )
                for entry in self._office["notices"]
            ]
        )  # fmt: skip

    def _broker_messages(self, count: int, readers: list[Row]) -> None:
        """All but the newest have been read."""
        kinds = _read("broker.toml")["message"]
        until = datetime.combine(self._today - timedelta(days=1), time(16, 32), self._zone)
        history = BrokerHistory(kinds, readers, self._seed).messages(count, until)
        feed, unread = self._unit.feed, max(count - _UNREAD, 0)
        feed.begin()
        while part := list(islice(history, min(_BATCH, unread) or _BATCH)):
            ids = feed.add_messages(part)
            feed.remember([(each.message.id, "message", b"", at) for each, at in zip(part, ids, strict=True)])
            if unread:
                self._unit.broker.mark_read(ids, is_read=True)
                unread = max(unread - len(part), 0)
            self._told(len(part))

    def _held(self, readers: list[Row]) -> None:
        """The office takes part in staging; some messages wait, and one was stopped by an election."""
        unit, kinds = self._unit, _read("broker.toml")["message"]
        unit.enrolment.change(
            unit.enrolment.stored(),
            Enrolment(is_on=True, elected_by=self._office["staff"][0]["name"], elected_at=unit.now),
        )
        new = BrokerHistory(kinds, readers, self._seed).held(self._today, self._zone)
        if not new:
            return
        ids = unit.feed.add_messages(new)
        unit.feed.remember([(each.message.id, "message", b"", at) for each, at in zip(new, ids, strict=True)])
        stopped = new[-1].message.type
        unit.elections.make(stopped, Decision.ALWAYS_REJECT)
        election = unit.elections.standing()[stopped].id
        arrivals = []
        for each, at in zip(new, ids, strict=True):
            is_stopped = each.message.type == stopped
            decision = Decision.ALWAYS_REJECT if is_stopped else Decision.NONE
            standing = arrived(each.message.deliver_at or unit.now, unit.now, decision)
            arrivals.append((at, standing, election if is_stopped else None))
        unit.held.hold(arrivals)
        unit.elections.note_applied({election: 1})

    def _instant(self, days_ago: int, hour: int) -> int:
        day = self._today - timedelta(days=days_ago)
        return self._unit.sample.instant(datetime.combine(day, time(hour), self._zone))

    def _told(self, more: int) -> None:
        self._done += more
        if self._progress is not None:
            self._progress(self._done, self._total)


def _parts(source: Iterator[Row]) -> Iterator[list[Row]]:
    while rows := list(islice(source, _BATCH)):
        yield rows


def _read(name: str) -> dict[str, Any]:
    path: Path = resources() / "sample" / name
    return tomllib.loads(path.read_text("utf-8"))
