"""What a message carries and in which languages it goes, as lines of the check list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Qt

from desktop.language import tr, trn
from desktop.services.enclosing import size_words
from desktop.views.kit.language_names import language_name
from desktop.views.preview.check_item import CheckItem, Standing

if TYPE_CHECKING:
    from desktop.services.enclosed import Enclosed

_LEFT_TO_RIGHT = "\u200e"
_LEFTWARDS = Qt.LayoutDirection.RightToLeft


def enclosed_items(found: Enclosed) -> list[CheckItem]:
    """One line for each language, each attachment, and for what a bulletin leaves behind."""
    items = [_language_item(*each) for each in found.languages]
    for attachment in found.attachments:
        words = tr("Attached: {name} ({size})").format(name=attachment.name, size=size_words(attachment.size))
        items.append(CheckItem(f"attached {attachment.digest}", Standing.OK, words))
    if found.is_left_behind:
        words = tr("TWS Bulletin carries no attachments and no pictures: its recipients do not get them.")
        items.append(CheckItem("left-behind", Standing.LOOK, words))
    return items


def _language_item(language: str, count: int) -> CheckItem:
    accounts = trn("{n} account", "{n} accounts", count)
    name = language_name(language) if language else tr("Default language")
    words = tr("{language}: {accounts}").format(language=name, accounts=accounts)
    # A line takes its direction from its first letters, which may be the name of a language.
    in_order = f"{_LEFT_TO_RIGHT}{words}" if QLocale(language).textDirection() is _LEFTWARDS else words
    return CheckItem(f"language {language}", Standing.OK if count else Standing.LOOK, in_order)
