"""Conditions of a template as a person says them: without quotation marks and signs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from desktop.language import tr

_TAG = re.compile(r"\{%-?\s*(\w+)\s*(.*?)\s*-?%\}", re.DOTALL)
# Not those within quotation marks.
_COMMA = re.compile(r"\s*,\s*(?=(?:[^\"']*[\"'][^\"']*[\"'])*[^\"']*$)")
_OPENING = ("if", "unless", "case")
_PIECE = re.compile(r"\"([^\"]*)\"|'([^']*)'|(==|!=|<>|<=|>=|<|>)|([^\"'=!<>\s]+)")


@dataclass(frozen=True, slots=True)
class Tag:
    """An instruction as it is written: where its name begins, and what follows the name."""

    index: int
    name: str
    rest: str


def tags_of(source: str) -> tuple[Tag, ...]:
    """All instructions of ``source`` but those in comments, in their order."""
    found: list[Tag] = []
    comments = 0
    for match in _TAG.finditer(source):
        name = match.group(1)
        comments -= name == "endcomment"
        if not comments:
            found.append(Tag(match.start(1), name, match.group(2)))
        comments += name == "comment"
    return tuple(found)


def elses_of(tags: Iterable[Tag]) -> dict[int, Tag]:
    """The ``else`` of each block that has one, by the index of the tag that opens the block."""
    opened: list[Tag] = []
    found: dict[int, Tag] = {}
    for tag in tags:
        if tag.name in _OPENING:
            opened.append(tag)
        elif tag.name.removeprefix("end") in _OPENING and opened:
            opened.pop()
        elif tag.name == "else" and opened:
            found[opened[-1].index] = tag
    return found


def readable(condition: str) -> str:
    """``city == "Chicago"`` as “city is Chicago”."""
    signs = _signs()
    parts: list[str] = []
    for double, single, sign, word in _PIECE.findall(condition):
        known = sign or word
        parts.append(signs.get(known, known) if known else (double or single or tr("empty")))
    return " ".join(parts) if len(parts) > 1 else tr("{name} has a value").format(name="".join(parts))


def one_of(subject: str, values: str) -> str:
    """What a ``when`` asks of its ``case``."""
    return readable(f"{subject} == {_COMMA.sub(' or ', values)}")


def _signs() -> dict[str, str]:
    return {
        "==": tr("is"),
        "!=": tr("is not"),
        "<>": tr("is not"),
        "<": tr("is before"),
        ">": tr("is after"),
        "<=": tr("is not after"),
        ">=": tr("is not before"),
        "contains": tr("contains"),
        "and": tr("and"),
        "or": tr("or"),
        "blank": tr("empty"),
        "empty": tr("empty"),
        "nil": tr("empty"),
    }
