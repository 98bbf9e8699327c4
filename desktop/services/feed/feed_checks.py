"""Makes a record of one line of the feed, or says in words why it cannot be one."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from desktop.content.broker_keywords import OFFICE_KNOWS, keywords_in
from desktop.language import tr
from desktop.models.body_format import BodyFormat
from desktop.models.channel import Channel
from desktop.models.feed import FeedMessage, FeedNotice, FeedRecord, FeedReply
from desktop.models.message_order import EARLIEST, LATEST
from desktop.models.notice import Priority
from desktop.models.packed_values import RESERVED, packed, packed_whole
from desktop.services.feed.feed_quick import LONGEST_NAME, LONGEST_SUBJECT, quick_message

_SPREAD = re.compile(rb'"[ \t\r]')
"""What may stand between a name and its colon, which nobody's writer puts there."""
_ORDER = "".join(channel.value for channel in Channel)
_PRIORITIES = {each.value: each for each in Priority}
_FORMATS = {each.value: each for each in BodyFormat}
_MESSAGE = frozenset(
    [
        "v",
        "kind",
        "id",
        "type",
        "type_name",
        "priority",
        "sent_at",
        "subject",
        "body",
        "format",
        "channels",
        "recipients",
        "staging",
    ]
)
_REPLY = frozenset(["v", "kind", "id", "inquiry", "sent_at", "status", "body"])
_NOTICE = frozenset(["v", "kind", "id", "sent_at", "subject", "body", "format", "priority"])


class FaultyRecord(Exception):
    """The line is no record that can be taken; the text says why."""


Remark = Callable[[str], None]
Found = Mapping[str, Any]


def record_of(raw: bytes, remark: Remark) -> FeedRecord:
    """The record that the line ``raw`` holds; what is odd about it is told to ``remark``. Raises FaultyRecord."""
    message = quick_message(raw)
    return closely(raw, remark) if message is None else message


def closely(raw: bytes, remark: Remark) -> FeedRecord:
    """The same, field by field, whatever the line holds."""
    found = _parsed(raw)
    kind = _text(found, "kind")
    if kind == "message":
        return _message(found, remark)
    if kind == "inquiry_reply":
        return _reply(found, remark)
    if kind == "notice":
        return _notice(found, remark)
    raise FaultyRecord(tr("The kind “{kind}” is not known.").format(kind=kind[:LONGEST_NAME]))


def _parsed(raw: bytes) -> Found:
    try:
        found = json.loads(raw.decode("utf-8"))
        if not isinstance(found, dict):
            raise FaultyRecord(tr("The line is no record: a record begins with { and ends with }."))
        if raw.count(b'":') != _names_in(found) or _SPREAD.search(raw) is not None:
            _refuse_named_twice(raw)
        if b"\\u" in raw:
            _refuse_unstorable(found)
    except UnicodeDecodeError:
        raise FaultyRecord(tr("The line is not in the character set UTF-8.")) from None
    except (ValueError, RecursionError):
        raise FaultyRecord(tr("The line is cut off, or not written as JSON.")) from None
    if found.get("v") != 1 or found["v"] is True:
        raise FaultyRecord(tr("The field “v” does not say 1, the one version of the feed that is known."))
    return found


def _names_in(found: Found) -> int:
    """How many names stand in a record, nested as deep as a known one is."""
    count = len(found)
    recipients = found.get("recipients")
    if isinstance(recipients, list):
        try:
            count += sum(map(len, recipients)) + sum([len(each["values"]) for each in recipients])
        except (TypeError, KeyError, IndexError):
            return -1
    staging = found.get("staging")
    return count + len(staging) if isinstance(staging, dict) else count


def _refuse_named_twice(raw: bytes) -> None:
    """JSON lets a name stand twice, and readers differ in which of its values they take."""
    json.loads(raw, object_pairs_hook=_once)


def _once(pairs: list[tuple[str, Any]]) -> None:
    if len(dict(pairs)) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for place, name in enumerate(names) if name in names[:place])
        raise FaultyRecord(tr("The field “{name}” is there twice.").format(name=twice[:LONGEST_NAME]))


