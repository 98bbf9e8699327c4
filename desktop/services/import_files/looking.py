"""Looks at the beginning of a file: how it is read, its columns, and what somebody made of such a file before."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.language import tr
from desktop.models.imports import FileFormat, FileLook, ImportKind, ImportPlan, Reading
from desktop.services.import_files.detecting import detected
from desktop.services.import_files.kinds import FIELDS
from desktop.services.import_files.matching import guessed, lacking, recognised, shape_of
from desktop.services.import_files.opening import opened, sheets_of
from desktop.services.import_files.text_table import no_header
from desktop.services.import_files.watched_file import OtherEncoding

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.store.unit_of_work import UnitOfWork

_SAMPLES = 50


def looked(unit: UnitOfWork, kind: ImportKind, path: Path, reading: Reading | None = None) -> FileLook:
    """A plan for the file: as remembered for its shape, else guessed. ``reading`` overrules what is detected.

    In ``reading`` a text's delimiter may be empty: then the one that is detected holds.
    """
    found, certain = detected(path)
    sheets = sheets_of(path, found)
    if sheets:
        found = replace(found, sheet=sheets[0])
    if reading is not None and reading.format is FileFormat.TEXT and not reading.delimiter:
        reading = replace(reading, delimiter=found.delimiter)
    first = _first_look(kind, path, found, reading)
    known = unit.imports.remembered(first.plan.shape)
    look = first
    if known is not None and reading is None:
        is_text = found.format is FileFormat.TEXT
        as_then = replace(
            known.reading,
            encoding=found.encoding if certain or not is_text else known.reading.encoding,
            sheet=known.reading.sheet if known.reading.sheet in sheets else found.sheet,
        )
        look = _again(look, path, as_then)
    elif reading is not None:
        look = _again(look, path, reading)
    if known is not None and _fits(known, look):
        look = replace(look, plan=replace(look.plan, places=known.places), remembered=True)
    elif reading is None:
        # Such a file was written another way then: with other delimiters, say.
        look = first
    certain = certain or (look.plan.reading.encoding != found.encoding)
    return replace(look, sheets=sheets, certain=certain)


def _first_look(kind: ImportKind, path: Path, found: Reading, reading: Reading | None) -> FileLook:
    """As it is detected; where that reading fails, as a person wants it read."""
    try:
        return _look(kind, path, found, "")
    except OtherEncoding:
        if reading is None:
            raise
        return _look(kind, path, reading, "")


def _again(look: FileLook, path: Path, reading: Reading) -> FileLook:
    same = reading == look.plan.reading
    return look if same else _look(look.plan.kind, path, reading, look.plan.shape)


def _fits(known: ImportPlan, look: FileLook) -> bool:
    """The columns remembered are there, under the reading that was remembered with them."""
    same = (known.reading.delimiter, known.reading.sheet or look.plan.reading.sheet) == (
        look.plan.reading.delimiter,
        look.plan.reading.sheet,
    )
    there = all(place is None or place < len(look.header) for place in known.places)
    return same and there and len(known.places) == len(look.plan.places)


def _refuse_values(kind: ImportKind, header: Sequence[str]) -> None:
    """A first line that is a row of the list would be taken for names, and its account would be lost."""
    kinds = [field.sample for field in FIELDS[kind] if field.sample is not None]
    for name in header:
        if any(is_value(name) for is_value in kinds):
            words = tr("Its first line holds values (“{value}”), where the names of the columns should be.")
            raise no_header(words.format(value=name))


def _look(kind: ImportKind, path: Path, reading: Reading, shape: str) -> FileLook:
    with opened(path, reading) as table:
        first = next(iter(table.batches()), None)
        rows = first.rows[:_SAMPLES] if first is not None else ()
        header, numeric = table.header, table.numeric
    _refuse_values(kind, header)
    samples = tuple(tuple(cell.strip() for cell in row) for row in rows)
    places = guessed(kind, header, samples)
    better = recognised(header) if lacking(kind, guessed(kind, header)) else None
    plan = ImportPlan(kind, reading, places, shape or shape_of(kind, reading.format, header))
    return FileLook(plan, header, samples, numeric=numeric, better_kind=None if better is kind else better)
