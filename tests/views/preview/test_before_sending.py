"""What is to be known and settled before a message goes out, beside the message."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.bridge.jobs import _READERS
from desktop.models.channel import channels_of
from desktop.models.delivery import DeliveryState
from desktop.models.language_variant import LanguageVariant
from desktop.models.missing_rule import MissingRule, MissingWay
from desktop.models.outgoing import MessageDraft
from desktop.services.composing import DraftField, DraftProblem, new_draft
from desktop.services.sending import send
from desktop.services.ways import Ways
from desktop.views.kit.words import Words
from desktop.views.preview.check_item import Standing
from desktop.views.preview.lacking_dialog import LackingDialog
from desktop.views.preview.settle_box import Choice
from tests.support.fake_mail import FakeMail
from tests.support.sending import lines
from tests.support.stores import add_accounts, details

if TYPE_CHECKING:
    import pytest
    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from desktop.bridge.desk import Desk
    from tests.views.preview.conftest import Open

ARABIC = "شركة الخليج"


def _draft(desk: Desk, accounts: tuple[int, ...], content: str, subject: str = "News") -> MessageDraft:
    return replace(
        new_draft(desk.actor), accounts=accounts, channels=channels_of("E"), subject=subject, content=content
    )


def _four(desk: Desk) -> tuple[int, ...]:
    listed = [
        details(1, city="Bath"),
        details(2, title="T" * 120, city="Cork"),
        details(3, title=ARABIC),
        details(4, title="株式会社 東京", city="Cork"),
    ]
    return add_accounts(desk.store, listed)


def test_the_recipients_at_the_edges_come_first_with_their_reasons(desk: Desk, open_preview: Open) -> None:
    content = "{% if city == 'Bath' %}one{% else %}two{% endif %} {{ city }}"
    preview = open_preview(_draft(desk, _four(desk), content))
    seen = {}
    for _ in range(4):
        seen[preview.page.stepper.account_id] = preview.reason()
        preview.page.stepper.go_on()
        preview.settle()
    assert list(seen.values()) == [
        "Longest title; Where “city is Bath” does not hold",
        "No value for “city”; “account_title” runs from right to left",
        "“account_title” is not in Latin letters",
        "Where “city is Bath” holds",
    ]
    assert preview.position() == "4 of 4"
    assert preview.detail("edges")[::2] == [
        f"U0000002  {'T' * 120}", f"U0000003  {ARABIC}", "U0000004  株式会社 東京", "U0000001  Client 1",
    ]  # fmt: skip


def test_somebody_of_each_language_comes_before_all_others(desk: Desk, open_preview: Open) -> None:
    listed = [details(1, title="Long title"), details(2, language="de"), details(3)]
    draft = _draft(desk, add_accounts(desk.store, listed), "x")
    preview = open_preview(replace(draft, variants=(LanguageVariant("de", "x", "y"),)))
    assert preview.reason() == "Gets the default language; Longest title"
    preview.page.stepper.go_on()
    preview.settle()
    assert preview.reason() == "Gets Deutsch (de)"


def test_who_looks_at_somebody_already_is_not_taken_away(desk: Desk, open_preview: Open) -> None:
    preview = open_preview(_draft(desk, _four(desk), "{{ city }}"))
    preview.page.stepper.go_on()
    shown = preview.page.stepper.account_id
    preview.choose("city", Choice.SKIP)
    assert (preview.page.stepper.account_id, preview.position()) == (shown, "Gets nothing")


def test_the_button_leads_to_what_is_not_settled_and_nothing_is_sent(desk: Desk, open_preview: Open) -> None:
    preview = open_preview(_draft(desk, _four(desk), "one\n{{ city }}"))
    assert preview.standing("missing-city") is Standing.PROBLEM
    preview.click_send()
    row = preview.page.checks.rows["missing-city"]
    assert row.is_open
    assert row.settle is not None
    assert row.settle.choice is Choice.STOP
    assert preview.problem() == "No value for “city”: 1 account"
    with desk.store.read() as unit:
        assert unit.outbox.under_way()[0] == 0


def test_those_without_a_value_are_skipped_when_it_is_so_settled(
    desk: Desk, open_preview: Open, qtbot: QtBot
) -> None:
    preview = open_preview(_draft(desk, _four(desk), "{{ city }}"))
    with qtbot.waitSignal(preview.page.settled) as told:
        preview.choose("city", Choice.SKIP)
    assert told.args[0].missing == (MissingRule("city", MissingWay.SKIP),)
    assert preview.standing("missing-city") is Standing.LOOK
    assert preview.send_words() == "Send to 3 accounts"
    assert preview.page.note.text() == ""
    preview.follow("missing-city", "Show this account")
    dialog = preview.page.findChild(LackingDialog)
    assert dialog is not None
    preview.settle()
    listed = dialog.list.model.row_at(0)
    assert listed is not None
    assert listed.number == "U0000003"
    dialog.list.opened.emit(listed.id)
    preview.settle()
    assert preview.page.note.text() == "This account has no value for a keyword. It will be skipped."
    with qtbot.waitSignal(preview.page.sent) as sent:
        preview.click_send()
    skipped = [line.number for line in lines(desk.store, sent.args[0]) if line.state is DeliveryState.SKIPPED]
    assert skipped == ["U0000003"]


def test_all_numbers_agree_after_skipping(desk: Desk, open_preview: Open) -> None:
    listed = [details(1, language="de", city="Bath"), details(2, language="de"), details(3), details(4)]
    listed += [details(5, city="Bath"), details(6, city="Bath"), details(7, email="", city="Bath")]
    draft = _draft(desk, add_accounts(desk.store, listed), "{{ city }}")
    preview = open_preview(replace(draft, variants=(LanguageVariant("de", "Neues", "aus {{ city }}"),)))

    def numbers() -> list[str]:
        counts = [words for words in preview.checks() if words.startswith(("Default", "Deutsch", "Email"))]
        return [preview.position(), preview.send_words(), *counts]

    assert numbers() == [
        "1 of 6",
        "Send to 6 accounts",
        "Email: 6 of 7 accounts",
        "Default language: 4 accounts",
        "Deutsch (de): 2 accounts",
    ]
    preview.choose("city", Choice.SKIP)
    assert numbers() == [
        "1 of 3",
        "Send to 3 accounts",
        "Email: 3 of 4 accounts",
        "Default language: 2 accounts",
        "Deutsch (de): 1 account",
    ]
    preview.choose("city", Choice.EMPTY)
    assert numbers()[:2] == ["1 of 6", "Send to 6 accounts"]


def test_who_gets_nothing_can_be_looked_at_and_the_arrows_lead_back(desk: Desk, open_preview: Open) -> None:
    accounts = _four(desk)
    preview = open_preview(_draft(desk, accounts, "{{ city }}"))
    preview.choose("city", Choice.SKIP)
    stepper = preview.page.stepper
    stepper.go_on()
    assert preview.position() == "2 of 3"
    here = stepper.account_id
    stepper.go_to(accounts[2])
    preview.settle()
    assert (preview.position(), stepper.account_id) == ("Gets nothing", accounts[2])
    assert preview.page.note.text() == "This account has no value for a keyword. It will be skipped."
    stepper.go_back()
    preview.settle()
    assert (preview.position(), stepper.account_id) == ("2 of 3", here)
    stepper.go_to(accounts[2])
    preview.choose("city", Choice.EMPTY)
    assert (preview.position()[1:], stepper.account_id) == (" of 4", accounts[2])


def test_where_nobody_is_reached_it_can_still_be_seen_why(desk: Desk, open_preview: Open) -> None:
    preview = open_preview(_draft(desk, add_accounts(desk.store, [details(1, email="")]), "x"))
    assert (preview.position(), preview.send_words()) == ("1 of 1", "Send to 0 accounts")
    assert preview.page.note.text() == "This account has no e-mail address. It will be skipped."


def test_a_text_stands_in_at_once_and_an_empty_place_only_on_purpose(desk: Desk, open_preview: Open) -> None:
    preview = open_preview(_draft(desk, _four(desk)[2:3], "in {{ city }}."))
    assert preview.page.note.text() == "This account has no value for “city”."
    preview.choose("city", Choice.TEXT)
    assert preview.standing("missing-city") is Standing.PROBLEM, "no text yet"
    preview.choose("city", Choice.TEXT, "your town")
    assert "in your town." in preview.shown()
    assert preview.standing("missing-city") is Standing.LOOK
    assert preview.page.note.text() == ""
    preview.choose("city", Choice.EMPTY)
    assert "in ." in preview.shown()
    assert preview.page.draft.missing == (MissingRule("city", MissingWay.DEFAULT),)
    preview.choose("city", Choice.STOP)
    assert preview.standing("missing-city") is Standing.PROBLEM
    preview.choose("city", Choice.TEXT)
    assert "in your town." in preview.shown(), "what was typed is there again"


def test_tab_goes_through_the_items_as_they_stand(desk: Desk, open_preview: Open) -> None:
    preview = open_preview(_draft(desk, _four(desk), "in {{ city }}, [here](http://a.example)."))
    preview.choose("city", Choice.SKIP)
    rows = [row for standing in Standing for row in preview.page.checks._shown[standing]]
    toggles = [row.toggle for row in rows if row.toggle.isVisibleTo(row)]
    assert [each for each in _tab_order(toggles[0]) if each in toggles] == toggles


def _tab_order(first: QWidget) -> list[QWidget]:
    order, widget = [first], first.nextInFocusChain()
    while widget is not None and widget is not first:
        order.append(widget)
        widget = widget.nextInFocusChain()
    return order


def test_what_is_wrong_in_the_text_leads_to_its_place(desk: Desk, open_preview: Open, qtbot: QtBot) -> None:
    content = (
        "one\n[x](http://x.example)\n{% if city == 'Oslo' %}two{% endif %}{% assign n = city %}{{ city }}"
    )
    preview = open_preview(_draft(desk, _four(desk), content))
    for key, words, line in (
        ("links", "Line 2", 2),
        (next(key for key in preview.page.checks.rows if key.startswith("unmet")), "Line 3", 3),
        (next(key for key in preview.page.checks.rows if key.startswith("unused")), "Line 3", 3),
        ("missing-city", "Line 3", 3),
    ):
        with qtbot.waitSignal(preview.page.place_asked) as asked:
            preview.follow(key, words)
        assert (asked.args[0].field, asked.args[0].place.line) == (DraftField.CONTENT, line)


def test_subjects_that_are_empty_or_too_long_are_named(desk: Desk, open_preview: Open, qtbot: QtBot) -> None:
    accounts = add_accounts(desk.store, [details(1, title="T" * 130), details(2, language="")])
    draft = _draft(desk, accounts, "x", "{% if language %}{{ account_title }}{% endif %}")
    preview = open_preview(replace(draft, missing=(MissingRule("language", MissingWay.SKIP),)))
    assert preview.standing("subject-long") is Standing.LOOK
    assert preview.standing("subject-empty") is Standing.PROBLEM
    with qtbot.waitSignal(preview.page.place_asked) as asked:
        preview.follow("subject-empty", "Go to the subject")
    assert asked.args[0].field is DraftField.SUBJECT
    preview.click_send()
    assert preview.problem() == "The subject is empty for 1 account"
    long = open_preview(_draft(desk, accounts[:1], "x", "y" * 200 + "{{ account_title }}"))
    assert long.standing("subject-long") is Standing.PROBLEM


def test_a_message_much_like_it_is_named_and_can_be_shown(
    desk: Desk, open_preview: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = _draft(desk, _four(desk), "The yearly statement of your account is ready in Reports.")
    message = send(desk.store, desk.actor, replace(draft, accounts=draft.accounts[:2])).message_id
    preview = open_preview(draft)
    shown: list[int] = []
    monkeypatch.setattr(preview.page, "_look_at", shown.append)
    assert "2 of these accounts got much the same" in preview.checks()
    preview.follow("alike", "Show “News”")
    assert shown == [message]


def test_of_many_messages_much_like_it_the_newest_are_named_and_that_there_are_more_is_said(
    desk: Desk, open_preview: Open
) -> None:
    draft = _draft(desk, _four(desk), "The yearly statement of your account is ready in Reports.")
    for number in range(5):
        send(desk.store, desk.actor, replace(draft, subject=f"Number {number}"))
    preview = open_preview(draft)
    assert "More than 3 messages much like it went to some of these accounts; the newest:" in preview.checks()
    assert [words.split("”")[0] for words in preview.detail("alike")[::2]] == [
        "“Number 4",
        "“Number 3",
        "“Number 2",
    ]


def test_several_messages_much_like_it_stand_behind_one_sentence_that_names_each(
    desk: Desk, open_preview: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = _draft(desk, _four(desk), "The yearly statement of your account is ready in Reports.")
    for count, subject in ((2, "First"), (3, "Second for {{ account_title }}")):
        send(desk.store, desk.actor, replace(draft, subject=subject, accounts=draft.accounts[:count]))
    preview = open_preview(draft)
    assert "2 messages much like it went to some of these accounts" in preview.checks()
    told = preview.detail("alike")[::2]
    assert [words.split("”")[0] for words in told] == ["“Second for ‹account title›", "“First"]
    assert [words.partition(" to ")[2] for words in told] == ["3 of these accounts.", "2 of these accounts."]
    shown: list[int] = []
    monkeypatch.setattr(preview.page, "_look_at", shown.append)
    preview.follow("alike", "Show “First”")
    assert len(shown) == 1


def test_a_long_subject_is_seen_whole(desk: Desk, open_preview: Open, qtbot: QtBot) -> None:
    accounts = add_accounts(desk.store, [details(1, title="T" * 300)])
    preview = open_preview(_draft(desk, accounts, "x", "word " * 40 + "{{ account_title }}"))
    preview.page.resize(870, 600)
    subject = preview.page.header.lines["subject"]
    line = subject.fontMetrics().height()
    qtbot.waitUntil(lambda: subject.height() >= subject.heightForWidth(subject.width()) > 2 * line)
    assert preview.page.width() == 870


def test_every_line_behind_an_item_is_shown_whole(desk: Desk, open_preview: Open, qtbot: QtBot) -> None:
    accounts = add_accounts(desk.store, [details(1, title="T" * 130)])
    preview = open_preview(_draft(desk, accounts, "x", "{{ account_title }}"))
    preview.page.resize(870, 600)
    row = preview.open("subject-long")
    words = row.detail.findChildren(Words)
    qtbot.waitUntil(lambda: all(each.height() >= each.heightForWidth(each.width()) > 0 for each in words))


def test_the_look_at_all_can_be_called_off_and_taken_up_again(desk: Desk, open_preview: Open) -> None:
    preview = open_preview(_draft(desk, _four(desk), "{{ city }}"))
    page = preview.page
    gate = threading.Event()
    for _ in range(_READERS):
        desk.jobs.read(gate.wait, 10)
    page.work.look_at_all()
    page.checks.stop.click()
    gate.set()
    preview.settle()
    assert page.checks.again.isVisible()
    assert page.send_button.isEnabled()
    page.checks.again.click()
    preview.settle()
    assert not page.checks.again.isVisible()
    assert preview.standing("missing-city") is Standing.PROBLEM


def test_a_row_stays_open_while_what_it_says_changes(desk: Desk, open_preview: Open) -> None:
    preview = open_preview(_draft(desk, _four(desk), "{{ city }}"))
    row = preview.open("missing-city")
    preview.choose("city", Choice.SKIP)
    assert preview.page.checks.rows["missing-city"] is row
    assert row.is_open
    QTest.mouseClick(row.toggle, Qt.MouseButton.LeftButton)
    assert not row.is_open


def test_a_test_mail_goes_to_who_works_here_as_the_shown_recipient_gets_it(
    desk: Desk, open_preview: Open
) -> None:
    mail = FakeMail()
    desk.ways = mail.ways()
    preview = open_preview(_draft(desk, _four(desk), "Dear {{ account_title }}"))
    preview.page.stepper.go_to(preview.page.draft.accounts[3])
    preview.page.trial.button.click()
    preview.settle()
    assert mail.recipients == [desk.actor.email]
    assert "written into the folder" in desk.notices.take()[-1].text
    assert preview.page.trial.button.text() == "Send a test mail to me"


def test_a_test_mail_can_be_called_off(desk: Desk, open_preview: Open) -> None:
    mail = FakeMail()
    preview = open_preview(_draft(desk, _four(desk), "x"))
    trial = preview.page.trial

    def folder() -> FakeMail:
        assert trial._token is not None
        trial._token.cancel()
        return mail

    desk.ways = Ways(smtp=lambda server, password: mail, folder=folder, password=lambda: None)
    trial.button.click()
    preview.settle()
    trial.button.click()
    assert mail.sent == []
    assert trial.button.text() == "Send a test mail to me"


def test_parts_at_the_same_place_of_two_languages_are_told_apart(desk: Desk, open_preview: Open) -> None:
    accounts = add_accounts(desk.store, [details(1), details(2, language="de")])
    unmet = "{{% if city == '{}' %}}never{{% endif %}} always"
    draft = _draft(desk, accounts, unmet.format("Nowhere"))
    german = LanguageVariant("de", "News", unmet.format("Nirgends"))
    preview = open_preview(replace(draft, variants=(german,)))
    assert preview.checks().count("A part that nobody gets") == 2
    rows = [
        row for row in preview.page.checks.rows.values() if row.item.sentence == "A part that nobody gets"
    ]
    assert len({row.item.lines[0].words for row in rows}) == 2


def test_what_is_found_in_the_words_of_a_language_names_it_and_leads_there(
    desk: Desk, open_preview: Open
) -> None:
    listed = [details(1, language="de"), details(2), details(3, language="de", title="T" * 130)]
    draft = _draft(desk, add_accounts(desk.store, listed), "{{ city }}\n[x](http://x.example)")
    german = (
        "{{ city }}\n[y](http://y.example){% if account_type == 'x' %}!{% endif %}{% assign name = country %}"
    )
    subject = "Neues {{ account_title }}"
    preview = open_preview(replace(draft, variants=(LanguageVariant("de", subject, german),)))
    assert preview.detail("missing-city") == [
        "Show these 3 accounts",
        "Line 1, column 4: 1 account",
        "Line 1, column 4 (de): 2 accounts",
    ]
    asked: list[DraftProblem] = []
    preview.page.place_asked.connect(asked.append)
    preview.follow("missing-city", "Line 1, column 4 (de)")
    preview.follow("links", "Line 2 (de)")
    preview.follow("subject-long", "Go to the subject")
    for kind in ("unmet", "unused"):
        key = next(each for each in preview.page.checks.rows if each.startswith(kind))
        preview.follow(key, "Line 2, ")
    assert [(each.field, each.language) for each in asked] == [
        (DraftField.CONTENT, "de"), (DraftField.CONTENT, "de"), (DraftField.SUBJECT, "de"),
        (DraftField.CONTENT, "de"), (DraftField.CONTENT, "de"),
    ]  # fmt: skip
    asked.clear()
    preview.follow("links", "Line 2: http://x.example")
    assert [each.language for each in asked] == [""]


def test_a_text_that_was_not_translated_leads_to_that_language(desk: Desk, open_preview: Open) -> None:
    draft = _draft(desk, add_accounts(desk.store, [details(1, language="de")]), "x")
    preview = open_preview(replace(draft, variants=(LanguageVariant("de", "Neues", "x"),)))
    asked: list[DraftProblem] = []
    preview.page.place_asked.connect(asked.append)
    preview.follow("language de", "Go to the content")
    assert [(each.field, each.language) for each in asked] == [(DraftField.CONTENT, "de")]
