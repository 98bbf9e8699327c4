"""Reads at once what most lines of a feed are: a message about which there is nothing to say.

Whatever is odd about a line is left to ``feed_checks``, which says in words what it is.
"""

from __future__ import annotations

import re
from datetime import datetime
from itertools import permutations
from typing import Annotated, Literal

from msgspec import DecodeError, Meta, Struct
from msgspec.json import Decoder

from desktop.content.broker_keywords import OFFICE_KNOWS, keywords_in
from desktop.models.body_format import BodyFormat
from desktop.models.channel import Channel
from desktop.models.feed import FeedMessage
from desktop.models.message_order import EARLIEST, LATEST
from desktop.models.notice import Priority
from desktop.models.packed_values import packed_whole

LONGEST_NAME, LONGEST_SUBJECT = 200, 2_000
_Name = Annotated[str, Meta(max_length=LONGEST_NAME)]
_CHANNELS = {
    named: "".join(each.value for each in Channel if each.value in named)
    for count in range(1, len(Channel) + 1)
    for named in permutations([each.value for each in Channel], count)
}
_NAMES, _NAMES_STAGED, _NAMES_EACH = 12, 14, 2
_NO_TEXT = re.compile(rb"\\u00(?:00|1[eEfF])")
"""How a line spells what no text may hold (see ``packed_values``)."""


class _Recipient(Struct, forbid_unknown_fields=True, gc=False):
    account: str
    values: dict[str, str]


class _Staging(Struct, forbid_unknown_fields=True, gc=False):
    deliver_at: _Name


class _Message(Struct, forbid_unknown_fields=True, gc=False):
    v: Literal[1]
    kind: Literal["message"]
    id: _Name
    type: _Name
    type_name: _Name
    priority: Priority
    sent_at: _Name
    subject: Annotated[str, Meta(max_length=LONGEST_SUBJECT)]
    body: str
    format: BodyFormat
    channels: tuple[str, ...]
    recipients: list[_Recipient]
    staging: _Staging | None = None


_read = Decoder(_Message).decode


def quick_message(raw: bytes) -> FeedMessage | None:
    """The message that the line ``raw`` holds; None where it holds none, or needs a closer look."""
    # Names are followed by their colons then, and can be counted.
    if b" :" in raw or b"\t" in raw or b"\r" in raw or (b"\\u00" in raw and _NO_TEXT.search(raw) is not None):
        return None
    try:
        found = _read(raw)
        sent_at = _moment(found.sent_at)
        deliver_at = None if found.staging is None else _moment(found.staging.deliver_at)
    except (DecodeError, ValueError, RecursionError):
        return None
    is_well_filled = all(map(str.strip, (found.id, found.type, found.type_name, found.subject)))
    channels, recipients = _CHANNELS.get(found.channels), _recipients(raw, found)
    if not is_well_filled or channels is None or recipients is None:
        return None
    if deliver_at is not None and deliver_at < sent_at:
        return None
    return FeedMessage(
        found.id, found.type, found.type_name, found.priority, sent_at, found.subject, found.body, found.format,
        channels, *recipients, deliver_at,
    )  # fmt: skip


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None or not EARLIEST <= moment < LATEST:
        raise ValueError
    return moment


def _recipients(
    raw: bytes, found: _Message
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]] | None:
    """The accounts, the names of their values, and the values of each, packed; None where they are not all alike."""
    if not found.recipients:
        return None
    accounts = tuple([each.account for each in found.recipients])
    filled = [each.values for each in found.recipients]
    names = tuple(filled[0])
    # JSON lets a name stand twice; then there are more of them than can be found.
    count = (_NAMES if found.staging is None else _NAMES_STAGED) + len(accounts) * (_NAMES_EACH + len(names))
    if len({*accounts}) < len(accounts) or raw.count(b'":') != count:
        return None
    if [*map(tuple, filled)] != [names] * len(filled) or not keywords_in(found.subject, found.body) <= {
        *names,
        *OFFICE_KNOWS,
    }:
        return None
    return accounts, names, tuple(packed_whole(filled))
