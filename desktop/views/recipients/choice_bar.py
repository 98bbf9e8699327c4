"""Above the list: the filter, and what can be done with all that it finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from desktop.language import tr, trn
from desktop.views.kit.button import Button
from desktop.views.kit.wrapping_row import WrappingRow
from desktop.views.recipients.filter_bar import FilterBar
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from desktop.views.recipients.recipient_choice import RecipientChoice


class ChoiceBar(QWidget):
    """Asks the choice; tells when the filter changed."""

    filtered = Signal()

    def __init__(self, choice: RecipientChoice, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choice = choice
        self._ticks_came_last = False
        self.filter = FilterBar(self._undo_is_elsewhere)
        self.all = Button(tr("Select all"), self.take_all)
        self.clear = Button(tr("Clear selection"), choice.clear)
        self.only = QCheckBox(tr("Show only selected"))
        self.all.setToolTip(tr("Ctrl+Shift+A, or Ctrl+A in the list"))
        self._arrange()
        self._connect()
        self.show_state()

    def take_all(self) -> None:
        """Tick all that match, or untick them where all are ticked."""
        self._choice.put_all_found(on=not self._choice.all_found_ticked)

    def reset(self) -> None:
        """No filter; tells nobody."""
        # The field itself has to hear of it, or its cross stays beside no text.
        came_last = self._ticks_came_last
        blocked = self.blockSignals(True)
        self.filter.clear()
        self.only.setChecked(False)
        self.blockSignals(blocked)
        self._ticks_came_last = came_last

    def show_all(self) -> None:
        """Take the filter away and type anew."""
        self.reset()
        self.filtered.emit()
        self.filter.setFocus()

    def show_state(self) -> None:
        """Name on the buttons what they would do now."""
        choice = self._choice
        words = self._all_words()
        if words != self.all.accessibleName():
            self.all.relabel(words)
        self.all.setEnabled(choice.takeable > 0)
        self.clear.setEnabled(choice.has_ticks)

    def _all_words(self) -> str:
        choice = self._choice
        if not choice.is_counted or not choice.found:
            return tr("Select all matching") if choice.is_narrowed else tr("Select all")
        if choice.all_found_ticked:
            return trn("Unselect {n}", "Unselect all {n}", choice.takeable)
        if choice.is_narrowed:
            return trn("Select {n} matching", "Select all {n} matching", choice.takeable)
        return trn("Select {n}", "Select all {n}", choice.takeable)

    def _arrange(self) -> None:
        scale = theme_of(self).scale
        self.all.setMinimumWidth(self.fontMetrics().averageCharWidth() * 28)
        # With less room the filter has a line of its own, where its own words can be read.
        self.filter.setMinimumWidth(self.fontMetrics().averageCharWidth() * 24)
        row = WrappingRow(self, grows=0)
        row.addWidget(self.filter)
        beside = QWidget(self)
        row.addWidget(beside)
        buttons = QHBoxLayout(beside)
        buttons.setContentsMargins(0, 0, 0, 0)
        buttons.setSpacing(scale.small)
        for widget in (self.all, self.clear, self.only):
            buttons.addWidget(widget)

    def _connect(self) -> None:
        self.filter.textChanged.connect(self._on_text_changed)
        self.only.toggled.connect(self.filtered)
        self._choice.ticked.connect(self._on_ticked)
        self._choice.listed.connect(self.show_state)
        self._choice.grew.connect(self.show_state)

    def _undo_is_elsewhere(self) -> bool:
        return self._ticks_came_last and self._choice.can_undo

    def _on_text_changed(self) -> None:
        self._ticks_came_last = False
        self.filtered.emit()

    def _on_ticked(self) -> None:
        self._ticks_came_last = True
        self.show_state()
