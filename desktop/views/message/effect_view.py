"""What an election would have decided: count, recipients and the newest subjects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.models.staging import Decision
from desktop.models.subject_words import subject_words
from desktop.views.kit.elided import plain_tip
from desktop.views.kit.words import Words
from desktop.views.message.effect_words import effect_words, more_words
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from desktop.models.held_message import ElectionEffect


class EffectView(QWidget):
    """Empty until it is shown something."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.effect: ElectionEffect | None = None
        self.words = Words("").wrapped()
        self.subjects = QListWidget()
        self.subjects.setAccessibleName(tr("Subjects"))
        self.subjects.setSelectionMode(QListWidget.SelectionMode.NoSelection)
        self.subjects.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme_of(self).scale.small)
        column.addWidget(self.words)
        column.addWidget(self.subjects, 1)
        column.addStretch(0)  # takes the room where no subject is named
        self.show_effect(None)

    def show_effect(self, effect: ElectionEffect | None, decision: Decision = Decision.NONE) -> None:
        """Show what ``decision`` would have done; None where it is not known yet."""
        self.effect = effect
        self.words.setText("" if effect is None else effect_words(effect, decision))
        self.subjects.clear()
        if effect is not None:
            for subject in effect.subjects:
                self._add(subject_words(subject))
            if more := more_words(effect):
                self._add(more)
        self.subjects.setVisible(bool(effect and effect.messages))

    def fit(self, most_rows: int) -> None:
        """Be as high as what is shown now, but not higher than so many subjects."""
        rows = min(self.subjects.count(), most_rows)
        height = rows * theme_of(self).scale.row_compact + 2 * self.subjects.frameWidth()
        self.subjects.setFixedHeight(height)

    def _add(self, words: str) -> None:
        item = QListWidgetItem(words)
        item.setToolTip(plain_tip(words))
        # As wide as the list: a longer one is cut at its end.
        item.setSizeHint(QSize(0, theme_of(self).scale.row_compact))
        self.subjects.addItem(item)
