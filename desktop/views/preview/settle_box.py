"""Settles what is done for the recipients who have no value for a keyword."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QRadioButton, QVBoxLayout, QWidget

from desktop.language import tr, trn
from desktop.models.missing_rule import MissingRule, MissingWay
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from desktop.views.preview.check_item import CheckItem

_PAUSE_MS = 500


class Choice(enum.IntEnum):
    """In the order in which they are offered."""

    STOP = 0
    TEXT = 1
    EMPTY = 2
    SKIP = 3


class SettleBox(QWidget):
    """``rule_chosen`` comes a moment after the last letter was typed."""

    rule_chosen = Signal(object)  # MissingRule

    def __init__(self, item: CheckItem, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keyword = item.rule.keyword if item.rule else ""
        self._told = item.rule
        self.field = QLineEdit()
        self.field.setAccessibleName(tr("Text for “{keyword}”").format(keyword=self._keyword))
        self.field.setPlaceholderText(tr("Text instead"))
        self.choices = QButtonGroup(self)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._arrange(item.count)
        self.take(item)
        self.choices.idToggled.connect(self._on_toggled)
        self.field.textEdited.connect(self._on_edited)
        self.field.editingFinished.connect(self._on_finished)
        self._pause.timeout.connect(self._tell)

    @property
    def choice(self) -> Choice:
        return Choice(self.choices.checkedId())

    def take(self, item: CheckItem) -> None:
        """Show how it is settled now; what is being typed is left alone."""
        rule = item.rule
        if rule is None or self._pause.isActive() or self.field.hasFocus():
            return
        self._told = rule
        choice = {MissingWay.STOP: Choice.STOP, MissingWay.SKIP: Choice.SKIP}.get(
            rule.way, Choice.TEXT if rule.text else Choice.EMPTY
        )
        # Chosen, but no text yet: nothing was told, so the choice stands.
        if choice is Choice.STOP and self.choice is Choice.TEXT and not self.field.text().strip():
            return
        blocked = self.choices.blockSignals(True)
        self.choices.button(choice).setChecked(True)
        self.choices.blockSignals(blocked)
        if rule.text:  # else what was typed is there again if the person comes back to it
            self.field.setText(rule.text)
        self.field.setVisible(choice is Choice.TEXT)

    def take_focus(self) -> None:
        self.choices.button(self.choice).setFocus()

    def stops(self) -> list[QWidget]:
        """Where the keyboard halts in it, in order."""
        buttons = [self.choices.button(choice) for choice in Choice]
        return [*buttons[: Choice.TEXT + 1], self.field, *buttons[Choice.TEXT + 1 :]]

    def _arrange(self, count: int) -> None:
        words = {
            Choice.STOP: tr("Do not send like this"),
            Choice.TEXT: tr("Put in instead:"),
            Choice.EMPTY: tr("Leave the place empty"),
            Choice.SKIP: trn("Skip this account", "Skip these {n} accounts", count),
        }
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for choice in Choice:
            button = QRadioButton(words[choice])
            self.choices.addButton(button, choice)
            column.addWidget(button)
            if choice is Choice.TEXT:
                column.addWidget(self.field)
        column.addSpacing(theme_of(self).scale.tiny)
        self.field.hide()
        self.choices.button(Choice.STOP).setChecked(True)

    def _on_toggled(self, number: int, checked: bool) -> None:  # noqa: FBT001 - Qt's own signal
        if not checked:
            return
        self.field.setVisible(number == Choice.TEXT)
        if number == Choice.TEXT:
            self.field.setFocus()
        self._tell()

    def _on_edited(self) -> None:
        self._pause.start()

    def _on_finished(self) -> None:
        if self._pause.isActive():
            self._tell()

    def _tell(self) -> None:
        self._pause.stop()
        rule = self._rule()
        if rule != self._told:
            self._told = rule
            self.rule_chosen.emit(rule)

    def _rule(self) -> MissingRule:
        text = self.field.text().strip()
        if self.choice is Choice.SKIP:
            return MissingRule(self._keyword, MissingWay.SKIP)
        if self.choice is Choice.EMPTY:
            return MissingRule(self._keyword, MissingWay.DEFAULT)
        if self.choice is Choice.TEXT and text:
            return MissingRule(self._keyword, MissingWay.DEFAULT, text)
        return MissingRule(self._keyword, MissingWay.STOP)
