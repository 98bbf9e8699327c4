"""One pass over one file. Memory holds a batch of rows and, of all others, only their keys."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, compress
from typing import TYPE_CHECKING, Any

from desktop.language import tr
from desktop.models.imports import ImportPlan, ImportReport, RowFault
from desktop.services.import_files.fault_log import FaultLog
from desktop.services.import_files.field import Cells
from desktop.services.import_files.opening import opened
from desktop.services.import_files.seen_keys import SeenKeys

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.services.import_files.form import Columns, ImportForm
    from desktop.services.import_files.table import Batch, FileTable

Progress = Callable[[int, int], None]
"""Told how much is done and how much there is; may raise Cancelled, and then nothing is written."""


class ImportRun:
    """Reads a file by a plan, checks it and hands good rows to their form."""

    def __init__(self, form: ImportForm, plan: ImportPlan, *, writing: bool, skip_faulty: bool) -> None:
        self._form, self._plan = form, plan
        self._writing, self._skip_faulty = writing, skip_faulty
        self._seen = SeenKeys()
        self._faults = FaultLog()
        self._rows = 0

    def report(self, path: Path, *, is_whole: bool, progress: Progress | None) -> ImportReport:
        """Read the file to its end, storing what may be stored; ``is_whole`` closes what it does not have."""
        form, plan = self._form, self._plan
        missing = [field.name for field, place in zip(form.fields, plan.places, strict=True) if place is None]
        form.begin(frozenset(missing))
        with form.taking():
            with opened(path, plan.reading) as table, _no_collecting():
                self._read(table, progress)
                unused = [name for place, name in enumerate(table.header) if place not in plan.places]
            if is_whole and not self._faults:
                form.close_missing(self._seen, write=self._may_write)
            self._seen = SeenKeys()  # a million keys make room for what ending takes
        form.finish(write=self._may_write)
        return self._report(tuple(unused))

    def _report(self, unused: tuple[str, ...]) -> ImportReport:
        counts, faults, outcomes = self._form.counts, self._faults, self._form.outcomes
        return ImportReport(
            kind=self._plan.kind,
            rows=self._rows,
            added=counts.added,
            updated=counts.updated,
            unchanged=counts.unchanged,
            closed=counts.closed,
            missing=counts.missing,
            faulty=faults.rows,
            faults=faults,
            written=self._may_write,
            unused_columns=unused,
            new=outcomes.new,
            changes=outcomes.changes,
            same=outcomes.same,
            closing=outcomes.closing,
            not_closed=counts.not_closed,
        )

    @property
    def _may_write(self) -> bool:
        return self._writing and (self._skip_faulty or not self._faults)

    def _read(self, table: FileTable, progress: Progress | None) -> None:
        for batch in table.batches():
            self._rows += len(batch.lines) + len(batch.broken)
            faults = [*batch.broken]
            columns, lines = self._good(batch, faults)
            # Rows are stored only while none is faulty; so a fault in this batch must be known first.
            write = self._may_write and (self._skip_faulty or not faults)
            faults += self._form.take(columns, lines, write=write)
            if faults:
                self._faults.add(sorted(faults, key=lambda fault: fault.line))
            if progress is not None:
                progress(*table.progress)

    def _good(self, batch: Batch, faults: list[RowFault]) -> tuple[Columns, Sequence[int]]:
        """The rows in which every value may stand, as they are stored, by column and line.

        Puts the others among ``faults``.
        """
        lines, bad = batch.lines, set[int]()
        columns = self._columns(batch)
        stored: list[Sequence[Any]] = []
        for field, cells in zip(self._form.fields, columns, strict=True):
            values, wrong = field.check(cells)
            stored.append(values)
            faults += [
                RowFault(lines[place], field.name, cells[place], field.reason(cells[place]))
                for place in wrong
            ]
            bad.update(wrong)
        keys = columns[0]
        if bad:
            stored, keys, lines = _without(bad, stored, keys, lines)
        again = self._seen.add(keys, lines)
        if again:
            key = self._form.fields[0].name
            faults += [
                RowFault(lines[place], key, keys[place], _duplicate(keys[place], line))
                for place, line in again.items()
            ]
            stored, _, lines = _without(again, stored, keys, lines)
        return stored, lines

    def _columns(self, batch: Batch) -> list[Cells]:
        """What stands in the column of each field, trimmed; empty texts for what the file does not have."""
        if not batch.lines:
            return [()] * len(self._plan.places)
        found = batch.columns
        if not batch.is_trimmed and _has_space_to_trim(found):
            found = [(*map(str.strip, cells),) for cells in found]
        nothing = ("",) * len(batch.lines)
        return [nothing if place is None else found[place] for place in self._plan.places]


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Rows form no cycles, and Python's collector would look at all of them again and again."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _has_space_to_trim(columns: Sequence[Cells]) -> bool:
    """Whether a value may begin or end with white space: most files have none, and to trim takes longer."""
    whole = f"|{'|'.join(chain.from_iterable(columns))}|"
    return " |" in whole or "| " in whole or not whole.isprintable()


def _without(
    bad: set[int] | dict[int, int], stored: list[Sequence[Any]], keys: Sequence[str], lines: Sequence[int]
) -> tuple[list[Sequence[Any]], Sequence[str], Sequence[int]]:
    keep = [place not in bad for place in range(len(keys))]
    return [[*compress(one, keep)] for one in stored], [*compress(keys, keep)], [*compress(lines, keep)]


def _duplicate(key: str, first: int) -> str:
    return tr("“{key}” already stands on line {line}.").format(key=key, line=f"{first:,}")
