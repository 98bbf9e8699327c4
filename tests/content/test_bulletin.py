from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desktop.content.bulletin import bulletin_of, bulletin_policy
from tests.content.letters import prepared


def test_a_bulletin_is_subject_and_text_in_short() -> None:
    rendered = prepared("# Title\n\nHello *you*\n\n- a\n- b", subject="News", signature="Jo").render({})
    assert rendered.bulletin.text == "News\nTitle\nHello you\n- a\n- b"
    assert not rendered.bulletin.is_cut


def test_a_long_one_is_cut_at_a_word() -> None:
    cut = bulletin_of("News", "one two three", 13)
    assert cut.text == "News\none two…"
    assert (cut.length, cut.is_cut) == (18, True)


def test_a_text_without_spaces_is_cut_at_the_limit() -> None:
    assert bulletin_of("", "日" * 30, 10).text == "日" * 9 + "…"


@given(st.text(max_size=60), st.text(max_size=200), st.integers(2, 120))
def test_it_is_never_longer_than_it_may_be(subject: str, text: str, limit: int) -> None:
    cut = bulletin_of(subject, text, limit)
    assert len(cut.text) <= limit
    assert cut.is_cut == cut.text.endswith("…") or text.endswith("…") or subject.endswith("…")


def test_the_limit_says_where_it_is_from() -> None:
    policy = bulletin_policy()
    assert policy.max_characters > 100
    assert policy.source
    assert policy.as_of.year >= 2026
