"""The list of standing banking instructions: each belongs to an account that is already known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.language import tr
from desktop.models.account import is_account_number
from desktop.models.imports import RowFault
from desktop.services.import_files import values as words
from desktop.services.import_files.csv_table import Columns
from desktop.services.import_files.form import Good, Values

if TYPE_CHECKING:
    from desktop.store.unit_of_work import UnitOfWork

_NAMES = (
    "instruction_id", "account_number", "kind", "direction", "bank_name", "account_ending", "currency",
    "nickname",
)  # fmt: skip
_DIRECTIONS = ("deposit", "withdrawal", "both")


class BankingFile:
    """Banking instructions; a known instruction id updates its instruction."""

    columns = Columns(_NAMES, _NAMES[:7])
    key = "instruction_id"

    def __init__(self, unit: UnitOfWork) -> None:
        self._rows = unit.imports
        self._was_empty = not self._rows.has_instructions()
        self._keeps_nickname = False
        self._added = self._updated = self._unchanged = 0

    @property
    def counts(self) -> tuple[int, int, int]:
        return self._added, self._updated, self._unchanged

    def read(self, values: tuple[str, ...]) -> Values | None:
        direction = values[3].casefold()
        if direction not in _DIRECTIONS or not all(values[:7]) or not is_account_number(values[1]):
            return None
        return (*values[:3], direction, *values[4:])

    def explain(self, values: tuple[str, ...]) -> list[tuple[str, str]]:
        row = dict(zip(_NAMES, values, strict=True))
        faults = [(name, words.empty()) for name in _NAMES[:7] if not row[name]]
        if row["account_number"] and not is_account_number(row["account_number"]):
            faults.append(("account_number", words.not_a_number(row["account_number"])))
        if row["direction"] and row["direction"].casefold() not in _DIRECTIONS:
            faults.append(("direction", words.not_among(row["direction"], list(_DIRECTIONS))))
        return faults

    def begin(self, missing: tuple[str, ...]) -> None:
        self._keeps_nickname = "nickname" in missing

    def take(self, rows: list[Good], *, write: bool) -> list[RowFault]:
        accounts = self._rows.account_ids({row[1] for _, row in rows})
        known = {} if self._was_empty else self._rows.known_instructions([row[0] for _, row in rows])
        faults: list[RowFault] = []
        new: list[Values] = []
        changed: list[Values] = []
        for line, row in rows:
            account_id = accounts.get(row[1])
            if account_id is None:
                faults.append(RowFault(line, "account_number", _unknown(row[1])))
                continue
            self._place((row[0], account_id, *row[2:]), known.get(row[0]), new, changed)
        self._added += len(new)
        self._updated += len(changed)
        self._unchanged += len(rows) - len(faults) - len(new) - len(changed)
        if write:
            self._rows.add_instructions(new)
            self._rows.replace_instructions(changed)
        return faults

    def finish(self, *, write: bool) -> None:
        """Nothing remains to be done."""

    def _place(self, row: Values, present: Values | None, new: list[Values], changed: list[Values]) -> None:
        if present is None:
            new.append(row)
            return
        full = (*row[:-1], present[-1]) if self._keeps_nickname else row
        if full != present:
            changed.append(full)


def _unknown(number: str) -> str:
    return tr("There is no account {number}; import the accounts first.").format(number=number)
