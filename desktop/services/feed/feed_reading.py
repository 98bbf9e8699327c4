"""Reads a batch of lines without a store: makes records of those that hold one, and says what is wrong with the others."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

from desktop.content.cleaning import in_a_row
from desktop.content.outside_body import body_words, safe_body
from desktop.language import tr
from desktop.models.feed import FeedMessage, FeedOutcome, FeedRecord
from desktop.models.folding import fold_all
from desktop.models.imports import RowFault
from desktop.services.feed.feed_checks import FaultyRecord, record_of
from desktop.services.feed.feed_lines import FeedLine

_SHOWN = 200


@dataclass(slots=True)
class Taken:
    """What became of the lines of a batch."""

    counts: Counter[FeedOutcome] = field(default_factory=Counter)
    messages: int = 0
    newly_refused: int = 0
    faults: list[RowFault] = field(default_factory=list)
    remarks: list[RowFault] = field(default_factory=list)


@dataclass(slots=True)
class ReadRecord:
    """A record and the ``print`` of its line; of a message its ``body`` made safe, and what a search looks in."""

    line: FeedLine
    print: bytes
    record: FeedRecord
    body: str = ""
    search_text: str = ""


@dataclass(frozen=True, slots=True)
class ReadLines:
    """Lines and the records they hold; ``taken`` has what is wrong or odd about them by themselves."""

    lines: Sequence[FeedLine]
    records: Sequence[ReadRecord]
    taken: Taken


def read_lines(lines: Sequence[FeedLine]) -> ReadLines:
    """Read and check lines, which needs no store: any thread or process may do it beside one that stores."""
    taken, records = Taken(), list[ReadRecord]()
    for line in lines:
        if not line.is_whole:
            refuse(taken, line, tr("The line is too long."))
            continue
        try:
            record = record_of(line.raw, partial(_remark, taken, line))
        except FaultyRecord as fault:
            refuse(taken, line, str(fault))
        else:
            records.append(ReadRecord(line, print_of(line.raw), record))
    _prepare(records)
    return ReadLines(lines, records, taken)


def refuse(taken: Taken, line: FeedLine, reason: str) -> None:
    """Note that a line cannot be taken."""
    taken.counts[FeedOutcome.REFUSED] += 1
    taken.faults.append(RowFault(line.number, "", shown(line.raw)[:_SHOWN], in_a_row(reason)))


def print_of(raw: bytes) -> bytes:
    """What tells one line from another, in 16 bytes."""
    return hashlib.blake2b(raw, digest_size=16).digest()


def shown(raw: bytes) -> str:
    """A line as text, whatever it is: bytes that are no UTF-8 and zeros become marks."""
    return raw.decode("utf-8", "replace").replace("\0", "\ufffd")


def _prepare(records: Sequence[ReadRecord]) -> None:
    texts, messages = list[str](), list[ReadRecord]()
    for each in records:
        message = each.record
        if isinstance(message, FeedMessage):
            each.body = safe_body(message.body, message.format)
            words = body_words(each.body, message.format)
            texts.append(f"{message.subject} {message.type_name} {words}")
            messages.append(each)
    for each, text in zip(messages, fold_all(texts), strict=True):
        each.search_text = text


def _remark(taken: Taken, line: FeedLine, words: str) -> None:
    taken.remarks.append(RowFault(line.number, "", "", in_a_row(words)))
