"""Message staging in the settings: whoever decides chooses mails as they come or once a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.services.staging_digest import digest_hour_of

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from desktop.bridge.desk import Desk
    from tests.pages.settings_page import SettingsPages


def test_a_digest_is_chosen_and_given_up(settings: SettingsPages, desk: Desk, qtbot: QtBot) -> None:
    section = settings.page.staging
    qtbot.waitUntil(lambda: section._stored is not None)
    section.mails.setCurrentIndex(section.mails.findText("Once a day, at 08:00"))
    section.mails.activated.emit(section.mails.currentIndex())
    assert section.save_button.isEnabled()
    section.save()
    qtbot.waitUntil(lambda: digest_hour_of(desk.store, desk.actor) == 8 and not section.is_changed)
    section.mails.setCurrentIndex(0)
    section.save()
    qtbot.waitUntil(lambda: digest_hour_of(desk.store, desk.actor) is None and not section.is_changed)
