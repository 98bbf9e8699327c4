"""What changed between two texts: whole, in words, and never slow."""

from __future__ import annotations

import time
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from desktop.content.word_changes import Piece, PieceKind, changes

TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(
        st.sampled_from(["the ", "a ", "cat", "\n", "Dear {{ account_title }}", "été", "。"]), max_size=60
    ).map("".join),
)


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_from_the_pieces(before: str, after: str) -> None:
    pieces = changes(before, after)
    assert "".join(piece.text for piece in pieces if piece.kind is not PieceKind.ADDED) == before
    assert "".join(piece.text for piece in pieces if piece.kind is not PieceKind.REMOVED) == after
    assert all(piece.text for piece in pieces)
    assert all(one.kind is not other.kind for one, other in pairwise(pieces))


def test_a_changed_word_is_the_only_piece_that_changed() -> None:
    pieces = changes("Dear Ada,\n\nthe forms follow in May.\n", "Dear Ada,\n\nthe forms follow in June.\n")
    assert pieces == (
        Piece(PieceKind.SAME, "Dear Ada,\n\nthe forms follow in "),
        Piece(PieceKind.REMOVED, "May"),
        Piece(PieceKind.ADDED, "June"),
        Piece(PieceKind.SAME, ".\n"),
    )


def test_a_text_that_stayed_is_one_piece() -> None:
    assert changes("as it was", "as it was") == (Piece(PieceKind.SAME, "as it was"),)
    assert changes("", "") == ()


def test_huge_texts_are_compared_at_once() -> None:
    began = time.monotonic()
    for before, after in (
        ("a " * 200_000, "b " * 200_000),
        ("x y\n" * 50_000, "y x\n" * 60_000),
        ("\n".join(str(n % 7) for n in range(20_000)), "\n".join(str(n % 5) for n in range(20_000))),
    ):
        pieces = changes(before, after)
        assert "".join(piece.text for piece in pieces if piece.kind is not PieceKind.REMOVED) == after
    assert time.monotonic() - began < 5
