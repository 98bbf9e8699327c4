"""What of a subject has room on one line: its text and its keywords, cut where the room ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from desktop.models.subject_words import SubjectPart, subject_parts

if TYPE_CHECKING:
    from collections.abc import Iterator

_ELLIPSIS = "…"
_LEAST_CHIP = 48  # pixels; of a keyword in less room nothing could be read


class Run(NamedTuple):
    """Text, or a keyword to be shown as a chip, and the pixels that it takes."""

    words: str
    is_keyword: bool
    width: float


class Measure(Protocol):
    """The pixels of words in the font at hand, a chip with its margins."""

    def width(self, words: str, *, is_keyword: bool) -> float: ...

    def cut(self, words: str, width: float, *, is_keyword: bool) -> str:
        """``words`` with an ellipsis at the end, so that they take no more than ``width``."""


def fitted(subject: str, room: float, measure: Measure) -> Iterator[Run]:
    """The runs from left to right. Where something had no room the last of them ends with an ellipsis."""
    parts = subject_parts(subject)
    for place, part in enumerate(parts):
        width = measure.width(part.words, is_keyword=part.is_keyword)
        following = parts[place + 1] if place + 1 < len(parts) else None
        if width + _least(following, measure) > room:
            yield from _last(part, width, room, measure, is_whole=following is None)
            return
        yield Run(*part, width)
        room -= width


def _least(part: SubjectPart | None, measure: Measure) -> float:
    """The room without which nothing of it is shown."""
    if part is None:
        return 0
    width = measure.width(part.words, is_keyword=part.is_keyword)
    return min(width, _LEAST_CHIP if part.is_keyword else measure.width(_ELLIPSIS, is_keyword=False))


def _last(part: SubjectPart, width: float, room: float, measure: Measure, *, is_whole: bool) -> Iterator[Run]:
    """As much of ``part`` as there is room for, and a mark that there is more."""
    dots = measure.width(_ELLIPSIS, is_keyword=False)
    if not part.is_keyword:
        words = measure.cut(
            part.words if is_whole else part.words.rstrip() + _ELLIPSIS, room, is_keyword=False
        )
        yield Run(words, is_keyword=False, width=room)
    elif width + dots <= room:
        yield Run(*part, width)
        yield Run(_ELLIPSIS, is_keyword=False, width=dots)
    elif room >= _LEAST_CHIP:
        words = measure.cut(part.words if is_whole else part.words + _ELLIPSIS, room, is_keyword=True)
        yield Run(words, is_keyword=True, width=measure.width(words, is_keyword=True))
    elif room >= dots:
        yield Run(_ELLIPSIS, is_keyword=False, width=dots)
