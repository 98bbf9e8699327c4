"""Refused lines are tried again, one or all; a file that is stopped keeps what was taken."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from desktop.errors import Cancelled, Refused
from desktop.models.feed import FeedRetry
from desktop.models.listing import Order
from desktop.models.office import Role
from desktop.services.ingesting import (
    count_refused,
    discard_refusal,
    discard_refusals,
    ingest_until_stopped,
    refusal_list,
    try_again,
    try_all_again,
)
from tests.support.feeds import fed, lines, message
from tests.support.stores import add_accounts, add_user, details

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.models.office import User
    from desktop.store.store import Store


@pytest.fixture
def admin(store: Store) -> User:
    add_accounts(store, [details(1)])
    return add_user(store)


def stored(store: Store) -> dict[int, str]:
    return {each.line: each.reason for each in refusal_list(store).page(Order("at"), "", None, 20)}


def test_all_are_tried_again_and_what_is_still_refused_says_why_now(store: Store, admin: User) -> None:
    unknown = message(1, {"U0000002": {"amount": "1"}})
    fed(store, admin, unknown, b"{broken")
    before = stored(store)
    add_accounts(store, [details(2)])
    with store.write() as unit:
        for refusal_id in unit.refusals.open_ids():
            unit.refusals.explain(refusal_id, "an earlier reason")
        unit.commit()
    told: list[tuple[int, int]] = []
    assert try_all_again(store, admin, lambda done, total: told.append((done, total))) == FeedRetry(1, 1)
    assert told == [(0, 2), (1, 2)]
    assert stored(store) == {2: before[2]}
    assert count_refused(store) == 1
    assert [each.line for each in refusal_list(store).page(Order("at"), "broken", None, 20)] == [2]


def test_a_correction_that_is_refused_leaves_the_line_as_it_came(store: Store, admin: User) -> None:
    fed(store, admin, b"{broken")
    before = stored(store)
    with store.read() as unit:
        (refusal_id,) = unit.refusals.open_ids()
    assert try_again(store, admin, refusal_id, "{}")
    assert stored(store) == before
    assert try_again(store, admin, refusal_id, json.dumps(message(1, {"U0000001": {}}), indent=2)) == ""
    assert stored(store) == {}


def test_what_was_taken_before_a_stop_is_told(store: Store, admin: User, tmp_path: Path) -> None:
    path = tmp_path / "feed.jsonl"
    path.write_bytes(lines([message(1, {"U0000001": {}})]))

    def stop(_read: int, _taken: int) -> None:
        raise Cancelled

    report, was_stopped = ingest_until_stopped(store, admin, path, stop)
    assert (report.taken, was_stopped) == (1, True)
    report, was_stopped = ingest_until_stopped(store, admin, path, lambda _read, _taken: None)
    assert (report.taken, report.known, was_stopped) == (0, 1, False)


def test_many_are_discarded_at_once_but_for_those_that_somebody_else_settled(
    store: Store, admin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.store.refusal_rows._TOGETHER", 2)
    fed(store, admin, *(b"{broken %d" % number for number in range(6)))
    with store.read() as unit:
        first, *others = unit.refusals.open_ids()
    discard_refusal(store, admin, others[0])
    assert discard_refusals(store, admin, others) == 4
    with store.read() as unit:
        assert unit.refusals.open_ids() == [first]
    viewer = add_user(store, user_id="vera", name="Vera", role=Role.VIEWER)
    with pytest.raises(Refused):
        discard_refusals(store, viewer, [first])


def test_only_an_administrator_tries_again(store: Store, admin: User) -> None:
    with pytest.raises(Refused):
        try_all_again(store, add_user(store, user_id="vera", name="Vera", role=Role.VIEWER))
