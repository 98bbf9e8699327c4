"""Guesses which column of a file fills which field, and of which kind a file is."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence

from desktop.models.imports import FileFormat, ImportKind, Places
from desktop.services.import_files.field import Field
from desktop.services.import_files.kinds import FIELDS

_BETWEEN = re.compile(r"[\W_]+")


def plain_name(name: str) -> str:
    """A column's name as it is compared: “E-Mail ” and “e_mail” are one."""
    return _BETWEEN.sub("_", name.casefold()).strip("_")


def guessed(kind: ImportKind, header: Sequence[str], samples: Sequence[Sequence[str]] = ()) -> Places:
    """By name first, then by what stands in the columns; a field with two likely columns gets none."""
    names = [plain_name(name) for name in header]
    places: list[int | None] = [_only(names, {field.name}) for field in FIELDS[kind]]
    for place, field in enumerate(FIELDS[kind]):
        if places[place] is None and field.name not in names:
            places[place] = _free(places, [at for at, name in enumerate(names) if name in field.also])
    for place, field in enumerate(FIELDS[kind]):
        if places[place] is None and field.name not in names and field.sample is not None:
            places[place] = _free(places, _sampled(field, names, samples))
    return tuple(places)


def recognised(header: Sequence[str]) -> ImportKind | None:
    """The kind that the names of the columns speak for; None when all that is needed is there for none."""
    known = {kind: guessed(kind, header) for kind in ImportKind}
    whole = [kind for kind in ImportKind if not lacking(kind, known[kind])]
    return max(whole, key=lambda kind: _share(known[kind], len(header)), default=None)


def lacking(kind: ImportKind, places: Places) -> tuple[Field, ...]:
    """The fields that a file must have and that no column fills."""
    pairs = zip(FIELDS[kind], places, strict=True)
    return tuple(field for field, place in pairs if field.required and place is None)


def named_twice(kind: ImportKind, header: Sequence[str]) -> tuple[str, ...]:
    """The fields that several columns are named after."""
    names = [plain_name(name) for name in header]
    return tuple(field.name for field in FIELDS[kind] if names.count(field.name) > 1)


def shape_of(kind: ImportKind, form: FileFormat, header: Sequence[str]) -> str:
    """What files of one format with the same columns have in common."""
    whole = json.dumps([kind.value, form.value, *map(plain_name, header)])
    return hashlib.sha256(whole.encode()).hexdigest()[:32]


def _only(names: Sequence[str], wanted: set[str]) -> int | None:
    found = [place for place, name in enumerate(names) if name in wanted]
    return found[0] if len(found) == 1 else None


def _free(places: Sequence[int | None], found: Sequence[int]) -> int | None:
    free = [place for place in found if place not in places]
    return free[0] if len(free) == 1 else None


def _sampled(field: Field, names: Sequence[str], samples: Sequence[Sequence[str]]) -> list[int]:
    """The columns in which every value that is there is one for this field."""
    found = []
    for place in range(len(names)):
        texts = [row[place].strip() for row in samples if row[place].strip()]
        if texts and field.sample is not None and all(map(field.sample, texts)):
            found.append(place)
    return found


def _share(places: Places, width: int) -> tuple[float, int]:
    count = sum(place is not None for place in places)
    return count / max(width, 1), count
