"""Ticks are those of plain sets, whatever was done by hand and with groups, and in whatever order."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from desktop.models.account_group import AppliedGroup
from desktop.services.recipient_rows import RowLayout
from desktop.services.recipient_selection import GroupRows, RecipientSelection

if TYPE_CHECKING:
    from desktop.services.recipient_rows import RowBits

_SIZE = 21
_LAYOUT = RowLayout(_SIZE, 8)
_SETS = st.frozensets(st.integers(0, _SIZE - 1))


@dataclass
class _Oracle:
    """The same in sets of numbers."""

    hand: set[int] = field(default_factory=set)
    against: set[int] = field(default_factory=set)
    groups: dict[int, tuple[bool, frozenset[int]]] = field(default_factory=dict)

    def of(self, *, excluded: bool) -> set[int]:
        return set().union(*(rows for kind, rows in self.groups.values() if kind is excluded))

    @property
    def ticked(self) -> set[int]:
        return (self.of(excluded=False) - self.against | self.hand) - self.of(excluded=True)


def _rows(bits: RowBits) -> set[int]:
    return {row for row, flag in enumerate(_LAYOUT.flags(bits)) if flag}


def _group(number: int, rows: frozenset[int], *, excluded: bool) -> GroupRows:
    return GroupRows(AppliedGroup(number, f"Group {number}", excluded, len(rows), ""), _LAYOUT.of(rows))


@given(st.data())
def test_ticks_are_those_of_sets(data: st.DataObject) -> None:
    selection, oracle = RecipientSelection.of(_LAYOUT), _Oracle()
    verbs = st.lists(st.sampled_from(["on", "off", "include", "exclude", "let go", "nobody"]), max_size=12)
    for verb in data.draw(verbs):
        rows, number = data.draw(_SETS), data.draw(st.integers(1, 3))
        if verb == "on":
            selection = selection.put(_LAYOUT.of(rows), on=True)
            oracle.hand |= rows
            oracle.against -= rows
        elif verb == "off":
            selection = selection.put(_LAYOUT.of(rows), on=False)
            oracle.hand -= rows
            oracle.against |= rows & oracle.of(excluded=False)
        elif verb in {"include", "exclude"}:
            excluded = verb == "exclude"
            selection = selection.with_group(_group(number, rows, excluded=excluded))
            oracle.groups[number] = (excluded, rows)
            oracle.against -= set() if excluded else rows
        elif verb == "let go":
            selection = selection.without_group(number)
            oracle.groups.pop(number, None)
        else:
            selection = selection.nobody()
            oracle.hand, oracle.against = set(), set()
            oracle.groups = {key: value for key, value in oracle.groups.items() if value[0]}
        assert _rows(selection.ticked) == oracle.ticked
        assert selection.count == len(oracle.ticked)
        assert selection.kept_out == len(oracle.of(excluded=True))
        assert {row for row in range(_SIZE) if selection.has(row)} == oracle.ticked
        assert {row for row in range(_SIZE) if selection.is_excluded(row)} == oracle.of(excluded=True)


@given(st.integers(0, _SIZE - 1), st.integers(0, _SIZE - 1))
def test_a_range_has_both_its_ends_and_all_between(one: int, other: int) -> None:
    first, last = sorted((one, other))
    assert _rows(_LAYOUT.between(first, last)) == set(range(first, last + 1))


def test_exclusion_wins_over_everything_and_what_it_kept_out_comes_back() -> None:
    everybody = RecipientSelection.of(_LAYOUT, _LAYOUT.everybody)
    staff = _group(1, frozenset({2, 3}), excluded=True)
    for selection in (
        everybody.with_group(staff),
        RecipientSelection.of(_LAYOUT).with_group(staff).put(_LAYOUT.everybody, on=True),
        everybody.with_group(staff).with_group(_group(2, frozenset({2, 5}), excluded=False)),
    ):
        assert _rows(selection.ticked) == set(range(_SIZE)) - {2, 3}
        assert selection.without_group(1).count == _SIZE


def test_nothing_at_all_holds_nobody() -> None:
    empty = RowLayout(0, 8)
    selection = RecipientSelection.of(empty)
    assert (selection.count, selection.ticked, empty.flags(empty.nobody)) == (0, (), b"")
