"""Invented clients and their accounts, in many languages, as rows of values."""

from __future__ import annotations

import tomllib
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Any

from desktop.models.folding import fold

Row = tuple[Any, ...]

_FIRST, _STEP, _NUMBERS = 1_000_000, 7_368_787, 18_000_000
_TYPES = (("INDIVIDUAL", 56), ("IRA", 72), ("JOINT", 86), ("ORGANIZATION", 95), ("TRUST", 100))
_DEVICES = (
    "ib_key", "ib_key", "ib_key", "security_code_card", "security_code_card", "digital_security_card",
    "digital_security_card_plus", "online_security_code_card", "alpine", "gold", "platinum", "",
)  # fmt: skip
_WITHOUT_SERIAL = frozenset({"ib_key", ""})


@dataclass(frozen=True, slots=True)
class _Name:
    written: str
    latin: str


class _Folk:
    """The people of one language."""

    def __init__(self, source: dict[str, Any]) -> None:
        self.language: str = source["language"]
        self.weight: int = source["weight"]
        self.pattern: str = source["pattern"]
        self.phone: str = source["phone"]
        self.joint: list[str] = source["joint"]
        self.trusts: list[str] = source["trusts"]
        self.organisations: list[str] = source["organisations"]
        self.places: list[list[str]] = source["places"]
        self.streets: list[str] = source["streets"]
        self.given = [_name(text) for text in source["given"]]
        self.family = [_name(text) for text in source["family"]]

    def title(self, kind: str, words: dict[str, str], rng: Random) -> str:
        """The account title of these people for a type of account."""
        choices = {"JOINT": self.joint, "TRUST": self.trusts, "ORGANIZATION": self.organisations}
        pattern: str = _pick(choices.get(kind, [self.pattern]), rng)
        return pattern.format(**words)


class People:
    """Makes accounts one after the other; the same seed makes the same."""

    def __init__(self, resources: Path, seed: int, today: date) -> None:
        source = tomllib.loads((resources / "sample" / "names.toml").read_text("utf-8"))
        self._folk = [_Folk(entry) for entry in source["people"]]
        self._weights = list(accumulate(folk.weight for folk in self._folk))
        self._rng = Random(seed)  # noqa: S311 - invented names are no secrets
        self._offset = self._rng.randrange(_NUMBERS)
        self._today = today

    def accounts(self, count: int) -> Iterator[Row]:
        """``count`` accounts: id, then the values of an import. A client holds one to five of them."""
        made = client = 0
        while made < count:
            client += 1
            size = min(1 + int(self._rng.random() ** 4 * 5), count - made)
            yield from self._client(client, made, size)
            made += size

    def _client(self, client: int, made: int, size: int) -> Iterator[Row]:
        rng = self._rng
        folk = self._folk[bisect(self._weights, int(rng.random() * self._weights[-1]))]
        given, given2 = _pick(folk.given, rng), _pick(folk.given, rng)
        family, family2 = _pick(folk.family, rng), _pick(folk.family, rng)
        words = {
            "given": given.written, "given2": given2.written,
            "family": family.written, "family2": family2.written,
        }  # fmt: skip
        draw = rng.random() * 100
        email = "" if draw < 4 else f"{given.latin}.{family.latin}{client}@clients.example"
        contact = (f"C{100_000 + client}", _tax_id(rng), email, _phone(folk.phone, rng), folk.language)
        home = self._home(folk)
        login = f"{family.latin[:8]}{client}"
        for place in range(size):
            kind = _kind(rng)
            number = _FIRST + ((made + place) * _STEP + self._offset) % _NUMBERS
            device = _pick(_DEVICES, rng)
            serial = "" if device in _WITHOUT_SERIAL else str(10_000_000 + int(rng.random() * 89_999_999))
            yield (
                made + place + 1, f"U{number}", folk.title(kind, words, rng), kind, _status(rng), *contact,
                f"{login}{'abcdef'[place]}", device, serial, rng.random() < 0.73, *home, self._opened(),
            )  # fmt: skip

    def _home(self, folk: _Folk) -> tuple[str, str, str, str, str]:
        rng = self._rng
        city, region, code, country = _pick(folk.places, rng)
        street = _pick(folk.streets, rng).format(n=1 + int(rng.random() * 240), m=1 + int(rng.random() * 30))
        return street, city, region, code, country

    def _opened(self) -> str:
        return (self._today - timedelta(days=20 + int(self._rng.random() * 4_500))).isoformat()


def _pick(choices: Any, rng: Random) -> Any:
    return choices[int(rng.random() * len(choices))]


def _name(text: str) -> _Name:
    written, _, latin = text.partition("/")
    return _Name(
        written, "".join(char for char in fold(latin or written) if char.isascii() and char.isalnum())
    )


def _kind(rng: Random) -> str:
    draw = rng.random() * 100
    return next(name for name, limit in _TYPES if draw < limit)


def _status(rng: Random) -> str:
    draw = rng.random()
    return "open" if draw < 0.94 else "closed" if draw < 0.98 else "pending"


def _tax_id(rng: Random) -> str:
    # Numbers from 900 on are never given out.
    draw = int(rng.random() * 99_000_000)
    return f"9{draw // 1_000_000:02d}-{draw // 10_000 % 100:02d}-{draw % 10_000:04d}"


def _phone(pattern: str, rng: Random) -> str:
    draw = int(rng.random() * 80_000)
    return pattern.format(a=200 + draw // 100, b=f"{draw % 100:02d}")
