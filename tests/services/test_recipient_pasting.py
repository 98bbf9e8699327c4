"""Pasted account numbers: found however they are written, and every other one named with its reason."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.errors import Cancelled
from desktop.models.account import AccountStatus
from desktop.services import recipient_pasting
from desktop.services.recipient_pasting import PastedNumbers, pasted_numbers
from tests.support.stores import add_accounts, details

if TYPE_CHECKING:
    from desktop.store.store import Store

_SEPARATORS = st.sampled_from(
    [" ", ",", ";", "\n", "\t", " | ", "\r\n", "、", "/", '","', "  -  ", "\u00a0", "\ufeff"]
)

ONE_STORE_FOR_ALL = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


class _Progress:
    def __init__(self, stop_after: int = 1_000_000) -> None:
        self.reports: list[tuple[int, int]] = []
        self._checks = 0
        self._stop_after = stop_after

    def report(self, done: int, total: int, words: str = "") -> None:
        self.reports.append((done, total))

    def check(self) -> None:
        self._checks += 1
        if self._checks > self._stop_after:
            raise Cancelled


@pytest.fixture
def ids(store: Store) -> tuple[int, ...]:
    """Open are 1 and 2 and a paper account; 3 is closed, 4 pending."""
    return add_accounts(
        store,
        [
            details(1),
            details(2),
            details(3, status=AccountStatus.CLOSED),
            details(4, status=AccountStatus.PENDING),
            replace(details(5), number="DU1234567"),
        ],
    )


def test_each_number_is_sorted_into_what_can_be_done_with_it(store: Store, ids: tuple[int, ...]) -> None:
    text = """Account;Name
    u0000002;Client 2 (opened 2024-11-20, phone 212-555-0101)
    U0000003\tClient 3
    "U0000004", U 0000001 and U0000002 again, du1234567.
    U7777777 / F123456 / U12 / U12345678901 / 0000001
    """
    assert pasted_numbers(store, text, _Progress()) == PastedNumbers(
        open_ids=(ids[1], ids[0], ids[4]),
        closed=("U0000003",),
        pending=("U0000004",),
        unknown=("U7777777", "F123456"),
        unclear=(
            "U12", "U12345678901", "0000001", "Account", "Name", "Client 2 (opened 2024-11-20",
            "phone 212-555-0101", "Client 3", "and", "again",
        ),
        repeated=1,
    )  # fmt: skip


@pytest.mark.parametrize("text", ["", "   \n", " - ; , |\n\n/ … \t•"])
def test_where_nothing_stands_there_is_nothing_to_report(sqlite_store: Store, text: str) -> None:
    assert pasted_numbers(sqlite_store, text, _Progress()) == PastedNumbers()


@pytest.mark.parametrize(
    ("text", "unclear"),
    [
        ("foo\nX123\nU12\nfoo", ("X123", "U12", "foo")),
        ("foo X123 u0000001 U12 foo", ("X123", "U12", "foo")),
        ("Dear team, please see below.", ("Dear team", "please see below")),
        ("2026-11-20 16:32", ("2026-11-20 16:32",)),
        ("U0000001-foo (1234567)", ("1234567", "foo")),
        ("Mary & John\tU0000001\nsee page 4 -", ("see page 4", "Mary & John")),
        ("株式会社 東京\tU0000001", ("株式会社 東京",)),
        ("x" * 200, ("x" * 39 + "…",)),
    ],
)
def test_what_is_no_number_is_reported_as_it_stands(
    sqlite_store: Store, text: str, unclear: tuple[str, ...]
) -> None:
    add_accounts(sqlite_store, [details(1)])
    found = pasted_numbers(sqlite_store, text, _Progress())
    assert (found.unclear, found.unknown) == (unclear, ())
    assert len(found.open_ids) == ("0000001" in text)


def test_wide_letters_are_the_same_letters(sqlite_store: Store) -> None:
    (first,) = add_accounts(sqlite_store, [details(1)])
    assert pasted_numbers(sqlite_store, "Ｕ００００００１", _Progress()).open_ids == (first,)


@settings(suppress_health_check=ONE_STORE_FOR_ALL)
@given(data=st.data())
def test_whatever_stands_between_them_all_are_found_once_and_in_order(
    sqlite_store: Store, data: st.DataObject
) -> None:
    known = _known(sqlite_store)
    numbers = data.draw(st.lists(st.sampled_from(sorted(known)), max_size=12))
    text = ""
    for number in numbers:
        written = number.lower() if data.draw(st.booleans()) else number
        text += written + data.draw(_SEPARATORS)
    found = pasted_numbers(sqlite_store, text, _Progress())
    once = list(dict.fromkeys(numbers))
    assert found.open_ids == tuple(known[number] for number in once)
    assert found.repeated == len(numbers) - len(once)
    assert found.left_out == 0


@settings(suppress_health_check=ONE_STORE_FOR_ALL)
@given(text=st.text(max_size=60))
def test_any_text_can_be_pasted(sqlite_store: Store, text: str) -> None:
    found = pasted_numbers(sqlite_store, text, _Progress())
    assert found.open_ids == ()


def test_a_hundred_thousand_lines_are_looked_up_in_steps_and_can_be_called_off(sqlite_store: Store) -> None:
    text = "\n".join(f"U{number:07}" for number in range(100_000))
    add_accounts(sqlite_store, [details(99_999)])
    progress = _Progress()
    found = pasted_numbers(sqlite_store, text, progress)
    assert (len(found.open_ids), len(found.unknown)) == (1, 99_999)
    assert progress.reports == [(done, 100_000) for done in range(0, 100_001, recipient_pasting._AT_A_TIME)]
    with pytest.raises(Cancelled):
        pasted_numbers(sqlite_store, text, _Progress(stop_after=25))


@pytest.mark.parametrize("block", [1, 5, 9, 10, 11, 1_000])
def test_where_a_long_text_is_cut_changes_nothing(
    sqlite_store: Store, monkeypatch: pytest.MonkeyPatch, block: int
) -> None:
    monkeypatch.setattr(recipient_pasting, "_BLOCK", block)
    ids = add_accounts(sqlite_store, [details(number) for number in range(1, 8)])
    text = "U0000001\nU 0000002\r\nu0000003;U0000004\n\n\nU0000005 U0000006\nU0000007"
    assert pasted_numbers(sqlite_store, text, _Progress()).open_ids == ids


def _known(store: Store) -> dict[str, int]:
    with store.read() as unit:
        present = unit.accounts.standing([details(number).number for number in range(1, 9)])
    if not present:
        add_accounts(store, [details(number) for number in range(1, 9)])
        return _known(store)
    return {number: standing[0] for number, standing in present.items()}
