"""Step 3 of the editor says which groups the accounts came from, and when one of them has changed since."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desktop.models.account_group import AccountGroup, GroupRule
from desktop.models.chosen_recipients import ChosenRecipients
from desktop.services.recipient_evaluation import chosen_of, group_rows
from desktop.services.recipient_groups import create_group, delete_group, update_group
from desktop.services.recipient_loading import load_recipients
from tests.support.stores import add_accounts, details

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from desktop.bridge.desk import Desk
    from tests.views.compose.conftest import Open


class _Silent:
    def report(self, done: int, total: int, words: str = "") -> None:
        """Nobody looks."""

    def check(self) -> None:
        """Nobody calls it off."""


@pytest.fixture
def ids(desk: Desk) -> tuple[int, ...]:
    return add_accounts(desk.store, [details(number) for number in range(1, 6)])


@pytest.fixture
def english(desk: Desk, ids: tuple[int, ...]) -> AccountGroup:
    return create_group(desk.store, desk.actor, "English", GroupRule(languages=frozenset({"en"}))).group


@pytest.fixture
def staff(desk: Desk, ids: tuple[int, ...]) -> AccountGroup:
    return create_group(desk.store, desk.actor, "Staff", ids[:2]).group


@pytest.fixture
def chosen(desk: Desk, english: AccountGroup, staff: AccountGroup) -> ChosenRecipients:
    """English, but not the staff."""
    loaded = load_recipients(desk.store, ChosenRecipients(), _Silent())
    selection = loaded.selection
    for group, excluded in ((english, False), (staff, True)):
        selection = selection.with_group(group_rows(desk.store, loaded.index, group.id, excluded=excluded))
    return chosen_of(loaded.index, selection)


def test_the_groups_are_named_and_go_with_the_draft(open_editor: Open, chosen: ChosenRecipients) -> None:
    editor = open_editor(None)
    step = editor.page.form.accounts
    assert not step.groups.isVisible()
    editor.page.set_recipients(chosen)
    assert step.groups.text() == "With: English. Not: Staff"
    assert editor.page.draft.recipients == chosen
    assert not step.drift.isVisible()
    editor.page.set_recipients(ChosenRecipients())
    assert not step.groups.isVisible()


def test_a_group_that_changes_is_told_of_and_counts_when_it_is_asked_for(
    open_editor: Open,
    desk: Desk,
    staff: AccountGroup,
    chosen: ChosenRecipients,
    ids: tuple[int, ...],
    qtbot: QtBot,
) -> None:
    editor = open_editor(None)
    step = editor.page.form.accounts
    editor.page.set_recipients(chosen)
    update_group(desk.store, desk.actor, staff, ids[:3])
    qtbot.waitUntil(step.anew.isVisible)
    assert step.drift.text() == "“Staff” has changed since it was chosen: 3 accounts instead of 2."
    assert editor.page.draft.accounts == ids[2:], "nothing changes by itself"
    step.anew.click()
    qtbot.waitUntil(lambda: editor.page.draft.accounts == ids[3:])
    qtbot.waitUntil(lambda: not step.anew.isVisible())


def test_a_group_that_is_deleted_is_told_of(
    open_editor: Open,
    desk: Desk,
    english: AccountGroup,
    chosen: ChosenRecipients,
    ids: tuple[int, ...],
    qtbot: QtBot,
) -> None:
    editor = open_editor(None)
    step = editor.page.form.accounts
    editor.page.set_recipients(chosen)
    delete_group(desk.store, desk.actor, english)
    qtbot.waitUntil(step.drift.isVisible)
    assert step.drift.text() == "“English” has been deleted since."
    step.anew.click()
    qtbot.waitUntil(lambda: step.groups.text() == "Not: Staff")
    assert editor.page.draft.accounts == ids[2:]


def test_a_client_who_comes_to_fit_a_rule_is_told_of(
    open_editor: Open, desk: Desk, chosen: ChosenRecipients, qtbot: QtBot
) -> None:
    editor = open_editor(None)
    step = editor.page.form.accounts
    editor.page.set_recipients(chosen)
    add_accounts(desk.store, [details(9)])
    qtbot.waitUntil(step.drift.isVisible)
    assert step.drift.text() == "“English” has changed since it was chosen: 6 accounts instead of 5."
