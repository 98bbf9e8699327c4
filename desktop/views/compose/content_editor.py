"""The field in which a message is written: Markdown with keywords."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMimeData, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFileDialog, QPlainTextEdit, QTextEdit, QWidget

from desktop.language import tr
from desktop.views.compose import markup
from desktop.views.compose.keyword_completer import TAKEN_KEYS, KeywordCompleter
from desktop.views.compose.markup_highlighter import MarkupHighlighter, units
from desktop.views.kit.dropped_files import files_in
from desktop.views.kit.file_dialogs import FilePurpose, file_dialog
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from desktop.content.places import Place
    from desktop.services.composing import DraftProblem

_CTRL = Qt.KeyboardModifier.ControlModifier


class ContentEditor(QPlainTextEdit):
    """Tab moves on, as in any form; Ctrl+Tab writes a tab. Ctrl+B, I and K format.

    Pictures and files that are pasted or dropped are told of; whoever keeps them inserts their names.
    """

    image_given = Signal(QImage)
    files_given = Signal(object)  # list of Path

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setAccessibleName(tr("Content"))
        self._highlighter = MarkupHighlighter(self.document())
        self._completer = KeywordCompleter(self)
        self._shown: tuple[tuple[Place, int], ...] = ()
        self._commands: dict[int, Callable[[], None]] = {
            Qt.Key.Key_B: self.toggle_bold,
            Qt.Key.Key_I: self.toggle_italic,
            Qt.Key.Key_K: self.make_link,
        }
        theme_of(self).changed.connect(self._mark)

    def toggle_bold(self) -> None:
        self.setTextCursor(markup.wrap(self.textCursor(), "**"))

    def toggle_italic(self) -> None:
        self.setTextCursor(markup.wrap(self.textCursor(), "*"))

    def toggle_prefix(self, prefix: str) -> None:
        """``# ``, ``- ``, ``1. `` or ``> `` before each selected line."""
        self.setTextCursor(markup.prefix_lines(self.textCursor(), prefix))

    def make_link(self) -> None:
        self.setTextCursor(markup.make_link(self.textCursor(), tr("link text")))

    def insert_keyword(self, name: str) -> None:
        self.textCursor().insertText(f"{{{{ {name} }}}}")
        self.setFocus()

    def insert_text(self, text: str) -> None:
        """Write ``text`` where the cursor stands."""
        self.textCursor().insertText(text)
        self.setFocus()

    def ask_for_picture(self) -> None:
        dialog = file_dialog(self, tr("Insert a picture"), FilePurpose.PICTURE)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilters([tr("Pictures (*.png *.jpg *.jpeg *.gif *.webp)")])
        dialog.filesSelected.connect(lambda paths: self.files_given.emit([Path(path) for path in paths]))
        dialog.open()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasImage() or bool(files_in(source)) or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """What comes with words, as from a spreadsheet, is meant as words."""
        paths = files_in(source)
        if paths:
            self.files_given.emit(paths)
        elif source.hasImage() and not source.hasText():
            self.image_given.emit(QImage(source.imageData()))
        else:
            super().insertFromMimeData(source)

    def show_problems(self, problems: Iterable[DraftProblem]) -> None:
        """Underline what the problems speak of."""
        self._shown = tuple((each.place, each.length) for each in problems if each.place is not None)
        self._mark()

    def go_to(self, place: Place, length: int = 0) -> None:
        """Put the cursor there, select what the problem speaks of, and take the focus."""
        self.setTextCursor(self._cursor_at(place, length))
        self.centerCursor()
        self.setFocus()

    def replace_at(self, place: Place, length: int, text: str) -> None:
        """Write ``text`` in the place of ``length`` characters."""
        self._cursor_at(place, length).insertText(text)

    def event(self, event: QEvent) -> bool:
        """Keeps its shortcuts from the window, which has a Ctrl+K of its own, and Esc while it offers keywords."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride:
            offers = self._completer.is_open and event.key() in TAKEN_KEYS
            if offers or self._command_of(event) is not None:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._completer.is_open and event.key() in TAKEN_KEYS:
            event.ignore()  # the list takes it
            return
        command = self._command_of(event)
        if command is not None:
            command()
            return
        if event.key() == Qt.Key.Key_Tab and event.modifiers() == _CTRL:
            self.insertPlainText("\t")
            return
        super().keyPressEvent(event)
        if event.text():
            self._completer.refresh()

    def _command_of(self, event: QEvent) -> Callable[[], None] | None:
        if isinstance(event, QKeyEvent) and event.modifiers() == _CTRL:
            return self._commands.get(event.key())
        return None

    def _mark(self) -> None:
        danger = theme_of(self).color("danger")
        marks = []
        for place, length in self._shown:
            mark = QTextEdit.ExtraSelection()
            wave = QTextCharFormat()
            wave.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
            wave.setUnderlineColor(danger)
            mark.format = wave
            mark.cursor = self._cursor_at(place, max(length, 1))
            marks.append(mark)
        self.setExtraSelections(marks)

    def _cursor_at(self, place: Place, length: int) -> QTextCursor:
        """The first character at ``place``; places count characters, Qt counts UTF-16 units."""
        block = self.document().findBlockByNumber(place.line - 1)
        if not block.isValid():
            block = self.document().lastBlock()
        begin = place.column - 1
        after = self.toPlainText()[self._characters_before(block.position()) :]
        start = block.position() + units(block.text()[:begin])
        cursor = QTextCursor(self.document())
        cursor.setPosition(min(start, self.document().characterCount() - 1))
        end = start + units(after[begin : begin + length])
        cursor.setPosition(min(end, self.document().characterCount() - 1), QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _characters_before(self, position: int) -> int:
        cursor = QTextCursor(self.document())
        cursor.setPosition(position, QTextCursor.MoveMode.KeepAnchor)
        return len(cursor.selectedText())
