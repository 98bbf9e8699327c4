"""Templates: used for a message, kept from one, edited, and what happens when two people edit one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from desktop.models.outgoing import ComposeMode
from desktop.models.template import TemplateContent
from desktop.services.composing import new_draft
from desktop.services.templates import change_template, create_template, template_names, template_of
from desktop.views.compose.editor_page import EditorPage
from desktop.views.compose.theirs_dialog import TheirsDialog

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from desktop.bridge.desk import Desk
    from desktop.models.template import Template
    from tests.pages.editor import Editor
    from tests.views.compose.conftest import Open

LETTER = TemplateContent("Letter", "About {{ account_number }}", "Dear {{ account_title }}")


def _letter(desk: Desk) -> Template:
    saved = create_template(desk.store, desk.actor, LETTER)
    return template_of(desk.store, saved.template_id)


def _choose(editor: Editor, name: str) -> None:
    step = editor.page.form.template
    step.set_mode(ComposeMode.EXISTING_TEMPLATE)
    index = step.combo.findText(name)
    step.combo.setCurrentIndex(index)
    step.combo.activated.emit(index)
    editor.settle()


def test_a_template_is_loaded_into_an_empty_message(desk: Desk, open_editor: Open) -> None:
    letter = _letter(desk)
    editor = open_editor(None)
    _choose(editor, "Letter")
    assert (editor.subject, editor.content) == (LETTER.subject, LETTER.content)
    assert editor.page.draft.template_id == letter.id
    assert editor.page.draft.reply_to == desk.actor.email


def test_what_was_written_is_not_replaced_unasked(desk: Desk, open_editor: Open) -> None:
    _letter(desk)
    editor = open_editor(None)
    editor.write("My own words")
    _choose(editor, "Letter")
    assert editor.content == "My own words"
    editor.confirm().yes.click()
    assert editor.content == LETTER.content
    editor.page.form.message.content.undo()
    assert editor.content == "My own words"


def test_a_message_is_kept_as_a_template(desk: Desk, open_editor: Open) -> None:
    draft = replace(new_draft(desk.actor), mode=ComposeMode.NEW_TEMPLATE, subject="S", content="C")
    editor = open_editor(draft)
    editor.click("Save template")
    assert editor.field_problems() == ["Give the template a name."]
    editor.type("Closing days")
    editor.click("Save template")
    editor.settle()
    assert [name for _, name in template_names(desk.store)] == ["Closing days"]
    assert editor.page.draft.mode is ComposeMode.EXISTING_TEMPLATE
    assert editor.page.draft.template_id == template_names(desk.store)[0][0]
    assert [each.text for each in desk.notices.take()] == ["Template “Closing days” saved."]


def test_a_taken_name_is_told_beside_the_button(desk: Desk, open_editor: Open) -> None:
    _letter(desk)
    page = EditorPage.for_template(desk, None)
    editor = open_editor(page)
    page.form.template_name.setFocus()
    editor.type("letter")
    editor.tab_to("Subject")
    editor.type("S")
    editor.write("C")
    editor.click("Save template")
    editor.settle()
    assert "There is already a template “letter”." in page.foot.problem
    assert editor.content == "C"


def test_a_template_is_edited_without_accounts_and_signature(
    desk: Desk, open_editor: Open, qtbot: QtBot
) -> None:
    letter = _letter(desk)
    page = EditorPage.for_template(desk, letter)
    editor = open_editor(page)
    assert "Manage Recipients" not in editor.buttons()
    assert "Preview to Send" not in editor.buttons()
    editor.write("!")
    assert page.is_dirty()
    with qtbot.waitSignal(page.template_saved):
        editor.click("Save template")
    assert template_of(desk.store, letter.id).content.content == LETTER.content + "!"
    assert not page.is_dirty()


def _conflict(desk: Desk, open_editor: Open) -> tuple[Editor, Template]:
    letter = _letter(desk)
    editor = open_editor(EditorPage.for_template(desk, letter))
    change_template(
        desk.store, desk.actor, letter.id, letter.version, replace(LETTER, content="A colleague's words")
    )
    editor.write(" and mine")
    editor.click("Save template")
    editor.settle()
    assert editor.page.templates.conflict.isVisible()
    assert template_of(desk.store, letter.id).content.content == "A colleague's words"
    return editor, letter


def test_a_conflict_loses_nothing_and_saves_under_another_name(desk: Desk, open_editor: Open) -> None:
    editor, letter = _conflict(desk, open_editor)
    editor.click("Save under another name")
    editor.type("My letter")
    editor.click("Save template")
    editor.settle()
    names = {name: number for number, name in template_names(desk.store)}
    assert template_of(desk.store, names["My letter"]).content.content == LETTER.content + " and mine"
    assert template_of(desk.store, letter.id).content.content == "A colleague's words"


def test_theirs_can_be_looked_at_and_taken_or_replaced(desk: Desk, open_editor: Open) -> None:
    editor, letter = _conflict(desk, open_editor)
    editor.click("Look at theirs")
    editor.settle()
    theirs = editor.page.findChildren(TheirsDialog)[0]
    assert theirs.text.toPlainText() == "A colleague's words"
    theirs.keep.click()
    editor.click("Save template")
    editor.settle()
    assert template_of(desk.store, letter.id).content.content == LETTER.content + " and mine"


def test_taking_theirs_can_be_undone(desk: Desk, open_editor: Open) -> None:
    editor, _ = _conflict(desk, open_editor)
    editor.click("Look at theirs")
    editor.settle()
    editor.page.findChildren(TheirsDialog)[0].take.click()
    assert editor.content == "A colleague's words"
    editor.page.form.message.content.undo()
    assert editor.content == LETTER.content + " and mine"
