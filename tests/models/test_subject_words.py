"""A subject within a sentence stays short enough for one."""

from __future__ import annotations

from desktop.models.subject_words import brief_subject


def test_of_a_long_subject_a_sentence_has_the_beginning() -> None:
    assert brief_subject("Letter for {{ account_title }}") == "Letter for ‹account title›"
    assert brief_subject("word " * 40) == f"{('word ' * 16)[:79].rstrip()}…"
