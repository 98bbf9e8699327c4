"""Builds a rule and says while one builds it how many accounts it comes to now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.language import tr, trn
from desktop.models.account_group import GroupRule
from desktop.services.recipient_evaluation import count_of_rule
from desktop.views.kit.button import Button
from desktop.views.kit.form_scroll import FormScroll
from desktop.views.kit.group_words import rule_words
from desktop.views.kit.words import Words
from desktop.views.recipients.rule_form import RuleForm
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from desktop.bridge.desk import Desk
    from desktop.models.account_group import AccountGroup
    from desktop.services.recipient_evaluation import RuleWords


class RuleDialog(QDialog):
    """For a new rule, or that of ``group``; the rule is carried by the signals."""

    selected = Signal(object)  # GroupRule whose accounts are to be ticked now
    group_wanted = Signal(object)  # GroupRule to be kept

    def __init__(
        self, desk: Desk, words: RuleWords, group: AccountGroup | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk = desk
        self._is_new = group is None
        self._title = tr("Choose by rule")
        if group is not None:
            self._title = tr("Rule of “{name}”").format(name=group.name)
        self.setWindowTitle(self._title)
        rule = group.rule if group is not None and group.rule is not None else GroupRule()
        self.form = RuleForm(words, rule, desk.now().astimezone(desk.zone).date())
        self.words = Words("", "strong").wrapped()
        # Room for two lines, so that the form above keeps its place while the words grow.
        self.words.setMinimumHeight(self.words.fontMetrics().lineSpacing() * 2)
        self.words.setAlignment(Qt.AlignmentFlag.AlignBottom)
        self.count = Words("", "quiet")
        self._build()
        self._arrange()
        self.form.changed.connect(self._look)
        self._look()

    def show_refusal(self, sentence: str) -> None:
        """Why it was not kept."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))

    def _build(self) -> None:
        self.select: Button | None = None
        if self._is_new:
            self.keep = Button(tr("Save as group…"), self._on_keep)
            self.select = Button(tr("Select these"), self._on_select, variant="primary")
        else:
            self.keep = Button(tr("Save rule"), self._on_keep, variant="primary")
        self.problem = Words("", "problem", self).wrapped()
        self.problem.hide()

    def _arrange(self) -> None:
        scale = theme_of(self).scale
        self.setMinimumWidth(scale.width_sheet)
        column = QVBoxLayout(self)
        column.setContentsMargins(scale.wide, scale.wide, scale.wide, scale.large)
        column.setSpacing(scale.small)
        column.addWidget(Words(self._title, "emphasis").wrapped())
        column.addWidget(Words(_explained(is_new=self._is_new), "quiet").wrapped())
        column.addSpacing(scale.small)
        column.addWidget(FormScroll(self.form), 1)
        column.addSpacing(scale.medium)
        for words in (self.words, self.count, self.problem):
            column.addWidget(words)
        column.addSpacing(scale.medium)
        row = QHBoxLayout()
        row.setSpacing(scale.small)
        row.addStretch()
        row.addWidget(Button(tr("Cancel"), self.reject))
        row.addWidget(self.keep)
        if self.select is not None:
            row.addWidget(self.select)
        column.addLayout(row)

    def _look(self) -> None:
        rule = self.form.rule
        self.words.setText(rule_words(rule))
        self.show_refusal("")
        self._desk.jobs.read(
            count_of_rule, self._desk.store, rule, then=self._show_count, owner=self, latest="count"
        )

    def _show_count(self, count: int) -> None:
        self.count.setText(trn("{n} open account is in it now", "{n} open accounts are in it now", count))
        if self.select is not None:
            self.select.relabel(trn("Select {n} account", "Select {n} accounts", count))
            self.select.setEnabled(count > 0)

    def _on_select(self) -> None:
        self.accept()
        self.selected.emit(self.form.rule)

    def _on_keep(self) -> None:
        self.group_wanted.emit(self.form.rule)


def _explained(*, is_new: bool) -> str:
    if is_new:
        return tr(
            "Select the accounts that fit now, or keep the rule as a group: a group by rule is asked anew "
            "each time it is used, and finds clients who have come since."
        )
    return tr("It is asked anew each time the group is used.")
