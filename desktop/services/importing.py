"""Takes an office's lists from files: all of a file, or the good rows when asked, or nothing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from desktop.errors import Refused
from desktop.language import tr, trn
from desktop.models.imports import FileLook, ImportKind, ImportPlan, ImportReport, Reading
from desktop.models.office import Role, User
from desktop.services.import_files.encodings import encoding_title
from desktop.services.import_files.kinds import FORMS
from desktop.services.import_files.looking import looked
from desktop.services.import_files.matching import lacking, named_twice
from desktop.services.import_files.run import ImportRun, Progress
from desktop.services.permission import require

if TYPE_CHECKING:
    from desktop.store.store import Store


def look_at(
    store: Store, actor: User, kind: ImportKind, path: Path, reading: Reading | None = None
) -> FileLook:
    """How the file is read and what its columns mean, remembered or guessed, for a person to look at.

    Raises Refused for a file that cannot be read at all, and when ``actor`` may not import.
    """
    require(actor, Role.ADMIN)
    with store.read() as unit:
        return looked(unit, kind, path, reading)


def plan_for(
    store: Store, actor: User, kind: ImportKind, path: Path, encoding: str | None = None
) -> ImportPlan:
    """The plan of ``look_at`` where nobody looks: raises Refused where a person would have to decide."""
    look = look_at(store, actor, kind, path)
    if encoding is not None and encoding != look.plan.reading.encoding:
        reading = Reading(look.plan.reading.format, encoding, look.plan.reading.delimiter)
        look = look_at(store, actor, kind, path, reading)
    if encoding is None and not look.certain and not look.remembered:
        raise _uncertain(look)
    plan = look.plan
    twice = () if look.remembered else named_twice(kind, look.header)
    if twice:
        raise _no_columns(tr("These columns are named twice: {names}.").format(names=", ".join(twice)))
    missing = [field.name for field in lacking(kind, plan.places)]
    if missing:
        raise _no_columns(tr("These columns are missing: {names}.").format(names=", ".join(missing)))
    return plan


def import_file(
    store: Store,
    actor: User,
    kind: ImportKind,
    path: Path,
    *,
    plan: ImportPlan | None = None,
    skip_faulty: bool = False,
    is_whole: bool = False,
    progress: Progress | None = None,
) -> ImportReport:
    """Store all rows of the file in one transaction; known ones are updated.

    With a faulty row nothing is stored, unless ``skip_faulty``: then the good rows are. ``is_whole``
    says that the list names every account: open ones that it does not name are closed, unless a row
    is faulty, because that might be theirs. Raises Refused for a file that cannot be read as a
    whole, and when ``actor`` may not import.
    """
    require(actor, Role.ADMIN)
    plan = plan or plan_for(store, actor, kind, path)
    with store.write(actor.name) as unit:
        run = ImportRun(FORMS[kind](unit), plan, writing=True, skip_faulty=skip_faulty)
        report = run.report(path, is_whole=is_whole, progress=progress)
        if report.written:
            unit.imports.remember(plan)
            unit.notices.add(*_notice(report, path, actor))
            unit.commit()
    return report


def preview_file(
    store: Store,
    actor: User,
    kind: ImportKind,
    path: Path,
    *,
    plan: ImportPlan | None = None,
    is_whole: bool = False,
    progress: Progress | None = None,
) -> ImportReport:
    """What importing the file would do: its faults, and what would be added, updated and closed."""
    require(actor, Role.ADMIN)
    plan = plan or plan_for(store, actor, kind, path)
    with store.read() as unit:
        run = ImportRun(FORMS[kind](unit), plan, writing=False, skip_faulty=False)
        return run.report(path, is_whole=is_whole, progress=progress)


def summary(report: ImportReport) -> str:
    """An import in one line: "572 accounts imported: 560 new, 12 changed; 2 closed; 30 unchanged"."""
    whole = _imported(report.kind, report.stored)
    parts = [words for count, words in _outcome(report)[:2] if count]
    closed, unchanged = report.closes, report.unchanged
    return "; ".join(
        [
            f"{whole}: {', '.join(parts)}" if parts else whole,
            *([trn("{n} closed", "{n} closed", closed)] if closed else []),
            *([trn("{n} unchanged", "{n} unchanged", unchanged)] if unchanged else []),
        ]
    )


def outcome(report: ImportReport) -> list[str]:
    """What becomes of the rows that can be taken, each in one of these: "560 new", "12 changed"."""
    parts = [words for _, words in _outcome(report)]
    return [*parts, trn("{n} closed", "{n} closed", report.closed)] if report.closed else parts


def _outcome(report: ImportReport) -> list[tuple[int, str]]:
    added, updated, unchanged = report.added, report.updated, report.unchanged
    return [
        (added, trn("{n} new", "{n} new", added)),
        (updated, trn("{n} changed", "{n} changed", updated)),
        (unchanged, trn("{n} unchanged", "{n} unchanged", unchanged)),
    ]


def _imported(kind: ImportKind, count: int) -> str:
    if kind is ImportKind.ACCOUNTS:
        return trn("{n} account imported", "{n} accounts imported", count)
    if kind is ImportKind.BANKING:
        return trn("{n} banking instruction imported", "{n} banking instructions imported", count)
    return trn("{n} user imported", "{n} users imported", count)


def _uncertain(look: FileLook) -> Refused:
    title = encoding_title(look.plan.reading.encoding)
    return Refused(
        tr("The encoding of the file is not certain"),
        tr("It is not UTF-8; most likely it is {encoding}.").format(encoding=title),
        tr("Save it as “CSV UTF-8”, or name its encoding: --encoding {name}").format(
            name=look.plan.reading.encoding
        ),
    )


def _no_columns(sentence: str) -> Refused:
    return Refused(
        tr("The file cannot be imported"),
        sentence,
        tr("The first line must name the columns. Nothing was imported."),
    )


def _notice(report: ImportReport, path: Path, actor: User) -> tuple[str, str]:
    lines = [tr("From the file “{file}”, by {name}.").format(file=path.name, name=actor.name)]
    if report.missing:
        lines.append(
            trn(
                "{n} account was closed because the list did not have it.",
                "{n} accounts were closed because the list did not have them.",
                report.missing,
            )
        )
    if report.faulty:
        lines.append(trn("{n} faulty row was left out.", "{n} faulty rows were left out.", report.faulty))
    if report.unused_columns:
        names = ", ".join(report.unused_columns)
        lines.append(tr("These columns are not known and were left out: {names}.").format(names=names))
    return summary(report), "\n".join(lines)
