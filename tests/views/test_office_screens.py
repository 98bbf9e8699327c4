"""The ways of My Message Center: asked from anywhere, handed over and said so, counted, and nothing half written lost."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from desktop.bridge.desk import Desk
from desktop.channels.inquiry_channel import NotHandedOver
from desktop.channels.vault import KeyringVault
from desktop.models.inquiry_draft import InquiryDraft
from desktop.office_screens import INQUIRIES, NOTICES
from desktop.screens import COMMUNICATIONS, Screens
from desktop.services import inquiries
from desktop.views.inquiries.inquiry_dialog import InquiryDialog
from desktop.views.inquiries.inquiry_page import InquiryPage
from desktop.views.kit.notice_bar import NoticeBar
from desktop.views.theme.theme import Theme
from tests.pages.inquiries import question
from tests.support.broker_sends import broker_message_in
from tests.support.fake_inquiries import FakeInquiries
from tests.support.feeds import fed, notice, reply
from tests.support.looks import Memory


@pytest.fixture
def way(desk: Desk) -> FakeInquiries:
    way = FakeInquiries()
    desk.ways = way.ways()
    return way


@pytest.fixture
def screens(desk: Desk, way: FakeInquiries, theme: Theme, qtbot: QtBot) -> Iterator[Screens]:
    screens = Screens(desk, KeyringVault(), theme, Memory())
    screens.window.show()
    desk.settle()
    yield screens
    qtbot.waitUntil(lambda: not desk.jobs.busy)
    screens.dispose()
    screens.deleteLater()
    qtbot.wait(1)


def said(screens: Screens) -> list[str]:
    return [bar.notice.text for bar in screens.window.findChildren(NoticeBar)]


def test_a_message_of_the_broker_is_asked_about_and_the_inquiry_is_handed_over(
    screens: Screens, desk: Desk, way: FakeInquiries, qtbot: QtBot
) -> None:
    screens.office.ask_about(broker_message_in(desk.store, desk.actor))
    qtbot.waitUntil(lambda: bool(screens.window.findChildren(InquiryDialog)))
    (form,) = screens.window.findChildren(InquiryDialog)
    assert form.subject.text() == "IB-1: Funds received: {{ amount }}"
    form.text.setPlainText("Why?")
    form.submit()
    qtbot.waitUntil(lambda: "Handed over as a file to 2026-000001-000001.jsonl." in said(screens))
    assert "Submitted as inquiry 2026-000001." in said(screens)
    assert [(record.broker_id, record.body) for record in way.taken] == [("IB-1", "Why?")]


def test_what_could_not_be_handed_over_is_said(
    screens: Screens, desk: Desk, way: FakeInquiries, qtbot: QtBot
) -> None:
    way.trouble = NotHandedOver("The disk is full.", "Make room.")
    inquiries.submit(desk.store, desk.actor, InquiryDraft("Fees", "Which?"))
    screens.office.hand_over()
    words = "1 entry of an inquiry waits to be handed over. The disk is full. Make room."
    qtbot.waitUntil(lambda: words in said(screens))


def test_what_is_unread_is_counted_at_the_area_its_tabs_and_in_the_title(
    screens: Screens, desk: Desk, qtbot: QtBot
) -> None:
    number = inquiries.submit(desk.store, desk.actor, InquiryDraft("Fees", "Which?")).number
    fed(desk.store, desk.actor, reply(1, number), notice(1), notice(2))
    qtbot.waitUntil(lambda: screens.window.windowTitle().startswith("(3) "))
    assert ("My Message Center", 3) in screens.window.places.words()
    tabs = screens.window.area_of(NOTICES).tabs
    assert [tabs.tabText(0), tabs.tabText(1)] == ["Notices  2", "Inquiries  1"]
    screens.window.show_place(NOTICES, INQUIRIES)
    screens.office.show_inquiry(1)
    qtbot.waitUntil(lambda: screens.window.windowTitle().startswith("(2) "))


def test_half_written_text_stays_on_every_way_out(screens: Screens, desk: Desk, qtbot: QtBot) -> None:
    inquiry_id = inquiries.submit(desk.store, desk.actor, InquiryDraft("Fees", "Which?")).inquiry_id
    screens.office.show_inquiry(inquiry_id)
    page = screens.window.area.currentWidget()
    assert isinstance(page, InquiryPage)
    page.reply.text.setPlainText("Half")
    screens.window.show_place(COMMUNICATIONS)
    for leave in (screens.registry.shown("go-notices").trigger, screens.window.close):
        leave()
        assert screens.window.isVisible()
        assert screens.window.area.currentWidget() is page
        box = question(page)
        assert box is not None
        box.no.click()
    page.reply.text.clear()
    screens.registry.shown("go-notices").trigger()
    qtbot.waitUntil(lambda: not screens.window.area.opened)
