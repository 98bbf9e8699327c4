"""Groups, rules and pasted numbers in Manage Recipients, as a person meets them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication

from desktop.models.account import AccountStatus
from desktop.models.account_group import GroupRule
from desktop.models.change import Change, ChangeKind, Subject, Touch
from desktop.models.channel import Channel
from desktop.models.chosen_recipients import ChosenRecipients
from desktop.services.recipient_groups import create_group, delete_group, groups, update_group
from desktop.views.kit.name_dialog import NameDialog
from desktop.views.recipients.group_bar import GroupBar
from desktop.views.recipients.groups_dialog import GroupsDialog
from desktop.views.recipients.paste_dialog import PasteDialog
from desktop.views.recipients.rule_dialog import RuleDialog
from tests.support.stores import add_accounts, details

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from desktop.bridge.desk import Desk
    from desktop.models.account_group import AccountGroup
    from desktop.store.store import Store
    from desktop.views.recipients.recipients_page import RecipientsPage
    from tests.pages.recipients import RecipientsScreen

_GROUPS = Change((Touch(Subject.GROUPS, ChangeKind.CHANGED),))


@pytest.fixture
def staff(desk: Desk, ids: tuple[int, ...]) -> AccountGroup:
    """The second and the fourth account."""
    return create_group(desk.store, desk.actor, "Staff", [ids[1], ids[3]]).group


@pytest.fixture
def first_three(desk: Desk, ids: tuple[int, ...]) -> AccountGroup:
    return create_group(desk.store, desk.actor, "First three", ids[:3]).group


@pytest.fixture
def opened(
    page: RecipientsPage, screen: RecipientsScreen, staff: AccountGroup, first_three: AccountGroup
) -> RecipientsScreen:
    page.open(ChosenRecipients())
    screen.wait_for_list()
    screen.wait_until(lambda: len(screen.offered("Include group")) == 2)
    return screen


def _done(screen: RecipientsScreen, qtbot: QtBot) -> ChosenRecipients:
    with qtbot.waitSignal(screen.page.done) as told:
        screen.click_button("Done, back to message")
    chosen: ChosenRecipients = told.args[0]
    return chosen


def test_the_menus_say_what_each_group_is(opened: RecipientsScreen) -> None:
    assert opened.offered("Exclude group") == [
        "First three   Fixed list of 3 accounts",
        "Staff   Fixed list of 2 accounts",
    ]


def test_a_group_is_included_and_another_excluded_and_exclusion_wins(
    opened: RecipientsScreen, ids: tuple[int, ...], qtbot: QtBot
) -> None:
    opened.choose("Include group", "First three")
    opened.choose("Exclude group", "Staff")
    assert opened.ticked == ["U0000001", "U0000003"]
    assert opened.excluded == ["U0000002", "U0000004"]
    assert opened.chips == ["Group: First three (3)", "Not: Staff (2)"]
    assert "2 selected of 5, 2 excluded" in opened.words
    chosen = _done(opened, qtbot)
    assert chosen.accounts == (ids[0], ids[2])
    assert [group.name for group in chosen.groups.groups] == ["First three", "Staff"]


def test_everybody_but_a_group_and_back(opened: RecipientsScreen, desk: Desk) -> None:
    opened.press(Qt.Key.Key_A, ctrl=True)
    opened.choose("Exclude group", "Staff")
    assert opened.ticked == ["U0000001", "U0000003", "U0000005"]
    assert "Unselect all 3" in opened.buttons
    opened.click_row(1)
    assert [notice.text for notice in desk.notices.take()] == [
        "U0000002 is in the excluded group “Staff” and cannot be selected."
    ]
    assert len(opened.ticked) == 3
    opened.take_away("Staff")
    assert len(opened.ticked) == 5
    assert opened.chips == []
    opened.page._choice.undo()
    assert len(opened.ticked) == 3
    assert opened.chips == ["Not: Staff (2)"]


def test_clearing_the_selection_keeps_what_is_excluded(opened: RecipientsScreen) -> None:
    opened.choose("Include group", "First three")
    opened.choose("Exclude group", "Staff")
    opened.click_button("Clear selection")
    assert (opened.ticked, opened.chips) == ([], ["Not: Staff (2)"])


def test_what_was_chosen_with_groups_opens_again_as_it_was(
    opened: RecipientsScreen, ids: tuple[int, ...], qtbot: QtBot, desk: Desk
) -> None:
    opened.choose("Include group", "First three")
    opened.choose("Exclude group", "Staff")
    opened.click_row(4)
    opened.click_row(2)
    chosen = _done(opened, qtbot)
    assert chosen.accounts == (ids[0], ids[4])
    opened.page.open(ChosenRecipients())
    assert (opened.ticked, opened.chips) == ([], [])
    opened.page.open(chosen)
    opened.wait_until(lambda: opened.chips != [])
    assert opened.ticked == ["U0000001", "U0000005"]
    assert desk.notices.take() == ()
    opened.take_away("Staff")
    assert opened.ticked == ["U0000001", "U0000002", "U0000005"]


def test_keys_pressed_while_groups_are_asked_are_done_with_what_they_hold(
    opened: RecipientsScreen, ids: tuple[int, ...], qtbot: QtBot
) -> None:
    opened.choose("Exclude group", "Staff")
    chosen = _done(opened, qtbot)
    with qtbot.waitSignal(opened.page.done) as told:
        opened.page.open(chosen)
        opened.press(Qt.Key.Key_A, ctrl=True)
        opened.press(Qt.Key.Key_Return, ctrl=True)
    assert told.args[0].accounts == (ids[0], ids[2], ids[4])


def test_a_group_that_changed_since_is_told_of_when_the_choice_is_opened(
    opened: RecipientsScreen, staff: AccountGroup, ids: tuple[int, ...], qtbot: QtBot, desk: Desk
) -> None:
    opened.choose("Include group", "Staff")
    chosen = _done(opened, qtbot)
    update_group(desk.store, desk.actor, staff, [ids[1], ids[2], ids[4]])
    opened.page.open(chosen)
    opened.wait_until(lambda: opened.ticked == ["U0000002", "U0000003", "U0000005"])
    assert "Groups have changed since they were chosen: 2 accounts came in, 1 was taken out." in [
        notice.text for notice in desk.notices.take()
    ]


def test_a_colleagues_change_of_an_applied_group_is_applied_and_told(
    opened: RecipientsScreen, staff: AccountGroup, ids: tuple[int, ...], desk: Desk
) -> None:
    opened.press(Qt.Key.Key_A, ctrl=True)
    opened.choose("Exclude group", "Staff")
    update_group(desk.store, desk.actor, staff, [ids[0], ids[1], ids[3]])
    desk.refresh.take(_GROUPS)
    opened.wait_until(lambda: opened.excluded == ["U0000001", "U0000002", "U0000004"])
    assert opened.chips == ["Not: Staff (3)"]
    assert any("was taken out" in notice.text for notice in desk.notices.take())


def test_a_group_that_a_colleague_deletes_leaves_the_accounts_as_they_are(
    opened: RecipientsScreen, staff: AccountGroup, desk: Desk
) -> None:
    opened.press(Qt.Key.Key_A, ctrl=True)
    opened.choose("Exclude group", "Staff")
    delete_group(desk.store, desk.actor, staff)
    desk.refresh.take(_GROUPS)
    opened.wait_until(lambda: opened.chips == [])
    assert opened.ticked == ["U0000001", "U0000003", "U0000005"]
    opened.wait_until(lambda: len(opened.offered("Include group")) == 1)


def test_accounts_that_come_meanwhile_find_the_groups_still_applied(
    opened: RecipientsScreen, store: Store, desk: Desk
) -> None:
    opened.press(Qt.Key.Key_A, ctrl=True)
    opened.choose("Exclude group", "Staff")
    add_accounts(store, [details(0, title="Earlier Client")])
    desk.refresh.take(Change((Touch(Subject.ACCOUNTS, ChangeKind.CREATED),)))
    opened.wait_for_words("3 selected of 6, 2 excluded")
    assert opened.excluded == ["U0000002", "U0000004"]


def test_the_present_choice_is_saved_as_a_fixed_list(
    opened: RecipientsScreen, desk: Desk, ids: tuple[int, ...]
) -> None:
    assert "Save as group…" not in opened.buttons, "nobody is selected"
    opened.click_row(0)
    opened.click_row(4)
    opened.click_button("Save as group…")
    dialog = opened.dialog(NameDialog)
    dialog.name.setText("staff")
    dialog.yes.click()
    opened.wait_until(lambda: dialog.field.problem != "")
    assert "already a group" in dialog.field.problem
    dialog.name.setText("Ends")
    dialog.yes.click()
    opened.wait_until(lambda: "Ends" in [group.name for group in groups(desk.store)])
    (saved,) = [group for group in groups(desk.store) if group.name == "Ends"]
    with desk.store.read() as unit:
        assert unit.groups.open_members(saved) == (ids[0], ids[4])
    opened.wait_until(lambda: len(opened.offered("Include group")) == 3)


def test_a_rule_is_built_with_its_words_and_its_count_and_ticks_whom_it_finds(
    opened: RecipientsScreen, store: Store, desk: Desk
) -> None:
    add_accounts(store, [details(20, language="ja"), details(21, language="ja", email="")])
    desk.refresh.take(Change((Touch(Subject.ACCOUNTS, ChangeKind.CREATED),)))
    opened.wait_for_words("0 selected of 7")
    opened.click_button("Choose by rule…")
    dialog = opened.dialog(RuleDialog)
    dialog.form.languages["ja"].click()
    dialog.form.ways[Channel.EMAIL].click()
    assert dialog.words.text() == "Rule: language Japanese, reachable by Email"
    opened.wait_until(lambda: dialog.count.text() == "1 open account is in it now")
    assert dialog.select is not None
    dialog.select.click()
    opened.wait_until(lambda: opened.ticked == ["U0000020"])


def test_a_rule_is_kept_as_a_group_and_finds_who_comes_later(
    opened: RecipientsScreen, store: Store, desk: Desk
) -> None:
    opened.click_button("Choose by rule…")
    dialog = opened.dialog(RuleDialog)
    dialog.form.types["INDIVIDUAL"].click()
    dialog.keep.click()
    asked = opened.dialog(NameDialog)
    asked.name.setText("Individuals")
    asked.yes.click()
    opened.wait_until(lambda: "Individuals   Rule: type Individual" in opened.offered("Include group"))
    opened.choose("Include group", "Individuals")
    assert len(opened.ticked) == 5
    add_accounts(store, [details(20)])
    desk.refresh.take(Change((Touch(Subject.ACCOUNTS, ChangeKind.CREATED),)))
    opened.wait_for_words("6 selected of 6")


def _groups_dialog(opened: RecipientsScreen, name: str) -> GroupsDialog:
    opened.click_button("Groups…")
    dialog = opened.dialog(GroupsDialog)
    opened.wait_until(lambda: dialog.table.rowCount() > 0)
    for row in range(dialog.table.rowCount()):
        item = dialog.table.item(row, 0)
        if item is not None and item.text() == name:
            dialog.table.selectRow(row)
    return dialog


def test_groups_are_listed_with_what_they_are_and_who_changed_them(opened: RecipientsScreen) -> None:
    dialog = _groups_dialog(opened, "Staff")
    cells = [dialog.table.item(1, column) for column in range(3)]
    words = [item.text() for item in cells if item is not None]
    assert words[:2] == ["Staff", "Fixed list of 2 accounts"]
    assert words[2].startswith("Ada Byron, ")
    assert dialog.table.columnWidth(2) >= dialog.table.sizeHintForColumn(2), "when it was is not cut"
    dialog.exclude.click()
    opened.wait_until(lambda: opened.chips == ["Not: Staff (2)"])


def test_a_group_is_renamed_and_made_what_is_selected_now(opened: RecipientsScreen, desk: Desk) -> None:
    opened.click_row(4)
    dialog = _groups_dialog(opened, "Staff")
    assert dialog.change.text() == "Make it the 1 selected now"
    dialog.change.click()
    opened.wait_until(lambda: dialog.said.text() == "“Staff” is a fixed list of 1 account now.")
    opened.wait_until(lambda: dialog.group is not None and dialog.group.version == 2)
    dialog.rename.click()
    asked = opened.dialog(NameDialog)
    assert asked.name.text() == "Staff"
    asked.name.setText("Family")
    asked.yes.click()
    opened.wait_until(lambda: dialog.group is not None and dialog.group.name == "Family")
    assert [(group.name, group.count) for group in groups(desk.store)] == [("Family", 1), ("First three", 3)]


def test_a_deleted_group_can_be_taken_back_in_the_dialog_and_after_it(
    opened: RecipientsScreen, desk: Desk
) -> None:
    dialog = _groups_dialog(opened, "Staff")
    dialog.delete.click()
    opened.wait_until(lambda: dialog.said.text() == "Group “Staff” deleted.")
    assert dialog.undo.isVisible()
    dialog.undo.click()
    opened.wait_until(lambda: dialog.said.text() == "Group “Staff” is there again.")
    opened.wait_until(lambda: dialog.table.rowCount() == 2)
    dialog.table.selectRow(1)
    dialog.delete.click()
    opened.wait_until(dialog.undo.isVisible)
    dialog.reject()
    (notice,) = desk.notices.take()
    assert notice.action is not None
    notice.action()
    opened.wait_until(lambda: len(groups(desk.store)) == 2)


def test_who_was_slower_is_told_and_sees_the_group_as_it_is(
    opened: RecipientsScreen, staff: AccountGroup, desk: Desk, ids: tuple[int, ...]
) -> None:
    dialog = _groups_dialog(opened, "Staff")
    dialog.rename.click()
    asked = opened.dialog(NameDialog)
    update_group(desk.store, desk.actor, staff, ids[:1])
    asked.name.setText("Family")
    asked.yes.click()
    opened.wait_until(lambda: asked.field.problem != "")
    assert "Ada Byron changed it since you opened it." in asked.field.problem


def test_the_rule_of_a_group_is_edited(opened: RecipientsScreen, desk: Desk) -> None:
    create_group(desk.store, desk.actor, "English", GroupRule(languages=frozenset({"en"})))
    desk.refresh.take(_GROUPS)
    opened.wait_until(lambda: len(opened.offered("Include group")) == 3)
    dialog = _groups_dialog(opened, "English")
    dialog.change.click()
    rule = opened.dialog(RuleDialog)
    assert rule.form.languages["en"].isChecked()
    rule.form.ways[Channel.BULLETIN].click()
    rule.keep.click()
    opened.wait_until(lambda: dialog.said.text() == "Rule of “English” saved.")
    kept = next(group for group in groups(desk.store) if group.name == "English")
    assert kept.rule == GroupRule(languages=frozenset({"en"}), channels=frozenset({Channel.BULLETIN}))


def test_pasted_numbers_are_sorted_before_they_are_added(opened: RecipientsScreen, store: Store) -> None:
    add_accounts(store, [details(8, status=AccountStatus.PENDING)])
    opened.page._work.paste()
    dialog = opened.dialog(PasteDialog)
    dialog.box.take_text("foo u0000002; U0000005,U0000005\nU0000009 U0000008 U7777777 U1 X123\na b c d e f")
    opened.wait_until(lambda: dialog.add.text() == "Add 2 accounts")
    assert dialog.summary.text() == (
        "2 open accounts found, 1 unknown, 1 closed, 1 pending, 1 named twice."
        " 4 are no account numbers: U1, X123, a b c d e f, …"
    )
    widths = map(dialog.left_out.fontMetrics().horizontalAdvance, ("U7777777", "a b c d e f"))
    assert dialog.left_out.tabStopDistance() > max(widths), "the reasons stand below each other"
    dialog.copy.click()
    copied = QGuiApplication.clipboard().text().splitlines()
    assert [line.split("\t")[0] for line in copied] == [
        "U7777777", "U0000009", "U0000008", "U1", "X123", "a b c d e f", "foo",
    ]  # fmt: skip
    dialog.clear.click()
    dialog.box.take_text("foo")
    opened.wait_until(lambda: dialog.summary.text() == "0 open accounts found. 1 is no account number: foo")
    dialog.clear.click()
    dialog.box.take_text("U0000002 U0000005")
    opened.wait_until(lambda: dialog.add.text() == "Add 2 accounts")
    dialog.add.click()
    opened.wait_until(lambda: opened.ticked == ["U0000002", "U0000005"])


def test_in_a_narrow_window_every_button_has_room_for_its_words(
    opened: RecipientsScreen, qtbot: QtBot
) -> None:
    bar = opened.page.findChild(GroupBar)
    assert bar is not None
    opened.page.resize(700, 480)
    buttons = (bar.include, bar.exclude, bar.rule, bar.paste, bar.save, bar.groups)
    assert opened.page.width() == 700
    qtbot.waitUntil(lambda: all(button.width() >= button.sizeHint().width() for button in buttons))
    row = bar.include.parentWidget()
    assert row is not None
    assert all(row.rect().contains(button.geometry()) for button in buttons)


def test_pasted_numbers_can_be_removed(opened: RecipientsScreen, desk: Desk) -> None:
    opened.press(Qt.Key.Key_A, ctrl=True)
    opened.page._work.paste()
    dialog = opened.dialog(PasteDialog)
    dialog.box.take_text("U0000001")
    opened.wait_until(dialog.remove.isEnabled)
    dialog.remove.click()
    opened.wait_until(lambda: len(opened.ticked) == 4)
    assert [notice.text for notice in desk.notices.take()] == ["1 account fewer is selected now"]


def test_a_hundred_thousand_pasted_lines_are_taken_without_being_laid_out(opened: RecipientsScreen) -> None:
    opened.page._work.paste()
    dialog = opened.dialog(PasteDialog)
    data = QMimeData()
    data.setText("\n".join(f"U{number:07}" for number in range(100_000)))
    dialog.box.insertFromMimeData(data)
    assert dialog.box.document().blockCount() < 5
    opened.wait_until(lambda: dialog.add.text() == "Add 5 accounts")
    assert "99,994 unknown" in dialog.summary.text()
    assert dialog.left_out.document().blockCount() < 1_000
    dialog.clear.click()
    opened.wait_until(lambda: dialog.summary.text() == "No account number yet.")
    assert not dialog.box.isReadOnly()
