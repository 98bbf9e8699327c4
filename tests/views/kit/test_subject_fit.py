"""A subject that is cut shows that it is, wherever its room ends."""

from __future__ import annotations

import pytest

from desktop.models.subject_words import subject_words
from desktop.views.kit.subject_fit import Run, fitted

_SUBJECT = "Short in {{ account_number }} by {{ amount }}"


class _Tens:
    """Every character takes ten pixels, a chip ten more."""

    def width(self, words: str, *, is_keyword: bool) -> float:
        return 10 * (len(words) + is_keyword)

    def cut(self, words: str, width: float, *, is_keyword: bool) -> str:
        most = int(width) // 10 - is_keyword
        return words if len(words) <= most else words[: max(most - 1, 0)] + "…"


def _shown(subject: str, room: float) -> str:
    return "".join(
        f"‹{run.words}›" if run.is_keyword else run.words for run in fitted(subject, room, _Tens())
    )


@pytest.mark.parametrize(
    ("room", "shown"),
    [
        (500, "Short in ‹account number› by ‹amount›"),
        (350, "Short in ‹account number› by ‹amount›"),
        (330, "Short in ‹account number› by ‹amo…›"),
        # No room for a chip that could be read: the words before it end the line.
        (315, "Short in ‹account number› by…"),
        (290, "Short in ‹account number› by…"),
        (250, "Short in ‹account number›…"),
        (240, "Short in ‹account numbe…›"),
        (150, "Short in ‹acco…›"),
        (130, "Short in…"),
        (90, "Short in…"),
        (60, "Short…"),
        (10, "…"),
    ],
)
def test_a_cut_is_seen(room: int, shown: str) -> None:
    assert _shown(_SUBJECT, room) == shown


@pytest.mark.parametrize(
    "subject", [_SUBJECT, "{{ amount }}", "{{ a }}{{ b }}{{ account_number }}", "Words alone"]
)
def test_nothing_is_wider_than_its_room(subject: str) -> None:
    for room in range(0, 400, 5):
        runs = list(fitted(subject, room, _Tens()))
        assert sum(run.width for run in runs) <= room
        whole = _shown(subject, room) == subject_words(subject)
        assert whole or room < 10 or "…" in runs[-1].words


def test_a_subject_without_words_shows_nothing() -> None:
    assert list(fitted("", 100, _Tens())) == []
    assert list(fitted("Text", 100, _Tens())) == [Run("Text", is_keyword=False, width=40)]
