"""Full copies are elected by hand, for oneself, by any role; what was elected stands below."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from desktop.models.copy_election import CopyWish
from desktop.models.office import Role
from desktop.services.copies import copy_choices, elect_copies
from desktop.views.settings.copies_section import CopiesSection
from tests.support.broker_sends import broker_message_in
from tests.support.feeds import fed, message

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from desktop.bridge.desk import Desk
    from desktop.views.theme.theme import Theme
    from tests.pages.settings_page import SettingsPages


@pytest.fixture
def _types(desk: Desk) -> None:
    broker_message_in(desk.store, desk.actor)
    values = {"U0000001": {"amount": "5"}}
    fed(desk.store, desk.actor, message(2, values, type="MARGIN", type_name="Margin call"))


@pytest.fixture
def copies(_types: None, settings: SettingsPages) -> CopiesSection:
    settings.go_to("Copies by e-mail")
    return settings.page.copies


def listed(section: CopiesSection) -> list[str]:
    return [section.types.item(row).text() for row in range(section.types.count())]


def told(section: CopiesSection) -> list[str]:
    rows = [section.history.item(row).text() for row in range(section.history.count())]
    return [row.partition("  ")[2] or row for row in rows]


def test_nothing_is_copied_until_somebody_elects_it(copies: CopiesSection, desk: Desk) -> None:
    assert not copies.is_on.isChecked()
    assert not copies.every.isEnabled()
    assert listed(copies) == ["Funds received", "Margin call"]
    assert told(copies) == ["Nobody has elected copies yet."]
    assert desk.actor.email in copies.address.text()


def test_all_types_then_one_of_them(
    copies: CopiesSection, settings: SettingsPages, desk: Desk, qtbot: QtBot
) -> None:
    QTest.keyClick(copies.is_on, Qt.Key.Key_Space)
    with qtbot.waitSignal(copies.saved):
        settings.save(copies)
    assert copy_choices(desk.store, desk.actor).wish == CopyWish(is_on=True)
    copies.some.click()
    settings.save(copies)
    qtbot.waitUntil(lambda: "No type is chosen" in copies.fields["types"].problem)
    copies.types.setFocus()
    QTest.keyClick(copies.types, Qt.Key.Key_Down)
    QTest.keyClick(copies.types, Qt.Key.Key_Space)
    with qtbot.waitSignal(copies.saved):
        settings.save(copies)
    assert copy_choices(desk.store, desk.actor).wish.types == ("MARGIN",)


def test_a_type_is_ticked_by_a_click_on_its_words_as_on_its_box(copies: CopiesSection, qtbot: QtBot) -> None:
    copies.is_on.click()
    copies.some.click()
    first = copies.types.item(0)
    row = copies.types.visualItemRect(first)
    words = QPoint(row.left() + row.width() // 2, row.center().y())
    for expected in (Qt.CheckState.Checked, Qt.CheckState.Unchecked):
        QTest.mouseClick(copies.types.viewport(), Qt.MouseButton.LeftButton, pos=words)
        assert first.checkState() is expected
    QTest.mouseClick(
        copies.types.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(row.left() + 9, words.y())
    )
    assert first.checkState() is Qt.CheckState.Checked


def test_what_was_elected_is_shown_newest_first(copies: CopiesSection, desk: Desk, qtbot: QtBot) -> None:
    elect_copies(desk.store, desk.actor, CopyWish(is_on=True, types=("MARGIN",)))
    elect_copies(desk.store, desk.actor, CopyWish())
    copies.read()
    qtbot.waitUntil(
        lambda: told(copies) == [f"{desk.actor.name}: no copies", f"{desk.actor.name}: copies of Margin call"]
    )
    assert not copies.is_changed


def test_a_viewer_may_elect_for_themselves_and_nobody_without_an_address(
    desk: Desk, theme: Theme, qtbot: QtBot
) -> None:
    viewer = desk.actor._replace(role=Role.VIEWER)
    for actor in (viewer._replace(email=""), viewer):
        desk.actor = actor
        section = CopiesSection(desk)
        qtbot.addWidget(section)
        qtbot.waitUntil(lambda: not desk.jobs.busy)
        section.is_on.click()
        section.every.click()
        section.save()
        qtbot.waitUntil(lambda: not desk.jobs.busy)
        assert ("no e-mail address" in section.address.text()) == (not actor.email)
    assert copy_choices(desk.store, viewer).wish.is_on
    assert len(copy_choices(desk.store, viewer).history) == 1
