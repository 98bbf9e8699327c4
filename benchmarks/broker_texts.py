"""Invented messages of the broker, any number of them, the same for the same number, and lines of its feed.

Words come as often as words do: a few in every message, most of them seldom. One message in twenty is Japanese.
"""

from __future__ import annotations

import itertools
import json
import random
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_STARTS = [
    "a",
    "be",
    "co",
    "de",
    "di",
    "e",
    "fo",
    "ga",
    "ha",
    "in",
    "ju",
    "ke",
    "la",
    "ma",
    "mi",
    "no",
    "o",
    "pa",
    "pre",
    "qua",
    "re",
    "sa",
    "se",
    "ta",
    "tra",
    "un",
    "va",
    "wi",
    "ze",
]
_MIDDLES = [
    "ba",
    "ci",
    "dle",
    "fer",
    "gin",
    "la",
    "li",
    "men",
    "na",
    "ni",
    "or",
    "pi",
    "ra",
    "ri",
    "sta",
    "te",
    "ti",
    "tu",
    "va",
    "ver",
]
_ENDS = [
    "al",
    "ance",
    "ed",
    "en",
    "ent",
    "er",
    "es",
    "ing",
    "ion",
    "ity",
    "le",
    "ly",
    "ment",
    "ness",
    "or",
    "s",
    "tion",
    "y",
]
_JAPANESE = [
    "口座",
    "証拠金",
    "不足",
    "入金",
    "配当",
    "手数料",
    "期限",
    "取引",
    "通知",
    "書類",
    "更新",
    "確認",
    "必要",
    "残高",
    "税金",
    "申告",
    "株式",
    "権利",
    "行使",
    "住所",
]
_PARTICLES = ("の", "は", "を", "に", "が", "で", "と", "です。")
_WORDS = 20_000
_FIRST = datetime(2019, 1, 1, 8, tzinfo=UTC)
_TYPES = 40


def vocabulary() -> list[str]:
    """All words, the most frequent first."""
    chance = random.Random(7)  # noqa: S311 - nothing here is secret
    found: dict[str, None] = {}
    while len(found) < _WORDS:
        middle = "".join(chance.choices(_MIDDLES, k=chance.randint(0, 2)))
        found[chance.choice(_STARTS) + middle + chance.choice(_ENDS)] = None
    return list(found)


def broker_texts(count: int) -> Iterator[tuple[str, str]]:
    """Subject and body of ``count`` messages, some 500 characters each."""
    chance = random.Random(count)  # noqa: S311
    words = vocabulary()
    often = list(itertools.accumulate(1 / (place + 3) for place in range(len(words))))
    for row in range(count):
        if row % 20 == 7:
            yield _japanese(chance, 6), "\n\n".join(_japanese(chance, 40) for _ in range(3))
            continue
        drawn = chance.choices(words, cum_weights=often, k=75)
        subject = f"{' '.join(drawn[:4]).capitalize()}: {{{{ amount }}}}"
        lines = [" ".join(drawn[at : at + 10]).capitalize() for at in range(4, 74, 10)]
        body = (
            "Dear {{ account_title }},\n\n"
            + ". ".join(lines)
            + f".\n\nReference {chance.randint(10**6, 10**7)}"
        )
        yield subject, body + ", {{ amount }} until {{ due_by }}."


def feed_lines(count: int, recipients: int, accounts: Sequence[str]) -> Iterator[str]:
    """``count`` lines of the feed with ``recipients`` each, two values for each of them, some minutes apart."""
    chance = random.Random(count + recipients)  # noqa: S311
    moment = _FIRST
    for row, (subject, body) in enumerate(broker_texts(count)):
        moment += timedelta(seconds=chance.randint(30, 300))
        concerned = [
            {
                "account": account,
                "values": {"amount": f"{chance.randint(1, 10**6):,} USD", "due_by": f"{moment:%Y-%m-%d}"},
            }
            for account in chance.sample(accounts, recipients)
        ]
        record = {
            "v": 1,
            "kind": "message",
            "id": f"IB-{row:08}",
            "type": f"TYPE_{row % _TYPES:02}",
            "type_name": f"Notice of kind {row % _TYPES}",
            "priority": ("normal", "high", "low")[row % 7 % 3],
            "sent_at": f"{moment:%Y-%m-%dT%H:%M:%SZ}",
            "subject": subject,
            "body": body,
            "format": "markdown",
            "channels": ["W", "E"],
            "recipients": concerned,
        }
        yield json.dumps(record, ensure_ascii=False)


def _japanese(chance: random.Random, words: int) -> str:
    return "".join(chance.choice(_JAPANESE) + chance.choice(_PARTICLES) for _ in range(words))
