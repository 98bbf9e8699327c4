"""The languages of clients by name, each in its own words where Qt knows it."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QLocale
from PySide6.QtGui import QFontMetrics, QGuiApplication

from desktop.language import tr

_WITHOUT_COUNTRY = {"en": "English", "es": "español"}
"""Where Qt names the country too, though the tag names none."""


@lru_cache(maxsize=256)
def can_be_shown(words: str) -> bool:
    """Whether the interface's font, or one that stands in for it, has every letter of ``words``."""
    if QGuiApplication.instance() is None:
        return True
    metrics = QFontMetrics(QGuiApplication.font())
    return all(metrics.inFontUcs4(ord(letter)) for letter in words if letter.isalpha())


def language_name(tag: str) -> str:
    """The name of ``tag`` in its own language and the tag, such as ``Deutsch (de)``.

    In English where no font on this computer has its letters.
    """
    if not tag:
        return tr("Default")
    locale = QLocale(tag.replace("-", "_"))
    known = locale.nativeLanguageName() if locale.language() is not QLocale.Language.C else ""
    own = _WITHOUT_COUNTRY.get(tag, known)
    if own and not can_be_shown(own):
        own = QLocale.languageToString(locale.language())
    return f"{own} ({tag})" if own else tag
