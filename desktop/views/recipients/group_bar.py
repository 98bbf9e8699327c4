"""Below the filter: groups to include and exclude, other ways to choose many at once, and what is applied."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.views.kit.button import Button
from desktop.views.kit.group_words import group_words
from desktop.views.kit.wrapping_row import WrappingRow
from desktop.views.recipients.applied_chip import AppliedChip
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.models.account_group import AccountGroup, AppliedGroup


class GroupBar(QWidget):
    """Tells what is wanted; what is applied is shown to it."""

    group_wanted = Signal(int, bool)  # id, whether to exclude it
    group_let_go = Signal(int)
    rule_wanted = Signal()
    paste_wanted = Signal()
    save_wanted = Signal()
    groups_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._applied: tuple[AppliedGroup, ...] = ()
        self.include = Button(tr("Include group"))
        self.exclude = Button(tr("Exclude group"))
        self.rule = Button(tr("Choose by rule…"), self.rule_wanted.emit)
        self.paste = Button(tr("Paste numbers…"), self.paste_wanted.emit)
        self.save = Button(tr("Save as group…"), self.save_wanted.emit)
        self.groups = Button(tr("Groups…"), self.groups_wanted.emit)
        self.paste.setToolTip(tr("Account numbers from a mail or a spreadsheet (Ctrl+Shift+V)"))
        self.save.setToolTip(tr("Keep the accounts that are selected now under a name"))
        self._menus = {excluded: QMenu(self) for excluded in (False, True)}
        self._chips = QWidget(self)
        self._chip_row = WrappingRow(self._chips)
        self._arrange()
        self.show_groups(())
        self.show_applied(())

    @property
    def chips(self) -> list[AppliedChip]:
        """What is applied, as shown."""
        return [chip for chip in self._chips.findChildren(AppliedChip) if not chip.isHidden()]

    def show_groups(self, groups: Sequence[AccountGroup]) -> None:
        """The groups there are to choose from."""
        for excluded, menu in self._menus.items():
            menu.clear()
            for group in groups:
                words = f"{group.name}   {group_words(group)}".replace("&", "&&")
                menu.addAction(words, partial(self.group_wanted.emit, group.id, excluded))
            if not groups:
                menu.addAction(tr("No group is saved yet")).setEnabled(False)

    def show_applied(self, applied: tuple[AppliedGroup, ...]) -> None:
        """The groups that are included and excluded now."""
        if applied == self._applied and self._chips.isHidden() is not bool(applied):
            return
        self._applied = applied
        for old in self._chips.findChildren(AppliedChip):
            old.hide()
            old.deleteLater()
        for group in sorted(applied, key=lambda each: each.excluded):
            chip = AppliedChip(group, partial(self.group_let_go.emit, group.group_id), self._chips)
            self._chip_row.addWidget(chip)
            chip.show()
        self._chips.setVisible(bool(applied))

    def _arrange(self) -> None:
        scale = theme_of(self).scale
        self.include.setMenu(self._menus[False])
        self.exclude.setMenu(self._menus[True])
        choosing = (self.include, self.exclude, self.rule, self.paste)
        buttons = QWidget(self)
        row = WrappingRow(buttons, apart=len(choosing))
        for button in (*choosing, self.save, self.groups):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scale.small)
        column.addWidget(buttons)
        column.addWidget(self._chips)