def _refuse_unstorable(found: Found) -> None:
    """Escapes can spell what no text may hold: halves of characters, and control characters used here."""
    try:
        whole = json.dumps(found, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise FaultyRecord(
            tr("There is half a character in it, of which the other half is missing.")
        ) from None
    if any(f"\\u00{ord(each):02x}".encode() in whole for each in ("\0", *RESERVED)):
        raise FaultyRecord(tr("There are invisible control characters in it."))


def _message(found: Found, remark: Remark) -> FeedMessage:
    _tell_unknown(found, _MESSAGE, remark)
    subject = _text(found, "subject", most=LONGEST_SUBJECT)
    body = _text(found, "body", may_be_empty=True)
    sent_at = _moment(found, "sent_at")
    accounts, names, values = _recipients(found.get("recipients"), keywords_in(subject, body), remark)
    return FeedMessage(
        id=_text(found, "id", most=LONGEST_NAME),
        type=_text(found, "type", most=LONGEST_NAME),
        type_name=_text(found, "type_name", most=LONGEST_NAME),
        priority=_one_of(found, "priority", _PRIORITIES),
        sent_at=sent_at,
        subject=subject,
        body=body,
        format=_one_of(found, "format", _FORMATS),
        channels=_channels(found.get("channels")),
        accounts=accounts,
        names=names,
        values=values,
        deliver_at=_deliver_at(found, sent_at),
    )


def _reply(found: Found, remark: Remark) -> FeedReply:
    _tell_unknown(found, _REPLY, remark)
    return FeedReply(
        id=_text(found, "id", most=LONGEST_NAME),
        inquiry=_text(found, "inquiry", most=LONGEST_NAME),
        sent_at=_moment(found, "sent_at"),
        closes=_one_of(found, "status", {"answered": False, "closed": True}),
        body=_text(found, "body"),
    )


def _notice(found: Found, remark: Remark) -> FeedNotice:
    _tell_unknown(found, _NOTICE, remark)
    return FeedNotice(
        id=_text(found, "id", most=LONGEST_NAME),
        sent_at=_moment(found, "sent_at"),
        subject=_text(found, "subject", most=LONGEST_SUBJECT),
        body=_text(found, "body", may_be_empty=True),
        format=_one_of(found, "format", _FORMATS),
        priority=_one_of(found, "priority", _PRIORITIES),
    )


def _tell_unknown(found: Found, known: frozenset[str], remark: Remark) -> None:
    if not found.keys() <= known:
        names = ", ".join(sorted(found.keys() - known))[:LONGEST_NAME]
        remark(tr("These fields are not known and were left out: {names}.").format(names=names))


def _text(found: Found, name: str, *, most: int = 0, may_be_empty: bool = False) -> str:
    if name not in found:
        raise FaultyRecord(tr("The field “{name}” is missing.").format(name=name))
    value = found[name]
    if not isinstance(value, str):
        raise FaultyRecord(tr("The field “{name}” has no words in quotation marks.").format(name=name))
    if not may_be_empty and not value.strip():
        raise FaultyRecord(tr("The field “{name}” is empty.").format(name=name))
    if most and len(value) > most:
        raise FaultyRecord(
            tr("The field “{name}” has more than {most} characters.").format(name=name, most=f"{most:,}")
        )
    return value


def _one_of(found: Found, name: str, known: Mapping[str, Any]) -> Any:
    value = _text(found, name)
    if value not in known:
        raise FaultyRecord(
            tr("The field “{name}” says “{value}”, not one of {known}.").format(
                name=name, value=value[:LONGEST_NAME], known=", ".join(known)
            )
        )
    return known[value]


def _moment(found: Found, name: str) -> datetime:
    value = _text(found, name, most=LONGEST_NAME)
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        raise FaultyRecord(
            tr(
                "The field “{name}” says “{value}”, which is no date and time such as 2026-11-20T15:04:00Z."
            ).format(name=name, value=value)
        ) from None
    if moment.tzinfo is None:
        raise FaultyRecord(
            tr("The field “{name}” does not say its time zone: “{value}”.").format(name=name, value=value)
        )
    if not EARLIEST <= moment < LATEST:
        raise FaultyRecord(
            tr("The field “{name}” cannot be right: “{value}”.").format(name=name, value=value)
        )
    return moment


def _deliver_at(found: Found, sent_at: datetime) -> datetime | None:
    if "staging" not in found:
        return None
    staging = found["staging"]
    if not isinstance(staging, dict) or "deliver_at" not in staging:
        raise FaultyRecord(tr("The field “staging” does not say when to deliver."))
    deliver_at = _moment(staging, "deliver_at")
    if deliver_at < sent_at:
        raise FaultyRecord(tr("The message is to be delivered before it was sent."))
    return deliver_at


def _channels(value: object) -> str:
    if not isinstance(value, list) or not value or not all(isinstance(each, str) for each in value):
        raise FaultyRecord(tr("The field “channels” does not name W, E or B."))
    unknown = [each for each in value if each not in _ORDER or len(each) != 1]
    if unknown:
        raise FaultyRecord(
            tr("The channel “{channel}” is not known.").format(channel=unknown[0][:LONGEST_NAME])
        )
    return "".join(letter for letter in _ORDER if letter in value)


def _recipients(
    value: object, keywords: frozenset[str], remark: Remark
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """The accounts, the names of their values, and the values of each, packed."""
    if not isinstance(value, list) or not value:
        raise FaultyRecord(tr("The message has no recipients."))
    try:
        accounts = tuple([each["account"] for each in value])
        filled = [each["values"] for each in value]
        names, alike, values = _filled(filled)
    except (KeyError, TypeError, AttributeError):
        raise FaultyRecord(_why_not(value)) from None
    _check_accounts(accounts)
    needed = keywords - OFFICE_KNOWS
    if not alike or not needed <= frozenset(names):
        _tell_missing(accounts, filled, needed, remark)
    return accounts, names, tuple(values)


def _filled(filled: Sequence[Mapping[str, Any]]) -> tuple[tuple[str, ...], bool, list[str]]:
    """The names of all values, whether each recipient has them in this order, and the values, packed."""
    if {*map(type, filled)} != {dict}:
        raise TypeError(filled)  # nothing in a list, say, would be taken for no values
    names = tuple(filled[0])
    # Lists are made faster than they are stepped through: this runs for a million recipients.
    if [*map(tuple, filled)] == [names] * len(filled):
        return names, True, packed_whole(filled)
    names = tuple(dict.fromkeys(name for each in filled for name in each))
    return names, False, [packed(names, each) for each in filled]


def _check_accounts(accounts: Sequence[object]) -> None:
    if {*map(type, accounts)} != {str}:
        raise FaultyRecord(tr("An account number does not stand in quotation marks."))
    if len(set(accounts)) != len(accounts):
        twice = next(each for place, each in enumerate(accounts) if each in accounts[:place])
        raise FaultyRecord(tr("The account {number} is named twice.").format(number=str(twice)[:40]))


def _why_not(recipients: Sequence[object]) -> str:
    for place, each in enumerate(recipients, start=1):
        if not isinstance(each, dict) or "account" not in each or "values" not in each:
            return tr("Recipient {n} does not name an account and its values.").format(n=f"{place:,}")
        if not isinstance(each["values"], dict):
            return tr("The values of recipient {n} are not names with values.").format(n=f"{place:,}")
        if not all(isinstance(value, str) for value in each["values"].values()):
            return tr("A value of recipient {n} does not stand in quotation marks.").format(n=f"{place:,}")
    return tr("The recipients cannot be read.")


def _tell_missing(
    accounts: Sequence[str], filled: Sequence[Mapping[str, str]], needed: frozenset[str], remark: Remark
) -> None:
    for account, values in zip(accounts, filled, strict=True):
        missing = needed - values.keys()
        if missing:
            names = ", ".join(sorted(missing))[:LONGEST_NAME]
            remark(tr("{account} has no value for {names}.").format(account=account[:40], names=names))
