"""Outside text for a list or a heading: on one line, in the order in which it is written, reaching nobody beside it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from desktop.late import late

if TYPE_CHECKING:
    from desktop.content import cleaning
else:
    cleaning = late("desktop.content.cleaning")

# Few texts have any of it, so the first rows of a list do not wait for what takes it out.
_ODD = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\U000f0000-\U0010ffff]|  "
)


def one_line(text: str) -> str:
    """``text`` as ``cleaning.in_a_row`` gives it."""
    return text if _ODD.search(text) is None else cleaning.in_a_row(text)


def one_by_one(text: str) -> str:
    """The same for a text of several lines, which stay."""
    return "\n".join(map(one_line, text.split("\n")))
