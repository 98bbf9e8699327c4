"""Takes an office's lists from CSV files: all of a file, or the good rows when asked, or nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.language import tr, trn
from desktop.models.imports import ImportKind, ImportReport, RowFault
from desktop.models.office import Role, User
from desktop.services.import_files.account_file import AccountFile
from desktop.services.import_files.banking_file import BankingFile
from desktop.services.import_files.csv_table import CsvTable, Row
from desktop.services.import_files.form import Good, ImportForm
from desktop.services.import_files.staff_file import StaffFile
from desktop.services.permission import require

if TYPE_CHECKING:
    from desktop.store.store import Store
    from desktop.store.unit_of_work import UnitOfWork

Progress = Callable[[int, int], None]
"""Told bytes done and bytes in all; may raise Cancelled, and then nothing is written."""

_BATCH = 2_000
_FORMS: dict[ImportKind, Callable[[UnitOfWork], ImportForm]] = {
    ImportKind.ACCOUNTS: AccountFile,
    ImportKind.BANKING: BankingFile,
    ImportKind.STAFF: StaffFile,
}


def import_file(
    store: Store,
    actor: User,
    kind: ImportKind,
    path: Path,
    *,
    skip_faulty: bool = False,
    progress: Progress | None = None,
) -> ImportReport:
    """Store all rows of the file in one transaction; known ones are updated.

    With a faulty row nothing is stored, unless ``skip_faulty``: then the good rows are. Raises
    Refused for a file that cannot be read as a whole, and when ``actor`` may not import.
    """
    require(actor, Role.ADMIN)
    with store.write(actor.name) as unit:
        run = _Run(unit, kind, path, writing=True, skip_faulty=skip_faulty, progress=progress)
        report = run.report()
        if report.written:
            unit.notices.add(*_notice(report, path, actor))
            unit.commit()
    return report


def preview_file(
    store: Store,
    actor: User,
    kind: ImportKind,
    path: Path,
    *,
    progress: Progress | None = None,
) -> ImportReport:
    """What importing the file would do: its faults, and what would be added and updated."""
    require(actor, Role.ADMIN)
    with store.read() as unit:
        return _Run(unit, kind, path, writing=False, skip_faulty=False, progress=progress).report()


def summary(report: ImportReport) -> str:
    """An import in one line: "572 accounts imported: 560 new, 12 changed"."""
    added, updated, unchanged = report.added, report.updated, report.unchanged
    parts = [trn("{n} new", "{n} new", added)] if added else []
    parts += [trn("{n} changed", "{n} changed", updated)] if updated else []
    parts += [trn("{n} unchanged", "{n} unchanged", unchanged)] if unchanged else []
    whole = _imported(report.kind, added + updated + unchanged)
    return f"{whole}: {', '.join(parts)}" if parts else whole


class _Run:
    """One pass over one file. Memory holds a batch of rows and, of all others, only their keys."""

    def __init__(
        self,
        unit: UnitOfWork,
        kind: ImportKind,
        path: Path,
        *,
        writing: bool,
        skip_faulty: bool,
        progress: Progress | None,
    ) -> None:
        self._kind, self._path = kind, path
        self._form = _FORMS[kind](unit)
        self._writing, self._skip_faulty = writing, skip_faulty
        self._progress = progress
        self._seen: dict[str, int] = {}
        self._faults: list[RowFault] = []
        self._rows = 0

    def report(self) -> ImportReport:
        """Read the file to its end, storing what may be stored."""
        with CsvTable(self._path, self._form.columns) as table:
            self._form.begin(table.missing)
            for rows, broken in table.batches(_BATCH):
                self._rows += len(rows) + len(broken)
                self._faults += broken
                good = self._good(rows)
                self._faults += self._form.take(good, write=self._may_write())
                if self._progress is not None:
                    self._progress(*table.progress)
            unknown = table.unknown
        self._form.finish(write=self._may_write())
        counts, faults = self._form.counts, tuple(sorted(self._faults, key=lambda fault: fault.line))
        return ImportReport(self._kind, self._rows, *counts, faults, self._may_write(), unknown)

    def _may_write(self) -> bool:
        return self._writing and (self._skip_faulty or not self._faults)

    def _good(self, rows: list[Row]) -> list[Good]:
        good: list[Good] = []
        read, seen = self._form.read, self._seen
        for line, values in rows:
            stored = read(values)
            if stored is None:
                reasons = self._form.explain(values)
                self._faults += [RowFault(line, column, reason) for column, reason in reasons]
            elif (first := seen.setdefault(values[0], line)) != line:
                self._faults.append(RowFault(line, self._form.key, _duplicate(values[0], first)))
            else:
                good.append((line, stored))
        return good


def _duplicate(key: str, first: int) -> str:
    return tr("“{key}” already stands on line {line}.").format(key=key, line=f"{first:,}")


def _imported(kind: ImportKind, count: int) -> str:
    if kind is ImportKind.ACCOUNTS:
        return trn("{n} account imported", "{n} accounts imported", count)
    if kind is ImportKind.BANKING:
        return trn("{n} banking instruction imported", "{n} banking instructions imported", count)
    return trn("{n} user imported", "{n} users imported", count)


def _notice(report: ImportReport, path: Path, actor: User) -> tuple[str, str]:
    lines = [tr("From the file “{file}”, by {name}.").format(file=path.name, name=actor.name)]
    if report.faults:
        lines.append(trn("{n} faulty row was left out.", "{n} faulty rows were left out.", report.faulty))
    if report.unknown_columns:
        names = ", ".join(report.unknown_columns)
        lines.append(tr("These columns are not known and were left out: {names}.").format(names=names))
    return summary(report), "\n".join(lines)
