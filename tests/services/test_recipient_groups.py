"""Groups of recipients on either kind of store: kept, changed, deleted, and what two colleagues do to one."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from desktop.errors import Conflict, Refused
from desktop.models.account import AccountStatus
from desktop.models.account_group import GroupRule
from desktop.models.change import ChangeKind, Subject
from desktop.models.channel import channels_of
from desktop.models.office import Role
from desktop.services.recipient_evaluation import count_of_rule, rule_words
from desktop.services.recipient_groups import (
    create_group,
    delete_group,
    groups,
    rename_group,
    restore_group,
    update_group,
)
from tests.support.stores import add_accounts, add_user, details

if TYPE_CHECKING:
    from desktop.models.office import User
    from desktop.store.store import Store
    from tests.support.clock import Clock

_RULE = GroupRule(frozenset({"TRUST", "JOINT"}), frozenset({"ja", ""}), channels_of("EB"), date(2024, 2, 29))


@pytest.fixture
def sender(store: Store) -> User:
    return add_user(store, Role.SENDER)


def test_a_list_and_a_rule_come_back_as_they_were_kept(store: Store, sender: User, clock: Clock) -> None:
    ids = add_accounts(store, [details(number) for number in (3, 1, 2)])
    create_group(store, sender, "  Staff   accounts ", [ids[0], ids[2]])
    clock.move(hours=1)
    saved = create_group(store, sender, "japanese trusts", _RULE)
    assert [touch.kind for touch in saved.change.of(Subject.GROUPS)] == [ChangeKind.CREATED]
    rule, fixed = groups(store)
    assert (rule.name, rule.rule, rule.version) == ("japanese trusts", _RULE, 1)
    assert (fixed.name, fixed.rule, fixed.count) == ("Staff accounts", None, 2)
    assert (rule.changed_by, rule.changed_at) == (sender.name, clock.now)
    with store.read() as unit:
        assert unit.groups.open_members(fixed) == (ids[2], ids[0]), "in order of number"


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (GroupRule(), {1, 2, 3, 4, 5}),
        (GroupRule(account_types=frozenset({"TRUST"})), {2, 3}),
        (GroupRule(account_types=frozenset({"TRUST", "CUSTODIAL"})), {2, 3, 5}),
        (GroupRule(languages=frozenset({"ja"})), {1, 3}),
        (GroupRule(languages=frozenset({""})), {5}),
        (GroupRule(channels=channels_of("W")), {1, 2, 3, 4, 5}),
        (GroupRule(channels=channels_of("E")), {1, 3, 5}),
        (GroupRule(channels=channels_of("B")), {1, 2, 5}),
        (GroupRule(channels=channels_of("WEB")), {1, 5}),
        (GroupRule(opened_since=date(2026, 1, 1)), {3, 4}),
        (GroupRule(languages=frozenset({"ja"}), opened_since=date(2026, 1, 2)), {3}),
        (GroupRule(account_types=frozenset({"NOBODY"})), set()),
    ],
)
def test_a_rule_lets_through_whom_it_says(store: Store, rule: GroupRule, expected: set[int]) -> None:
    ids = add_accounts(
        store,
        [
            details(1, language="ja", opened_on=date(2025, 12, 31)),
            details(2, account_type="TRUST", email=""),
            details(3, account_type="TRUST", language="ja", tws_access=False, opened_on=date(2026, 1, 2)),
            details(4, email="nobody at home", tws_access=False, opened_on=date(2026, 1, 1)),
            details(5, account_type="CUSTODIAL", language=""),
            details(6, language="ja", account_type="TRUST", status=AccountStatus.CLOSED),
            details(7, language="ja", account_type="TRUST", status=AccountStatus.PENDING),
        ],
    )
    with store.read() as unit:
        found = unit.groups.open_matching(rule)
    assert found == tuple(ids[number - 1] for number in sorted(expected))
    assert count_of_rule(store, rule) == len(expected)


def test_the_builder_offers_what_open_accounts_have_the_frequent_first(store: Store) -> None:
    accounts = [details(1, language="ja"), details(2), details(3), details(4, account_type="NEW KIND")]
    add_accounts(store, [*accounts, details(5, language="de", status=AccountStatus.CLOSED)])
    found = rule_words(store)
    assert found.languages == ("en", "ja")
    assert found.account_types == ("INDIVIDUAL", "NEW KIND")


@pytest.mark.parametrize("name", ["", "   ", "STAFF", "x" * 81])
def test_a_name_must_be_there_short_and_free(store: Store, sender: User, name: str) -> None:
    staff = create_group(store, sender, "Staff", GroupRule()).group
    other = create_group(store, sender, "Other", GroupRule()).group
    with pytest.raises(Refused):
        create_group(store, sender, name, [])
    with pytest.raises(Refused):
        rename_group(store, sender, other, name)
    assert rename_group(store, sender, staff, "STAFF").group.name == "STAFF", "its own name is free"


def test_of_two_who_change_a_group_the_slower_is_told_by_whom(store: Store, sender: User) -> None:
    group = create_group(store, sender, "Staff", [1, 2]).group
    grace = add_user(store, Role.SENDER, "Grace Hopper")
    update_group(store, grace, group, [1, 2, 3])
    for attempt in (
        lambda: update_group(store, sender, group, [9]),
        lambda: rename_group(store, sender, group, "Family"),
        lambda: delete_group(store, sender, group),
    ):
        with pytest.raises(Conflict, match="Grace Hopper changed it"):
            attempt()
    (now,) = groups(store)
    assert (now.name, now.count, now.version, now.changed_by) == ("Staff", 3, 2, "Grace Hopper")


def test_a_deleted_group_can_be_brought_back_and_not_be_changed_meanwhile(store: Store, sender: User) -> None:
    group = create_group(store, sender, "Staff", [1]).group
    assert delete_group(store, sender, group).of(Subject.GROUPS)[0].kind is ChangeKind.DELETED
    assert groups(store) == []
    with pytest.raises(Conflict, match="deleted"):
        update_group(store, sender, group, [1, 2])
    again = restore_group(store, sender, group).group
    assert (again.name, again.count) == ("Staff", 1)


def test_a_group_does_not_come_back_under_a_name_that_is_taken_by_now(store: Store, sender: User) -> None:
    group = create_group(store, sender, "Staff", [1]).group
    delete_group(store, sender, group)
    create_group(store, sender, "staff", [2])
    with pytest.raises(Refused, match="already a group"):
        restore_group(store, sender, group)


def test_who_only_reads_keeps_no_group(store: Store) -> None:
    viewer = add_user(store, Role.VIEWER)
    with pytest.raises(Refused):
        create_group(store, viewer, "Mine", [])
