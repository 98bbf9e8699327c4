"""Which held messages are listed: a state, a type."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.language import tr
from desktop.models.held_message import HeldFilter, HeldFilterState
from desktop.views.kit.menu_button import MenuButton, offer_choices
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from collections.abc import Sequence


class HeldFilters(QWidget):
    """``types_wanted`` when the menu of types is about to open."""

    chosen = Signal()
    types_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.narrowed = HeldFilter()
        self._types: dict[str, str] = {}
        self.state = MenuButton(tr("Status"))
        self.type = MenuButton(tr("Type"))
        self.state.opens.aboutToShow.connect(self._offer_states)
        self.type.opens.aboutToShow.connect(self._on_types)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme_of(self).scale.tiny)
        row.addWidget(self.state)
        row.addWidget(self.type)

    def choose(self, narrowed: HeldFilter) -> None:
        """As if a person had chosen it."""
        if narrowed == self.narrowed:
            return
        self.narrowed = narrowed
        is_all = narrowed.state is HeldFilterState.ALL
        self.state.say("" if is_all else _states()[narrowed.state])
        self.type.say(self._types.get(narrowed.type, narrowed.type))
        self.chosen.emit()

    def set_types(self, types: Sequence[tuple[str, str]]) -> None:
        """The types there are, with their names."""
        self._types = {kind: name or kind for kind, name in types}
        if self.type.opens.isVisible():
            self._offer_types()

    def _on_types(self) -> None:
        self._offer_types()
        self.types_wanted.emit()

    def _offer_types(self) -> None:
        named = {"": tr("All types"), **self._types}
        offer_choices(
            self.type, named, self.narrowed.type, lambda key: self.choose(replace(self.narrowed, type=key))
        )

    def _offer_states(self) -> None:
        named = {state.value: words for state, words in _states().items()}
        offer_choices(
            self.state,
            named,
            self.narrowed.state.value,
            lambda key: self.choose(replace(self.narrowed, state=HeldFilterState(key))),
        )


def _states() -> dict[HeldFilterState, str]:
    return {
        HeldFilterState.ALL: tr("All"),
        HeldFilterState.OPEN: tr("Pending"),
        HeldFilterState.REJECTED: tr("Rejected"),
        HeldFilterState.DELIVERED: tr("Delivered"),
    }
