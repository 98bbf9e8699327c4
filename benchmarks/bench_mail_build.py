"""Mails built a second, one recipient after the other, against ``EmailMessage`` given the same parts.

That both say the same is proved first, over wild values, by reading both with the standard library.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from benchmarks.bench_mail_rate import CONTENT
from benchmarks.figure import Figure
from benchmarks.mail_parity import envelope_for, prove, reference
from desktop.content.mail import MailBuilder
from desktop.content.prepared import MessageSource, PreparedMessage
from desktop.models.office import Branding

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.content.prepared import Rendered

NAME = "Mail building"
_PROVED, _PROVED_SHORT = 10_000, 60
_OURS, _THEIRS, _SHORT = 20_000, 1_000, 20


def run(short: bool) -> list[Figure]:  # noqa: FBT001 - the name every benchmark's function has
    """The building alone, and with the values filled in from the client's record."""
    prove(_PROVED_SHORT if short else _PROVED)
    message = PreparedMessage(
        MessageSource("Your quarter, {{ account_number }}", CONTENT, True, Branding(), "Ada Byron", "Harbor")
    )
    theirs = _reference([message.render(_values(n)) for n in range(_SHORT if short else _THEIRS)])
    count = _SHORT if short else _OURS
    peer = "EmailMessage with the same parts, values filled in already"
    return [
        Figure(f"Mails built, {count:,}", _built(message, count), peer, theirs, "mails/s"),
        Figure(f"Mails rendered and built, {count:,}", _rendered(message, count), peer, theirs, "mails/s"),
    ]


def _values(number: int) -> dict[str, str]:
    return {
        "account_title": f"Client {number} Family Trust",
        "account_number": f"U{number:07}",
        "city": "Chicago" if number % 5 == 0 else f"Town {number % 900}",
        "username": f"user{number}",
        "office_name": "Harbor Advisors",
        "today": "2026-11-20",
    }


def _built(message: PreparedMessage, count: int) -> float:
    builder = MailBuilder("m1", message.images)
    # No more than a batch at a time: thousands in memory would measure that instead.
    seconds, batch = 0.0, 500
    for first in range(0, count, batch):
        parts = [
            (message.render(_values(n)), envelope_for(n)) for n in range(first, min(first + batch, count))
        ]
        start = time.perf_counter()
        for rendered, envelope in parts:
            builder.build(rendered, envelope)
        seconds += time.perf_counter() - start
    return count / seconds


def _rendered(message: PreparedMessage, count: int) -> float:
    builder = MailBuilder("m1", message.images)
    start = time.perf_counter()
    for number in range(count):
        builder.build(message.render(_values(number)), envelope_for(number))
    return count / (time.perf_counter() - start)


def _reference(parts: Sequence[Rendered]) -> float:
    for rendered in parts:
        _ = rendered.text, rendered.mail_html  # made before, as the figure says
    start = time.perf_counter()
    for number, rendered in enumerate(parts):
        reference(rendered, envelope_for(number))
    return len(parts) / (time.perf_counter() - start)
