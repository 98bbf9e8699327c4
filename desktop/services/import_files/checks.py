"""What a column of values is checked for, all of a batch in a few calls; only a batch with faults is taken apart."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING, Any

from desktop.models.account import ACCOUNT_NUMBER, is_account_number
from desktop.services.email_address import are_plain, is_email
from desktop.services.import_files.values import is_day

if TYPE_CHECKING:
    from desktop.services.import_files.field import Cells, Checked

_MOST_DAYS = 50_000
_known_days = {""}
_NUMBERS = re.compile(rf"(?:{ACCOUNT_NUMBER}\n)*+")


def anything(cells: Cells) -> Checked:
    """Any text, and none."""
    return cells, ()


def filled(cells: Cells) -> Checked:
    """Any text that is not empty."""
    return cells, _bad(cells, bool) if "" in cells else ()


def account_numbers(cells: Cells) -> Checked:
    """Account numbers; they are well formed, not necessarily known."""
    lines = "\n".join(cells) + "\n"
    if lines.count("\n") == len(cells) and _NUMBERS.fullmatch(lines):
        return cells, ()
    return cells, _bad(cells, is_account_number)


def addresses(cells: Cells) -> Checked:
    """E-mail addresses."""
    return cells, () if "" not in cells and are_plain(cells) else _bad(cells, is_email)


def addresses_or_none(cells: Cells) -> Checked:
    """E-mail addresses, where there is one."""
    return cells, () if are_plain(cells) else _bad(cells, lambda text: not text or is_email(text))


def days_or_none(cells: Cells) -> Checked:
    """Days such as 2026-11-20, where there is one."""
    new = set(cells).difference(_known_days)
    wrong = {text for text in new if not is_day(text)}
    if len(_known_days) < _MOST_DAYS:
        _known_days.update(new - wrong)
    return cells, _among(cells, wrong)


def one_of(known: Mapping[str, Any]) -> Callable[[Cells], Checked]:
    """One of a few words, in any case; they are stored as what ``known`` makes of them."""

    def check(cells: Cells) -> Checked:
        found = {text: known.get(text.casefold()) for text in set(cells)}
        wrong = {text for text, value in found.items() if value is None}
        return [*map(found.__getitem__, cells)], _among(cells, wrong)

    return check


def _bad(cells: Cells, is_good: Callable[[str], object]) -> list[int]:
    return [place for place, text in enumerate(cells) if not is_good(text)]


def _among(cells: Cells, wrong: Collection[str]) -> list[int]:
    return [place for place, text in enumerate(cells) if text in wrong] if wrong else []
