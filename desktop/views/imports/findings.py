"""What a file holds before anything is imported: how much is new, every faulty row, every account it closes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from desktop.language import tr, trn
from desktop.models.imports import ImportKind
from desktop.models.listing import Order
from desktop.services.import_files.log_list import LogList
from desktop.services.importing import outcome
from desktop.views.imports.field_words import field_title
from desktop.views.imports.kind_words import import_words
from desktop.views.kit.button import Button
from desktop.views.kit.words import Words
from desktop.views.lists.column import Align, Column
from desktop.views.lists.office_list import OfficeList
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from desktop.bridge.desk import Desk
    from desktop.models.imports import Closing, ImportReport, RowFault
    from desktop.services.import_files.log_list import Numbered
    from desktop.views.remembered import Remembered


class Findings(QWidget):
    """``decided`` tells that what may be imported is another now; ``whole_wanted`` that it must be counted anew."""

    decided = Signal()
    whole_wanted = Signal(bool)

    def __init__(
        self,
        desk: Desk,
        remembered: Remembered,
        report: ImportReport,
        *,
        is_whole: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.report = report
        self.headline = Words(_headline(report), "emphasis").wrapped()
        self.unused = Words(_unused_words(report), "quiet").wrapped()
        self.explained = Words(_explained(report)).wrapped()
        self.leave_out = QCheckBox(_choice(report))
        self.leave_out.toggled.connect(lambda _on: self._on_left_out())
        self.whole = QCheckBox(tr("The file is the whole list: close the accounts that are not in it"))
        self.whole.setChecked(is_whole)
        self.whole.toggled.connect(self.whole_wanted)
        self.faults = _fault_list(desk, remembered, report) if report.faults else None
        shows_closing = bool(report.closing) and self.faults is None
        self.closing = _closing_list(desk, remembered, report) if shows_closing else None
        self.closing_words = Words(_closing_words(report), "strong").wrapped()
        self.save_button = Button(tr("Save the list of faults…"), self._on_save, variant="link")
        self._arrange()

    @property
    def may_import(self) -> bool:
        """Whether there is something to import as things are decided."""
        return self.report.good > 0 and (not self.report.faults or self.leave_out.isChecked())

    @property
    def button_words(self) -> str:
        words = import_words(self.report.kind, self.report.good)
        if not self.report.closing:
            return words
        return tr("{imports}, close {n}").format(imports=words, n=f"{len(self.report.closing):,}")

    def _arrange(self) -> None:
        scale = theme_of(self).scale
        head = QVBoxLayout()
        head.setContentsMargins(scale.large, scale.medium, scale.large, scale.small)
        head.setSpacing(scale.small)
        choice = QHBoxLayout()
        choice.addWidget(self.leave_out, 1)
        choice.addWidget(self.save_button)
        for part in (self.headline, self.unused, self.explained):
            head.addWidget(part)
        head.addLayout(choice)
        head.addWidget(self.whole)
        head.addWidget(self.closing_words)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        below = self.faults or self.closing
        if below is None:
            # Without a list below, the sentences would share the height of the page.
            head.addStretch(1)
        else:
            column.addWidget(below, 1)
        self._hide_what_is_not_asked()

    def _hide_what_is_not_asked(self) -> None:
        report = self.report
        self.unused.setVisible(bool(report.unused_columns))
        self.leave_out.setVisible(bool(report.faulty and report.good))
        self.closing_words.setVisible(self.closing is not None)
        self.save_button.setVisible(self.faults is not None)
        # With a faulty row nobody knows whether its account is in the list.
        self.whole.setVisible(report.kind is ImportKind.ACCOUNTS and bool(report.good and not report.faults))

    def _on_left_out(self) -> None:
        self.explained.setText(_left_out_words() if self.leave_out.isChecked() else _explained(self.report))
        self.decided.emit()

    def _on_save(self) -> None:
        if self.faults is not None:
            # Of the whole list, and not of what is chosen in it.
            self.faults.table.clearSelection()
            self.faults.ask_for_csv()


def closing_question(report: ImportReport) -> tuple[str, str]:
    """What is asked before most of the office's accounts are closed, and why it is asked."""
    closing, others = len(report.closing), report.not_closed - len(report.closing)
    question = tr("Close {n} of the {all} accounts that are open or pending?").format(
        n=f"{closing:,}", all=f"{report.not_closed:,}"
    )
    share = tr("That is more than half of them.") if others else tr("That is all of them.")
    return question, f"{share} {tr('Nothing can be sent to a closed account.')}"


