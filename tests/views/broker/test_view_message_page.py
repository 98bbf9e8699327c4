"""View Message: the template, and the complete message as each recipient got it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from desktop.models.office import Role
from desktop.services.broker_messages import unread_messages
from desktop.views.broker.view_message_page import ViewMessagePage
from desktop.views.message.changes_dialog import ChangesDialog
from tests.pages.broker import ViewMessageScreen
from tests.pages.sent import dialog_of
from tests.support.looks import Memory

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from desktop.bridge.desk import Desk


@pytest.fixture
def screen(desk: Desk, messages: list[int], qtbot: QtBot) -> Iterator[ViewMessageScreen]:
    """The transfer to two accounts, opened."""
    page = ViewMessagePage(desk, Memory(), messages[1], lambda _id, step: messages[1 + step])
    page.resize(1000, 700)
    page.show()
    screen = ViewMessageScreen(page, qtbot)
    screen.wait_words("Credited:  amount  to  account title .")
    screen.wait_for("Account", ["U1000001", "U1000002"])
    yield screen
    page.close()
    page.deleteLater()


def test_what_a_viewer_may_not_is_not_offered_and_says_why(screen: ViewMessageScreen, desk: Desk) -> None:
    page = screen.page
    assert page.inquiry.isEnabled()
    desk.take_office(desk.office, desk.zone, desk.actor._replace(role=Role.VIEWER))
    for button in (page.inquiry, page.delete, page.restore, page.write):
        assert not button.isEnabled()
        assert button.toolTip().startswith("This takes a sender")
        assert button.accessibleDescription() == button.toolTip()


def test_it_opens_on_the_template_and_is_read_from_then_on(
    screen: ViewMessageScreen, desk: Desk, qtbot: QtBot
) -> None:
    assert screen.page.subject.accessibleName() == "Funds received: ‹amount›"
    assert "Funds received" in screen.page.meta.text()
    assert "2 recipients" in screen.page.meta.text()
    assert screen.forms() == ["Email", "Text", "Message Center"]
    qtbot.waitUntil(lambda: unread_messages(desk.store) == 2)
    screen.page.unread.click()
    qtbot.waitUntil(lambda: unread_messages(desk.store) == 3)


def test_made_unread_it_can_be_made_read_again(screen: ViewMessageScreen, desk: Desk, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: unread_messages(desk.store) == 2)
    assert screen.page.unread.text() == "Mark as unread"
    screen.page.unread.click()
    qtbot.waitUntil(lambda: screen.page.unread.text() == "Mark as read")
    assert unread_messages(desk.store) == 3
    screen.page.unread.click()
    qtbot.waitUntil(lambda: screen.page.unread.text() == "Mark as unread")
    assert unread_messages(desk.store) == 2


def test_the_list_of_recipients_is_saved_under_the_day_and_the_subject(screen: ViewMessageScreen) -> None:
    assert re.fullmatch(r"\d{4}-\d\d-\d\d Funds received .+\.csv", screen.page.list.csv_name)


def test_a_recipient_shows_the_complete_message(screen: ViewMessageScreen) -> None:
    screen.choose(0)
    screen.wait_words("Credited: 6 USD to Ada Lovelace.")
    assert screen.page.view.subject.text() == "Funds received: 6 USD"
    assert not screen.page.view.note.isVisible()
    screen.press_form("Text")
    screen.choose(1)
    screen.wait_words("Credited: [no value: amount] to Client 1000002.")
    assert screen.page.view.note.text() == "IB sent no value for: amount."
    screen.page.view.template_button.click()
    screen.wait_words("Credited: ‹amount› to ‹account title›.")


def test_recipients_are_filtered_and_copied(screen: ViewMessageScreen, qtbot: QtBot) -> None:
    screen.type_filter("lovelace")
    screen.wait_for("Title", ["Ada Lovelace"])
    screen.choose(0)
    screen.view.copy()
    qtbot.waitUntil(lambda: "U1000001\tAda Lovelace" in QGuiApplication.clipboard().text())


def test_what_is_shown_is_saved_as_eml_and_pdf(screen: ViewMessageScreen, tmp_path: Path) -> None:
    view = screen.page.view
    assert not view.eml_button.isEnabled()
    screen.choose(0)
    screen.wait_words("Credited: 6 USD")
    for button, ending in ((view.eml_button, "eml"), (view.pdf_button, "pdf")):
        button.click()
        dialog = dialog_of(screen.page, QFileDialog)
        dialog.fileSelected.emit(str(tmp_path / f"saved.{ending}"))
        dialog.reject()
    assert b"Credited: =\r\n6 USD" in (tmp_path / "saved.eml").read_bytes()
    assert (tmp_path / "saved.pdf").read_bytes().startswith(b"%PDF")


def test_what_changed_since_the_last_of_its_type(screen: ViewMessageScreen, qtbot: QtBot) -> None:
    screen.page.changed.click()
    qtbot.waitUntil(lambda: bool(screen.page.findChildren(ChangesDialog)))
    dialog = dialog_of(screen.page, ChangesDialog)
    assert "Since the last message of this type" in dialog.words.text()
    assert "Credited" in dialog.text.accessibleDescription()
    dialog.accept()


def test_email_details_goes_to_whoever_asks_for_the_chosen_or_for_all(
    screen: ViewMessageScreen, desk: Desk, qtbot: QtBot
) -> None:
    def asked() -> list[object]:
        with desk.store.read() as unit:
            return [mail.about["accounts"] for mail in unit.office_mail.of_user(desk.actor.id, 9)]

    screen.page.details.click()
    qtbot.waitUntil(lambda: asked() == [None])
    screen.choose(1)
    (chosen,) = screen.page.list.selection().ids
    screen.page.details.click()
    qtbot.waitUntil(lambda: asked() == [[chosen], None])
    screen.type_filter("Lovelace")
    screen.wait_for("Account", ["U1000001"])
    screen.page.list.table.selectAll()
    qtbot.waitUntil(lambda: screen.page.list.selection().count == 1)
    screen.page.details.click()
    qtbot.waitUntil(lambda: len(asked()) == 3)
    assert asked()[0] not in (None, [chosen])
    told: list[str] = []

    def all_told() -> bool:  # each is told after it was stored
        told.extend(notice.text for notice in desk.notices.take())
        return len(told) == 3

    qtbot.waitUntil(all_told)
    assert desk.actor.email in told[0]
    assert [words.partition(" go to")[0].removeprefix("The details for ") for words in told] == [
        "2 recipients",
        "1 recipient",
        "1 recipient",
    ]


def test_the_ways_on_from_a_message(screen: ViewMessageScreen, messages: list[int], qtbot: QtBot) -> None:
    page = screen.page
    for signal, button, told in (
        (page.inquiry_wanted, page.inquiry, messages[1]),
        (page.write_wanted, page.write, messages[1]),
        (page.type_wanted, page.same_type, "FUNDS_IN"),
        (page.shown, page.next, messages[2]),
        (page.shown, page.previous, messages[0]),
    ):
        with qtbot.waitSignal(signal) as emitted:
            button.click()
        assert emitted.args == [told]
    with qtbot.waitSignal(page.closed):
        QTest.keyClick(page.list.table, Qt.Key.Key_Escape)


def test_delete_closes_it_and_can_be_undone(screen: ViewMessageScreen, desk: Desk, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: unread_messages(desk.store) == 2)
    with qtbot.waitSignal(screen.page.closed):
        screen.page.delete.click()
    qtbot.waitUntil(screen.page.restore.isVisible)
    (notice,) = desk.notices.take()
    assert notice.action is not None
    notice.action()
    qtbot.waitUntil(screen.page.delete.isVisible)
