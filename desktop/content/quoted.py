"""Quoted-printable (RFC 2045) in pieces that can stand beside any others: each is finished by itself.

A gap stands on lines of its own, between soft line breaks, so that no value moves a fixed piece.
"""

from __future__ import annotations

import re

SOFT_BREAK = b"=\r\n"
_LONGEST_LINE = 75
_AS_IT_IS = re.compile(r"(?:[ -\-/-<>-~][ -<>-~]{0,69})?")
_WRITTEN = tuple(
    chr(byte) if 32 <= byte < 127 and byte != ord("=") else f"={byte:02X}" for byte in range(256)
)


def quoted(text: str) -> bytes:
    """``text`` in lines of at most 75 characters, none of which begins with a dot; newlines are hard breaks.

    What follows in the same line must begin with a soft break.
    """
    lines = text.split("\n")
    written = [_written(line, is_last=number == len(lines)) for number, line in enumerate(lines, start=1)]
    return "\r\n".join(written).encode()


def quoted_value(value: str) -> bytes:
    """The same for the value of a gap, most of which need nothing done."""
    return value.encode() if _AS_IT_IS.fullmatch(value) else quoted(value)


def quoted_pieces(fixed: tuple[str, ...]) -> tuple[bytes, ...]:
    """The fixed pieces of a text, with the soft breaks that keep its gaps apart."""
    last = len(fixed) - 1
    return tuple(
        (SOFT_BREAK if number else b"") + _before_gap(quoted(text), is_last=number == last)
        for number, text in enumerate(fixed)
    )


def _before_gap(piece: bytes, *, is_last: bool) -> bytes:
    at_line_start = not piece or piece.endswith(b"\r\n")
    return piece if is_last or at_line_start else piece + SOFT_BREAK


def _written(line: str, *, is_last: bool) -> str:
    signs = [_WRITTEN[byte] for byte in line.encode()]
    if signs and signs[-1] == " " and not is_last:
        signs[-1] = "=20"
    rows, row = [], ""
    for sign in signs:
        if len(row) + len(sign) > _LONGEST_LINE:
            rows.append(row)
            row = ""
        # A mail server reads a dot at the start of a line as its own.
        row += "=2E" if sign == "." and not row else sign
    return "=\r\n".join([*rows, row])
