"""What was found in a file as lists, one for each thing that can become of a row."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Any, NamedTuple

from desktop.language import tr
from desktop.models.imports import ImportKind
from desktop.services.import_files.log_list import LogList
from desktop.views.imports.field_words import field_title
from desktop.views.imports.finding_words import value_words, why_closed
from desktop.views.lists.column import Align, Column

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop.models.imports import ImportReport
    from desktop.services.import_files.log_list import Numbered


class Finding(enum.StrEnum):
    """What can become of a row, in the order in which it asks for attention."""

    FAULTY = "faulty"
    CLOSED = "closed"
    CHANGED = "changed"
    NEW = "new"
    SAME = "same"


class FindingList(NamedTuple):
    """``words`` name it with its number, which counts rows; a row can have several entries in it."""

    name: str
    words: str
    rows: Sequence[Any]
    columns: list[Column[Numbered[Any]]]
    searched: Callable[[Any], str]
    placeholder: str

    @property
    def source(self) -> LogList[Any]:
        """For a list to show."""
        return LogList(self.rows, self.searched)


def finding_lists(report: ImportReport) -> dict[Finding, FindingList]:
    """The lists that have anything in them."""
    made = {
        Finding.FAULTY: _faulty,
        Finding.CLOSED: _closed,
        Finding.CHANGED: _changed,
        Finding.NEW: _new,
        Finding.SAME: _same,
    }
    found = {finding: make(report) for finding, make in made.items()}
    return {finding: one for finding, one in found.items() if len(one.rows)}


def _faulty(report: ImportReport) -> FindingList:
    return FindingList(
        "import-faults",
        _counted(tr("Faulty"), report.faulty),
        report.faults,
        [
            _line(),
            _fact("column", tr("Field"), 22, lambda name: field_title(name) or tr("Whole row")),
            _fact("value", tr("Value"), 24),
            _fact("reason", tr("Reason"), 60),
        ],
        lambda one: f"{one.line} {field_title(one.column)} {one.value} {one.reason}",
        tr("Filter: line, field, value or reason"),
    )


def _closed(report: ImportReport) -> FindingList:
    why: Column[Numbered[Any]] = Column(
        "reason", tr("Why"), lambda row: why_closed(row[1]), width=40, sortable=False
    )
    return FindingList(
        "import-closing",
        _counted(tr("Closed"), report.closes),
        report.closing,
        [
            _line()._replace(words=lambda line: f"{line:,}" if line else "", sortable=False),
            _fact("number", tr("Account"), 16),
            _fact("title", tr("Title"), 50),
            why,
        ],
        lambda one: f"{one.line} {one.number} {one.title} {why_closed(one)}",
        tr("Filter: number, title or reason"),
    )


def _changed(report: ImportReport) -> FindingList:
    return FindingList(
        "import-changes",
        _counted(tr("Changed"), report.updated),
        report.changes,
        [
            *_who(report.kind),
            _fact("field", tr("Field"), 22, field_title),
            _fact("before", tr("Now"), 28, value_words),
            _fact("after", tr("In the file"), 28, value_words),
        ],
        lambda one: " ".join((f"{one.line}", *one[1:3], field_title(one.field), *one[4:])),
        tr("Filter: line, name, field or value"),
    )


def _new(report: ImportReport) -> FindingList:
    return _plain("import-new", _counted(tr("New"), report.added), report.new, report.kind)


def _same(report: ImportReport) -> FindingList:
    return _plain("import-same", _counted(tr("Unchanged"), report.unchanged), report.same, report.kind)


def _plain(name: str, words: str, rows: Sequence[Any], kind: ImportKind) -> FindingList:
    return FindingList(
        name,
        words,
        rows,
        _who(kind),
        lambda one: f"{one.line} {one.key} {one.title}",
        tr("Filter: line or name"),
    )


def _who(kind: ImportKind) -> list[Column[Numbered[Any]]]:
    key, title = {
        ImportKind.ACCOUNTS: (tr("Account"), tr("Title")),
        ImportKind.BANKING: (tr("Instruction"), tr("Account")),
        ImportKind.STAFF: (tr("User ID"), tr("Name")),
    }[kind]
    return [_line(), _fact("key", key, 16), _fact("title", title, 36)]


def _line() -> Column[Numbered[Any]]:
    return Column("line", tr("Line"), lambda row: row[1].line, lambda line: f"{line:,}", Align.END, width=12)


def _fact(name: str, title: str, width: int, words: Callable[[str], str] = str) -> Column[Numbered[Any]]:
    return Column(name, title, lambda row: getattr(row[1], name), words, width=width, sortable=False)


def _counted(words: str, count: int) -> str:
    return tr("{what} {n}").format(what=words, n=f"{count:,}")
