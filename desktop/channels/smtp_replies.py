"""Reads a mail server's replies from bytes as they come (RFC 5321, section 4.2). No socket is used."""

from __future__ import annotations

import re

_LINE = re.compile(rb"([2-5]\d\d)(?:([ -])(.*))?", re.DOTALL)
# Nearly all that a server says, found in one look: a reply of one line of ordinary length.
_SHORT = re.compile(rb"([2-5]\d\d)(?: ([^\r\n]{0,1000}))?\r\n")
_LONGEST_LINE = 4_096
_MOST_LINES = 100

Reply = tuple[int, bytes]
"""The code, and the words of all its lines."""


class NoReply(Exception):
    """What came is not what a mail server says."""


class Replies:
    """Takes bytes in any portions, gives whole replies."""

    def __init__(self) -> None:
        self._rest = b""
        self._lines: list[bytes] = []

    @property
    def is_between(self) -> bool:
        """Whether nothing has come that belongs to a reply not yet taken."""
        return not self._rest and not self._lines

    def feed(self, data: bytes) -> None:
        """Take what came."""
        self._rest += data

    def next(self) -> Reply | None:
        """The next whole reply; None until it is there. Raises NoReply."""
        if not self._lines and (short := _SHORT.match(self._rest)) is not None:
            self._rest = self._rest[short.end() :]
            return int(short[1]), short[2] or b""
        while True:
            line, ended, rest = self._rest.partition(b"\n")
            if len(line) > _LONGEST_LINE:
                raise NoReply("a line too long")
            if not ended:
                return None
            self._rest = rest
            read = _LINE.fullmatch(line.removesuffix(b"\r"))
            if read is None or len(self._lines) >= _MOST_LINES:
                raise NoReply("no reply of a mail server")
            self._lines.append(read[3] or b"")
            if read[2] != b"-":
                words, self._lines = b"\n".join(self._lines), []
                return int(read[1]), words
