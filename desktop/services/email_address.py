"""Whether a text is an e-mail address, fast for the plain ones and right for the others. Asks no server."""

from __future__ import annotations

import importlib
import re
from collections.abc import Sequence

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
# Lengths by RFC 5321: 64 before the sign, 254 in all. Everything rarer goes to the library.
_PLAIN = re.compile(
    rf"(?=.{{6,254}}\Z)(?=[^@]{{1,64}}@){_ATOM}(?:\.{_ATOM})*@(?:{_LABEL}\.)+[A-Za-z]{{2,63}}"
)
_LONGEST = 320
# The same for many at once, one a line; possessive, so that nothing is tried twice.
_PLAIN_LINES = re.compile(rf"(?:(?:{_ATOM}(?:\.{_ATOM})*+@(?:{_LABEL}\.)++[A-Za-z]{{2,63}})?\n)*+")
_LONGEST_NAME = 64


def is_email(text: str) -> bool:
    """Whether mail could be addressed to ``text``; international addresses may be."""
    return _PLAIN.fullmatch(text) is not None or (len(text) <= _LONGEST and not email_fault(text))


def are_plain(texts: Sequence[str]) -> bool:
    """Whether all of ``texts`` are short, plain addresses or empty; if not, each may still be an address."""
    lines = "\n".join(texts) + "\n"
    return (
        lines.count("\n") == len(texts)
        and max(map(len, texts), default=0) <= _LONGEST_NAME
        and _PLAIN_LINES.fullmatch(lines) is not None
    )


def email_fault(text: str) -> str:
    """What is wrong with an address, in the library's English words; empty when nothing is."""
    # Loaded for the first address that is not plain; a start meets none.
    library = importlib.import_module("email_validator")
    try:
        library.validate_email(text, check_deliverability=False)
    except library.EmailNotValidError as error:
        return str(error)
    return ""
