"""The languages of clients by name, each in its own words where Qt knows it."""

from __future__ import annotations

from PySide6.QtCore import QLocale

from desktop.language import tr

_WITHOUT_COUNTRY = {"en": "English", "es": "español"}
"""Where Qt names the country too, though the tag names none."""


def language_name(tag: str) -> str:
    """The name of ``tag`` in its own language and the tag, such as ``Deutsch (de)``."""
    if not tag:
        return tr("Default")
    locale = QLocale(tag.replace("-", "_"))
    known = locale.nativeLanguageName() if locale.language() is not QLocale.Language.C else ""
    own = _WITHOUT_COUNTRY.get(tag, known)
    return f"{own} ({tag})" if own else tag
