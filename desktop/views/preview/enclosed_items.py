"""What a message carries and in which languages it goes, as lines of the check list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Qt

from desktop.language import tr, trn
from desktop.services.enclosing import size_words
from desktop.views.kit.language_names import language_name
from desktop.views.preview.check_item import CheckItem, CheckLine, Standing, TextPlace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desktop.services.enclosed import Enclosed, LanguageShare

_LEFT_TO_RIGHT = "\u200e"
_LEFTWARDS = Qt.LayoutDirection.RightToLeft


def enclosed_items(found: Enclosed) -> list[CheckItem]:
    """One line for each language, each attachment, and for what a bulletin leaves behind."""
    items = [_language_item(each) for each in found.languages]
    for attachment in found.attachments:
        words = tr("Attached: {name} ({size})").format(name=attachment.name, size=size_words(attachment.size))
        items.append(CheckItem(f"attached {attachment.digest}", Standing.OK, words))
    if found.is_left_behind:
        words = tr("TWS Bulletin carries no attachments and no pictures: its recipients do not get them.")
        items.append(CheckItem("left-behind", Standing.LOOK, words))
    return items


def _language_item(share: LanguageShare) -> CheckItem:
    accounts = trn("{n} account", "{n} accounts", share.accounts)
    language = share.language
    name = language_name(language) if language else tr("Default language")
    words = tr("{language}: {accounts}").format(language=name, accounts=accounts)
    lines = tuple(_untranslated_lines(share))
    if lines:
        words = tr("{language}. Not translated: {texts}").format(language=words, texts=_texts(share))
    # A line takes its direction from its first letters, which may be the name of a language.
    in_order = f"{_LEFT_TO_RIGHT}{words}" if QLocale(language).textDirection() is _LEFTWARDS else words
    standing = Standing.OK if share.accounts and not lines else Standing.LOOK
    return CheckItem(f"language {language}", standing, in_order, lines)


def _texts(share: LanguageShare) -> str:
    if share.same_subject and share.same_content:
        return tr("subject and content")
    return tr("subject") if share.same_subject else tr("content")


def _untranslated_lines(share: LanguageShare) -> Iterator[CheckLine]:
    """What the clients of that language get, and the ways to where it can be written."""
    if share.same_subject or share.same_content:
        yield CheckLine(tr("These clients get the default words there."))
    if share.same_subject:
        yield CheckLine(tr("Go to the subject"), place=TextPlace(True, 1, 1, share.language))
    if share.same_content:
        yield CheckLine(tr("Go to the content"), place=TextPlace(False, 1, 1, share.language))
