"""Step 3: who gets the message, as a count with names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.language import tr, trn
from desktop.views.kit.button import Button
from desktop.views.kit.elided import ElidedLabel
from desktop.views.kit.group_words import drift_words
from desktop.views.kit.words import Words
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.models.chosen_recipients import GroupDrift, GroupsApplied
    from desktop.services.composing import ChosenAccounts


class AccountsStep(QWidget):
    """Shows ``ChosenAccounts``; the button asks for the list of accounts.

    ``anew_asked`` tells that groups which have changed are to count as they are now.
    """

    manage_asked = Signal()
    anew_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        scale = theme_of(self).scale
        self.count = Words(tr("No accounts chosen yet"))
        self.names = ElidedLabel("", "quiet")
        self.groups = Words("", "quiet").wrapped()
        self.drift = Words("", "problem").wrapped()
        self.anew = Button(tr("Use the groups as they are now"), self.anew_asked.emit)
        self.lacking = Words("", "quiet").wrapped()
        self.button = Button(tr("Manage Recipients"), self.manage_asked.emit)
        self.count.setMinimumHeight(scale.row_comfortable)
        for part in self._details:
            part.setParent(self)
            part.hide()
        row = QHBoxLayout()
        row.setSpacing(scale.medium)
        row.addWidget(self.count, 1)
        row.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scale.tiny)
        column.addLayout(row)
        for part in self._details[:-1]:
            column.addWidget(part)
        column.addWidget(self.anew, 0, Qt.AlignmentFlag.AlignLeft)

    @property
    def _details(self) -> tuple[QWidget, ...]:
        return self.names, self.lacking, self.groups, self.drift, self.anew

    def show_count(self, count: int) -> None:
        """What is known at once; the names follow."""
        self.count.setText(
            trn("{n} account", "{n} accounts", count) if count else tr("No accounts chosen yet")
        )
        if not count:
            self.names.hide()
            self.lacking.hide()

    def show_groups(self, applied: GroupsApplied, changed: Sequence[GroupDrift] = ()) -> None:
        """The groups the accounts came from, and what has become of them since."""
        self.groups.setText(_groups(applied))
        self.groups.setVisible(bool(applied.groups))
        self.drift.setText(" ".join(map(drift_words, changed)))
        self.drift.setVisible(bool(changed))
        self.anew.setVisible(bool(changed))

    def show_accounts(self, chosen: ChosenAccounts) -> None:
        self.show_count(chosen.count)
        names = ", ".join(f"{' '.join(line.title.split())} ({line.number})" for line in chosen.first)
        more = chosen.count - len(chosen.first)
        if more:
            names = tr("{names} and {more} more").format(names=names, more=f"{more:,}")
        self.names.setText(names)
        self.names.setVisible(chosen.count > 0)
        self.lacking.setText(_lacking(chosen))
        self.lacking.setVisible(bool(self.lacking.text()))


def _groups(applied: GroupsApplied) -> str:
    included = [group.name for group in applied.groups if not group.excluded]
    excluded = [group.name for group in applied.groups if group.excluded]
    parts = []
    if included:
        parts.append(tr("With: {groups}").format(groups=", ".join(included)))
    if excluded:
        parts.append(tr("Not: {groups}").format(groups=", ".join(excluded)))
    return ". ".join(parts)


def _lacking(chosen: ChosenAccounts) -> str:
    parts = (
        (chosen.no_email, trn("{n} has no e-mail", "{n} have no e-mail", chosen.no_email)),
        (chosen.no_tws, trn("{n} has no TWS access", "{n} have no TWS access", chosen.no_tws)),
        (chosen.not_open, trn("{n} is not open any more", "{n} are not open any more", chosen.not_open)),
    )
    return ", ".join(words for count, words in parts if count)
