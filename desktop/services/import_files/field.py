"""One field of a kind of import file: what may stand in its column, and what is said of what may not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

Cells = Sequence[str]
Checked = tuple[Sequence[Any], Sequence[int]]
"""The values as they are stored, and the places of those that cannot be."""


@dataclass(frozen=True, slots=True)
class Field:
    """``check`` looks at a whole column of a batch: a call for each value would cost most of an import.

    ``also`` are other names that people give such a column, in the form of ``matching.plain_name``.
    ``reason`` says what is wrong with a value. ``sample`` recognises a column by what stands in it.
    """

    name: str
    check: Callable[[Cells], Checked]
    reason: Callable[[str], str]
    required: bool = False
    also: tuple[str, ...] = ()
    sample: Callable[[str], bool] | None = None
    has_zeros: bool = False
    """Whether leading zeros mean something, which numbers in a spreadsheet do not have."""
