"""Takes a batch of lines within one transaction: each record whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import astuple, replace
from datetime import UTC
from typing import TYPE_CHECKING

from desktop.language import tr
from desktop.models.feed import FeedMessage, FeedNotice, FeedOutcome, FeedRecord, FeedReply
from desktop.services.feed.feed_holding import Holding
from desktop.services.feed.feed_lines import FeedLine
from desktop.services.feed.feed_reading import (
    ReadLines,
    ReadRecord,
    Taken,
    print_of,
    read_lines,
    refuse,
    shown,
)
from desktop.services.feed.feed_replies import take_notice, take_reply
from desktop.store.feed_rows import NewMessage

if TYPE_CHECKING:
    from desktop.store.feed_rows import KnownRecord
    from desktop.store.unit_of_work import UnitOfWork

_ACCOUNTS_REMEMBERED = 200_000
_UNKNOWN_NAMED = 5


_Row = tuple[str, str, bytes, int]


def _nothing() -> None:
    pass


class FeedTaker:
    """Takes the lines of one file, batch by batch. Remembers accounts between them, which do not go away."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._accounts: dict[str, tuple[int, str]] = {}

    def take(self, unit: UnitOfWork, read: ReadLines, meanwhile: Callable[[], None] = _nothing) -> Taken:
        """Store what can be taken, keep what cannot; the caller commits.

        ``meanwhile`` is told when the store writes for long, and may begin something on another thread.
        """
        taken = self._take(unit, read, meanwhile)
        self._keep_refused(unit, read.lines, taken)
        return taken

    def take_one(self, unit: UnitOfWork, line: FeedLine) -> Taken:
        """Take one line that is kept already if it is refused."""
        return self._take(unit, read_lines([line]), _nothing)

    def _take(self, unit: UnitOfWork, read: ReadLines, meanwhile: Callable[[], None]) -> Taken:
        unit.feed.begin()
        known = unit.feed.known([each.record.id for each in read.records])
        new = self._new(unit, read.records, known, read.taken)
        stored = self._store(unit, new, read.taken, meanwhile)
        unit.refusals.settle_taken(stored)
        return read.taken

    def _new(
        self, unit: UnitOfWork, read: Sequence[ReadRecord], known: dict[str, KnownRecord], taken: Taken
    ) -> list[ReadRecord]:
        """Those that are not known yet and name known accounts."""
        are_known = self._look_up(unit, read)
        new: dict[str, ReadRecord] = {}
        for each in read:
            record = each.record
            earlier = new.get(record.id)
            if earlier is not None:
                is_same = _is_same(earlier.record, record)
            elif record.id in known:
                is_same = _is_as_stored(unit, each, known[record.id])
            else:
                strange = "" if are_known else self._strange(record)
                if strange:
                    refuse(taken, each.line, strange)
                else:
                    new[record.id] = each
                continue
            if is_same:
                taken.counts[FeedOutcome.KNOWN] += 1
            else:
                words = tr("“{id}” was taken earlier with another content.")
                refuse(taken, each.line, words.format(id=record.id))
        return list(new.values())

    def _look_up(self, unit: UnitOfWork, read: Sequence[ReadRecord]) -> bool:
        """Look up what is not remembered; returns whether all accounts that are named are known now."""
        if len(self._accounts) > _ACCOUNTS_REMEMBERED:
            self._accounts.clear()
        named = set[str]().union(
            *(each.record.accounts for each in read if isinstance(each.record, FeedMessage))
        )
        self._accounts.update(unit.feed.accounts(named - self._accounts.keys()))
        return named <= self._accounts.keys()

    def _strange(self, record: FeedRecord) -> str:
        """Why a record cannot be taken although it is well-formed; empty where it can."""
        if not isinstance(record, FeedMessage):
            return ""
        unknown = [number for number in record.accounts if number not in self._accounts]
        if not unknown:
            return ""
        if len(unknown) == 1:
            return tr("The account {number} is not among the office’s.").format(number=unknown[0][:40])
        named = unknown[:_UNKNOWN_NAMED]
        numbers = ", ".join(each[:40] for each in named)
        if len(unknown) > len(named):
            numbers = tr("{numbers} and {n} more").format(numbers=numbers, n=f"{len(unknown) - len(named):,}")
        return tr("{n} accounts are not among the office’s: {numbers}.").format(
            n=f"{len(unknown):,}", numbers=numbers
        )

    def _store(
        self, unit: UnitOfWork, new: Sequence[ReadRecord], taken: Taken, meanwhile: Callable[[], None]
    ) -> list[bytes]:
        """Returns the prints of the lines that are stored now."""
        rows = self._store_messages(unit, new, taken, meanwhile)
        taken.messages += len(rows)
        for each in new:
            if isinstance(each.record, FeedReply):
                target = take_reply(unit, each.record)
                rows.append((each.record.id, "inquiry_reply", content_print(each.record), target))
            elif isinstance(each.record, FeedNotice):
                target = take_notice(unit, each.record)
                rows.append((each.record.id, "notice", content_print(each.record), target))
        unit.feed.remember(rows)
        taken.counts[FeedOutcome.TAKEN] += len(rows)
        stored = {row[0] for row in rows}
        return [each.print for each in new if each.record.id in stored]

    def _store_messages(
        self, unit: UnitOfWork, new: Sequence[ReadRecord], taken: Taken, meanwhile: Callable[[], None]
    ) -> list[_Row]:
        messages = [each for each in new if isinstance(each.record, FeedMessage)]
        fed = [each.record for each in messages if isinstance(each.record, FeedMessage)]
        holding = Holding(unit)
        prepared = self._prepared(messages, holding)
        targets: list[int | None]
        try:
            targets = [*unit.feed.add_messages(prepared, meanwhile)]
        except OverflowError:
            targets = self._add_one_by_one(unit, messages, prepared, taken)
        stored = [(at, each) for at, each in zip(targets, fed, strict=True) if at is not None]
        holding.hold([each for _, each in stored], [at for at, _ in stored])
        # A copy of what is held is made when it goes out.
        unit.copies.note([(at, each.type) for at, each in stored if not holding.holds(each)])
        pairs = zip(messages, targets, strict=True)
        return [(each.record.id, "message", each.print, at) for each, at in pairs if at is not None]

    def _add_one_by_one(
        self, unit: UnitOfWork, messages: Sequence[ReadRecord], prepared: Sequence[NewMessage], taken: Taken
    ) -> list[int | None]:
        """Those for which their second still has room; the others are refused."""
        targets: list[int | None] = []
        for each, one in zip(messages, prepared, strict=True):
            try:
                targets += unit.feed.add_messages([one])
            except OverflowError:
                targets.append(None)
                refuse(taken, each.line, tr("Too many messages were sent at the same second."))
        return targets

    def _prepared(self, read: Sequence[ReadRecord], holding: Holding) -> list[NewMessage]:
        known = self._accounts
        return [
            NewMessage(
                message,
                each.body,
                "" if each.body == message.body else message.body,
                each.search_text,
                [*map(known.__getitem__, message.accounts)],
                is_held=holding.holds(message),
            )
            for each in read
            if isinstance(message := each.record, FeedMessage)
        ]

    def _keep_refused(self, unit: UnitOfWork, lines: Sequence[FeedLine], taken: Taken) -> None:
        if not taken.faults:
            return
        by_number = {line.number: line for line in lines}
        taken.newly_refused = unit.refusals.add(
            [
                (print_of(line.raw), self._file, line.number, fault.reason, shown(line.raw), line.is_whole)
                for fault in taken.faults
                for line in [by_number[fault.line]]
            ]
        )


def content_print(record: FeedReply | FeedNotice) -> bytes:
    """What tells what one record says from what another says, however their lines are written."""
    said = astuple(replace(record, sent_at=record.sent_at.astimezone(UTC)))
    return print_of(json.dumps([str(each) for each in said]).encode())


def _is_as_stored(unit: UnitOfWork, read: ReadRecord, known: KnownRecord) -> bool:
    """Whether a line says the same as the one that was taken, be it written otherwise."""
    if known.print == read.print:
        return True
    if not isinstance(read.record, FeedMessage):
        return known.print == content_print(read.record)
    stored = unit.broker.as_fed(known.target) if known.kind == "message" else None
    return stored is not None and stored.says_the_same(read.record)


def _is_same(one: FeedRecord, other: FeedRecord) -> bool:
    if isinstance(one, FeedMessage) and isinstance(other, FeedMessage):
        return one.says_the_same(other)
    return one == other
