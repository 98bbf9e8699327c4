"""The index finds what a plain look at every text finds, whatever was looked for before."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.models.account import AccountLine
from desktop.models.folding import fold, words
from desktop.services import recipient_index, recipient_search
from desktop.services.recipient_index import RecipientIndex
from desktop.services.recipient_search import RecipientSearch

if TYPE_CHECKING:
    from collections.abc import Iterator

_LETTERS = st.sampled_from("aAbBéÉøß 1290.@-山田ガがｶﾞＡアلاح\u0301\u3000ﬁ\U0001f600'")
_TEXT = st.text(_LETTERS, max_size=8) | st.text(max_size=6)
_ROWS = st.lists(st.tuples(_TEXT, _TEXT), max_size=40)


@pytest.fixture(autouse=True, scope="module")
def _small_chunks() -> Iterator[None]:
    """Chunks of eight rows, so that a few rows already make several."""
    with patch.object(recipient_index, "SIZE", 8), patch.object(recipient_search, "SIZE", 8):
        yield


def _lines(rows: list[tuple[str, str]]) -> list[tuple[AccountLine, str]]:
    made = []
    for at, (title, username) in enumerate(rows):
        line = AccountLine(
            100 + at, f"U{1000000 + at}", title, f"{at}@clients.example", username, at % 2 == 0
        )
        made.append((line, fold(f"{line.number} {title} {line.email} {username}")))
    return made


def _index(lines: list[tuple[AccountLine, str]]) -> RecipientIndex:
    index = RecipientIndex()
    for start in range(0, len(lines), 5):
        index.extend(lines[start : start + 5])
    index.seal()
    return index


def _naive(lines: list[tuple[AccountLine, str]], query: str) -> list[int]:
    return [row for row, (_line, text) in enumerate(lines) if all(word in text for word in words(query))]


def _rows(search: RecipientSearch) -> list[int]:
    return [search.row(place) for place in range(search.count)]


@given(_ROWS, st.text(_LETTERS, max_size=4) | st.text(max_size=3))
def test_it_finds_what_a_plain_look_finds(rows: list[tuple[str, str]], query: str) -> None:
    lines = _lines(rows)
    search = _index(lines).search(query)
    search.finish()
    found = _rows(search)
    assert found == _naive(lines, query)
    assert [search.place(row) for row in found] == list(range(search.count))
    assert [row for row in range(len(lines)) if search.flags()[row]] == found


@given(_ROWS, st.lists(st.tuples(st.text(_LETTERS, max_size=4), st.integers(0, 6)), max_size=6))
def test_what_was_looked_for_before_and_how_far_changes_nothing(
    rows: list[tuple[str, str]], queries: list[tuple[str, int]]
) -> None:
    lines = _lines(rows)
    index = _index(lines)
    earlier: list[RecipientSearch] = []
    for query, steps in queries:
        search = index.search(query, earlier=earlier)
        for _ in range(steps):
            if not search.done:
                search.advance()
        earlier.insert(0, search)
    search = index.search("a1", earlier=earlier)
    search.finish()
    assert _rows(search) == _naive(lines, "a1")


@given(_ROWS, st.text(_LETTERS, min_size=1, max_size=6), st.integers(0, 3))
def test_typing_letter_by_letter_finds_the_same(rows: list[tuple[str, str]], query: str, steps: int) -> None:
    lines = _lines(rows)
    index = _index(lines)
    search = index.search("")
    for end in range(1, len(query) + 1):
        search = index.search(query[:end], earlier=[search])
        for _ in range(steps):
            if not search.done:
                search.advance()
    search.finish()
    assert _rows(search) == _naive(lines, query)


@given(_ROWS, st.text(_LETTERS, max_size=2), st.sets(st.integers(0, 39)))
def test_only_ticked_rows_are_looked_at_where_asked(
    rows: list[tuple[str, str]], query: str, ticked: set[int]
) -> None:
    lines = _lines(rows)
    index = _index(lines)
    selection, _missing = index.select([100 + row for row in ticked])
    whole = index.search(query)
    whole.finish()
    search = index.search(query, selection.snapshot(), earlier=[whole])
    search.finish()
    assert _rows(search) == [row for row in _naive(lines, query) if row in ticked]


@given(_ROWS, st.data())
def test_ticks_are_those_of_a_set(rows: list[tuple[str, str]], data: st.DataObject) -> None:
    lines = _lines(rows)
    index = _index(lines)
    selection, _missing = index.select(())
    oracle: set[int] = set()
    undo: list[tuple[bytes, set[int]]] = []
    verbs = st.lists(st.sampled_from(["one", "all", "none", "range", "clear", "back"]), max_size=12)
    for verb in data.draw(verbs):
        search = index.search(data.draw(st.sampled_from(["", "1", "a", "12", "山"])))
        search.finish()
        found = _rows(search)
        before = selection.snapshot(), set(oracle)
        if verb == "clear":
            selection.clear()
            oracle.clear()
        elif verb == "back" and undo:
            snapshot, oracle = undo.pop()
            selection.restore(snapshot)
        elif not found:
            continue
        elif verb == "one":
            place, on = data.draw(st.integers(0, len(found) - 1)), data.draw(st.booleans())
            selection.put([found[place]], on=on)
            oracle = oracle | {found[place]} if on else oracle - {found[place]}
        elif verb == "range":
            first, last = sorted(data.draw(st.tuples(*[st.integers(0, len(found) - 1)] * 2)))
            selection.add(search.bits_between(first, last))
            oracle |= set(found[first : last + 1])
        elif verb == "all":
            selection.add(search.bits())
            oracle |= set(found)
        elif verb == "none":
            selection.remove(search.bits())
            oracle -= set(found)
        if verb != "back":
            undo.append(before)
        assert selection.count == len(oracle)
        assert selection.count_among(search.bits()) == len(oracle & set(found))
        assert index.ids(selection) == tuple(100 + row for row in sorted(oracle))
        assert {row for row in range(len(lines)) if row in selection} == oracle


@given(_ROWS)
def test_a_line_comes_back_as_it_was(rows: list[tuple[str, str]]) -> None:
    lines = _lines(rows)
    index = _index(lines)
    kept = str.maketrans("\x1e\x1f", "  ")
    for row, (line, _text) in enumerate(lines):
        shown = index.line(row)
        assert (shown.id, shown.number, shown.email, shown.tws_access) == (
            line.id, line.number, line.email, line.tws_access,
        )  # fmt: skip
        assert shown.title.translate(kept) == line.title.translate(kept)
        assert shown.username.translate(kept) == line.username.translate(kept)


def test_many_lines_are_packed_and_come_back() -> None:
    lines = _lines([(f"Title {row}", "a\x1fb\x1ec" if row % 7 == 0 else "user") for row in range(200)])
    index = _index(lines)
    assert [index.line(row).title for row in range(200)] == [f"Title {row}" for row in range(200)]
    assert index.line(7).username == "a b c"


def test_accounts_that_are_not_open_are_named() -> None:
    index = _index(_lines([("Ada", ""), ("Ben", "")]))
    selection, missing = index.select([101, 999])
    assert index.ids(selection) == (101,)
    assert missing == {999}


def test_the_same_accounts_are_recognised() -> None:
    lines = _lines([("Ada", ""), ("Ben", "")])
    renamed = [(AccountLine(100, "U1000000", "Cleo", "", "", True), "cleo"), lines[1]]
    assert _index(lines).has_same_accounts(_index(renamed))
    assert not _index(lines).has_same_accounts(_index(lines[1:]))


def test_a_longer_word_looks_only_where_the_shorter_was_found() -> None:
    lines = _lines([("Fowler" if row % 10 == 0 else "Lund", "") for row in range(80)])
    index = _index(lines)
    first = index.search("fo")
    first.finish()
    narrowed = index.search("fow", earlier=[first])
    asked = [narrowed._among(at) for at in range(10)]
    assert [flags and flags.count(1) for flags in asked] == [
        sum(row % 10 == 0 for row in range(start, start + 8)) for start in range(0, 80, 8)
    ]


def test_searches_follow_one_another_without_keeping_all_of_them() -> None:
    index = _index(_lines([("Ada", "")] * 20))
    search = index.search("")
    search.finish()
    for query in ("a", "ad", "ada", "ada "):
        search = index.search(query, earlier=[search])
        search.finish()
        assert search._earlier is None
