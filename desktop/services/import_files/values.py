"""Single values of an import file: switches and days, and the words for what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from desktop.language import tr

SWITCHES: dict[str, bool] = {
    "yes": True, "y": True, "true": True, "1": True,
    "no": False, "n": False, "false": False, "0": False, "": False,
}  # fmt: skip
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def is_day(text: str) -> bool:
    """Whether ``text`` is a day of the calendar, written as 2026-11-20."""
    if _DAY.fullmatch(text) is None:
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def written(value: object) -> str:
    """A value as it would stand in a file."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def shown(text: str) -> str:
    """A value as it is quoted in a reason: on one line and not too long."""
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:59]}…"


def missing(_text: str) -> str:
    return tr("The value is missing.")


def not_a_switch(text: str) -> str:
    return tr("“{value}” is neither yes nor no.").format(value=shown(text))


def not_a_day(text: str) -> str:
    return tr("“{value}” is not a day written as 2026-11-20.").format(value=shown(text))


def not_an_email(text: str) -> str:
    return tr("“{value}” is not an e-mail address.").format(value=shown(text)) if text else missing(text)


def not_a_number(text: str) -> str:
    if not text:
        return missing(text)
    return tr("“{value}” is not an account number such as U1234567.").format(value=shown(text))


def not_among(*allowed: str) -> Callable[[str], str]:
    """What is said of a text that is none of a few words."""

    def words(text: str) -> str:
        if not text:
            return missing(text)
        return tr("“{value}” is not one of {allowed}.").format(value=shown(text), allowed=", ".join(allowed))

    return words
