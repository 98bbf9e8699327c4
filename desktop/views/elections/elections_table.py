"""The table of elections: those that stand by name, then those that have ended, the latest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from desktop.language import tr
from desktop.services.staging_words import decision_name
from desktop.views.elections.election_words import standing_word
from desktop.views.kit.moments import short_moment, whole_moment
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from desktop.bridge.desk import Desk
    from desktop.models.held_message import Election

_APPLIED = 4
_WIDTHS = (26, 18, 16, 11, 9, 11, 10)


class ElectionsTable(QTableWidget):
    """Reads nothing itself; ``chosen`` stays so when the elections are shown anew."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(0, len(_WIDTHS), parent)
        self._desk = desk
        self._elections: list[Election] = []
        self._takes_part = True
        self._build()

    @property
    def chosen(self) -> Election | None:
        row = self.currentRow()
        return self._elections[row] if self.selectedItems() and row < len(self._elections) else None

    def show_elections(self, elections: Sequence[Election], *, takes_part: bool) -> None:
        """What there is now; without any choice so far the first."""
        before = self.chosen
        self._takes_part = takes_part
        self.blockSignals(True)
        self._elections = list(elections)
        self.setRowCount(len(self._elections))
        for row, election in enumerate(self._elections):
            self._fill(row, election)
        ids = [election.id for election in self._elections]
        if ids:
            self.selectRow(ids.index(before.id) if before is not None and before.id in ids else 0)
        self.blockSignals(False)

    def _fill(self, row: int, election: Election) -> None:
        quiet = theme_of(self).color("text-quiet") if election.ended_at is not None else None
        cells = (
            (election.type_name, election.type),
            (decision_name(election.decision), ""),
            (election.made_by, ""),
            self._moment(election.made_at),
            (f"{election.applied:,}", ""),
            self._moment(election.applied_at),
            (standing_word(election, takes_part=self._takes_part), ""),
        )
        for column, (words, whole) in enumerate(cells):
            item = QTableWidgetItem(words)
            item.setToolTip((whole or words).replace("&", "&amp;").replace("<", "&lt;"))
            if column == _APPLIED:
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            if quiet is not None:
                item.setForeground(quiet)
            self.setItem(row, column, item)

    def _moment(self, moment: datetime | None) -> tuple[str, str]:
        if moment is None:
            return "", ""
        zone = self._desk.zone
        return short_moment(moment, zone, self._desk.now()), whole_moment(moment, zone)

    def _build(self) -> None:
        self.setHorizontalHeaderLabels(
            [tr("Type"), tr("Decision"), tr("By"), tr("Since"), tr("Applied"), tr("Last"), tr("Status")]
        )
        self.setAccessibleName(tr("Elections"))
        self.setFrameShape(QTableWidget.Shape.NoFrame)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme_of(self).row_height)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        applied = self.horizontalHeaderItem(_APPLIED)
        if applied is not None:
            applied.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        letter = self.fontMetrics().averageCharWidth()
        for column, width in enumerate(_WIDTHS):
            self.setColumnWidth(column, letter * width)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        theme_of(self).changed.connect(self._on_theme_changed)

    def _on_theme_changed(self) -> None:
        """Cells that are set in a colour of their own take the new one."""
        self.verticalHeader().setDefaultSectionSize(theme_of(self).row_height)
        self.show_elections(self._elections, takes_part=self._takes_part)
