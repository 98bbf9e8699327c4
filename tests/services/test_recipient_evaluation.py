"""What a choice made with groups is worth later: the same accounts until it is made anew, and told what changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from desktop.errors import Refused
from desktop.models.account import Account, AccountStatus
from desktop.models.account_group import GroupRule
from desktop.models.chosen_recipients import NO_GROUPS, ChosenRecipients, GroupsApplied
from desktop.models.office import Role
from desktop.models.outgoing import MessageDraft
from desktop.services.drafts import open_draft
from desktop.services.message_control import take_back
from desktop.services.recipient_evaluation import (
    chosen_anew,
    chosen_of,
    drift,
    group_rows,
    restored,
    rows_of_rule,
)
from desktop.services.recipient_groups import create_group, delete_group, groups, update_group
from desktop.services.recipient_loading import load_recipients, tick_again
from desktop.services.sending import send
from tests.support.stores import add_accounts, add_user, details

if TYPE_CHECKING:
    from desktop.models.account_group import AccountGroup
    from desktop.models.office import User
    from desktop.services.recipient_index import RecipientIndex
    from desktop.services.recipient_selection import RecipientSelection
    from desktop.store.store import Store

_JAPANESE = GroupRule(languages=frozenset({"ja"}))


class _Silent:
    def report(self, done: int, total: int, words: str = "") -> None:
        """Nobody looks."""

    def check(self) -> None:
        """Nobody calls it off."""


@pytest.fixture
def sender(store: Store) -> User:
    return add_user(store, Role.SENDER)


@pytest.fixture
def ids(store: Store) -> tuple[int, ...]:
    """Eight open accounts; 1, 2 and 3 are Japanese."""
    return add_accounts(store, [details(n, language="ja" if n < 4 else "en") for n in range(1, 9)])


@pytest.fixture
def index(store: Store, ids: tuple[int, ...]) -> RecipientIndex:
    return load_recipients(store, ChosenRecipients(), _Silent()).index


@pytest.fixture
def japanese(store: Store, sender: User) -> AccountGroup:
    return create_group(store, sender, "Japanese", _JAPANESE).group


@pytest.fixture
def staff(store: Store, sender: User, ids: tuple[int, ...]) -> AccountGroup:
    return create_group(store, sender, "Staff", [ids[1], ids[4]]).group


@pytest.fixture
def selection(
    store: Store, index: RecipientIndex, ids: tuple[int, ...], japanese: AccountGroup, staff: AccountGroup
) -> RecipientSelection:
    """The Japanese without 3, by hand also 5 and 6; not the staff, 2 and 5: that is 1 and 6."""
    included = group_rows(store, index, japanese.id, excluded=False)
    excluded = group_rows(store, index, staff.id, excluded=True)
    chosen = restored(store, index, ChosenRecipients((ids[4], ids[5]))).with_group(included)
    return chosen.put(index.rows([ids[2]]), on=False).with_group(excluded)


@pytest.fixture
def chosen(index: RecipientIndex, selection: RecipientSelection) -> ChosenRecipients:
    return chosen_of(index, selection)


@pytest.mark.parametrize("kept_in_draft", [True, False])
def test_a_message_taken_back_is_a_draft_with_its_groups(
    store: Store, sender: User, chosen: ChosenRecipients, kept_in_draft: bool
) -> None:
    groups = chosen.groups if kept_in_draft else NO_GROUPS
    draft = MessageDraft(
        accounts=chosen.accounts, groups=groups, reply_to=sender.email, subject="News", content="Hello"
    )
    message_id = send(store, sender, draft).message_id
    again = open_draft(store, sender, take_back(store, sender, message_id)).read
    assert again.draft.recipients == ChosenRecipients(chosen.accounts, groups)
    assert not again.is_damaged


def _close(store: Store, *ids: int) -> None:
    with store.write() as unit:
        known = unit.accounts.by_id(ids).values()
        unit.accounts.replace(
            [Account(each.id, replace(each.details, status=AccountStatus.CLOSED)) for each in known]
        )
        unit.commit()


def test_a_choice_holds_the_accounts_the_groups_and_what_was_done_by_hand(
    store: Store,
    index: RecipientIndex,
    selection: RecipientSelection,
    chosen: ChosenRecipients,
    ids: tuple[int, ...],
) -> None:
    assert chosen.accounts == (ids[0], ids[5])
    assert [(group.name, group.excluded, group.count) for group in chosen.groups.groups] == [
        ("Japanese", False, 3),
        ("Staff", True, 2),
    ]
    assert drift(store, chosen.groups) == ()
    assert chosen_anew(store, chosen) == chosen
    again = restored(store, index, chosen)
    assert again == selection
    assert index.ids(again.without_group(chosen.groups.groups[1].group_id).ticked) == (
        ids[0], ids[1], ids[4], ids[5],
    )  # fmt: skip


def test_a_group_that_changes_is_told_of_and_counts_when_the_choice_is_made_anew(
    store: Store, sender: User, staff: AccountGroup, chosen: ChosenRecipients, ids: tuple[int, ...]
) -> None:
    update_group(store, sender, staff, [ids[1]])
    (changed,) = drift(store, chosen.groups)
    assert (changed.group.name, changed.group.count, changed.now) == ("Staff", 2, 1)
    anew = chosen_anew(store, chosen)
    assert anew.accounts == (ids[0], ids[4], ids[5])
    assert drift(store, anew.groups) == ()


def test_a_list_with_as_many_other_accounts_is_another_one(
    store: Store, sender: User, staff: AccountGroup, chosen: ChosenRecipients, ids: tuple[int, ...]
) -> None:
    update_group(store, sender, staff, [ids[1], ids[5]])
    (changed,) = drift(store, chosen.groups)
    assert changed.now == 2
    assert chosen_anew(store, chosen).accounts == (ids[0], ids[4]), "exclusion wins over the hand"


def test_a_new_name_alone_changes_nothing(store: Store, chosen: ChosenRecipients) -> None:
    with store.write("Grace") as unit:
        unit.groups.rename(unit.groups.all()[1], "Family")
        unit.commit()
    assert drift(store, chosen.groups) == ()
    assert [group.name for group in chosen_anew(store, chosen).groups.groups] == ["Japanese", "Family"]


def test_who_comes_to_fit_a_rule_and_who_goes_is_noticed(
    store: Store,
    index: RecipientIndex,
    selection: RecipientSelection,
    chosen: ChosenRecipients,
    ids: tuple[int, ...],
) -> None:
    _close(store, ids[0])
    (new,) = add_accounts(store, [details(20, language="ja", opened_on=date(2026, 1, 1))])
    assert [(each.group.name, each.now) for each in drift(store, chosen.groups)] == [("Japanese", 3)]
    assert chosen_anew(store, chosen).accounts == (ids[5], new)
    loaded = load_recipients(store, chosen, _Silent())
    assert loaded.index.ids(loaded.selection.ticked) == (ids[5], new)
    assert (loaded.missing, loaded.came, loaded.went) == (frozenset({ids[0]}), 1, 0)
    among_the_old = tick_again(store, index, selection)
    assert (among_the_old.came, among_the_old.went) == (0, 1)


def test_a_deleted_group_leaves_everything_as_it_was_chosen(
    store: Store, sender: User, index: RecipientIndex, japanese: AccountGroup, chosen: ChosenRecipients
) -> None:
    delete_group(store, sender, japanese)
    (changed,) = drift(store, chosen.groups)
    assert changed.now is None
    anew = chosen_anew(store, chosen)
    assert anew.accounts == chosen.accounts
    assert [group.name for group in anew.groups.groups] == ["Staff"]
    assert index.ids(restored(store, index, chosen).ticked) == chosen.accounts


def test_without_any_group_left_the_accounts_stay(
    store: Store, sender: User, index: RecipientIndex, chosen: ChosenRecipients
) -> None:
    for group in groups(store):
        delete_group(store, sender, group)
    assert chosen_anew(store, chosen) == ChosenRecipients(chosen.accounts)
    assert index.ids(restored(store, index, chosen).ticked) == chosen.accounts


def test_a_note_that_cannot_be_read_costs_no_account(
    store: Store, index: RecipientIndex, chosen: ChosenRecipients, ids: tuple[int, ...]
) -> None:
    damaged = replace(chosen, groups=GroupsApplied(chosen.groups.groups, "!!", "AAAA"))
    assert index.ids(restored(store, index, damaged).ticked) == chosen.accounts
    assert chosen_anew(store, damaged).accounts == chosen.accounts


def test_a_group_that_is_gone_cannot_be_applied(
    store: Store, sender: User, index: RecipientIndex, staff: AccountGroup
) -> None:
    delete_group(store, sender, staff)
    with pytest.raises(Refused, match="not there any more"):
        group_rows(store, index, staff.id, excluded=True)


def test_a_rule_can_be_used_without_being_kept(
    store: Store, index: RecipientIndex, ids: tuple[int, ...]
) -> None:
    assert index.ids(rows_of_rule(store, index, _JAPANESE)) == ids[:3]
