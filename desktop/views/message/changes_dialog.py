"""What differs from the message of the same type that the broker sent before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.content.word_changes import PieceKind
from desktop.language import tr
from desktop.views.kit.button import Button
from desktop.views.kit.changed_text import ChangedText
from desktop.views.kit.moments import whole_moment
from desktop.views.kit.words import Words
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from desktop.bridge.desk import Desk
    from desktop.services.broker_reading import BrokerChanges


class ChangesDialog(QDialog):
    """``changes`` is None where there was no such message before."""

    def __init__(self, changes: BrokerChanges | None, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("What changed"))
        self.words = Words("", "quiet").wrapped()
        self.text = ChangedText()
        self._arrange()
        self._show(changes, desk)

    def _arrange(self) -> None:
        scale = theme_of(self).scale
        self.setMinimumWidth(scale.width_sheet)
        close = Button(tr("Close"), self.accept)
        close.setDefault(True)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(scale.wide, scale.wide, scale.wide, scale.large)
        column.setSpacing(scale.medium)
        column.addWidget(self.words)
        column.addWidget(self.text, 1)
        column.addLayout(row)

    def _show(self, changes: BrokerChanges | None, desk: Desk) -> None:
        if changes is None:
            self.words.setText(tr("It is the first message of its type that IB has sent."))
            self.text.hide()
            return
        when = whole_moment(changes.before.sent_at, desk.zone)
        parts = [(tr("Subject"), changes.subject), (tr("Content"), changes.body)]
        is_same = all(piece.kind is PieceKind.SAME for _, pieces in parts for piece in pieces)
        self.text.setVisible(not is_same)
        if is_same:
            self.words.setText(
                tr("Nothing. It says what the last one of its type said, of {when}.").format(when=when)
            )
        else:
            self.words.setText(tr("Since the last message of this type, of {when}.").format(when=when))
        self.text.show_parts(parts)
