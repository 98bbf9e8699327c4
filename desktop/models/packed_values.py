"""A recipient's values for the keywords of one message, as one text; the names stand once, with the message."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

_BETWEEN = "\x1f"
_MISSING = "\x1e"
RESERVED = (_BETWEEN, _MISSING)
"""Control characters that no value may have."""


def packed(names: Sequence[str], values: Mapping[str, str]) -> str:
    """``values`` in the order of ``names``; those that are not there are remembered as missing.

    Raises TypeError where one is no text.
    """
    return _BETWEEN.join([values.get(name, _MISSING) for name in names])


def packed_whole(filled: Iterable[Mapping[str, str]]) -> list[str]:
    """The values of each in their own order, which is that of the names. Raises TypeError where one is no text."""
    return [_BETWEEN.join(values.values()) for values in filled]


def unpacked(names: Sequence[str], text: str) -> dict[str, str]:
    """The values by name, without the missing ones."""
    if not names:
        return {}
    return {name: value for name, value in zip(names, text.split(_BETWEEN), strict=True) if value != _MISSING}
