from __future__ import annotations

import time

import pytest

from desktop.content.nesting import DEEPEST, depth_of
from desktop.content.viewing import LONGEST, safe_html, safe_text


def test_outside_html_loses_what_runs_or_loads() -> None:
    shown = safe_html(
        '<h1 onclick="x">A</h1><img src="https://x.example/p"><script>b()</script><style>c</style><a href="file:///etc/passwd">d</a>'
    )
    assert shown == '<h1>A</h1><a rel="noopener noreferrer">d</a>'


@pytest.mark.parametrize("tag", ["div", "b", "blockquote", "ul><li", "table><tr><td", "p"])
def test_deep_nesting_is_shown_flat(tag: str) -> None:
    began = time.perf_counter()
    shown = safe_html(f"<{tag}>" * 8_000 + "the words")
    assert depth_of(shown) <= DEEPEST
    assert "the words" in shown
    assert time.perf_counter() - began < 3


def test_length_is_bounded() -> None:
    assert len(safe_html("a" * 10 * LONGEST)) <= LONGEST
    assert len(safe_html("<b>a</b>" * LONGEST)) <= LONGEST


def test_outside_html_can_be_read_as_text() -> None:
    assert safe_text("<h2>A</h2><p>b &amp; <b>c</b></p><script>d()</script>") == "A\n---\n\nb & c"
