"""Finds the links of a text that lead over an open line, or nowhere."""

from __future__ import annotations

import re
from dataclasses import dataclass

from desktop.content.places import Place, place_at

_ADDRESS = re.compile(
    r"\]\(\s*<?(?P<inline>[^\s)>]+)"
    r"|^ {0,3}\[[^\]\n]+\]:\s*<?(?P<apart>[^\s>]+)"
    r"|(?<![\w/<:.])<?(?P<bare>http://[^\s<>)\]]+)",
    re.MULTILINE | re.IGNORECASE,
)
_GOOD = ("https://", "mailto:", "tel:", "cid:", "{{", "{%")


@dataclass(frozen=True, slots=True)
class OpenLink:
    """``address`` does not begin with https; where it stands."""

    address: str
    place: Place


def open_links(source: str) -> tuple[OpenLink, ...]:
    """The links of a Markdown text that are not https, in their order."""
    found = []
    for match in _ADDRESS.finditer(source):
        kind = match.lastgroup or ""
        address = match.group(kind).rstrip(".,;")
        if not address.lower().startswith(_GOOD):
            found.append(OpenLink(address, place_at(source, match.start(kind))))
    return tuple(found)
