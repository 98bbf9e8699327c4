"""What was found in a file before it is imported, in words."""

from __future__ import annotations

from desktop.language import tr, trn
from desktop.models.imports import Closing, ImportReport
from desktop.services.importing import outcome
from desktop.views.imports.field_words import field_title
from desktop.views.imports.kind_words import import_words


def headline(report: ImportReport) -> str:
    """How many rows there are, and what becomes of them: each is counted once."""
    parts = outcome(report)
    if report.faulty:
        parts.append(trn("{n} faulty", "{n} faulty", report.faulty))
    return f"{trn('{n} row', '{n} rows', report.rows)}: {', '.join(parts)}"


def missing_words(report: ImportReport) -> str:
    """The accounts that are closed although no row speaks of them."""
    return trn(
        "{n} account that is not in the file will be closed.",
        "{n} accounts that are not in the file will be closed.",
        report.missing,
    )


def unused_words(report: ImportReport) -> str:
    """The columns of the file that fill no field."""
    names = ", ".join(name or tr("a column without a name") for name in report.unused_columns)
    return tr("These columns are not used: {names}.").format(names=names)


def explained(report: ImportReport, *, leaves_out: bool) -> str:
    """What can be done now."""
    if not report.rows:
        return tr("The file names its columns but holds no rows.")
    if report.faults and not report.good:
        return trn(
            "The row cannot be taken. Mend it in the file, or match its columns anew.",
            "None of the {n} rows can be taken. Mend them in the file, or match its columns anew.",
            report.faulty,
        )
    if report.faults and not leaves_out:
        return trn(
            "Nothing is imported while a row is faulty. Mend it in the file and choose it again, or leave it out.",
            "Nothing is imported while {n} rows are faulty. Mend them in the file and choose it again, or leave them out.",
            report.faulty,
        )
    if not report.stored and not report.closes:
        return tr("Nothing would change: all is stored already as it stands in the file.")
    if report.faults:
        return trn(
            "The faulty row is left out. Nothing is stored before you choose to.",
            "The {n} faulty rows are left out. Nothing is stored before you choose to.",
            report.faulty,
        )
    return tr("Every row can be taken. Nothing is stored before you choose to.")


def leave_out_words(report: ImportReport) -> str:
    """The choice to import the good rows alone."""
    return trn("Leave out the faulty row", "Leave out the {n} faulty rows", report.faulty)


def button_words(report: ImportReport) -> str:
    """The button that imports."""
    stored, closes = report.stored, report.closes
    if not stored and not closes:
        return tr("Nothing to import")
    if not stored:
        return trn("Close {n} account", "Close {n} accounts", closes)
    words = import_words(report.kind, stored)
    return tr("{imports}, close {n}").format(imports=words, n=f"{closes:,}") if closes else words


def closing_question(report: ImportReport) -> tuple[str, str]:
    """What is asked before most of the office's accounts are closed, and why it is asked."""
    closing, others = report.closes, report.not_closed - report.closes
    question = tr("Close {n} of the {all} accounts that are open or pending?").format(
        n=f"{closing:,}", all=f"{report.not_closed:,}"
    )
    share = tr("That is more than half of them.") if others else tr("That is all of them.")
    return question, f"{share} {tr('Nothing can be sent to a closed account.')}"


def why_closed(closing: Closing) -> str:
    """What closes the account, and what else its row changes."""
    if not closing.is_listed:
        return tr("Not in the file")
    also = [
        tr("{field}: {before} → {after}").format(
            field=field_title(field), before=value_words(before), after=value_words(after)
        )
        for field, before, after in closing.also
    ]
    return "; ".join([tr("The file calls it closed"), *also])


def value_words(value: str) -> str:
    """A value of a field, and a word where there is none."""
    return value or tr("none")
