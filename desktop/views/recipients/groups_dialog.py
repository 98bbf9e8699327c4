"""The office's groups: what each is, who changed it last, and what can be done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.language import tr, trn
from desktop.views.kit.button import Button
from desktop.views.kit.empty_state import EmptyState
from desktop.views.kit.group_words import group_words
from desktop.views.kit.moments import short_moment
from desktop.views.kit.words import Words
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.bridge.desk import Desk
    from desktop.models.account_group import AccountGroup


class GroupsDialog(QDialog):
    """Tells what is wanted of the chosen group; ``show_groups`` and ``say`` tell it what came of it."""

    apply_wanted = Signal(object, bool)  # AccountGroup, whether to exclude it
    rename_wanted = Signal(object)
    change_wanted = Signal(object)
    delete_wanted = Signal(object)
    undo_wanted = Signal()

    def __init__(self, desk: Desk, chosen: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Groups"))
        self._desk = desk
        self._chosen = chosen
        self._groups: list[AccountGroup] = []
        self.table = QTableWidget(0, 3, self)
        self.include = Button(tr("Include"), lambda: self._apply(excluded=False))
        self.exclude = Button(tr("Exclude"), lambda: self._apply(excluded=True))
        self.rename = Button(tr("Rename…"), lambda: self.rename_wanted.emit(self.group))
        self.change = Button("", lambda: self.change_wanted.emit(self.group))
        self.delete = Button(tr("Delete"), lambda: self.delete_wanted.emit(self.group))
        self.nothing = EmptyState(
            "people",
            tr("No group is saved yet"),
            tr("Select accounts and choose “Save as group…”, or build a rule with “Choose by rule…”."),
            parent=self,
        )
        self.said = Words("", "quiet").wrapped()
        self.undo = Button(tr("Undo"), self.undo_wanted.emit, parent=self)
        self.undo.hide()
        self._build()
        self._arrange()
        self.table.itemSelectionChanged.connect(self._show_what_can_be_done)
        self.show_groups(())

    @property
    def group(self) -> AccountGroup | None:
        """The group that the buttons are about."""
        row = self.table.currentRow()
        return self._groups[row] if self.table.selectedItems() and row < len(self._groups) else None

    def show_groups(self, groups: Sequence[AccountGroup]) -> None:
        """The groups as they are now; the one that was chosen stays so."""
        before = self.group
        self._groups = list(groups)
        self.table.setVisible(bool(groups))
        self.nothing.setVisible(not groups)
        self.table.setRowCount(len(self._groups))
        for row, group in enumerate(self._groups):
            self._fill(row, group)
        letter = self.table.fontMetrics().averageCharWidth()
        self.table.setColumnWidth(2, min(max(letter * 20, self.table.sizeHintForColumn(2)), letter * 34))
        ids = [group.id for group in self._groups]
        if self._groups:
            self.table.selectRow(ids.index(before.id) if before is not None and before.id in ids else 0)
        self._show_what_can_be_done()

    def say(self, sentence: str, *, can_undo: bool = False) -> None:
        """What came of the last command."""
        self.said.setText(sentence)
        self.undo.setVisible(can_undo)

    def _fill(self, row: int, group: AccountGroup) -> None:
        when = short_moment(group.changed_at, self._desk.zone, self._desk.now())
        who = tr("{name}, {when}").format(name=group.changed_by, when=when)
        for column, words in enumerate((group.name, group_words(group), who)):
            item = QTableWidgetItem(words)
            item.setToolTip(words.replace("&", "&amp;").replace("<", "&lt;"))
            self.table.setItem(row, column, item)

    def _show_what_can_be_done(self) -> None:
        group = self.group
        for button in (self.include, self.exclude, self.rename, self.change, self.delete):
            button.setEnabled(group is not None)
        if group is not None and group.rule is not None:
            self.change.relabel(tr("Edit rule…"))
        else:
            words = trn("Make it the {n} selected now", "Make it the {n} selected now", self._chosen)
            self.change.relabel(words if self._chosen else tr("Make it those selected now"))
            self.change.setEnabled(group is not None and self._chosen > 0)

    def _apply(self, *, excluded: bool) -> None:
        group = self.group
        self.accept()
        self.apply_wanted.emit(group, excluded)

    def _build(self) -> None:
        table = self.table
        table.setHorizontalHeaderLabels([tr("Name"), tr("What it is"), tr("Changed last")])
        table.setAccessibleName(tr("Groups"))
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(theme_of(self).row_height)
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        letter = table.fontMetrics().averageCharWidth()
        table.setColumnWidth(0, letter * 26)

    def _arrange(self) -> None:
        scale = theme_of(self).scale
        self.resize(scale.width_reading, scale.width_dialog)
        column = QVBoxLayout(self)
        column.setContentsMargins(scale.wide, scale.wide, scale.wide, scale.large)
        column.setSpacing(scale.small)
        column.addWidget(Words(tr("Groups"), "emphasis"))
        sentence = tr("The whole office shares them. A group that is excluded always wins over one that is included.")  # fmt: skip
        column.addWidget(Words(sentence, "quiet").wrapped())
        column.addWidget(self.nothing, 1)
        column.addWidget(self.table, 1)
        said = QHBoxLayout()
        said.setSpacing(scale.small)
        said.addWidget(self.said, 1)
        said.addWidget(self.undo)
        column.addLayout(said)
        row = QHBoxLayout()
        row.setSpacing(scale.small)
        for button in (self.include, self.exclude, self.rename, self.change, self.delete):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(Button(tr("Close"), self.reject))
        column.addLayout(row)
