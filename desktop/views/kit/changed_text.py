"""Shows what changed in a text: added words underlined, removed ones struck through, never by colour alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QFont, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit, QWidget

from desktop.content.word_changes import Piece, PieceKind
from desktop.language import tr
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from collections.abc import Sequence

_Part = tuple[str, "Sequence[Piece]"]


class ChangedText(QTextEdit):
    """Parts with a heading each, as plain text: what was written is shown, never interpreted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts: tuple[_Part, ...] = ()
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setAcceptRichText(False)
        self.setAccessibleName(tr("What changed"))
        theme_of(self).changed.connect(self._show)

    def show_parts(self, parts: Sequence[_Part]) -> None:
        """Show texts under their headings."""
        self._parts = tuple(parts)
        self._show()

    def _show(self) -> None:
        self.clear()
        cursor = QTextCursor(self.document())
        for number, (heading, pieces) in enumerate(self._parts):
            if number:
                cursor.insertText("\n\n", _plain())
            cursor.insertText(heading, _heading())
            cursor.insertText("\n", _plain())
            for piece in pieces:
                cursor.insertText(piece.text, _FORMATS[piece.kind]())
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self.setAccessibleDescription(_spoken(self._parts))


def _plain() -> QTextCharFormat:
    kind = QTextCharFormat()
    kind.setForeground(theme_of().color("text"))
    return kind


def _heading() -> QTextCharFormat:
    kind = _plain()
    kind.setFontWeight(QFont.Weight.DemiBold)
    return kind


def _added() -> QTextCharFormat:
    kind = QTextCharFormat()
    kind.setForeground(theme_of().color("success"))
    kind.setBackground(theme_of().color("success-ground"))
    kind.setFontUnderline(True)
    return kind


def _removed() -> QTextCharFormat:
    kind = QTextCharFormat()
    kind.setForeground(theme_of().color("danger"))
    kind.setBackground(theme_of().color("danger-ground"))
    kind.setFontStrikeOut(True)
    return kind


_FORMATS = {PieceKind.SAME: _plain, PieceKind.ADDED: _added, PieceKind.REMOVED: _removed}


def _spoken(parts: Sequence[_Part]) -> str:
    """For who cannot see lines through and under words."""
    words = {PieceKind.ADDED: tr("Added: {text}"), PieceKind.REMOVED: tr("Removed: {text}")}
    return " ".join(
        words[piece.kind].format(text=" ".join(piece.text.split()))
        for _, pieces in parts
        for piece in pieces
        if piece.kind is not PieceKind.SAME
    )
