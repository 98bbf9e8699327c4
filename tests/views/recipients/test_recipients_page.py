"""Choosing recipients by keyboard and mouse, and everything that can be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QToolButton

from desktop.models.account import Account, AccountStatus
from desktop.models.change import Change, ChangeKind, Subject, Touch
from desktop.models.chosen_recipients import ChosenRecipients
from desktop.views.recipients.choice_bar import ChoiceBar
from desktop.views.recipients.filter_bar import FilterBar
from desktop.views.recipients.recipients_item_model import Column
from desktop.views.recipients.recipients_table import RecipientsTable
from desktop.views.theme.theme import theme_of
from tests.support.stores import add_accounts, details

if TYPE_CHECKING:
    from PySide6.QtGui import QColor
    from pytestqt.qtbot import QtBot

    from desktop.bridge.desk import Desk
    from desktop.store.store import Store
    from desktop.views.recipients.recipients_page import RecipientsPage
    from desktop.views.theme.theme import Theme
    from tests.pages.recipients import RecipientsScreen

SMALLEST = 535
"""Pixels: what the smallest window leaves beside the names of its places."""
_Key = Qt.Key
_ACCOUNTS = Change((Touch(Subject.ACCOUNTS, ChangeKind.CHANGED),))


@pytest.fixture
def opened(page: RecipientsPage, screen: RecipientsScreen, ids: tuple[int, ...]) -> RecipientsScreen:
    page.open(ChosenRecipients())
    screen.wait_for_list()
    return screen


def _close(store: Store, number: str) -> None:
    with store.write() as unit:
        account = unit.accounts.by_number([number])[number]
        values = {name: getattr(account.details, name) for name in account.details.__slots__}
        closed = type(account.details)(**{**values, "status": AccountStatus.CLOSED})
        unit.accounts.replace([Account(account.id, closed)])
        unit.commit()


def test_all_open_accounts_are_listed_and_the_filter_waits_for_typing(opened: RecipientsScreen) -> None:
    assert opened.titles == ["Fowler, Watson", "Møller Søren", "山田太郎", "Fowler Foundation", "Zoë Martín"]
    assert opened.in_filter
    assert "0 selected of 5" in opened.words
    assert "Select all 5" in opened.buttons


def test_a_walk_by_keyboard_alone(opened: RecipientsScreen, ids: tuple[int, ...], qtbot: QtBot) -> None:
    opened.type("fowler")
    assert opened.titles == ["Fowler, Watson", "Fowler Foundation"]
    assert "Select all 2 matching" in opened.buttons
    opened.press(_Key.Key_Down)
    assert opened.in_list
    opened.press(_Key.Key_Down)
    opened.press(_Key.Key_Space)
    assert opened.rows == [
        "U0000001 Fowler, Watson, not selected",
        "U0000004 Fowler Foundation, selected",
    ]
    assert "1 selected of 5" in opened.words
    opened.press(_Key.Key_Home)
    opened.press(_Key.Key_Up)
    assert opened.in_filter
    with qtbot.waitSignal(opened.page.done) as told:
        opened.press(_Key.Key_Return, ctrl=True)
    assert told.args == [ChosenRecipients((ids[3],))]


@pytest.mark.parametrize("typed", ["zoe MARTIN", "martin zoe", "U0000005", "client5@", "user5", "zoë"])
def test_any_part_of_number_title_email_and_user_name_matches(opened: RecipientsScreen, typed: str) -> None:
    opened.type(typed)
    assert opened.titles == ["Zoë Martín"]


def test_enter_leads_to_the_list_and_letters_back_to_the_filter(opened: RecipientsScreen) -> None:
    opened.press(_Key.Key_Return)
    assert opened.in_list
    opened.type("山")
    assert opened.in_filter
    assert opened.filter_text == "山"
    opened.press(_Key.Key_Down)
    opened.press(_Key.Key_Backspace)
    assert opened.in_filter
    assert opened.filter_text == ""


def test_shift_and_arrows_make_a_range_for_space(opened: RecipientsScreen) -> None:
    opened.press(_Key.Key_Down)
    opened.press(_Key.Key_Down)
    opened.press(_Key.Key_Down, shift=True)
    opened.press(_Key.Key_End, shift=True)
    opened.press(_Key.Key_Up, shift=True)
    opened.press(_Key.Key_Space)
    assert opened.ticked == ["U0000002", "U0000003", "U0000004"]
    opened.press(_Key.Key_Space)
    assert opened.ticked == []


def test_a_click_ticks_a_row_and_shift_click_a_range(opened: RecipientsScreen) -> None:
    opened.click_row(1)
    assert opened.ticked == ["U0000002"]
    opened.click_row(1)
    assert opened.ticked == []
    opened.click_row(4, shift=True)
    assert opened.ticked == ["U0000002", "U0000003", "U0000004", "U0000005"]


def test_ctrl_a_ticks_what_matches_and_again_unticks_it(opened: RecipientsScreen) -> None:
    opened.type("fowler")
    opened.press(_Key.Key_Down)
    opened.press(_Key.Key_A, ctrl=True)
    assert "2 selected of 5" in opened.words
    assert "Unselect all 2" in opened.buttons
    opened.click_button("Unselect all 2")
    assert "0 selected of 5" in opened.words


def test_ctrl_a_in_the_filter_selects_its_text_and_ticks_nobody(opened: RecipientsScreen) -> None:
    opened.type("fowler")
    opened.press(_Key.Key_A, ctrl=True)
    assert "0 selected of 5" in opened.words
    opened.type("fow")
    assert opened.filter_text == "fow"
    opened.press(_Key.Key_A, ctrl=True, shift=True)
    assert "2 selected of 5" in opened.words


def test_clear_and_all_can_be_taken_back(opened: RecipientsScreen) -> None:
    opened.click_row(2)
    opened.press(_Key.Key_A, ctrl=True)
    opened.click_button("Clear selection")
    assert opened.ticked == []
    opened.press(_Key.Key_Z, ctrl=True)
    assert len(opened.ticked) == 5
    opened.press(_Key.Key_Z, ctrl=True)
    assert opened.ticked == ["U0000003"]


def test_undo_in_the_filter_means_the_ticks_after_ticking_and_the_text_after_typing(
    opened: RecipientsScreen,
) -> None:
    opened.type("fow")
    opened.click_row(0)
    opened.press(_Key.Key_F, ctrl=True)
    opened.press(_Key.Key_Z, ctrl=True)
    assert "0 selected of 5" in opened.words
    assert opened.filter_text == "fow"
    opened.type("l")
    opened.press(_Key.Key_Z, ctrl=True)
    assert opened.filter_text != "fowl"


def test_only_the_selected_are_shown_where_asked_and_stay_while_unticked(opened: RecipientsScreen) -> None:
    opened.click_row(0)
    opened.click_row(2)
    opened.page._bar.only.click()
    assert opened.titles == ["Fowler, Watson", "山田太郎"]
    opened.click_row(0)
    assert opened.titles == ["Fowler, Watson", "山田太郎"]
    assert opened.ticked == ["U0000003"]
    opened.page._bar.only.click()
    assert len(opened.titles) == 5


def test_nothing_selected_is_said_and_all_can_be_shown_again(opened: RecipientsScreen) -> None:
    opened.page._bar.only.click()
    assert "No account is selected" in opened.words
    opened.click_button("Show all accounts")
    assert len(opened.titles) == 5


def test_where_nothing_matches_the_filter_can_be_cleared(opened: RecipientsScreen) -> None:
    opened.type("nobody")
    assert "No account matches “nobody”" in opened.words
    opened.click_button("Clear filter")
    assert len(opened.titles) == 5
    assert opened.in_filter


def test_an_office_without_accounts_offers_the_import(
    page: RecipientsPage, screen: RecipientsScreen, qtbot: QtBot
) -> None:
    page.open(ChosenRecipients())
    screen.wait_for_words("No open accounts yet")
    with qtbot.waitSignal(page.import_wanted):
        screen.click_button("Import clients")


def test_what_was_chosen_before_is_ticked_and_comes_back(
    page: RecipientsPage, screen: RecipientsScreen, ids: tuple[int, ...], qtbot: QtBot
) -> None:
    page.open(ChosenRecipients((ids[4], ids[1])))
    screen.wait_for_list()
    assert screen.ticked == ["U0000002", "U0000005"]
    with qtbot.waitSignal(page.done) as told:
        screen.click_button("Done, back to message")
    assert told.args == [ChosenRecipients((ids[1], ids[4]))]


def test_a_chosen_account_that_is_closed_is_taken_out_and_named(
    page: RecipientsPage, screen: RecipientsScreen, ids: tuple[int, ...], desk: Desk, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(desk.notices.arrived):
        page.open(ChosenRecipients((ids[0], ids[5])))
    assert [notice.text for notice in desk.notices.take()] == [
        "1 selected account is no longer open and was taken out: U0000009"
    ]
    assert screen.ticked == ["U0000001"]


def test_opened_again_the_empty_filter_has_no_cross(
    opened: RecipientsScreen, page: RecipientsPage, qtbot: QtBot
) -> None:
    def crosses() -> list[bool]:
        (field,) = page.findChildren(FilterBar)
        return [cross.property("opacity") > 0 for cross in field.findChildren(QToolButton)]

    empty = crosses()
    opened.type("fowler")
    qtbot.waitUntil(lambda: crosses() != empty)
    page.open(ChosenRecipients())
    qtbot.waitUntil(lambda: crosses() == empty)


def test_escape_clears_the_filter_first_and_then_leaves(opened: RecipientsScreen, qtbot: QtBot) -> None:
    opened.type("fowler")
    opened.press(_Key.Key_Escape)
    assert opened.filter_text == ""
    with qtbot.waitSignal(opened.page.cancelled), qtbot.assertNotEmitted(opened.page.done):
        opened.press(_Key.Key_Escape)


def test_leaving_after_changes_can_be_taken_back(
    opened: RecipientsScreen, desk: Desk, ids: tuple[int, ...], qtbot: QtBot
) -> None:
    opened.click_row(0)
    opened.press(_Key.Key_Escape)
    (notice,) = desk.notices.take()
    assert notice.text == "The recipients were left as they were."
    assert notice.action is not None
    with qtbot.waitSignal(opened.page.done) as told:
        notice.action()
    assert told.args == [ChosenRecipients((ids[0],))]


def test_accounts_that_change_meanwhile_leave_ticks_filter_and_place(
    opened: RecipientsScreen, store: Store, desk: Desk, ids: tuple[int, ...]
) -> None:
    opened.type("user")
    opened.press(_Key.Key_Down)
    opened.press(_Key.Key_Down)
    opened.press(_Key.Key_Space)
    add_accounts(store, [details(0, title="Earlier Client")])
    desk.refresh.take(_ACCOUNTS)
    opened.wait_for_words("1 selected of 6")
    assert opened.titles[0] == "Earlier Client"
    assert opened.ticked == ["U0000002"]
    assert opened.current == 2
    assert opened.filter_text == "user"


def test_a_ticked_account_that_closes_meanwhile_is_taken_out_and_named(
    opened: RecipientsScreen, store: Store, desk: Desk, qtbot: QtBot
) -> None:
    opened.press(_Key.Key_A, ctrl=True)
    _close(store, "U0000003")
    with qtbot.waitSignal(desk.notices.arrived):
        desk.refresh.take(_ACCOUNTS)
    assert [notice.text for notice in desk.notices.take()] == [
        "1 selected account is no longer open and was taken out: U0000003"
    ]
    assert "4 selected of 4" in opened.words


def test_opening_again_reads_nothing_when_nothing_changed(
    opened: RecipientsScreen, page: RecipientsPage, desk: Desk, ids: tuple[int, ...]
) -> None:
    opened.type("fowler")
    # The list is there before the groups are, which are read beside it.
    opened.wait_until(lambda: not desk.jobs.busy)
    page.open(ChosenRecipients((ids[2],)))
    assert not desk.jobs.busy
    assert opened.filter_text == ""
    assert opened.ticked == ["U0000003"]


def test_trouble_while_reading_is_said_and_can_be_tried_again(
    ids: tuple[int, ...], page: RecipientsPage, screen: RecipientsScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(type(page._desk.store), "read", lambda _store: 1 / 0)
        page.open(ChosenRecipients())
        screen.wait_for_words("The accounts could not be read")
    screen.click_button("Try again")
    screen.wait_for_list()
    assert len(screen.titles) == 5


@pytest.mark.parametrize("typed", ["fow", "نور", "山"])
def test_what_matched_is_marked_in_the_row_in_any_script(
    page: RecipientsPage, screen: RecipientsScreen, store: Store, theme: Theme, typed: str
) -> None:
    add_accounts(store, [details(1, title=title) for title in ("Fowler شركة النور للتجارة 山田",)])
    page.open(ChosenRecipients())
    screen.wait_for_list()
    chip = theme.color("chip")
    assert not _shows(page, chip)
    screen.type(typed)
    assert _shows(page, chip)


def _shows(page: RecipientsPage, color: QColor) -> bool:
    image = page._table.grab().toImage()
    return any(image.pixelColor(x, y) == color for x in range(image.width()) for y in range(40))


@pytest.mark.parametrize("done", [_Key.Key_Return, _Key.Key_Enter])
def test_keys_pressed_before_the_accounts_are_read_are_done_when_they_are(
    screen: RecipientsScreen, ids: tuple[int, ...], qtbot: QtBot, done: Qt.Key
) -> None:
    with qtbot.waitSignal(screen.page.done) as told:
        screen.page.open(ChosenRecipients())
        screen.type("fowler")
        screen.press(_Key.Key_A, ctrl=True, shift=True)
        screen.press(done, ctrl=True)
    assert told.args == [ChosenRecipients((ids[0], ids[3]))]


def test_leaving_before_the_accounts_are_read_calls_off_what_was_asked(
    screen: RecipientsScreen, ids: tuple[int, ...]
) -> None:
    told: list[object] = []
    screen.page.done.connect(told.append)
    screen.page.open(ChosenRecipients())
    screen.press(_Key.Key_A, ctrl=True)
    screen.press(_Key.Key_Return, ctrl=True)
    screen.page.hide()
    screen.page.show()
    screen.wait_for_list()
    assert f"0 selected of {len(ids) - 1}" in screen.words
    assert told == []


def test_in_a_wide_window_the_addresses_share_the_room(opened: RecipientsScreen) -> None:
    page = opened.page
    width = page._table.columnWidth
    page.resize(1700, 500)
    letters = page._table.fontMetrics().horizontalAdvance("maryam.almansouri41@clients.example")
    assert width(Column.EMAIL) >= letters + 2 * theme_of().scale.small
    assert width(Column.TITLE) > width(Column.EMAIL), "a title may be of 120 characters"
    name = page._table.fontMetrics().horizontalAdvance("nakagawa150d") + 2 * theme_of().scale.small
    assert width(Column.USERNAME) >= name
    page.resize(870, 500)
    assert width(Column.USERNAME) >= name
    page.resize(900, 500)
    assert width(Column.TITLE) > width(Column.EMAIL)


def test_in_the_smallest_window_the_filter_and_what_stands_beside_it_have_room(
    opened: RecipientsScreen, qtbot: QtBot
) -> None:
    page, bar = opened.page, opened.page.findChild(ChoiceBar)
    assert bar is not None
    assert page.minimumSizeHint().width() <= SMALLEST
    page.resize(SMALLEST, 430)
    words = bar.filter.fontMetrics().horizontalAdvance(bar.filter.placeholderText())
    qtbot.waitUntil(lambda: bar.filter.width() > words)
    for widget in (bar.all, bar.clear, bar.only):
        assert widget.width() >= widget.sizeHint().width()
        assert bar.rect().contains(QRect(widget.mapTo(bar, QPoint(0, 0)), widget.size()))
    beside = bar.clear.mapTo(bar, QPoint(0, 0)).x() - bar.all.mapTo(bar, QPoint(0, 0)).x() - bar.all.width()
    assert beside >= theme_of(bar).scale.small
    page.resize(900, 430)
    qtbot.waitUntil(lambda: bar.height() < 2 * bar.filter.height())
    assert bar.filter.width() > words


def test_in_a_narrow_window_titles_keep_as_much_room_as_addresses(
    opened: RecipientsScreen, qtbot: QtBot
) -> None:
    opened.page.resize(SMALLEST, 430)
    table = opened.page.findChild(RecipientsTable)
    assert table is not None
    qtbot.waitUntil(lambda: table.columnWidth(Column.TITLE) >= table.columnWidth(Column.EMAIL) - 1)
