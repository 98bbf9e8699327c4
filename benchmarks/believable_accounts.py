"""Invented accounts of any number, the same for the same number, for what is measured over lists."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from desktop.models.account import AccountLine
from desktop.models.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

_STARTS = [
    "Ba",
    "Be",
    "Bru",
    "Ca",
    "Cle",
    "Da",
    "Dor",
    "E",
    "Fa",
    "Fre",
    "Ga",
    "Gre",
    "Ha",
    "Hil",
    "I",
    "Jo",
    "Ka",
    "Kle",
    "La",
    "Lu",
    "Ma",
    "Mi",
    "Na",
    "No",
    "O",
    "Pe",
    "Ra",
    "Ro",
    "Sa",
    "So",
    "Ta",
    "Ve",
]
_MIDDLES = [
    "ber",
    "bi",
    "da",
    "de",
    "din",
    "do",
    "fi",
    "ga",
    "ka",
    "ken",
    "la",
    "le",
    "li",
    "lo",
    "ma",
    "mi",
    "mo",
    "na",
    "ni",
    "no",
    "ra",
    "re",
    "ri",
    "ro",
    "sa",
    "sha",
    "ta",
    "ti",
    "to",
    "vi",
]
_ENDS = [
    "a",
    "ard",
    "bach",
    "by",
    "da",
    "dor",
    "e",
    "el",
    "en",
    "er",
    "ez",
    "feld",
    "ford",
    "i",
    "ina",
    "ini",
    "ita",
    "ler",
    "man",
    "mann",
    "n",
    "o",
    "ov",
    "s",
    "sen",
    "son",
    "th",
    "ton",
    "z",
]
_JAPANESE_FAMILY = [
    "佐藤",
    "鈴木",
    "高橋",
    "田中",
    "伊藤",
    "渡辺",
    "山本",
    "中村",
    "小林",
    "加藤",
    "吉田",
    "山田",
]
_JAPANESE_GIVEN = ["太郎", "花子", "健一", "美咲", "大輔", "陽子", "翔太", "恵子", "直樹", "由美"]
_GERMAN = ["Müller", "Schäfer", "Weiß", "Krüger", "Jäger", "Böhm", "Lößl", "Grün"]
_KINDS = ("", "", "", " Family Trust", " Foundation", " GmbH", " Ltd", " and Sons", " IRA")


def believable(count: int) -> Iterator[tuple[AccountLine, str]]:
    """``count`` open accounts in order of number, each with its folded search text."""
    chance = random.Random(count)  # noqa: S311 - nothing here is secret
    number = 1_000_000
    for row in range(count):
        number += chance.randint(1, 9)
        given, family = _word(chance), _surname(chance)
        title = f"{given} {family}{chance.choice(_KINDS)}"
        if row % 20 == 7:
            title = f"{chance.choice(_JAPANESE_FAMILY)} {chance.choice(_JAPANESE_GIVEN)}"
        email = f"{fold(given)}.{fold(family)}{chance.randint(1, 999)}@{chance.choice('abc')}-mail.example"
        username = f"{fold(given)[0]}{fold(family)[:6]}{chance.randint(100, 999)}"
        line = AccountLine(row + 1, f"U{number:07}", title, email, username, row % 3 > 0)
        yield line, fold(f"{line.number} {title} {email} {username}")


def _word(chance: random.Random) -> str:
    middle = chance.choice(_MIDDLES) if chance.random() < 0.7 else ""
    return chance.choice(_STARTS) + middle + chance.choice(_ENDS)


def _surname(chance: random.Random) -> str:
    return chance.choice(_GERMAN) if chance.random() < 0.1 else _word(chance)
