"""Lines that were read, as plain values, from the process that reads a feed to the one that stores it."""

from __future__ import annotations

import marshal
from dataclasses import astuple, dataclass
from typing import IO, Any

from desktop.models.body_format import BodyFormat
from desktop.models.feed import FeedMessage, FeedNotice, FeedOutcome, FeedRecord, FeedReply
from desktop.models.imports import RowFault
from desktop.models.notice import Priority
from desktop.services.feed.feed_lines import FeedLine, FeedPlace
from desktop.services.feed.feed_reading import ReadLines, ReadRecord, Taken
from desktop.store.instants import instant, micros

_SIZE_BYTES = 8
_MESSAGE, _REPLY, _NOTICE = range(3)


@dataclass(frozen=True, slots=True)
class FeedBlock:
    """A batch that was read, where in the feed it ends, and whether it is the last."""

    read: ReadLines
    end: FeedPlace
    is_last: bool


class BrokenBlock(Exception):
    """What came is not whole: whoever said it has gone."""


def say_block(to: IO[bytes], block: FeedBlock) -> None:
    """Write a batch. Raises OSError where nobody listens any more."""
    read = block.read
    places = {id(line): place for place, line in enumerate(read.lines)}
    _say(
        to,
        (
            (block.end.read_bytes, block.end.lines, block.is_last),
            [(line.number, line.raw, line.is_whole) for line in read.lines],
            [
                (places[id(each.line)], each.print, each.body, each.search_text, *_plain(each.record))
                for each in read.records
            ],
            [(outcome.value, count) for outcome, count in read.taken.counts.items()],
            [astuple(fault) for fault in read.taken.faults],
            [astuple(remark) for remark in read.taken.remarks],
        ),
    )


def say_end(to: IO[bytes], trouble: OSError | None = None) -> None:
    """Write that there is no more, and what kept it from being read to the end."""
    _say(to, None if trouble is None else (trouble.errno or 0, trouble.strerror or str(trouble)))


def heard_block(stream: IO[bytes]) -> FeedBlock | None:
    """The next batch; None behind the last. Raises OSError as the reader met it, and BrokenBlock."""
    size = int.from_bytes(stream.read(_SIZE_BYTES), "little")
    data = stream.read(size)
    if not size or len(data) < size:
        raise BrokenBlock
    plain: Any = marshal.loads(data)  # noqa: S302 - from this program itself
    del data
    if plain is None:
        return None
    if len(plain) == 2:
        raise OSError(*plain)
    return _block(*plain)


def _say(to: IO[bytes], plain: Any) -> None:
    data = marshal.dumps(plain)
    to.write(len(data).to_bytes(_SIZE_BYTES, "little"))
    to.write(data)
    to.flush()


def _block(end: Any, lines: Any, records: Any, counts: Any, faults: Any, remarks: Any) -> FeedBlock:
    read_bytes, number, is_last = end
    read = [FeedLine(*each) for each in lines]
    taken = Taken()
    taken.counts.update({FeedOutcome(outcome): count for outcome, count in counts})
    taken.faults = [RowFault(*each) for each in faults]
    taken.remarks = [RowFault(*each) for each in remarks]
    held = [
        ReadRecord(read[place], print_, _record(kind, fields), body, search_text)
        for place, print_, body, search_text, kind, *fields in records
    ]
    return FeedBlock(ReadLines(read, held, taken), FeedPlace(read_bytes, number), is_last)


def _plain(record: FeedRecord) -> tuple[Any, ...]:
    """What kind it is, and its fields in their order."""
    at = micros(record.sent_at)
    if isinstance(record, FeedReply):
        return (_REPLY, record.id, record.inquiry, at, record.closes, record.body)
    if isinstance(record, FeedNotice):
        values = record.format.value, record.priority.value
        return (_NOTICE, record.id, at, record.subject, record.body, *values)
    return (
        _MESSAGE, record.id, record.type, record.type_name, record.priority.value, at, record.subject,
        record.body, record.format.value, record.channels, record.accounts, record.names, record.values,
        None if record.deliver_at is None else micros(record.deliver_at),
    )  # fmt: skip


def _record(kind: int, fields: list[Any]) -> FeedRecord:
    if kind == _REPLY:
        id_, inquiry, at, closes, body = fields
        return FeedReply(id_, inquiry, instant(at), closes, body)
    if kind == _NOTICE:
        id_, at, subject, body, form, priority = fields
        return FeedNotice(id_, instant(at), subject, body, _FORMATS[form], _PRIORITIES[priority])
    id_, type_, type_name, priority, at, subject, body, form, channels, accounts, names, values, due = fields
    return FeedMessage(
        id_, type_, type_name, _PRIORITIES[priority], instant(at), subject, body, _FORMATS[form], channels,
        accounts, names, values, None if due is None else instant(due),
    )  # fmt: skip


_FORMATS = {each.value: each for each in BodyFormat}
_PRIORITIES = {each.value: each for each in Priority}
