"""Offers the keywords while ``{{`` is typed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel, QTextCursor
from PySide6.QtWidgets import QCompleter, QListView

from desktop.content.keywords import keywords
from desktop.language import tr

if TYPE_CHECKING:
    from PySide6.QtWidgets import QPlainTextEdit

_BEGUN = re.compile(r"\{\{-?[ ]*([A-Za-z_]*)$")
_ENDED = re.compile(r"^[A-Za-z_]*[ ]*\}\}")
_NAME = Qt.ItemDataRole.UserRole
TAKEN_KEYS = frozenset({Qt.Key.Key_Enter, Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Tab})


class KeywordCompleter(QCompleter):
    """Belongs to one text field; ``refresh`` after each key opens, narrows or closes the list."""

    def __init__(self, field: QPlainTextEdit) -> None:
        super().__init__(field)
        self._field = field
        self._list = QListView()
        self._list.setObjectName("offers")
        self._list.setUniformItemSizes(True)
        self.setModel(self._offers())
        self.setPopup(self._list)
        self.setWidget(field)
        self.setCompletionRole(_NAME)
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setFilterMode(Qt.MatchFlag.MatchContains)
        self._list.setAccessibleName(tr("Keywords"))
        self.activated.connect(self._on_activated)

    @property
    def is_open(self) -> bool:
        return self._list.isVisible()

    def refresh(self) -> None:
        """Look at what stands before the cursor."""
        begun = self._begun()
        if begun is None:
            self._list.hide()
            return
        self.setCompletionPrefix(begun)
        if self.completionCount() == 0 or self.currentCompletion() == begun:
            self._list.hide()
            return
        spot = self._field.cursorRect()
        scroll = self._list.verticalScrollBar().sizeHint().width()
        spot.setWidth(self._list.sizeHintForColumn(0) + 2 * scroll)
        self.complete(spot)
        self._list.setCurrentIndex(self.completionModel().index(0, 0))

    def _begun(self) -> str | None:
        cursor = self._field.textCursor()
        before = cursor.block().text()[: cursor.positionInBlock()]
        found = _BEGUN.search(before)
        return found.group(1) if found else None

    def _on_activated(self, name: str) -> None:
        begun = self._begun()
        if begun is not None:
            self._write(name, begun)

    def _write(self, name: str, begun: str) -> None:
        cursor = self._field.textCursor()
        after = cursor.block().text()[cursor.positionInBlock() :]
        ended = _ENDED.match(after)
        keep = QTextCursor.MoveMode.KeepAnchor
        cursor.beginEditBlock()
        if ended:
            cursor.movePosition(QTextCursor.MoveOperation.Right, keep, len(ended.group()))
            cursor.removeSelectedText()
        cursor.movePosition(QTextCursor.MoveOperation.Left, keep, len(begun))
        before = cursor.block().text()[: cursor.selectionStart() - cursor.block().position()]
        cursor.insertText(f"{'' if before.endswith(' ') else ' '}{name} }}}}")
        cursor.endEditBlock()
        self._field.setTextCursor(cursor)

    def _offers(self) -> QStandardItemModel:
        model = QStandardItemModel(self)
        for keyword in keywords():
            item = QStandardItem(f"{keyword.name}   {keyword.meaning}")
            item.setData(keyword.name, _NAME)
            item.setEditable(False)
            model.appendRow(item)
        return model
