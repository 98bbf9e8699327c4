"""Before "Always Reject": what that would have stopped in the last twelve months."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.language import tr, trn
from desktop.models.held_message import ElectionEffect
from desktop.models.staging import Decision
from desktop.views.kit.button import Button
from desktop.views.kit.words import Words
from desktop.views.message.effect_view import EffectView
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QShowEvent


_MOST_ROWS = 8
_MOST_TYPES = 6


class EffectDialog(QDialog):
    """``chosen`` says that all later messages of these types are to be rejected. Enter does not choose it."""

    chosen = Signal()

    def __init__(
        self,
        names: Sequence[str],
        effects: Sequence[ElectionEffect],
        count: int,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Always Reject"))
        self.words = Words(_question(names, count), "emphasis").wrapped()
        self.effect = EffectView()
        self.effect.subjects.setAccessibleName(tr("What would have been stopped"))
        self.effect.show_effect(_together(effects), Decision.ALWAYS_REJECT)
        self.effect.fit(_MOST_ROWS)
        self.accept_button = Button(tr("Always Reject"), self._on_chosen, variant="danger")
        self.cancel = Button(tr("Cancel"), self.reject)
        self.cancel.setDefault(True)
        self._arrange()
        self.cancel.setFocus()

    def _arrange(self) -> None:
        scale = theme_of(self).scale
        self.setMinimumWidth(scale.width_sheet)
        row = QHBoxLayout()
        row.setSpacing(scale.small)
        row.addStretch()
        row.addWidget(self.cancel)
        row.addWidget(self.accept_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(scale.wide, scale.wide, scale.wide, scale.large)
        column.setSpacing(scale.medium)
        later = tr("An election can be changed or ended at any time. It never touches what has gone out.")
        for part in (self.words, self.effect, Words(later, "quiet").wrapped()):
            column.addWidget(part)
        column.addLayout(row)

    def showEvent(self, event: QShowEvent) -> None:
        """As high as its words are at the width that it got."""
        super().showEvent(event)
        layout = self.layout()
        if layout is not None:
            self.resize(self.width(), layout.totalHeightForWidth(self.width()))

    def _on_chosen(self) -> None:
        self.chosen.emit()
        self.accept()


def types_named(types: Sequence[str]) -> str:
    """The first of the types, as many as can be read, and how many others there are."""
    more = len(types) - _MOST_TYPES
    if more <= 0:
        return ", ".join(types)
    others = trn("{n} other", "{n} others", more)
    return tr("{types} and {others}").format(types=", ".join(types[:_MOST_TYPES]), others=others)


def _question(names: Sequence[str], count: int) -> str:
    these = trn("Reject {n} message", "Reject {n} messages", count)
    types = types_named([f"“{name}”" for name in names])
    return tr("{these}, and all later ones of the type {types}?").format(these=these, types=types)


def _together(effects: Sequence[ElectionEffect]) -> ElectionEffect:
    return ElectionEffect(
        since=min(each.since for each in effects),
        messages=sum(each.messages for each in effects),
        recipients=sum(each.recipients for each in effects),
        subjects=tuple(subject for each in effects for subject in each.subjects),
    )
