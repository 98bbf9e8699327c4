"""A message is written by keyboard, with keywords, problems and the preview beside it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.errors import StoreUnavailable
from desktop.models.channel import Channel
from desktop.models.chosen_recipients import ChosenRecipients
from desktop.services.composing import new_draft
from tests.pages.editor import CTRL
from tests.support.stores import add_accounts, details

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from desktop.bridge.desk import Desk
    from tests.views.compose.conftest import Open


def test_a_message_is_written_by_keyboard_alone(desk: Desk, open_editor: Open, qtbot: QtBot) -> None:
    accounts = add_accounts(desk.store, [details(1), details(2)])
    editor = open_editor(None)
    editor.page.set_recipients(ChosenRecipients(accounts))
    editor.tab_to("Subject")
    editor.type("Office closed")
    editor.tab_to("Content")
    editor.type("Dear {{ acc")
    editor.press(Qt.Key.Key_Escape)
    editor.type("ount_title }}, we are closed.")
    editor.press(Qt.Key.Key_Tab)
    assert editor.page.focusWidget() is not editor.page.form.message.content, "Tab moves on"
    with qtbot.waitSignal(editor.page.preview_asked) as asked:
        editor.press(Qt.Key.Key_Return, CTRL)
    draft = asked.args[0]
    assert draft.subject == "Office closed"
    assert draft.content == "Dear {{ account_title }}, we are closed."
    assert draft.accounts == accounts
    assert draft.reply_to == "ada.byron@office.example"
    assert draft.signature_user == desk.actor.id


def test_keywords_are_completed_while_braces_are_typed(open_editor: Open) -> None:
    editor = open_editor(None)
    field = editor.page.form.message.content
    field.setFocus()
    editor.write("To {{ opened")
    popup = field._completer.popup()
    assert popup is not None
    assert popup.isVisible()
    QTest.keyClick(popup, Qt.Key.Key_Return)
    assert editor.content == "To {{ opened_on }}"
    assert not popup.isVisible()


def test_the_keyword_menu_names_every_keyword_with_an_example(open_editor: Open) -> None:
    editor = open_editor(None)
    entries = {action.data(): action.text() for action in editor.page.form.message.bar.menu.actions()}
    assert len(entries) == 14
    assert "U1234567" in entries["account_number"]
    menu = editor.page.form.message.bar.menu
    next(action for action in menu.actions() if action.data() == "city").trigger()
    assert editor.content == "{{ city }}"


@pytest.mark.parametrize(
    ("key", "written"),
    [(Qt.Key.Key_B, "**word**"), (Qt.Key.Key_I, "*word*"), (Qt.Key.Key_K, "[word](https://)")],
)
def test_shortcuts_format_the_selection_in_one_step_of_undo(
    open_editor: Open, key: Qt.Key, written: str
) -> None:
    editor = open_editor(None)
    field = editor.page.form.message.content
    editor.write("word")
    field.selectAll()
    QTest.keyClick(field, key, CTRL)
    assert editor.content == written
    QTest.keyClick(field, Qt.Key.Key_Z, CTRL)
    assert editor.content == "word"


def test_a_mark_is_taken_away_where_it_is(open_editor: Open) -> None:
    editor = open_editor(None)
    field = editor.page.form.message.content
    field.setPlainText("🙂 word")
    field.selectAll()
    field.toggle_bold()
    field.toggle_italic()
    assert editor.content == "***🙂 word***"
    field.toggle_italic()
    field.toggle_bold()
    assert editor.content == "🙂 word"


def test_lines_become_a_list_and_back(open_editor: Open) -> None:
    editor = open_editor(None)
    field = editor.page.form.message.content
    field.setPlainText("one\ntwo")
    field.selectAll()
    field.toggle_prefix("1. ")
    assert editor.content == "1. one\n2. two"
    field.selectAll()
    field.toggle_prefix("1. ")
    assert editor.content == "one\ntwo"


def test_ctrl_tab_writes_a_tab(open_editor: Open) -> None:
    editor = open_editor(None)
    field = editor.page.form.message.content
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Tab, CTRL)
    assert editor.content == "\t"


def test_an_unknown_keyword_is_named_at_its_place_and_mended_by_a_click(
    desk: Desk, open_editor: Open
) -> None:
    draft = replace(new_draft(desk.actor), content="Hello\n🙂 日本 {{ acount_title }}")
    editor = open_editor(draft)
    assert editor.text_problems() == ["2:9 There is no keyword “acount_title”. Did you mean “account_title”?"]
    editor.click("Line 2, column 9")
    cursor = editor.page.form.message.content.textCursor()
    assert cursor.selectedText() == "acount_title"
    assert editor.page.form.message.content.hasFocus()
    editor.click("Use “account_title”")
    editor.settle()
    assert editor.content == "Hello\n🙂 日本 {{ account_title }}"
    assert editor.text_problems() == []


def test_the_last_good_preview_stays_while_there_is_an_error(desk: Desk, open_editor: Open) -> None:
    editor = open_editor(replace(new_draft(desk.actor), content="Good day"))
    assert "Good day" in editor.shown()
    editor.write(" {{ ")
    editor.settle()
    assert "Good day" in editor.shown()
    assert editor.page.preview.stale.isVisible()
    assert editor.page.preview.stale.text().startswith("The preview waits until this is mended: ")
    editor.write("city }}")
    editor.settle()
    assert "Good day Chicago" in editor.shown(), "without recipients the example values are shown"
    assert not editor.page.preview.stale.isVisible()


def test_a_preview_that_could_not_be_read_says_so_and_is_tried_again(
    desk: Desk, open_editor: Open, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = open_editor(None)
    preview = editor.page.preview
    with monkeypatch.context() as cut:

        def refuse() -> None:
            raise StoreUnavailable("The store cannot be reached", "The server did not answer.", "Wait.")

        cut.setattr(desk.store, "read", refuse)
        editor.write("Far away")
        qtbot.waitUntil(preview.stale.isVisible)
        assert preview.stale.text() == "The preview waits for the store."
    assert preview._again.isActive()
    preview._again.timeout.emit()
    editor.settle()
    assert not preview.stale.isVisible()
    assert not preview._again.isActive()


def test_the_preview_shows_the_chosen_recipient(desk: Desk, open_editor: Open) -> None:
    titles = ("<b>*A*</b> & {{ B }}", "山田太郎")
    accounts = add_accounts(desk.store, [details(n, title=title) for n, title in enumerate(titles, 1)])
    draft = replace(new_draft(desk.actor), content="Dear {{ account_title }}", accounts=accounts)
    editor = open_editor(draft)
    assert "Dear <b>*A*</b> & {{ B }}" in editor.shown()
    editor.page.preview.stepper.go_on()
    editor.settle()
    assert "Dear 山田太郎" in editor.shown()


def test_the_button_leads_to_the_first_problem(open_editor: Open) -> None:
    editor = open_editor(None)
    for box in editor.page.form.delivery.boxes.values():
        box.setChecked(False)
    editor.click("Preview to Send")
    assert editor.field_problems() == [
        "Choose at least one delivery method.",
        "Choose at least one account with “Manage Recipients”.",
        "Enter a subject.",
        "Write the message.",
    ]
    assert editor.page.focusWidget() is editor.page.form.delivery.boxes[Channel.MESSAGE_CENTER]
    editor.press(Qt.Key.Key_Space)
    editor.tab_to("Subject")
    editor.type("Hello")
    assert editor.field_problems() == [
        "Choose at least one account with “Manage Recipients”.",
        "Write the message.",
    ]


def test_the_bulletin_is_counted_while_it_is_chosen(desk: Desk, open_editor: Open) -> None:
    editor = open_editor(replace(new_draft(desk.actor), subject="Hello", content="x " * 600))
    counter = editor.page.form.delivery.counter
    assert not counter.isVisible()
    QTest.keyClick(editor.page.form.delivery.boxes[Channel.BULLETIN], Qt.Key.Key_Space)
    editor.settle()
    assert counter.isVisible()
    assert counter.text().startswith("Bulletin: 1,205 of 1,000 characters. The last 205 are cut off")


def test_the_accounts_are_told_by_count_names_and_lacks(desk: Desk, open_editor: Open) -> None:
    accounts = add_accounts(
        desk.store, [details(n, email="" if n < 3 else "a@b.example") for n in range(1, 7)]
    )
    editor = open_editor(replace(new_draft(desk.actor), accounts=accounts))
    step = editor.page.form.accounts
    assert step.count.text() == "6 accounts"
    assert step.names.text() == "Client 1 (U0000001), Client 2 (U0000002), Client 3 (U0000003) and 3 more"
    assert step.lacking.text() == "2 have no e-mail"


def test_what_is_written_stays_when_recipients_are_chosen(
    desk: Desk, open_editor: Open, qtbot: QtBot
) -> None:
    accounts = add_accounts(desk.store, [details(1)])
    editor = open_editor(None)
    editor.write("Half a sent")
    with qtbot.waitSignal(editor.page.recipients_asked) as asked:
        editor.click("Manage Recipients")
    assert asked.args == [ChosenRecipients()]
    editor.page.hide()
    editor.page.set_recipients(ChosenRecipients(accounts))
    editor.page.show()
    assert editor.content == "Half a sent"
    assert editor.page.form.message.content.document().isUndoAvailable()
    assert editor.page.draft.accounts == accounts


def test_narrow_shows_one_half_at_a_time(open_editor: Open) -> None:
    editor = open_editor(None)
    assert "Show preview" not in editor.buttons()
    editor.page.resize(700, 600)
    assert not editor.page.preview.isVisible()
    editor.click("Show preview")
    assert editor.page.preview.isVisible()
    assert not editor.page.halves.form_area.isVisible()
    editor.click("Preview to Send")
    assert editor.page.halves.form_area.isVisible(), "a problem is shown where it is"
