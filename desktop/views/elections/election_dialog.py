"""Makes an election, or another one of its type: the decision is chosen while its effect is in view."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from desktop.language import tr
from desktop.models.staging import Decision
from desktop.services.elections import effect_of
from desktop.services.staging_words import decision_name
from desktop.views.kit.button import Button
from desktop.views.kit.field import Field
from desktop.views.kit.words import Words
from desktop.views.message.effect_view import EffectView
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desktop.bridge.desk import Desk
    from desktop.models.held_message import Election, ElectionEffect

_CHOICES = (Decision.ALWAYS_REJECT, Decision.ALWAYS_SEND)


class ElectionDialog(QDialog):
    """``chosen`` brings the type, the decision, and the id of the election it replaces or None.

    ``types`` are code and name of each type that can be chosen; ``standing`` the elections that stand, by type.
    """

    chosen = Signal(str, object, object)

    def __init__(
        self,
        desk: Desk,
        types: Sequence[tuple[str, str]],
        standing: Mapping[str, Election],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk = desk
        self._standing = standing
        self._is_new = len(types) != 1
        self.setWindowTitle(tr("New election") if self._is_new else tr("Change the election"))
        self.type = QComboBox()
        for code, name in types:
            self.type.addItem(name or code, code)
        self.type.setEnabled(self._is_new)
        self.type_field = Field(tr("Type of message"), self.type)
        self._group = QButtonGroup(self)
        self.choices = {decision: QRadioButton(decision_name(decision)) for decision in _CHOICES}
        self.stands = Words("", "quiet").wrapped()
        self.effect = EffectView()
        self.yes = Button("", self._on_yes, variant="primary")
        self.no = Button(tr("Cancel"), self.reject)
        self._arrange()
        self.type.currentIndexChanged.connect(lambda _index: self._on_type_changed())
        self._group.idToggled.connect(lambda _id, on: self._show() if on else None)
        self._on_type_changed()
        self.yes.setDefault(True)

    @property
    def decision(self) -> Decision:
        """What is chosen."""
        return next(decision for decision, button in self.choices.items() if button.isChecked())

    def _arrange(self) -> None:
        scale = theme_of(self).scale
        self.resize(scale.width_sheet, scale.width_dialog)
        column = QVBoxLayout(self)
        column.setContentsMargins(scale.wide, scale.wide, scale.wide, scale.large)
        column.setSpacing(scale.medium)
        column.addWidget(Words(self.windowTitle(), "emphasis"))
        column.addWidget(self.type_field)
        row = QHBoxLayout()
        row.setSpacing(scale.large)
        for number, button in enumerate(self.choices.values()):
            button.setAccessibleName(button.text())
            self._group.addButton(button, number)
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self.stands)
        column.addWidget(self.effect, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(scale.small)
        buttons.addStretch(1)
        buttons.addWidget(self.no)
        buttons.addWidget(self.yes)
        column.addLayout(buttons)

    def _on_type_changed(self) -> None:
        stands = self._standing.get(self.type.currentData())
        other = Decision.ALWAYS_SEND if stands and stands.decision is Decision.ALWAYS_REJECT else _CHOICES[0]
        self.choices[other].setChecked(True)
        self.effect.show_effect(None)
        self._show()
        type_, desk = self.type.currentData(), self._desk
        then = functools.partial(self._on_effect, type_)
        desk.jobs.read(effect_of, desk.store, type_, then=then, owner=self, latest="effect")

    def _on_effect(self, type_: str, effect: ElectionEffect) -> None:
        if type_ == self.type.currentData():
            self.effect.show_effect(effect, self.decision)
            self._show()

    def _show(self) -> None:
        decision, stands = self.decision, self._standing.get(self.type.currentData())
        self.effect.show_effect(self.effect.effect, decision)
        is_new = stands is None or stands.decision is not decision
        self.stands.setText(self._standing_words(stands, is_new=is_new))
        self.yes.relabel(decision_name(decision))
        # Nothing is elected whose effect has not been in view.
        self.yes.setEnabled(is_new and self.effect.effect is not None)

    def _standing_words(self, stands: Election | None, *, is_new: bool) -> str:
        if stands is None:
            return tr(
                "It holds for all later messages of the type. Messages that wait already are not touched."
            )
        words = (
            tr("Now it is {decision}, elected by {name}. What you choose takes its place.")
            if is_new
            else tr("It is {decision} already, elected by {name}. Choose the other decision to change it.")
        )
        return words.format(decision=decision_name(stands.decision), name=stands.made_by)

    def _on_yes(self) -> None:
        type_ = self.type.currentData()
        stands = self._standing.get(type_)
        self.accept()
        self.chosen.emit(type_, self.decision, None if stands is None else stands.id)
