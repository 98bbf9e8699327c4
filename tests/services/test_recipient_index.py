"""The index finds what a plain look at every text finds, whatever was looked for before."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desktop.models.account import AccountLine
from desktop.models.folding import fold, words
from desktop.services.recipient_index import RecipientIndex
from desktop.services.recipient_rows import RowLayout
from desktop.services.recipient_search import RecipientSearch

_LETTERS = st.sampled_from("aAbBuUéÉøß 1290.@-山田ガがｶﾞＡアلاح\u0301\u3000ﬁ\U0001f600'")
_TEXT = st.text(_LETTERS, max_size=8) | st.text(max_size=6)
_ROWS = st.lists(st.tuples(_TEXT, _TEXT), max_size=40)


_CHUNK = 8  # so that a few rows already make several chunks


def _lines(rows: list[tuple[str, str]]) -> list[tuple[AccountLine, str]]:
    made = []
    for at, (title, username) in enumerate(rows):
        line = AccountLine(
            100 + at, f"U{1000000 + at}", title, f"{at}@clients.example", username, at % 2 == 0
        )
        made.append((line, fold(f"{line.number} {title} {line.email} {username}")))
    return made


def _index(lines: list[tuple[AccountLine, str]]) -> RecipientIndex:
    index = RecipientIndex(_CHUNK)
    for start in range(0, len(lines), 5):
        index.extend(lines[start : start + 5])
    index.seal()
    return index


def _naive(lines: list[tuple[AccountLine, str]], query: str) -> list[int]:
    return [row for row, (_line, text) in enumerate(lines) if all(word in text for word in words(query))]


def _rows(search: RecipientSearch) -> list[int]:
    return [search.row(place) for place in range(search.count)]


_PROVIDERS = st.sampled_from(["a.example", "b-mail.example", "山.example", "x@y", "a b.example", ""])
_AT_PROVIDERS = st.lists(st.tuples(_TEXT, _PROVIDERS), max_size=40)
_AROUND_AN_AT_SIGN = st.sampled_from(
    ["@", "@a", "@b-", "0@", "a.e", "example", "e 1", "@y", "x@y", "@山", "@@", "e@a"]
)


@given(
    _AT_PROVIDERS,
    st.text(_LETTERS, max_size=3) | _AROUND_AN_AT_SIGN,
    st.sampled_from(["", "1", "@a.ex", "mail"]),
)
def test_what_is_shared_by_many_addresses_is_found_like_anything_else(
    rows: list[tuple[str, str]], query: str, another: str
) -> None:
    lines = []
    for at, (title, provider) in enumerate(rows):
        line = AccountLine(100 + at, f"U{1000000 + at}", title, f"{at % 3}@{provider}", "u", False)
        lines.append((line, fold(f"{line.number} {title} {line.email} {line.username}")))
    index = RecipientIndex(64)
    index.extend(lines)
    index.seal()
    search = index.search(f"{query} {another}")
    search.finish()
    assert _rows(search) == _naive(lines, f"{query} {another}")


@given(_ROWS, st.text(_LETTERS, max_size=4) | st.text(max_size=3))
def test_it_finds_what_a_plain_look_finds(rows: list[tuple[str, str]], query: str) -> None:
    lines = _lines(rows)
    search = _index(lines).search(query)
    search.finish()
    found = _rows(search)
    assert found == _naive(lines, query)
    assert [search.place(row) for row in found] == list(range(search.count))
    assert search.rows() == RowLayout(len(lines), _CHUNK).of(found)


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
    whole = index.search(query)
    whole.finish()
    search = index.search(query, index.rows([100 + row for row in ticked]), earlier=[whole])
    search.finish()
    assert _rows(search) == [row for row in _naive(lines, query) if row in ticked]


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
    rows = index.rows([101, 999])
    assert index.ids(rows) == (101,)
    assert index.missing([101, 999, 999], rows) == {999}
    assert index.missing([101, 101], rows) == frozenset()


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
    assert [bits and bits.bit_count() for bits in asked] == [
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
