"""What IB sends: the days that a deleted message rests are chosen beside the folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.services.broker_messages import trash_standing

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from desktop.bridge.desk import Desk
    from tests.pages.settings_page import SettingsPages


def test_the_days_in_the_trash_are_chosen(settings: SettingsPages, desk: Desk, qtbot: QtBot) -> None:
    settings.go_to("What IB sends")
    section = settings.page.feed
    qtbot.waitUntil(lambda: section.trash_days.text() == "30 days")
    settings.type(section.trash_days.lineEdit(), "400")
    with qtbot.waitSignal(section.saved):
        settings.save(section)
    assert trash_standing(desk.store).days == 400
    settings.type(section.trash_days.lineEdit(), "0")
    section.trash_days.interpretText()
    assert section.trash_days.value() >= 1
    section.discard()
    assert section.trash_days.value() == 400
