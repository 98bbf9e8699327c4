"""The office's staff is kept in order, and there is always somebody who may keep it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.models.change import Change, ChangeKind, Subject, Touch
from desktop.models.office import Role
from desktop.services.office import save_users, users_of
from desktop.services.staffing import details_of

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from desktop.bridge.desk import Desk
    from desktop.views.settings.users_section import UsersSection
    from tests.pages.settings_page import SettingsPages


@pytest.fixture
def users(settings: SettingsPages, desk: Desk, qtbot: QtBot) -> UsersSection:
    settings.go_to("Users")
    users = settings.page.users
    qtbot.waitUntil(lambda: users.list.model.rowCount() == 2 and not desk.jobs.busy)
    return users


def choose(users: UsersSection, row: int) -> None:
    """Walk to a row with the arrow keys."""
    users.list.table.setFocus()
    QTest.keyClick(users.list.table, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    for _ in range(row):
        QTest.keyClick(users.list.table, Qt.Key.Key_Down)


def stored(desk: Desk) -> dict[str, tuple[str, Role, bool]]:
    return {user.user_id: (user.name, user.role, user.active) for user in users_of(desk.store)}


def test_the_chosen_user_is_changed(
    users: UsersSection, settings: SettingsPages, desk: Desk, qtbot: QtBot
) -> None:
    choose(users, 1)
    assert users.form.email.text() == "grace.hopper@office.example"
    settings.type(users.form.name, "Grace B. Hopper")
    settings.choose(users.form.role, "Approver")
    assert "Decides about messages that the broker holds back." in settings.words(users.form)
    users.form.active.setFocus()
    QTest.keyClick(users.form.active, Qt.Key.Key_Space)
    with qtbot.waitSignal(settings.page.office_saved):
        settings.save(users.form)
    assert stored(desk)["grace.hopper"] == ("Grace B. Hopper", Role.APPROVER, False)
    qtbot.waitUntil(lambda: users.list.model.index(1, 0).data() == "Grace B. Hopper")


def test_the_last_administrator_stays_one(
    users: UsersSection, settings: SettingsPages, desk: Desk, qtbot: QtBot
) -> None:
    choose(users, 1)
    choose(users, 0)
    settings.choose(users.form.role, "Viewer")
    settings.save(users.form)
    qtbot.waitUntil(lambda: "last active administrator" in users.form.fields["role"].problem)
    assert stored(desk)["ada.byron"][1] is Role.ADMIN


def test_a_user_is_added(users: UsersSection, settings: SettingsPages, desk: Desk, qtbot: QtBot) -> None:
    users.add_button.click()
    settings.type(users.form.name, "Mary Jackson")
    settings.type(users.form.email, "mary@office.example")
    assert users.form.user_id.text() == "mary"
    with qtbot.waitSignal(users.form.user_saved):
        settings.save(users.form)
    assert stored(desk)["mary"] == ("Mary Jackson", Role.SENDER, True)
    qtbot.waitUntil(lambda: users.list.model.rowCount() == 3 and not users.form.is_new)


def test_a_new_user_never_overwrites_a_known_one(
    users: UsersSection, settings: SettingsPages, desk: Desk
) -> None:
    users.add_button.click()
    settings.type(users.form.name, "Impostor")
    settings.type(users.form.email, "ada.byron@elsewhere.example")
    settings.save(users.form)
    assert "already a user" in users.form.fields["user_id"].problem
    assert stored(desk)["ada.byron"][0] == "Ada Byron"


def test_a_wrong_address_is_named_beside_it(
    users: UsersSection, settings: SettingsPages, qtbot: QtBot
) -> None:
    choose(users, 1)
    settings.type(users.form.email, "nowhere")
    settings.save(users.form)
    qtbot.waitUntil(lambda: "not an e-mail address" in users.form.fields["email"].problem)


def test_another_user_is_not_shown_over_what_was_typed(users: UsersSection, settings: SettingsPages) -> None:
    choose(users, 1)
    settings.type(users.form.name, "Half typed")
    choose(users, 0)
    assert users.form.name.text() == "Half typed"
    settings.question().discard_button.click()
    assert users.form.name.text() == "Ada Byron"


def test_a_colleagues_change_to_the_user_is_offered_beside_what_is_typed(
    users: UsersSection, settings: SettingsPages, desk: Desk, qtbot: QtBot
) -> None:
    choose(users, 1)
    settings.type(users.form.name, "Mine")
    grace = next(user for user in users_of(desk.store) if user.user_id == "grace.hopper")
    save_users(desk.store, desk.actor, [details_of(grace)._replace(name="Theirs")])
    desk.refresh.changed.emit(Change((Touch(Subject.USERS, ChangeKind.CHANGED),), "elsewhere"))
    qtbot.waitUntil(users.form.look_button.isVisible)
    assert users.form.name.text() == "Mine"
    users.form.look_button.click()
    qtbot.waitUntil(lambda: users.form.name.text() == "Theirs")
    assert not users.form.is_changed


def test_who_works_here_is_told(users: UsersSection, settings: SettingsPages, qtbot: QtBot) -> None:
    with qtbot.waitSignal(settings.page.worker_chosen) as told:
        settings.choose(users.worker, "Grace Hopper")
    assert told.args == ["grace.hopper"]


def test_staff_can_be_imported(users: UsersSection, settings: SettingsPages, qtbot: QtBot) -> None:
    with qtbot.waitSignal(settings.page.import_staff_wanted):
        users.import_button.click()
