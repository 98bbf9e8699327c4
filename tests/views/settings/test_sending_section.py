"""The rules for sending are chosen by hand and key, and what cannot be is said beside its field."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.models.office_hours import DayHours
from desktop.services.sending_rules import save_sending_rules, sending_rules_of

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from desktop.bridge.desk import Desk
    from desktop.views.settings.sending_section import SendingSection
    from tests.pages.settings_page import SettingsPages


@pytest.fixture
def sending(settings: SettingsPages, qtbot: QtBot) -> SendingSection:
    settings.go_to("Sending")
    section = settings.page.sending
    qtbot.waitUntil(lambda: section.holidays.country.count() > 0)
    return section


def test_what_is_in_force_is_shown(sending: SendingSection) -> None:
    assert sending.undo.text() == "10 seconds"
    assert sending.rate.text() == "No limit"
    assert [day.isChecked() for day in sending.hours.days] == [True] * 5 + [False] * 2
    assert sending.hours.opens[0].text() == "09:00"
    assert not sending.hours.opens[6].isVisible()
    assert sending.holidays.country.currentText() == "None"
    assert not sending.holidays.part.isVisible()
    assert not sending.is_changed


def test_rules_are_chosen_and_saved(
    settings: SettingsPages, sending: SendingSection, desk: Desk, qtbot: QtBot
) -> None:
    settings.type(sending.undo.lineEdit(), "30")
    settings.type(sending.rate.lineEdit(), "500")
    QTest.keyClick(sending.hours.days[4], Qt.Key.Key_Space)
    QTest.keyClick(sending.hours.days[6], Qt.Key.Key_Space)
    sending.hours.closes[6].setTime(sending.hours.closes[6].minimumTime())
    settings.choose(sending.holidays.country, "United States")
    assert sending.holidays.part.isVisible()
    settings.choose(sending.holidays.part, "NY")
    with qtbot.waitSignal(settings.page.office_saved):
        settings.save(sending)
    rules = sending_rules_of(desk.store)
    assert (rules.undo_seconds, rules.mails_an_hour, rules.holidays) == (30, 500, "US-NY")
    assert rules.hours.days[4] is None
    assert rules.hours.days[6] == DayHours(9 * 60, 24 * 60)
    assert not sending.is_changed


def test_hours_that_cannot_be_are_refused_beside_them(
    settings: SettingsPages, sending: SendingSection, desk: Desk, qtbot: QtBot
) -> None:
    before = sending_rules_of(desk.store)
    for day in sending.hours.days[:5]:
        QTest.keyClick(day, Qt.Key.Key_Space)
    settings.save(sending)
    qtbot.waitUntil(lambda: "at least one weekday" in sending.fields["hours"].problem)
    assert sending_rules_of(desk.store) == before


def test_discard_brings_back_what_is_in_force(sending: SendingSection) -> None:
    sending.rate.setValue(7)
    sending.holidays.country.setCurrentIndex(3)
    assert sending.is_changed
    sending.discard()
    assert sending.rate.value() == 0
    assert sending.holidays.calendar() == ""
    assert not sending.is_changed


def test_a_calendar_with_a_part_is_shown_again(
    sending: SendingSection, desk: Desk, settings: SettingsPages, qtbot: QtBot
) -> None:
    save_sending_rules(desk.store, desk.actor, replace(sending_rules_of(desk.store), holidays="DE-BE"))
    sending.read()
    qtbot.waitUntil(lambda: sending.holidays.calendar() == "DE-BE")
    assert sending.holidays.country.currentText() == "Germany"
    assert sending.holidays.part.currentText() == "BE"


def test_scrolling_the_page_changes_no_number(sending: SendingSection) -> None:
    for box in (sending.undo, sending.hours.opens[0]):
        before = box.text()
        wheel = QWheelEvent(
            QPointF(5, 5),
            QPointF(5, 5),
            QPoint(0, 0),
            QPoint(0, 120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(box, wheel)
        assert box.text() == before
