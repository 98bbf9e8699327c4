"""What the check list says of languages and attachments before the click."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument

from desktop.bridge.desk import Desk
from desktop.models.attachment import Attachment
from desktop.models.channel import Channel
from desktop.models.language_variant import LanguageVariant
from desktop.models.outgoing import MessageDraft
from desktop.services.enclosed import enclosed_in
from desktop.views.preview.check_item import Standing, TextPlace
from desktop.views.preview.enclosed_items import enclosed_items
from tests.support.stores import add_accounts, details

FEES = Attachment("Fees.pdf", "application/pdf", 1_200_000, "1" * 64)


def sentences(desk: Desk, draft: MessageDraft) -> list[str]:
    return [item.sentence for item in enclosed_items(enclosed_in(desk.store, draft))]


def test_each_language_with_its_accounts(desk: Desk) -> None:
    accounts = add_accounts(
        desk.store, [details(n, language=tag) for n, tag in enumerate(("de", "de-AT", "en", ""), 1)]
    )
    draft = MessageDraft(accounts=accounts, variants=(LanguageVariant("de", "S", "C"), LanguageVariant("fr")))
    assert sentences(desk, draft) == [
        "Default language: 2 accounts",
        "Deutsch (de): 2 accounts",
        "français (fr): 0 accounts",
    ]


def test_a_language_that_still_says_the_default_words_is_told_with_what_its_clients_get(desk: Desk) -> None:
    accounts = add_accounts(desk.store, [details(1, language="de"), details(2, language="fr")])
    draft = MessageDraft(accounts=accounts, subject="News", content="Hello\n\nall")
    same = LanguageVariant("de", "News", " Hello\n\nall\n")
    half = LanguageVariant("fr", "News", "Bonjour")
    [_, german, french] = enclosed_items(enclosed_in(desk.store, replace(draft, variants=(same, half))))
    assert german.standing is french.standing is Standing.LOOK
    assert german.sentence == "Deutsch (de): 1 account. Not translated: subject and content"
    assert french.sentence == "français (fr): 1 account. Not translated: subject"
    assert [line.words for line in german.lines] == [
        "These clients get the default words there.", "Go to the subject", "Go to the content",
    ]  # fmt: skip
    assert [line.place for line in french.lines] == [None, TextPlace(True, 1, 1, "fr")]
    done = replace(draft, variants=(LanguageVariant("de", "Neues", "Hallo"),))
    assert {item.standing for item in enclosed_items(enclosed_in(desk.store, done))[1:]} == {Standing.OK}


def test_a_line_about_arabic_reads_from_left_to_right_as_the_others_do(desk: Desk) -> None:
    accounts = add_accounts(desk.store, [details(1, language="ar")])
    [_, line] = sentences(desk, MessageDraft(accounts=accounts, variants=(LanguageVariant("ar", "S", "C"),)))
    assert line.endswith("(ar): 1 account")
    assert QTextDocument(line).firstBlock().textDirection() is Qt.LayoutDirection.LeftToRight


def test_what_a_bulletin_leaves_behind_is_said(desk: Desk) -> None:
    draft = MessageDraft(attachments=(FEES,), channels=frozenset({Channel.EMAIL}))
    assert sentences(desk, draft) == ["Attached: Fees.pdf (1.2 MB)"]
    with_bulletin = replace(draft, channels=frozenset({Channel.EMAIL, Channel.BULLETIN}))
    assert "TWS Bulletin carries no attachments" in sentences(desk, with_bulletin)[-1]
    with_picture = MessageDraft(content=f"![a](cid:{'2' * 64})", channels=frozenset({Channel.BULLETIN}))
    assert "TWS Bulletin carries" in sentences(desk, with_picture)[0]


def test_a_plain_message_adds_nothing(desk: Desk) -> None:
    assert sentences(desk, MessageDraft(content="Hello")) == []
