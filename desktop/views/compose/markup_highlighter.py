"""Tints keywords and Markdown while they are written, in the theme's colours."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtGui import QFont, QSyntaxHighlighter, QTextCharFormat

from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from PySide6.QtGui import QTextDocument

_RULES = (
    (re.compile(r"^#{1,6} .*$"), "strong"),
    (re.compile(r"^>.*$"), "quiet"),
    (re.compile(r"^\s*(?:[-*+]|[0-9]+\.)(?= )"), "marker"),
    (re.compile(r"\*\*(?=\S).+?(?<=\S)\*\*"), "strong"),
    (re.compile(r"(?<![*\w])\*(?=[^\s*]).+?(?<=[^\s*])\*(?!\*)"), "slanted"),
    (re.compile(r"\[[^\]]*\]\([^)]*\)"), "link"),
    (re.compile(r"\{%.*?%\}"), "instruction"),
    (re.compile(r"\{\{.*?\}\}"), "keyword"),
)


class MarkupHighlighter(QSyntaxHighlighter):
    """Later rules lie over earlier ones, so a keyword in a heading is still seen as one."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._formats: dict[str, QTextCharFormat] = {}
        theme_of(self).changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def highlightBlock(self, text: str) -> None:
        wide = not text.isascii()
        for pattern, kind in _RULES:
            for match in pattern.finditer(text):
                start, end = match.span()
                if wide:
                    start, end = units(text[:start]), units(text[:end])
                self.setFormat(start, end - start, self._formats[kind])

    def _on_theme_changed(self) -> None:
        theme = theme_of(self)
        made = {name: QTextCharFormat() for name in ("strong", "slanted", "quiet", "marker", "link")}
        made["strong"].setFontWeight(QFont.Weight.DemiBold)
        made["slanted"].setFontItalic(True)
        made["quiet"].setForeground(theme.color("text-quiet"))
        made["marker"].setForeground(theme.color("text-quiet"))
        made["link"].setForeground(theme.color("link"))
        for name, ink, ground in (("keyword", "chip-text", "chip"), ("instruction", "info", "info-ground")):
            made[name] = QTextCharFormat()
            made[name].setForeground(theme.color(ink))
            made[name].setBackground(theme.color(ground))
        self._formats = made
        self.rehighlight()


def units(text: str) -> int:
    """How long ``text`` is as Qt counts, which takes two for a character beyond the first 65,536."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2
