"""The filters an author may put behind a keyword: of text kind only, total, and bounded in size.

They never fail on a value, because what is wrong with a client's data must not stop a message.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from liquid.undefined import Undefined

LONGEST = 4_000
_DATE_CODE = re.compile(r"%-?[A-Za-z%]")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

Filter = Callable[..., object]


def text_of(value: object) -> str:
    """What ``value`` looks like when it is put out."""
    if isinstance(value, str):
        return value
    if value is None or isinstance(value, Undefined):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        return " ".join(text_of(part) for part in value)
    return str(value)


def _whole(value: object, otherwise: int) -> int:
    try:
        return int(text_of(value))
    except ValueError:
        return otherwise


def _default(value: object, other: object = "") -> object:
    return value if text_of(value).strip() and value is not False else other


def _truncate(value: str, length: object = 50, end: object = "…") -> str:
    limit, tail = max(_whole(length, 50), 0), text_of(end)
    if len(value) <= limit:
        return value
    return value[: max(limit - len(tail), 0)] + tail


def _truncate_words(value: str, count: object = 15, end: object = "…") -> str:
    limit, words = max(_whole(count, 15), 1), value.split()
    return value if len(words) <= limit else " ".join(words[:limit]) + text_of(end)


def _split(value: str, separator: object = " ") -> list[str]:
    mark = text_of(separator)
    return value.split(mark if mark.strip() else None)


def _slice(value: str, start: object = 0, length: object = 1) -> str:
    first = _whole(start, 0)
    first = max(first + len(value), 0) if first < 0 else first
    return value[first : first + max(_whole(length, 1), 0)]


def _first(value: object) -> str:
    return text_of(value[0]) if isinstance(value, list) and value else text_of(value)


def _last(value: object) -> str:
    return text_of(value[-1]) if isinstance(value, list) and value else text_of(value)


def _size(value: object) -> int:
    return len(value) if isinstance(value, list) else len(text_of(value))


def _date(value: str, form: object = "%Y-%m-%d") -> str:
    """A date in another shape. English names, whatever this computer speaks: the author chose them."""
    try:
        day = date.fromisoformat(value.strip()[:10])
    except ValueError:
        return value
    return _DATE_CODE.sub(lambda code: _date_part(day, code.group()), text_of(form))


def _date_part(day: date, code: str) -> str:
    month, weekday = _MONTHS[day.month - 1], _DAYS[day.weekday()]
    parts = {
        "%Y": f"{day.year:04}",
        "%y": f"{day.year % 100:02}",
        "%m": f"{day.month:02}",
        "%-m": str(day.month),
        "%d": f"{day.day:02}",
        "%-d": str(day.day),
        "%e": str(day.day),
        "%B": month,
        "%b": month[:3],
        "%A": weekday,
        "%a": weekday[:3],
        "%%": "%",
    }
    return parts.get(code, code)


def _of_text(function: Filter) -> Filter:
    """``function`` made to take anything as text and to give back no more than ``LONGEST``."""

    def bounded(value: object, *arguments: object) -> object:
        texts = [text_of(each)[:LONGEST] for each in arguments]
        result = function(text_of(value)[:LONGEST], *texts)
        return result[:LONGEST] if isinstance(result, (str, list)) else result

    return bounded


FILTERS: dict[str, Filter] = {
    "default": _default,
    "first": _first,
    "last": _last,
    "size": _size,
    "append": _of_text(lambda value, other: value + other),
    "capitalize": _of_text(lambda value: value[:1].upper() + value[1:].lower()),
    "date": _of_text(_date),
    "downcase": _of_text(lambda value: value.lower()),
    # Values are escaped for their place in any case: escaping them here as well would show.
    "escape": _of_text(lambda value: value),
    "lstrip": _of_text(lambda value: value.lstrip()),
    "prepend": _of_text(lambda value, other: other + value),
    "remove": _of_text(lambda value, other: value.replace(other, "") if other else value),
    "replace": _of_text(lambda value, old, new: value.replace(old, new) if old else value),
    "rstrip": _of_text(lambda value: value.rstrip()),
    "slice": _of_text(_slice),
    "split": _of_text(_split),
    "strip": _of_text(lambda value: value.strip()),
    "strip_newlines": _of_text(lambda value: value.replace("\n", "")),
    "truncate": _of_text(_truncate),
    "truncatewords": _of_text(_truncate_words),
    "upcase": _of_text(lambda value: value.upper()),
}
