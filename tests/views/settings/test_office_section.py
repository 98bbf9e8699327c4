"""The office's name and zone are kept, colleagues are heard, and nothing typed is lost on the way out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from desktop.channels.vault import KeyringVault
from desktop.models.change import Change, ChangeKind, Subject, Touch
from desktop.models.office import Office, Role
from desktop.services.office import office_of, save_office
from desktop.views.settings.settings_page import SettingsPage

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from desktop.bridge.desk import Desk
    from desktop.views.shell.action_registry import ActionRegistry
    from tests.pages.settings_page import SettingsPages
    from tests.support.looks import Memory

# The offscreen platform says so of the list of zones that opens while one types.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def test_name_and_zone_are_saved_by_keyboard(settings: SettingsPages, desk: Desk, qtbot: QtBot) -> None:
    office = settings.page.office
    settings.type(office.name, "Quay & Sons")
    settings.type(settings.line_of(office.zone), "Asia/Tokyo")
    assert "18:00" in office.time_there.text()
    assert settings.sections()[0] == "Office •"
    with qtbot.waitSignal(settings.page.office_saved):
        settings.save(office)
    assert office_of(desk.store) == Office("Quay & Sons", "Asia/Tokyo")
    assert settings.sections()[0] == "Office"
    assert not office.save_button.isEnabled()


@pytest.mark.parametrize(
    ("name", "zone", "wrong", "words"),
    [("", "Asia/Tokyo", "name", "needs a name"), ("Quay", "Mars/Base", "zone", "not a known time zone")],
)
def test_what_is_wrong_stands_beside_its_field(
    settings: SettingsPages, desk: Desk, qtbot: QtBot, name: str, zone: str, wrong: str, words: str
) -> None:
    office = settings.page.office
    settings.type(office.name, name)
    settings.type(settings.line_of(office.zone), zone)
    settings.save(office)
    qtbot.waitUntil(lambda: words in office.fields[wrong].problem)
    assert office_of(desk.store) == Office("Harbor Advisors", "Europe/Berlin")
    assert office.save_button.isEnabled()


def test_no_zone_of_its_own_is_the_first_choice(settings: SettingsPages, desk: Desk, qtbot: QtBot) -> None:
    office = settings.page.office
    office.zone.setCurrentIndex(0)
    with qtbot.waitSignal(settings.page.office_saved):
        settings.save(office)
    assert office_of(desk.store) == Office("Harbor Advisors", "")


def test_the_place_of_the_store_is_copied(settings: SettingsPages, desk: Desk) -> None:
    settings.page.office.place.copy_button.click()
    assert QGuiApplication.clipboard().text() == desk.store.address.label
    assert settings.page.office.copies.line.text() == str(desk.store.backups)


def test_leaving_without_changes_asks_nothing(settings: SettingsPages) -> None:
    left: list[bool] = []
    settings.page.closed.connect(lambda: left.append(True))
    QTest.keyClick(settings.page, Qt.Key.Key_Escape)
    assert left == [True]


@pytest.mark.parametrize(
    ("choice", "left", "kept"), [("save", 1, "Quay"), ("discard", 1, ""), ("stay", 0, "")]
)
def test_leaving_with_changes_asks(
    settings: SettingsPages, desk: Desk, qtbot: QtBot, choice: str, left: int, kept: str
) -> None:
    gone: list[bool] = []
    settings.page.closed.connect(lambda: gone.append(True))
    settings.type(settings.page.office.name, "Quay")
    QTest.keyClick(settings.page, Qt.Key.Key_Escape)
    assert gone == []
    question = settings.question()
    assert "Save the changes to Office?" in settings.words(question)
    {"save": question.save_button, "discard": question.discard_button, "stay": question.stay_button}[
        choice
    ].click()
    qtbot.waitUntil(lambda: len(gone) == left and not desk.jobs.busy)
    assert office_of(desk.store) == Office(kept or "Harbor Advisors", "Europe/Berlin")
    assert settings.page.office.is_changed is (choice == "stay")


def test_leaving_stays_where_saving_is_refused(settings: SettingsPages, qtbot: QtBot) -> None:
    gone: list[bool] = []
    settings.page.closed.connect(lambda: gone.append(True))
    settings.type(settings.page.office.name, " ")
    settings.go_to("Mail")
    settings.page.leave(settings.page.closed.emit)
    settings.question().save_button.click()
    qtbot.waitUntil(lambda: bool(settings.page.office.fields["name"].problem))
    assert settings.page.list.currentRow() == 0
    assert gone == []


def theirs(desk: Desk) -> None:
    """A colleague changes the office's name."""
    save_office(desk.store, desk.actor, "Theirs", "Europe/Berlin")
    desk.refresh.changed.emit(Change((Touch(Subject.SETTINGS, ChangeKind.CHANGED),), "elsewhere"))


def test_a_colleagues_change_is_shown_while_nothing_was_typed(
    settings: SettingsPages, desk: Desk, qtbot: QtBot
) -> None:
    theirs(desk)
    qtbot.waitUntil(lambda: settings.page.office.name.text() == "Theirs")


def test_a_colleagues_change_never_replaces_what_is_typed(
    settings: SettingsPages, desk: Desk, qtbot: QtBot
) -> None:
    office = settings.page.office
    settings.type(office.name, "Mine")
    theirs(desk)
    qtbot.waitUntil(office.look_button.isVisible)
    assert office.name.text() == "Mine"
    office.look_button.click()
    qtbot.waitUntil(lambda: office.name.text() == "Theirs")
    assert not office.is_changed


def test_only_an_administrator_changes_the_office(
    desk: Desk, memory: Memory, registry: ActionRegistry, qtbot: QtBot
) -> None:
    desk.actor = desk.actor._replace(role=Role.SENDER)
    page = SettingsPage(desk, memory, KeyringVault(), registry.shown)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: not desk.jobs.busy)
    for form in (page.office, page.users.form, page.mail, page.branding):
        assert not form.save_button.isVisible()
        assert not any(field.widget.isEnabled() for field in form.fields.values())
    assert page.users.worker.isEnabled()
    assert page.computer.language.isEnabled()
