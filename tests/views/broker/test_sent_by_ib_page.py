"""Sent By IB: what a person reads, looks for, deletes and brings back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication, QDate, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from desktop.models.broker_search import BrokerSearch, Period
from desktop.models.inquiry_draft import InquiryDraft
from desktop.models.office import Role
from desktop.services import broker_messages, inquiries
from desktop.services.broker_messages import unread_messages
from desktop.views.broker import broker_deeds
from desktop.views.broker.pane_place import PaneMenu, PanePlace
from desktop.views.broker.sent_by_ib_page import SentByIbPage
from desktop.views.kit.confirm import Confirm
from desktop.views.kit.empty_state import EmptyState
from tests.pages.broker import SentByIbScreen, entry
from tests.pages.sent import dialog_of
from tests.support.feeds import fed, message
from tests.support.looks import Memory
from tests.views.broker.conftest import ADA, ALL, BOB

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from desktop.bridge.desk import Desk


def test_the_newest_comes_first_with_all_that_the_guide_shows(screen: SentByIbScreen) -> None:
    assert [row[1:] for row in screen.rows()[:2]] == [
        ["New login", "Login", "1", "TWS Bulletin", "High"],
        ["Funds received: ‹amount›", "Funds received", "2", "Message Center, Email", ""],
    ]


def test_a_message_is_read_when_it_was_before_the_eyes(
    screen: SentByIbScreen, desk: Desk, qtbot: QtBot
) -> None:
    assert screen.is_bold(1)
    screen.choose(1)
    qtbot.waitUntil(lambda: screen.pane_words().strip() == "Credited:  amount  to  account title .")
    assert screen.is_bold(1)
    qtbot.waitUntil(lambda: not screen.is_bold(1))
    assert unread_messages(desk.store) == 2
    screen.page.unread_button.click()
    qtbot.waitUntil(lambda: screen.is_bold(1))


def test_the_button_says_what_it_said_while_the_row_that_is_chosen_is_not_known(
    screen: SentByIbScreen, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = screen.page
    screen.choose(1)
    qtbot.waitUntil(lambda: not page.unread_button.isHidden())
    with monkeypatch.context() as change:
        change.setattr(page.list.model, "row_at", lambda _place: None)
        page._offer()
        assert (page.unread_button.isHidden(), page.read_button.isHidden()) == (False, True)
        assert page.unread_button.isEnabled()
    page.list.table.clearSelection()
    page.list.table.selectAll()
    assert page.read_button.isEnabled()


def test_enter_opens_and_so_does_a_double_click(
    screen: SentByIbScreen, messages: list[int], qtbot: QtBot
) -> None:
    screen.choose(1)
    with qtbot.waitSignal(screen.page.opened) as opened:
        screen.press(Qt.Key.Key_Return)
    assert opened.args == [messages[1]]
    with qtbot.waitSignal(screen.page.inquiry_wanted) as asked:
        screen.page.inquiry_button.click()
    assert asked.args == [messages[1]]
    with qtbot.waitSignal(screen.page.write_wanted) as wanted:
        screen.page.write_action.trigger()
    assert wanted.args == [messages[1]]


def test_the_number_of_an_account_finds_what_concerned_it(screen: SentByIbScreen) -> None:
    screen.type_filter(BOB)
    screen.wait_subjects(*ALL[:2])
    screen.page.list.filter_bar.edit.setText(f"{ADA} funds")
    screen.wait_subjects()
    screen.page.list.filter_bar.edit.setText("lovelace")
    screen.wait_subjects(*ALL[1:])


def test_the_menus_narrow_by_type_channel_date_and_unread(screen: SentByIbScreen, qtbot: QtBot) -> None:
    filters = screen.page.filters
    filters.type.opens.aboutToShow.emit()
    qtbot.waitUntil(lambda: len(filters.type.opens.actions()) > 0)
    qtbot.waitUntil(lambda: filters.type.accessibleName() == "Type")
    screen.pick(filters.channel, "TWS Bulletin")
    screen.wait_subjects("New login")
    assert filters.channel.text() == "TWS Bulletin"
    screen.pick(filters.channel, "All channels")
    screen.wait_subjects(*ALL)
    screen.pick(filters.date, "Today")
    screen.wait_subjects(*ALL)
    dialog = filters.ask_period()
    dialog.has_first.setChecked(False)
    dialog.has_last.setChecked(True)
    dialog.last.setDate(QDate(2026, 11, 1))
    dialog.yes.click()
    screen.wait_subjects()
    screen.page.list.vacancy.clear_button.click()
    screen.wait_subjects(*ALL)
    screen.choose(0)
    screen.page.read_button.click()
    qtbot.waitUntil(lambda: not screen.is_bold(0))
    filters.unread.click()
    screen.wait_subjects(*ALL[1:])


def test_messages_of_this_type(screen: SentByIbScreen, qtbot: QtBot) -> None:
    screen.choose(2)
    screen.page.type_action.trigger()
    screen.wait_subjects(*ALL[1:])
    qtbot.waitUntil(lambda: screen.page.filters.type.text() == "Funds received")


def test_deleted_messages_rest_in_the_trash_until_they_are_restored(
    screen: SentByIbScreen, desk: Desk, qtbot: QtBot
) -> None:
    screen.choose(0)
    screen.press(Qt.Key.Key_Delete)
    screen.wait_subjects(*ALL[1:])
    (notice,) = desk.notices.take()
    assert notice.text == "1 message deleted."
    assert notice.action is not None
    notice.action()
    screen.wait_subjects(*ALL)
    screen.page.list.table.selectAll()
    screen.page.delete_button.click()
    screen.wait_subjects()
    screen.page.filters.trash.click()
    screen.wait_subjects(*ALL)
    # Not "3 of 0": what rests in the trash is none of those that stand there without a filter.
    qtbot.waitUntil(lambda: screen.page.list.filter_bar.count.text() == "3")
    assert not screen.page.delete_button.isVisible()
    screen.choose(0)
    screen.page.restore_button.click()
    screen.wait_subjects(*ALL[1:])
    screen.page.filters.trash.click()
    screen.wait_subjects(ALL[0])


def test_whoever_deletes_goes_on_with_the_next_and_can_undo_each(
    screen: SentByIbScreen, desk: Desk, qtbot: QtBot
) -> None:
    page = screen.page
    screen.choose(0)
    screen.press(Qt.Key.Key_Delete)
    screen.press(Qt.Key.Key_Delete)  # before the list has heard of the first
    screen.wait_subjects(*ALL[2:])
    qtbot.waitUntil(lambda: page.list.selection().count == 1 and page.list.table.chosen_places() == range(1))
    first, second = desk.notices.take()
    for notice in (second, first):
        assert notice.text == "1 message deleted."
        assert notice.action is not None
    assert second.action is not None
    second.action()
    screen.wait_subjects(*ALL[1:])
    assert first.action is not None
    first.action()
    screen.wait_subjects(*ALL)
    # At the end of the list it goes on with the one before.
    screen.choose(2)
    screen.press(Qt.Key.Key_Delete)
    screen.wait_subjects(*ALL[:2])
    qtbot.waitUntil(lambda: list(page.list.table.chosen_places()) == [1])
    # And of several, with the one behind the last of them.
    screen.choose(0)
    page.list.table.clearSelection()
    page.list.go_on()
    assert not page.list.selection()


def test_all_that_are_chosen_are_changed_and_not_only_those_that_were_in_view(
    screen: SentByIbScreen, desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(broker_deeds, "_TOGETHER", 300)
    fed(desk.store, desk.actor, *(message(number, {ADA: {}}) for number in range(1_000, 1_900)))
    qtbot.waitUntil(lambda: screen.page.list.model.total == 903)
    screen.page.list.table.selectAll()
    screen.page.read_button.click()
    qtbot.waitUntil(lambda: unread_messages(desk.store) == 0)
    screen.page.delete_button.click()
    screen.wait_subjects()
    told = desk.notices.take()
    assert [each.text for each in told if each.action] == ["903 messages deleted."]


def test_the_trash_says_how_long_it_keeps_and_is_emptied_after_asking(
    screen: SentByIbScreen, desk: Desk, qtbot: QtBot
) -> None:
    page = screen.page
    page.filters.trash.click()
    screen.wait_subjects()
    bar = page.trash_bar
    qtbot.waitUntil(lambda: "for 30 days" in bar.words.text())
    assert not bar.empty_button.isEnabled()
    assert "The trash is empty" in [each.text() for each in page.list.vacancy.findChildren(QLabel)]
    assert [each.icon for each in page.list.vacancy.findChildren(EmptyState) if each.isVisible()] == ["trash"]
    page.filters.trash.click()
    screen.wait_subjects(*ALL)
    page.list.table.selectAll()
    page.delete_button.click()
    page.filters.trash.click()
    screen.wait_subjects(*ALL)
    qtbot.waitUntil(bar.empty_button.isEnabled)
    bar.empty_button.click()
    question = dialog_of(bar, Confirm)
    assert question.yes.text() == "Delete 3 messages for good"
    question.yes.click()
    screen.wait_subjects()
    qtbot.waitUntil(lambda: not bar.empty_button.isEnabled())
    desk.take_office(desk.office, desk.zone, desk.actor._replace(role=Role.SENDER))
    assert bar.empty_button.isHidden()


def test_a_trash_in_which_all_stays_says_why_it_cannot_be_emptied(
    screen: SentByIbScreen, desk: Desk, messages: list[int], qtbot: QtBot
) -> None:
    inquiries.submit(desk.store, desk.actor, InquiryDraft("Why?", "Please tell.", message_id=messages[0]))
    broker_messages.delete(desk.store, desk.actor, messages[:2])
    button = screen.page.trash_bar.empty_button
    screen.page.filters.trash.click()
    qtbot.waitUntil(button.isEnabled)
    assert not button.toolTip()
    broker_messages.restore(desk.store, desk.actor, messages[1:2])
    qtbot.waitUntil(lambda: not button.isEnabled())
    assert button.toolTip() == "What is left here stays, for inquiries are about it."


def test_the_filters_stay_under_the_pointer_while_messages_leave_the_trash(
    screen: SentByIbScreen, desk: Desk, messages: list[int], qtbot: QtBot
) -> None:
    page = screen.page
    desk.refresh.take(broker_messages.delete(desk.store, desk.actor, messages[:2]))
    screen.wait_subjects(ALL[2])
    page.filters.trash.click()
    screen.wait_subjects(*ALL[:2])
    screen.choose(0)
    qtbot.waitUntil(lambda: page.list.filter_bar.count.text() == "2")
    QCoreApplication.sendPostedEvents()
    before = page.filters.trash.mapTo(page, QPoint())
    page.restore_button.click()
    qtbot.waitUntil(lambda: page.list.filter_bar.count.text() == "1")
    QCoreApplication.sendPostedEvents()
    assert page.filters.trash.mapTo(page, QPoint()) == before


def test_after_the_trash_is_emptied_the_keyboard_is_in_the_list(screen: SentByIbScreen, qtbot: QtBot) -> None:
    """And not on what stands above the page, whose button comes next to it."""
    page, window = screen.page, QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    column.addWidget(QPushButton("Enable Staging"))
    column.addWidget(page)
    window.show()
    window.activateWindow()
    page.list.table.selectAll()
    page.delete_button.click()
    page.filters.trash.click()
    screen.wait_subjects(*ALL)
    qtbot.waitUntil(page.trash_bar.empty_button.isEnabled)
    page.trash_bar.empty_button.setFocus()
    page.trash_bar.empty_button.click()
    dialog_of(page.trash_bar, Confirm).yes.click()
    on_yes = window.focusWidget()
    screen.wait_subjects()
    qtbot.waitUntil(lambda: page.list.isAncestorOf(window.focusWidget()))
    page.setParent(None)
    assert page.list.isAncestorOf(on_yes)


def test_a_search_is_kept_applied_renamed_and_deleted(
    screen: SentByIbScreen, desk: Desk, memory: Memory
) -> None:
    page = screen.page
    page.apply(BrokerSearch(text="login", period=Period.YEAR))
    screen.wait_subjects("New login")
    asked = page.searches.ask_name()
    QTest.keyClicks(asked.name, "Logins")
    asked.yes.click()
    page.apply(BrokerSearch())
    screen.wait_subjects(*ALL)
    again = page.searches.ask_name()
    again.name.setText("logins")
    again.yes.click()
    assert "already" in again.field.problem
    again.reject()
    screen.pick(page.searches, "Logins")
    screen.wait_subjects("New login")
    edit = page.list.filter_bar.edit
    assert edit.text() == "login"
    clear = edit.findChild(QToolButton)
    assert clear is not None
    assert clear.isVisible()
    page.searches.fill()
    entry(page.searches.opens, "Rename", "Logins").trigger()
    asked = dialog_of(page, type(asked))
    asked.name.setText("Who came in")
    asked.yes.click()
    other = SentByIbPage(desk, memory)
    other.searches.fill()
    entry(other.searches.opens, "Delete", "Who came in").trigger()
    other.searches.fill()
    assert next(action.text() for action in other.searches.opens.actions()) == "Keep this search…"
    other.deleteLater()


def test_the_reading_pane_stands_where_it_was_put(
    screen: SentByIbScreen, memory: Memory, qtbot: QtBot
) -> None:
    page = screen.page
    screen.choose(1)
    qtbot.waitUntil(lambda: bool(screen.pane_words()))
    assert page.split.orientation() is Qt.Orientation.Vertical
    screen.pick(page.place_menu, "Reading pane at the right")
    assert page.split.orientation() is Qt.Orientation.Horizontal
    screen.pick(page.place_menu, "No reading pane")
    assert not page.pane.isVisible()
    again = PaneMenu(memory)
    qtbot.addWidget(again)
    assert again.place is PanePlace.OFF


def test_a_row_is_painted_as_chosen_before_its_message_is_read(
    screen: SentByIbScreen, desk: Desk, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: not desk.jobs.busy)
    screen.view.table.selectRow(1)
    assert screen.page.pane.isVisible()
    assert not desk.jobs.busy
    qtbot.waitUntil(lambda: bool(screen.pane_words()))


def test_in_a_narrow_window_the_filters_stand_in_one_menu(screen: SentByIbScreen, qtbot: QtBot) -> None:
    few = screen.page.few
    assert not few.isVisible()
    screen.page.resize(540, 480)
    qtbot.waitUntil(few.isVisible)
    assert not screen.page.filters.isVisible()
    screen.page.filters.channel.opens.aboutToShow.emit()
    entry(few.opens, "Channel", "TWS Bulletin").trigger()
    screen.wait_subjects("New login")
    assert few.text() == "Filters: TWS Bulletin"
    entry(few.opens, "Unread").trigger()
    assert screen.page.search.is_unread
    assert few.accessibleName() == "Filters: TWS Bulletin, Unread"


def test_a_long_choice_leaves_room_for_the_text_to_look_for(screen: SentByIbScreen, qtbot: QtBot) -> None:
    filters, bar = screen.page.filters, screen.page.list.filter_bar
    wide = (filters, screen.page.searches, screen.page.place_menu)
    room = sum(each.sizeHint().width() for each in wide) + bar.least_room() + 80
    screen.page.resize(room, 480)
    qtbot.waitUntil(lambda: screen.page.width() == room)
    assert filters.isVisible()
    filters.choose(BrokerSearch(type="A type with a name as long as that"))
    qtbot.waitUntil(screen.page.few.isVisible)
    filters.choose(BrokerSearch())
    qtbot.waitUntil(filters.isVisible)
    bar.show_count("1,000,001 of 100,000,005, and more than that")
    qtbot.waitUntil(screen.page.few.isVisible)


def test_after_deleting_by_button_the_focus_is_in_the_list(screen: SentByIbScreen, qtbot: QtBot) -> None:
    window = QWidget()
    column = QVBoxLayout(window)
    column.addWidget(QPushButton("What stands next"))
    column.addWidget(screen.page)
    window.show()
    screen.choose(0)
    button = screen.page.delete_button
    button.setFocus()
    qtbot.waitUntil(button.hasFocus)
    button.click()
    screen.wait_subjects(*ALL[1:])
    assert window.focusWidget() is screen.view.table
    screen.page.setParent(None)
    window.deleteLater()


def test_of_several_the_pane_says_how_many(screen: SentByIbScreen, qtbot: QtBot) -> None:
    screen.choose(0)
    QTest.keyClick(screen.view.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert screen.page.pane.note.text() == "2 messages are chosen."
    screen.page.read_button.click()
    qtbot.waitUntil(lambda: not screen.is_bold(0) and not screen.is_bold(1))


def test_who_only_reads_is_offered_no_deleting(screen: SentByIbScreen, desk: Desk) -> None:
    screen.choose(0)
    assert screen.page.delete_button.isEnabled()
    desk.take_office(desk.office, desk.zone, desk.actor._replace(role=Role.VIEWER))
    assert not screen.page.delete_button.isEnabled()
    assert not screen.page.write_action.isEnabled()
    assert screen.page.delete_button.toolTip() == "This takes a sender or an administrator."
    assert not screen.page.inquiry_button.isEnabled()
    assert "a support user or an administrator" in screen.page.inquiry_button.toolTip()
    screen.page.filters.trash.click()
    assert screen.page.restore_button.toolTip() == "This takes a sender or an administrator."
    desk.take_office(desk.office, desk.zone, desk.actor._replace(role=Role.SENDER))
    assert not screen.page.restore_button.toolTip()
    assert not screen.page.inquiry_button.toolTip()
