"""Every text a person reads passes through here, so that it can be translated from the start.

A catalogue is a gettext ``.mo`` file under ``resources/languages``. The language ``pseudo`` is
built in: it wraps and widens every text, so that a text that bypassed translation, or a label
too narrow for a longer language, is seen at once.
"""

from __future__ import annotations

import gettext
from pathlib import Path

PSEUDO = "pseudo"
_WIDER = str.maketrans("aeiouAEIOU", "àéîöûÀÉÎÖÛ")


class _Pseudo(gettext.NullTranslations):
    def gettext(self, message: str) -> str:
        return _pseudo(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return _pseudo(msgid1 if n == 1 else msgid2)


class _Chosen:
    """Holds the catalogue in use; one per process, set once at start."""

    code = "en"
    catalogue: gettext.NullTranslations = gettext.NullTranslations()


def _pseudo(text: str) -> str:
    parts: list[str] = []
    depth = 0
    for char in text:
        if char == "{":
            depth += 1
        parts.append(char if depth else char.translate(_WIDER))
        if char == "}":
            depth -= 1
    return f"⟦{''.join(parts)}⟧"


def use_language(code: str, folder: Path) -> None:
    """Choose the catalogue for ``code`` (``en``, ``ja``, ``pseudo``); English where there is none."""
    _Chosen.code = code
    if code == PSEUDO:
        _Chosen.catalogue = _Pseudo()
        return
    _Chosen.catalogue = gettext.translation("desktop", folder, [code], fallback=True)


def chosen_language() -> str:
    """What was given to ``use_language``, for another process of this program."""
    return _Chosen.code


def languages(folder: Path) -> list[str]:
    """The codes of the languages there are catalogues for, beside English."""
    return sorted(file.parent.parent.name for file in folder.glob("*/LC_MESSAGES/desktop.mo"))


def tr(text: str) -> str:
    """The text in the chosen language. Fill its ``{names}`` with ``.format`` afterwards."""
    return _Chosen.catalogue.gettext(text)


def trn(singular: str, plural: str, count: int) -> str:
    """The form of the text that goes with ``count``; ``{n}`` in it is filled, with separators."""
    return _Chosen.catalogue.ngettext(singular, plural, count).replace("{n}", f"{count:,}")