def _headline(report: ImportReport) -> str:
    parts = outcome(report, with_none=True)
    if report.faulty:
        parts.append(trn("{n} faulty", "{n} faulty", report.faulty))
    return f"{trn('{n} row', '{n} rows', report.rows)}: {', '.join(parts)}"


def _unused_words(report: ImportReport) -> str:
    names = ", ".join(name or tr("a column without a name") for name in report.unused_columns)
    return tr("These columns are not used: {names}.").format(names=names)


def _explained(report: ImportReport) -> str:
    if not report.rows:
        return tr("The file names its columns but holds no rows.")
    if not report.faults:
        return tr("Every row can be taken. Nothing is stored before you choose to.")
    if not report.good:
        return tr("No row can be taken. Mend the rows below in the file, or match its columns anew.")
    return tr(
        "Nothing is imported while rows are faulty. Mend them in the file and choose it again, or leave them out."
    )


def _left_out_words() -> str:
    return tr("The faulty rows below are left out. Nothing is stored before you choose to.")


def _choice(report: ImportReport) -> str:
    return tr("{faulty} and {good}").format(
        faulty=trn("Leave out the {n} faulty row", "Leave out the {n} faulty rows", report.faulty),
        good=trn("import the other {n}", "import the other {n}", report.good),
    )


def _fault_list(desk: Desk, remembered: Remembered, report: ImportReport) -> OfficeList:
    faults = OfficeList(
        "import-faults",
        desk,
        remembered,
        LogList(report.faults, _searched),
        _columns(),
        order=Order("line"),
        subjects=[],
        placeholder=tr("Filter: line, field, value or reason"),
    )
    faults.table.setAccessibleName(tr("Faulty rows"))
    return faults


def _closing_list(desk: Desk, remembered: Remembered, report: ImportReport) -> OfficeList:
    closing = OfficeList(
        "import-closing",
        desk,
        remembered,
        LogList(report.closing, lambda one: f"{one.number} {one.title} {_why(one)}"),
        _closing_columns(),
        order=Order("place"),
        subjects=[],
        placeholder=tr("Filter: number, title or reason"),
    )
    closing.table.horizontalHeader().setSortIndicatorShown(False)
    closing.table.setAccessibleName(tr("Accounts that will be closed"))
    return closing


def _closing_words(report: ImportReport) -> str:
    return trn("This account will be closed:", "These {n} accounts will be closed:", len(report.closing))


def _why(closing: Closing) -> str:
    return tr("The file calls it closed") if closing.is_listed else tr("Not in the file")


def _searched(fault: RowFault) -> str:
    return f"{fault.line} {field_title(fault.column)} {fault.value} {fault.reason}"


def _columns() -> list[Column[Numbered[RowFault]]]:
    return [
        Column("line", tr("Line"), lambda row: row[1].line, lambda line: f"{line:,}", Align.END, width=12),
        Column(
            "column",
            tr("Field"),
            lambda row: row[1].column,
            lambda name: field_title(name) or tr("Whole row"),
            width=22,
            sortable=False,
        ),
        Column("value", tr("Value"), lambda row: row[1].value, width=24, sortable=False),
        Column("reason", tr("Reason"), lambda row: row[1].reason, width=60, sortable=False),
    ]


def _closing_columns() -> list[Column[Numbered[Closing]]]:
    return [
        Column("number", tr("Account"), lambda row: row[1].number, width=16, sortable=False),
        Column("title", tr("Title"), lambda row: row[1].title, width=50, sortable=False),
        Column("reason", tr("Why"), lambda row: _why(row[1]), width=30, sortable=False),
    ]
