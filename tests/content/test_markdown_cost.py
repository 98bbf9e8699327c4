"""Markdown that is made to keep its reader busy, or that no reader can follow, is shown as it was written."""

from __future__ import annotations

import pytest

from desktop.content.markdown_cost import is_costly
from desktop.content.markdown_html import html_of
from desktop.content.nesting import depth_of
from tests.content.letters import HARMLESS, prepared

_COSTLY = {
    "brackets": "[" * 20_000,
    "pictures": "![" * 10_000,
    "references": "[a][" * 5_000,
    "addresses": "[a](" * 5_000,
    "tags": "<a " * 7_000,
    "quotation marks": "<b a='" * 4_000,
    "sections": "<![CDATA[" * 3_000,
    "empty items": "-\n" * 10_000,
    "lists in lists": "1. " * 300,
    "quotes in quotes": ">" * 300,
}


@pytest.mark.parametrize("kind", _COSTLY)
def test_it_is_known_before_it_is_read(kind: str) -> None:
    body = f"The words\n\n{_COSTLY[kind]}"
    assert is_costly(body)
    assert "The words" in html_of(body)


def test_a_long_letter_is_read() -> None:
    paragraph = "We have [credited](https://ib.example/a) 5 < 6 USD to **U1234567**, see <b>there</b>.\n"
    letter = "".join(
        f"## Part {n}\n\n{paragraph * 5}\n- one\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n"
        for n in range(60)
    )
    assert len(letter) > 20_000
    assert not is_costly(letter)
    assert html_of(letter).count("<h2") == 60


def test_what_is_too_deep_for_the_reader_spoils_nothing_that_comes_later() -> None:
    before = html_of("- **a**\n  - b")
    deep = "\n".join(f"{'    ' * level}- x{level}" for level in range(200))
    assert "x199" in html_of(deep)
    assert html_of("- **a**\n  - b") == before


def test_a_letter_of_the_office_spells_no_stand_in_either() -> None:
    rendered = prepared("&#xF0005; and &#xF0000; for {{ city }}").render(HARMLESS)
    assert rendered.text.count("Chicago") == rendered.view_html.count("Chicago") == 1


@pytest.mark.parametrize(
    ("document", "depth"),
    [("<p>a</p><p>b</p>", 1), ("<b><i>a</i></b>", 2), ("<b></p>" * 500, 500), ("<a " * 500, 500), ("<br><img>", 0), ("a < b", 0)],
)  # fmt: skip
def test_depth_is_counted_without_looking_for_the_end_of_a_tag(document: str, depth: int) -> None:
    assert depth_of(document) == depth
