"""What a file holds before anything is imported: what becomes of each row, and what may be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.models.imports import ImportKind
from desktop.views.imports import finding_words
from desktop.views.imports.finding_columns import Finding
from desktop.views.imports.finding_tabs import FindingTabs
from desktop.views.kit.button import Button
from desktop.views.kit.words import Words
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from desktop.bridge.desk import Desk
    from desktop.models.imports import ImportReport
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
        self.headline = Words(finding_words.headline(report), "emphasis").wrapped()
        self.missing = Words(finding_words.missing_words(report), "strong").wrapped()
        self.unused = Words(finding_words.unused_words(report), "quiet").wrapped()
        self.explained = Words("").wrapped()
        self.leave_out = QCheckBox(finding_words.leave_out_words(report))
        self.leave_out.toggled.connect(lambda _on: self._on_left_out())
        self.whole = QCheckBox(tr("The file is the whole list: close the accounts that are not in it"))
        self.whole.setChecked(is_whole)
        self.whole.toggled.connect(self.whole_wanted)
        self.save_button = Button(tr("Save the list of faults…"), self._on_save, variant="link")
        self.lists = FindingTabs(desk, remembered, report)
        self._arrange()
        self._explain()

    @property
    def may_import(self) -> bool:
        """Whether there is something to import as things are decided."""
        return self._has_work and (not self.report.faults or self.leave_out.isChecked())

    @property
    def button_words(self) -> str:
        return finding_words.button_words(self.report)

    @property
    def _has_work(self) -> bool:
        return bool(self.report.stored or self.report.closes)

    def _arrange(self) -> None:
        scale = theme_of(self).scale
        head = QVBoxLayout()
        head.setContentsMargins(scale.large, scale.medium, scale.large, scale.small)
        head.setSpacing(scale.small)
        choice = QHBoxLayout()
        choice.addWidget(self.leave_out)
        choice.addStretch(1)
        choice.addWidget(self.save_button)
        for part in (self.headline, self.missing, self.unused, self.explained):
            head.addWidget(part)
        head.addLayout(choice)
        head.addWidget(self.whole)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.lists, 1)
        if not self.lists.findings:
            # Without a list below, the sentences would share the height of the page.
            head.addStretch(1)
            self.lists.hide()
        self._hide_what_is_not_asked()

    def _hide_what_is_not_asked(self) -> None:
        report = self.report
        self.missing.setVisible(bool(report.missing))
        self.unused.setVisible(bool(report.unused_columns))
        self.leave_out.setVisible(bool(report.faulty and self._has_work))
        self.save_button.setVisible(bool(report.faults))
        # With a faulty row nobody knows whether its account is in the list.
        self.whole.setVisible(report.kind is ImportKind.ACCOUNTS and bool(report.good and not report.faults))

    def _on_left_out(self) -> None:
        self._explain()
        self.decided.emit()

    def _explain(self) -> None:
        leaves_out = self.leave_out.isChecked()
        self.explained.setText(finding_words.explained(self.report, leaves_out=leaves_out))

    def _on_save(self) -> None:
        faults = self.lists.list_of(Finding.FAULTY)
        # Of the whole list, and not of what is chosen in it.
        faults.table.clearSelection()
        faults.ask_for_csv()
