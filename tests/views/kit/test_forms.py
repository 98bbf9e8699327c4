"""A form says what is wrong where it is wrong, and asks before what cannot be undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from desktop.views.kit.button import Button
from desktop.views.kit.confirm import Confirm
from desktop.views.kit.elided import ElidedLabel, plain_tip
from desktop.views.kit.empty_state import EmptyState
from desktop.views.kit.field import Field
from desktop.views.kit.menu_button import MenuButton
from desktop.views.kit.page_header import PageHeader
from desktop.views.theme.theme import ThemeMode

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from desktop.views.theme.theme import Theme


@pytest.fixture
def ground(theme: Theme, qtbot: QtBot) -> QWidget:
    ground = QWidget()
    qtbot.addWidget(ground)
    return ground


@pytest.mark.parametrize("beside", [True, False])
def test_a_problem_stands_beside_its_field_until_it_is_mended(ground: QWidget, beside: bool) -> None:
    edit = QLineEdit()
    field = Field("Reply to", edit, "An address of the office", beside=beside, parent=ground)
    ground.show()
    assert edit.accessibleName() == "Reply to"
    assert edit.accessibleDescription() == "An address of the office"
    field.show_problem("This is no e-mail address.")
    shown = [label.text() for label in field.findChildren(QLabel) if label.isVisible()]
    assert "This is no e-mail address." in shown
    assert edit.accessibleDescription() == "This is no e-mail address."
    assert edit.property("problem") is True
    field.show_problem("")
    assert edit.accessibleDescription() == "An address of the office"
    assert edit.property("problem") is False


def test_a_question_does_its_verb_once_and_does_not_block(ground: QWidget) -> None:
    done: list[str] = []
    ask = Confirm(ground, "Delete?", "It is gone then.", "Delete 3 templates", lambda: done.append("deleted"))
    ask.open()
    assert ask.isModal()
    assert done == []
    ask.yes.click()
    assert done == ["deleted"]


def _two_buttons(ground: QWidget, qtbot: QtBot) -> tuple[Button, Button]:
    """The first has the focus; the second is next to it."""
    column = QVBoxLayout(ground)
    first, second = Button("Try"), Button("Cancel")
    for button in (first, second):
        column.addWidget(button)
    ground.show()
    ground.activateWindow()
    first.setFocus()
    qtbot.waitUntil(first.hasFocus)
    return first, second


def test_a_button_at_rest_while_its_work_is_done_has_the_focus_again(ground: QWidget, qtbot: QtBot) -> None:
    first, second = _two_buttons(ground, qtbot)
    first.setEnabled(False)
    assert ground.focusWidget() is second
    first.setEnabled(True)
    assert first.hasFocus()


@pytest.mark.parametrize("awakes", [(0, 1), (1, 0)])
def test_of_several_at_rest_the_one_that_was_pressed_has_it_again(
    ground: QWidget, qtbot: QtBot, awakes: tuple[int, int]
) -> None:
    buttons = _two_buttons(ground, qtbot)
    edit = QLineEdit(ground)
    edit.show()
    for button in buttons:
        button.setEnabled(False)
    assert ground.focusWidget() is edit
    for place in awakes:
        buttons[place].setEnabled(True)
    assert buttons[0].hasFocus()


def test_where_a_person_went_meanwhile_the_focus_stays(ground: QWidget, qtbot: QtBot) -> None:
    first, second = _two_buttons(ground, qtbot)
    edit = QLineEdit(ground)
    edit.show()
    first.setEnabled(False)
    edit.setFocus()
    first.setEnabled(True)
    assert edit.hasFocus()
    second.setFocus()
    first.setEnabled(False)
    first.setEnabled(True)
    assert second.hasFocus()


def test_a_button_is_not_lit_once_its_menu_closed_away_from_the_pointer(ground: QWidget) -> None:
    button = MenuButton("Type", ground)
    button.opens.addAction("All types")
    ground.show()
    QCursor.setPos(ground.mapToGlobal(QPoint(-500, -500)))
    button.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
    button.opens.popup(ground.mapToGlobal(button.geometry().bottomLeft()))
    button.opens.close()
    assert not button.underMouse()


def test_what_is_chosen_stays_bold_in_another_look(ground: QWidget, theme: Theme) -> None:
    button = MenuButton("Type", ground)
    ground.show()
    button.say("Collateral call")
    theme.set_mode(ThemeMode.DARK)
    assert button.font().bold()
    button.say("")
    theme.set_mode(ThemeMode.LIGHT)
    assert not button.font().bold()


def test_enter_does_not_destroy(ground: QWidget, qtbot: QtBot) -> None:
    done: list[str] = []
    ask = Confirm(ground, "Delete?", "Gone.", "Delete 3", lambda: done.append("deleted"), danger=True)
    ask.open()
    QTest.keyClick(ask, Qt.Key.Key_Return)
    assert done == []


def test_a_question_left_by_escape_does_nothing(ground: QWidget) -> None:
    done: list[str] = []
    ask = Confirm(ground, "Send?", "To all.", "Send to 412 accounts", lambda: done.append("sent"))
    ask.open()
    QTest.keyClick(ask, Qt.Key.Key_Escape)
    assert done == []


def test_long_text_is_cut_and_whole_on_hover(ground: QWidget) -> None:
    text = "Scheduled maintenance " * 10
    label = ElidedLabel(text, parent=ground)
    label.resize(120, 20)
    ground.show()
    assert label.shown.endswith("…")
    assert label.toolTip() == text
    label.setText("Short")
    assert label.shown == "Short"
    assert label.toolTip() == ""


def test_a_file_name_is_cut_in_its_middle(ground: QWidget) -> None:
    label = ElidedLabel("a very long name of a file with its ending.eml", parent=ground, middle=True)
    label.resize(140, 20)
    assert label.shown.endswith(".eml")
    assert "…" in label.shown


def test_a_tooltip_shows_marks_as_text() -> None:
    assert plain_tip("a < b & c") == "<span>a &lt; b &amp; c</span>"
    assert plain_tip("<b>x</b>\ny") == "<span>&lt;b&gt;x&lt;/b&gt;<br>y</span>"
    assert plain_tip("plain") == "plain"


def test_an_ampersand_in_a_name_is_a_character(ground: QWidget) -> None:
    button = Button("Send to Fowler & Watson", parent=ground)
    assert button.text() == "Send to Fowler && Watson"
    assert button.accessibleName() == "Send to Fowler & Watson"
    button.relabel("Send to A & B")
    assert button.shortcut().isEmpty()


def test_an_empty_place_offers_its_first_step(ground: QWidget) -> None:
    done: list[str] = []
    action = Button("Create New Template", lambda: done.append("created"))
    empty = EmptyState("template", "No templates yet", "Write one.", action, ground)
    ground.show()
    action.click()
    empty.set_words("Nothing found", "Take a word out of the filter.")
    texts = [label.text() for label in empty.findChildren(QLabel)]
    assert done == ["created"]
    assert "Nothing found" in texts


def test_the_sentence_of_an_empty_place_is_never_cut(ground: QWidget) -> None:
    empty = EmptyState(
        "template", "No templates yet", "A message that can be sent again. " * 5, parent=ground
    )
    empty.resize(700, 500)
    ground.resize(700, 500)
    ground.show()
    sentence = next(label for label in empty.findChildren(QLabel) if label.wordWrap())
    assert (
        sentence.height() >= sentence.heightForWidth(sentence.width()) > 2 * sentence.fontMetrics().height()
    )


def test_a_header_shows_its_sentence_only_where_it_has_one(ground: QWidget) -> None:
    header = PageHeader("Manage Templates", parent=ground)
    ground.show()
    shown = [label.text() for label in header.findChildren(QLabel) if label.isVisible()]
    assert shown == ["Manage Templates"]
    header.set_sentence("Messages to be sent again.")
    header.set_title("Templates")
    shown = [label.text() for label in header.findChildren(QLabel) if label.isVisible()]
    assert shown == ["Templates", "Messages to be sent again."]


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_a_button_that_has_the_focus_is_pressed_by_enter_as_by_space(ground: QWidget, key: Qt.Key) -> None:
    pressed: list[bool] = []
    button = Button("Create office", lambda: pressed.append(True), parent=ground)
    ground.show()
    QTest.keyClick(button, key)
    assert pressed == [True]
    button.setEnabled(False)
    QTest.keyClick(button, key)
    assert pressed == [True]
