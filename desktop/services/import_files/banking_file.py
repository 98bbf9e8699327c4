"""The list of standing banking instructions: each belongs to an account that is already known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING

from desktop.language import tr
from desktop.models.account import is_account_number
from desktop.models.imports import RowFault
from desktop.services.import_files import checks, values
from desktop.services.import_files.field import Field
from desktop.services.import_files.form import Columns, Counts, Listed, Values, rows_of
from desktop.services.import_files.outcomes import Change, Outcomes

if TYPE_CHECKING:
    from desktop.store.unit_of_work import UnitOfWork

_Placed = tuple[int, Values]
"""A row and its line."""
_DIRECTIONS = {name: name for name in ("deposit", "withdrawal", "both")}


def _needed(name: str, *also: str, zeros: bool = False) -> Field:
    return Field(name, checks.filled, values.missing, required=True, also=also, has_zeros=zeros)


BANKING_FILE = (
    _needed("instruction_id", "instruction", "instruction_no", "instruction_number"),
    Field(
        "account_number", checks.account_numbers, values.not_a_number, required=True, sample=is_account_number,
        also=("account", "account_no", "account_id", "acct", "acct_no"),
    ),
    _needed("kind", "type", "instruction_type", "method"),
    Field(
        "direction", checks.one_of(_DIRECTIONS), values.not_among(*_DIRECTIONS), required=True,
        also=("deposit_or_withdrawal",),
    ),
    _needed("bank_name", "bank"),
    _needed("account_ending", "ending", "last_digits", "last_4", zeros=True),
    _needed("currency", "ccy"),
    Field("nickname", checks.anything, str, also=("label", "note")),
)  # fmt: skip


class BankingFile:
    """Banking instructions; a known instruction id updates its instruction."""

    fields = BANKING_FILE

    def __init__(self, unit: UnitOfWork) -> None:
        self._rows = unit.imports
        self._was_empty = not self._rows.has_instructions()
        self._keeps_nickname = False
        self.counts = Counts()
        self.outcomes = Outcomes()

    def begin(self, missing: frozenset[str]) -> None:
        self._keeps_nickname = "nickname" in missing

    def taking(self) -> AbstractContextManager[None]:
        return nullcontext()

    def take(self, columns: Columns, lines: Sequence[int], *, write: bool) -> list[RowFault]:
        rows = rows_of(columns)
        accounts = self._rows.account_ids({row[1] for row in rows})
        known = {} if self._was_empty else self._rows.known_instructions([row[0] for row in rows])
        faults: list[RowFault] = []
        new: list[tuple[int, Values]] = []
        changed: list[tuple[int, Values]] = []
        same: list[tuple[int, Values]] = []
        for line, row in zip(lines, rows, strict=True):
            account_id = accounts.get(row[1])
            if account_id is None:
                faults.append(RowFault(line, "account_number", row[1], _unknown(row[1])))
                continue
            present = known.get(row[0])
            full = self._with_kept((row[0], account_id, *row[2:]), present)
            sort = new if present is None else same if full == present else changed
            sort.append((line, full))
        self.counts.added += len(new)
        self.counts.updated += len(changed)
        self.counts.unchanged += len(same)
        if write:
            self._rows.add_instructions([row for _, row in new])
            self._rows.replace_instructions([row for _, row in changed])
        else:
            self._list(new, changed, same, known)
        return faults

    def close_missing(self, listed: Listed, *, write: bool) -> None:
        """Instructions are not closed."""

    def finish(self, *, write: bool) -> None:
        """Nothing remains to be done."""

    def _with_kept(self, row: Values, present: Values | None) -> Values:
        return (*row[:-1], present[-1]) if self._keeps_nickname and present is not None else row

    def _list(
        self,
        new: Sequence[_Placed],
        changed: Sequence[_Placed],
        same: Sequence[_Placed],
        known: Mapping[str, Values],
    ) -> None:
        """By the numbers of their accounts, of which the rows hold the ids."""
        rows = [row for _, row in (*new, *changed, *same)]
        ids = {row[1] for row in rows} | {known[row[0]][1] for _, row in changed}
        numbers = self._rows.account_numbers(ids)
        for log, placed in ((self.outcomes.new, new), (self.outcomes.same, same)):
            log.add(
                [line for line, _ in placed],
                [row[0] for _, row in placed],
                [numbers[row[1]] for _, row in placed],
            )
        self.outcomes.add_changes(
            (line, row[0], numbers[row[1]], _changes(row, known[row[0]], numbers)) for line, row in changed
        )


def _changes(row: Values, present: Values, numbers: Mapping[int, str]) -> list[Change]:
    names = [field.name for field in BANKING_FILE]
    return [
        (name, numbers[before], numbers[after]) if name == "account_number" else (name, before, after)
        for name, before, after in zip(names, present, row, strict=True)
        if before != after
    ]


def _unknown(number: str) -> str:
    return tr("There is no account {number}; import the accounts first.").format(number=number)
