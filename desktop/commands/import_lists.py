"""``import``: takes client accounts, banking instructions or staff from a file."""

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
from desktop.services.import_files.encodings import ENCODINGS

if TYPE_CHECKING:
    from desktop.models.imports import ImportReport, RowFault
    from desktop.services import importing
else:
    importing = late("desktop.services.importing")


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("kind", choices=[kind.value for kind in ImportKind], help=tr("what the file holds"))
    parser.add_argument(
        "file", type=Path, metavar="FILE", help=tr("a CSV or TSV file, or a spreadsheet as XLSX or ODS")
    )
    parser.add_argument(
        "--skip-faulty", action="store_true", help=tr("import the good rows although others are faulty")
    )
    parser.add_argument(
        "--check", action="store_true", help=tr("only say what would happen, and change nothing")
    )
    parser.add_argument(
        "--whole",
        action="store_true",
        help=tr("the file is the whole list: close accounts that it does not have"),
    )
    parser.add_argument(
        "--encoding", choices=ENCODINGS, help=tr("how a text file is written, if not in UTF-8")
    )


def _run(arguments: Namespace) -> int:
    kind = ImportKind(arguments.kind)
    line = ProgressLine(tr("Reading:"))
    with opened(store_address(arguments, paths.default_store()), create=True) as store:
        actor, file, whole = operator(), arguments.file, arguments.whole
        plan = importing.plan_for(store, actor, kind, file, arguments.encoding)
        try:
            if arguments.check:
                report = importing.preview_file(
                    store, actor, kind, file, plan=plan, is_whole=whole, progress=line
                )
            else:
                skip = arguments.skip_faulty
                report = importing.import_file(
                    store, actor, kind, file, plan=plan, skip_faulty=skip, is_whole=whole, progress=line
                )
        finally:
            line.end()
    _print(report, is_check=arguments.check)
    return FAULTY if report.faults else WELL


def _print(report: ImportReport, *, is_check: bool) -> None:
    for fault in report.faults:
        print(fault_line(fault))
    if report.unused_columns:
        names = ", ".join(report.unused_columns)
        print(tr("These columns are not known and were left out: {names}.").format(names=names))
    print(trn("{n} row read.", "{n} rows read.", report.rows))
    if report.faults:
        print(trn("{n} row is faulty.", "{n} rows are faulty.", report.faulty))
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
    lambda: tr("Import client accounts, banking instructions or staff from a file."),
    (
        "message-center import accounts clients.csv",
        "message-center import banking instructions.csv --check",
        "message-center import staff staff.csv --skip-faulty",
    ),
    _add_arguments,
    _run,
)
