"""Which deliveries of a message are listed: one chip a kind of state, with how many there are."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QWidget

from desktop.language import tr
from desktop.models.delivery import DeliveryState
from desktop.views.kit.button import Button
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from desktop.models.delivery import DeliveryTotals


class StateGroup(enum.StrEnum):
    """The chips, in their order."""

    ALL = "all"
    DELIVERED = "delivered"
    FAILED = "failed"
    SKIPPED = "skipped"
    UNCONFIRMED = "unconfirmed"
    CANCELLED = "cancelled"
    SENDING = "sending"
    QUEUED = "queued"


_STATES = {
    StateGroup.ALL: frozenset[DeliveryState](),
    StateGroup.DELIVERED: frozenset({DeliveryState.DELIVERED}),
    StateGroup.FAILED: frozenset({DeliveryState.FAILED}),
    StateGroup.SKIPPED: frozenset({DeliveryState.SKIPPED}),
    StateGroup.UNCONFIRMED: frozenset({DeliveryState.UNCONFIRMED}),
    StateGroup.CANCELLED: frozenset({DeliveryState.CANCELLED}),
    StateGroup.SENDING: frozenset({DeliveryState.SENDING}),
    StateGroup.QUEUED: frozenset({DeliveryState.QUEUED}),
}


class StateChips(QWidget):
    """Exactly one is chosen; those that would list nothing are left out."""

    chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: dict[StateGroup, Button] = {}
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme_of(self).scale.tiny)
        for group in StateGroup:
            button = Button(_word(group), variant="quiet")
            button.setCheckable(True)
            if group is not StateGroup.ALL:
                button.hide()
            self._group.addButton(button)
            self.buttons[group] = button
            row.addWidget(button)
        row.addStretch(1)
        self.buttons[StateGroup.ALL].setChecked(True)
        self._group.buttonClicked.connect(lambda _button: self.chosen.emit())

    @property
    def chosen_group(self) -> StateGroup:
        return next(group for group, button in self.buttons.items() if button.isChecked())

    @property
    def states(self) -> frozenset[DeliveryState]:
        """The states to be listed; none of them means all."""
        return _STATES[self.chosen_group]

    def choose_all(self) -> None:
        self.buttons[StateGroup.ALL].setChecked(True)

    def set_totals(self, totals: DeliveryTotals) -> None:
        """How many there are of each; a chip that is chosen stays though nothing is left of it."""
        for group, button in self.buttons.items():
            count = _count(group, totals)
            button.relabel(f"{_word(group)}  {count:,}")
            button.setVisible(group is StateGroup.ALL or count > 0 or button.isChecked())


def _count(group: StateGroup, totals: DeliveryTotals) -> int:
    return sum(getattr(totals, state.value) for state in _STATES[group] or DeliveryState)


def _word(group: StateGroup) -> str:
    return {
        StateGroup.ALL: tr("All"),
        StateGroup.DELIVERED: tr("Delivered"),
        StateGroup.FAILED: tr("Failed"),
        StateGroup.SKIPPED: tr("Skipped"),
        StateGroup.UNCONFIRMED: tr("Unconfirmed"),
        StateGroup.CANCELLED: tr("Cancelled"),
        StateGroup.SENDING: tr("Sending"),
        StateGroup.QUEUED: tr("Queued"),
    }[group]


def nothing_words(group: StateGroup) -> str:
    """What stands where none is left of a kind of state."""
    return {
        StateGroup.ALL: "",
        StateGroup.DELIVERED: tr("Nothing is delivered"),
        StateGroup.FAILED: tr("Nothing failed"),
        StateGroup.SKIPPED: tr("Nothing was skipped"),
        StateGroup.UNCONFIRMED: tr("Nothing is unconfirmed"),
        StateGroup.CANCELLED: tr("Nothing was cancelled"),
        StateGroup.SENDING: tr("Nothing is being sent"),
        StateGroup.QUEUED: tr("Nothing is queued"),
    }[group]
