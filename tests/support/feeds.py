"""Lines of the broker's feed for tests, each faultless unless a test makes it otherwise."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

from desktop.services.ingesting import ingest_stream

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from desktop.models.feed import FeedReport
    from desktop.models.office import User
    from desktop.store.store import Store


def message(number: int, recipients: Mapping[str, Mapping[str, str]], **changes: Any) -> dict[str, Any]:
    """A message to ``recipients`` (values by account number), sent on a minute of its own; None takes a field out."""
    record: dict[str, Any] = {
        "v": 1,
        "kind": "message",
        "id": f"IB-{number}",
        "type": "FUNDS_IN",
        "type_name": "Funds received",
        "priority": "normal",
        "sent_at": f"2026-11-20T{number // 60 % 24:02}:{number % 60:02}:00Z",
        "subject": "Funds received: {{ amount }}",
        "body": "We have received **{{ amount }}** for account {{ account_number }}.",
        "format": "markdown",
        "channels": ["W", "E"],
        "recipients": [{"account": each, "values": values} for each, values in recipients.items()],
    }
    return changed(record, **changes)


def reply(number: int, inquiry: str, **changes: Any) -> dict[str, Any]:
    """An answer to the inquiry with this reference number."""
    record = {
        "v": 1,
        "kind": "inquiry_reply",
        "id": f"R-{number}",
        "inquiry": inquiry,
        "sent_at": "2026-11-20T16:00:00Z",
        "status": "answered",
        "body": "It is on its way.",
    }
    return changed(record, **changes)


def notice(number: int, **changes: Any) -> dict[str, Any]:
    """Something for My Message Center."""
    record = {
        "v": 1,
        "kind": "notice",
        "id": f"N-{number}",
        "sent_at": "2026-11-20T17:00:00Z",
        "subject": "New fee schedule",
        "body": "It is in force from **January**.",
        "format": "markdown",
        "priority": "high",
    }
    return changed(record, **changes)


def changed(record: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """``record`` with other fields; those that are None are taken out."""
    whole = {**record, **changes}
    return {name: value for name, value in whole.items() if value is not None}


def lines(records: Iterable[Mapping[str, Any] | bytes]) -> bytes:
    """The records as a file has them; bytes stand as they are."""
    return b"".join(
        (each if isinstance(each, bytes) else json.dumps(each, ensure_ascii=False).encode()) + b"\n"
        for each in records
    )


def fed(store: Store, actor: User, *records: Mapping[str, Any] | bytes) -> FeedReport:
    """Take these records."""
    return ingest_stream(store, actor, io.BytesIO(lines(records)))
