"""Edits on a text cursor that the formatting bar and the shortcuts share; each is one step of undo."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtGui import QTextCursor

if TYPE_CHECKING:
    from collections.abc import Iterator

_NUMBERED = re.compile(r"[0-9]+\. ")
_MOVE = QTextCursor.MoveMode.MoveAnchor
_KEEP = QTextCursor.MoveMode.KeepAnchor


def wrap(cursor: QTextCursor, mark: str) -> QTextCursor:
    """Put ``mark`` around the selection, or take it away; without a selection the cursor is inside."""
    start, end = cursor.selectionStart(), cursor.selectionEnd()
    size = len(mark)
    with _one_step(cursor):
        if _is_wrapped(cursor, start, end, mark):
            _cut(cursor, end, end + size)
            _cut(cursor, start - size, start)
            return _select(cursor, start - size, end - size)
        _insert(cursor, end, mark)
        _insert(cursor, start, mark)
    return _select(cursor, start + size, end + size)


def prefix_lines(cursor: QTextCursor, prefix: str) -> QTextCursor:
    """Begin each selected line with ``prefix``, or take it away where all have it. ``1. `` counts."""
    document = cursor.document()
    first = document.findBlock(cursor.selectionStart())
    last = document.findBlock(cursor.selectionEnd())
    blocks = [document.findBlockByNumber(n) for n in range(first.blockNumber(), last.blockNumber() + 1)]
    has_all = all(_prefix_of(block.text(), prefix) for block in blocks)
    with _one_step(cursor):
        for count, block in enumerate(blocks, start=1):
            known = _prefix_of(block.text(), prefix)
            _cut(cursor, block.position(), block.position() + len(known))
            if not has_all:
                _insert(cursor, block.position(), f"{count}. " if prefix == "1. " else prefix)
    return _select(cursor, *(2 * [last.position() + last.length() - 1]))


def make_link(cursor: QTextCursor, placeholder: str) -> QTextCursor:
    """Turn the selection into a link and select the place of its address."""
    words = cursor.selectedText() or placeholder
    start = cursor.selectionStart()
    with _one_step(cursor):
        cursor.insertText(f"[{words}](https://)")
    at = start + len(words.encode("utf-16-le")) // 2 + len("[](https://")
    return _select(cursor, at, at)


@contextmanager
def _one_step(cursor: QTextCursor) -> Iterator[None]:
    cursor.beginEditBlock()
    try:
        yield
    finally:
        cursor.endEditBlock()


def _is_wrapped(cursor: QTextCursor, start: int, end: int, mark: str) -> bool:
    """Asterisks are counted, as two of them are bold, one is italic and three are both."""
    before, after = _text(cursor, max(start - 3, 0), start), _text(cursor, end, end + 3)
    runs = len(before) - len(before.rstrip("*")), len(after) - len(after.lstrip("*"))
    count = min(runs)
    return count in {1, 3} if len(mark) == 1 else count >= 2


def _prefix_of(line: str, prefix: str) -> str:
    if prefix == "1. ":
        found = _NUMBERED.match(line)
        return found.group() if found else ""
    return prefix if line.startswith(prefix) else ""


def _text(cursor: QTextCursor, start: int, end: int) -> str:
    last = cursor.document().characterCount() - 1
    return _select(QTextCursor(cursor.document()), start, min(end, last)).selectedText()


def _select(cursor: QTextCursor, start: int, end: int) -> QTextCursor:
    cursor.setPosition(start, _MOVE)
    cursor.setPosition(end, _KEEP)
    return cursor


def _insert(cursor: QTextCursor, position: int, text: str) -> None:
    cursor.setPosition(position)
    cursor.insertText(text)


def _cut(cursor: QTextCursor, start: int, end: int) -> None:
    if end > start:
        _select(cursor, start, end).removeSelectedText()
