"""How much two messages say the same, whatever was changed between them: measured by shared pieces."""

from __future__ import annotations

from desktop.models.folding import fold

_PIECE = 6
# Enough to know a letter by; the longest would take a hundred times as long.
_MOST = 8_000


def pieces(subject: str, content: str) -> frozenset[str]:
    """The message cut into all its short pieces; they do not care for case or white space."""
    # No blank as a boundary: Japanese has none, and where lines are broken says nothing.
    text = fold(f"{subject} {content}"[:_MOST])
    return frozenset(text[start : start + _PIECE] for start in range(max(len(text) - _PIECE + 1, 1)))


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """From 0, nothing in common, to 1, the same: the share of the pieces that both have."""
    if not one or not other:
        return 0.0
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared)
