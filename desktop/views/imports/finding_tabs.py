"""The lists of what was found in a file, one of them in view."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.models.listing import Order
from desktop.views.imports.finding_columns import Finding, finding_lists
from desktop.views.kit.tab_bar import TabBar
from desktop.views.lists.office_list import OfficeList
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from desktop.bridge.desk import Desk
    from desktop.models.imports import ImportReport
    from desktop.views.imports.finding_columns import FindingList
    from desktop.views.remembered import Remembered


class FindingTabs(QWidget):
    """A list is made when it is first looked at; what nothing was found of has none."""

    def __init__(
        self, desk: Desk, remembered: Remembered, report: ImportReport, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._desk, self._remembered = desk, remembered
        self._found = finding_lists(report)
        self._lists: dict[Finding, OfficeList] = {}
        self.tabs = TabBar(tr("What becomes of the rows"))
        self._arrange()
        for one in self._found.values():
            self.tabs.addTab(one.words)
        self.tabs.currentChanged.connect(lambda _place: self._show())
        self._show()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was found, as the tabs stand."""
        return tuple(self._found)

    def list_of(self, finding: Finding) -> OfficeList:
        """Bring this list into view."""
        self.tabs.setCurrentIndex(self.findings.index(finding))
        return self._lists[finding]

    def _arrange(self) -> None:
        scale = theme_of(self).scale
        row = QHBoxLayout()
        row.setContentsMargins(scale.large, scale.small, scale.large, 0)
        row.addWidget(self.tabs)
        row.addStretch(1)
        self._pages = QStackedLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addLayout(self._pages, 1)

    def _show(self) -> None:
        if not self._found:
            return
        finding = self.findings[self.tabs.currentIndex()]
        if finding not in self._lists:
            self._lists[finding] = made = self._made(self._found[finding])
            self._pages.addWidget(made)
        self._pages.setCurrentWidget(self._lists[finding])

    def _made(self, found: FindingList) -> OfficeList:
        made = OfficeList(
            found.name,
            self._desk,
            self._remembered,
            found.source,
            found.columns,
            order=Order("line"),
            subjects=[],
            placeholder=found.placeholder,
        )
        made.counted_beside = True
        made.table.horizontalHeader().setSortIndicatorShown(found.columns[0].sortable)
        made.table.setAccessibleName(found.words)
        return made
