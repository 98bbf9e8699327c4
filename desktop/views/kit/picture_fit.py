"""Keeps pictures no wider than the page on which they are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QTextCursor, QTextFormat, QTextFrame, QTextLength, QTextTable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QTextBlock, QTextDocument, QTextFragment, QTextList

_LEAST = 16
_HEIGHT = QTextFormat.Property.ImageHeight.value
_FIXED = QTextLength.Type.FixedLength


def fit_pictures(document: QTextDocument, width: float) -> None:
    """Show whatever picture is wider than its place, on a page ``width`` pixels wide, smaller as a whole."""
    block = document.begin()
    while block.isValid():
        _fit(document, block, width - 2 * document.documentMargin())
        block = block.next()


def _fit(document: QTextDocument, block: QTextBlock, width: float) -> None:
    pictures = [each for each in _fragments(block) if each.charFormat().isImageFormat()]
    if not pictures:
        return
    most = QTextLength(_FIXED, max(_room(document, block, width), _LEAST))
    for fragment in pictures:
        form = fragment.charFormat().toImageFormat()
        if form.maximumWidth() != most:
            form.setMaximumWidth(most)
            form.clearProperty(_HEIGHT)  # else it keeps that while it gets narrower
            cursor = QTextCursor(document)
            cursor.setPosition(fragment.position())
            end = fragment.position() + fragment.length()
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            cursor.setCharFormat(form)


def _fragments(block: QTextBlock) -> Iterator[QTextFragment]:
    at = block.begin()
    while not at.atEnd():
        yield at.fragment()
        at += 1


def _room(document: QTextDocument, block: QTextBlock, width: float) -> float:
    """What is left of ``width`` within margins, lists and the cells of tables."""
    form = block.blockFormat()
    listed: QTextList | None = block.textList()
    steps = form.indent() + (listed.format().indent() if listed else 0)
    room = width - form.leftMargin() - form.rightMargin() - steps * document.indentWidth()
    for table in _tables_around(QTextCursor(block).currentFrame()):
        shape = table.format().toTableFormat()
        room -= 2 * (shape.cellPadding() + shape.cellSpacing() + shape.border())
        room /= max(table.columns(), 1)
    return room


def _tables_around(frame: QTextFrame | None) -> list[QTextTable]:
    """From within."""
    if frame is None:
        return []
    around = _tables_around(frame.parentFrame())
    return [frame, *around] if isinstance(frame, QTextTable) else around
