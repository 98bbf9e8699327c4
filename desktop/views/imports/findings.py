"""What a file holds before anything is imported: how much is new, and every row that cannot be taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from desktop.language import tr, trn
from desktop.models.listing import Order
from desktop.views.imports.kind_words import import_words
from desktop.views.kit.words import Words
from desktop.views.lists.column import Align, Column
from desktop.views.lists.held_rows import HeldRows
from desktop.views.lists.office_list import OfficeList
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from desktop.bridge.desk import Desk
    from desktop.models.imports import ImportReport, RowFault
    from desktop.views.remembered import Remembered

_Numbered = tuple[int, "RowFault"]


class Findings(QWidget):
    """``decided`` tells that what may be imported is another now."""

    decided = Signal()

    def __init__(
        self, desk: Desk, remembered: Remembered, report: ImportReport, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.report = report
        self.headline = Words(_headline(report), "emphasis").wrapped()
        self.unknown = Words(_unknown_words(report), "quiet").wrapped()
        if not report.unknown_columns:
            self.unknown.hide()
        self.explained = Words(_explained(report)).wrapped()
        self.leave_out = QCheckBox(_choice(report))
        if not (report.faulty and report.good):
            self.leave_out.hide()
        self.leave_out.toggled.connect(lambda _on: self.decided.emit())
        self.faults = _fault_list(desk, remembered, report) if report.faults else None
        self._arrange()

    @property
    def may_import(self) -> bool:
        """Whether there is something to import as things are decided."""
        return self.report.good > 0 and (not self.report.faults or self.leave_out.isChecked())

    @property
    def button_words(self) -> str:
        return import_words(self.report.kind, self.report.good)

    def _arrange(self) -> None:
        scale = theme_of(self).scale
        head = QVBoxLayout()
        head.setContentsMargins(scale.large, scale.medium, scale.large, scale.small)
        head.setSpacing(scale.small)
        for part in (self.headline, self.unknown, self.explained, self.leave_out):
            head.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        if self.faults is None:
            column.addStretch(1)
        else:
            column.addWidget(self.faults, 1)


def _headline(report: ImportReport) -> str:
    rows = trn("{n} row", "{n} rows", report.rows)
    parts = [
        trn("{n} new", "{n} new", report.added),
        trn("{n} changed", "{n} changed", report.updated),
        trn("{n} unchanged", "{n} unchanged", report.unchanged),
    ]
    if report.faulty:
        parts.append(trn("{n} faulty", "{n} faulty", report.faulty))
    return f"{rows}: {', '.join(parts)}"


def _unknown_words(report: ImportReport) -> str:
    names = ", ".join(name or tr("a column without a name") for name in report.unknown_columns)
    return tr("These columns are not known and are left out: {names}.").format(names=names)


def _explained(report: ImportReport) -> str:
    if not report.rows:
        return tr("The file names its columns but holds no rows.")
    if not report.faults:
        return tr("Every row can be taken. Nothing is stored before you choose to.")
    if not report.good:
        return tr("No row can be taken. Mend the rows below in the file and choose it again.")
    return tr(
        "Nothing is imported while rows are faulty. Mend them in the file and choose it again, or leave them out."
    )


def _choice(report: ImportReport) -> str:
    return tr("{faulty} and {good}").format(
        faulty=trn("Leave out the {n} faulty row", "Leave out the {n} faulty rows", report.faulty),
        good=trn("import the other {n}", "import the other {n}", report.good),
    )


def _fault_list(desk: Desk, remembered: Remembered, report: ImportReport) -> OfficeList:
    rows: list[_Numbered] = list(enumerate(report.faults))
    facts = {
        "line": lambda row: row[1].line,
        "column": lambda row: row[1].column,
        "reason": lambda row: row[1].reason,
    }
    source: HeldRows[_Numbered] = HeldRows(
        lambda: rows, lambda row: row[0], facts, lambda row: f"{row[1].line} {row[1].column} {row[1].reason}"
    )
    faults = OfficeList(
        "import-faults",
        desk,
        remembered,
        source,
        _columns(),
        order=Order("line"),
        subjects=[],
        placeholder=tr("Filter: line, column or reason"),
    )
    faults.table.setAccessibleName(tr("Faulty rows"))
    return faults


def _columns() -> list[Column[_Numbered]]:
    return [
        Column("line", tr("Line"), lambda row: row[1].line, lambda line: f"{line:,}", Align.END, width=14),
        Column(
            "column", tr("Column"), lambda row: row[1].column, lambda name: name or tr("whole row"), width=18
        ),
        Column("reason", tr("Reason"), lambda row: row[1].reason, width=70),
    ]
