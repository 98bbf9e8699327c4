"""``import``: takes client accounts, banking instructions or staff from a CSV file."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from desktop import paths
from desktop.commands.command import (
    FAULTY,
    WELL,
    Command,
    ProgressLine,
    opened,
    operator,
    store_address,
)
from desktop.language import tr, trn
from desktop.late import late
from desktop.models.imports import ImportKind

if TYPE_CHECKING:
    from desktop.models.imports import ImportReport, RowFault
    from desktop.services import importing
else:
    importing = late("desktop.services.importing")


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("kind", choices=[kind.value for kind in ImportKind], help=tr("what the file holds"))
    parser.add_argument("file", type=Path, metavar="FILE", help=tr("a CSV file in UTF-8"))
    parser.add_argument(
        "--skip-faulty", action="store_true", help=tr("import the good rows although others are faulty")
    )
    parser.add_argument(
        "--check", action="store_true", help=tr("only say what would happen, and change nothing")
    )


def _run(arguments: Namespace) -> int:
    kind = ImportKind(arguments.kind)
    line = ProgressLine(tr("Reading:"))
    with opened(store_address(arguments, paths.default_store()), create=True) as store:
        try:
            if arguments.check:
                report = importing.preview_file(store, operator(), kind, arguments.file, progress=line)
            else:
                report = importing.import_file(
                    store, operator(), kind, arguments.file, skip_faulty=arguments.skip_faulty, progress=line
                )
        finally:
            line.end()
    _print(report, is_check=arguments.check)
    return FAULTY if report.faults else WELL


def _print(report: ImportReport, *, is_check: bool) -> None:
    for fault in report.faults:
        print(fault_line(fault))
    if report.unknown_columns:
        names = ", ".join(report.unknown_columns)
        print(tr("These columns are not known and were left out: {names}.").format(names=names))
    print(trn("{n} row read.", "{n} rows read.", report.rows))
    if report.faults:
        count = len({fault.line for fault in report.faults})
        print(trn("{n} row is faulty.", "{n} rows are faulty.", count))
    if report.written:
        print(f"{importing.summary(report)}.")
    elif is_check:
        print(
            tr("Nothing was changed. Without --check: {summary}.").format(summary=importing.summary(report))
        )
    else:
        print(tr("Nothing was imported. Mend these rows, or import the others with --skip-faulty."))


def fault_line(fault: RowFault) -> str:
    """A fault as it is printed: line, column where there is one, and the reason."""
    if fault.column:
        return tr("line {line}, {column}: {reason}").format(
            line=fault.line, column=fault.column, reason=fault.reason
        )
    return tr("line {line}: {reason}").format(line=fault.line, reason=fault.reason)


IMPORT = Command(
    "import",
    lambda: tr("Import client accounts, banking instructions or staff from a CSV file."),
    (
        "message-center import accounts clients.csv",
        "message-center import banking instructions.csv --check",
        "message-center import staff staff.csv --skip-faulty",
    ),
    _add_arguments,
    _run,
)
