"""The first window asks for what it needs, beside the field that lacks it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.errors import Refused
from desktop.views.kit.words import Words
from desktop.views.theme.theme import Theme
from desktop.views.welcome.welcome_window import WelcomeWindow


@pytest.fixture
def welcome(theme: Theme) -> Iterator[WelcomeWindow]:
    window = WelcomeWindow("server.example/office", "/home/ada/sample.db")
    window.ask()
    window.show()
    yield window
    window.close()
    window.deleteLater()


def type_in(welcome: WelcomeWindow, *answers: str) -> None:
    choice = welcome.choice
    fields = (choice.office_name, choice.user_name, choice.email)
    for field, answer in zip(fields, answers, strict=True):
        QTest.keyClicks(field.widget, answer)


def test_both_choices_say_where_their_data_will_live(welcome: WelcomeWindow) -> None:
    said = [label.text() for label in welcome.choice.findChildren(Words)]
    assert "Its data will live in server.example/office" in said
    assert "Its data will live on this computer, in /home/ada/sample.db" in said


def test_what_is_missing_or_wrong_is_said_beside_its_field(welcome: WelcomeWindow) -> None:
    type_in(welcome, "", "Ada", "not an address")
    welcome.choice.create_button.click()
    assert welcome.choice.office_name.problem
    assert not welcome.choice.user_name.problem
    assert "name@office.example" in welcome.choice.email.problem


def test_enter_founds_the_office(welcome: WelcomeWindow, qtbot: QtBot) -> None:
    type_in(welcome, "Harbor & Sons", "Ada", "ada@office.example")
    with qtbot.waitSignal(welcome.choice.office_wanted) as wanted:
        QTest.keyClick(welcome.choice.email.widget, Qt.Key.Key_Return)
    assert wanted.args == ["Harbor & Sons", "Ada", "ada@office.example"]


def test_a_store_that_does_not_open_says_why_and_can_be_tried_again(
    welcome: WelcomeWindow, qtbot: QtBot
) -> None:
    welcome.show_trouble(Refused("The disk is full", "No room.", "Free some space."))
    with qtbot.waitSignal(welcome.trouble.again_wanted):
        welcome.trouble.again_button.click()
    with qtbot.waitSignal(welcome.closed):
        welcome.close()


def test_what_takes_time_can_be_called_off(welcome: WelcomeWindow, qtbot: QtBot) -> None:
    welcome.show_busy("Making the sample office")
    welcome.busy.report(30, 60, "half of it")
    assert (welcome.busy.bar.value(), welcome.busy.bar.maximum()) == (500, 1_000)
    with qtbot.waitSignal(welcome.busy.cancelled):
        welcome.busy.cancel_button.click()
