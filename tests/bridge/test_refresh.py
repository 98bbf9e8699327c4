from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.bridge.refresh import Refresh
from desktop.models.change import Change, ChangeKind, Subject, Touch

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def _change(*ids: int, origin: str = "here", subject: Subject = Subject.ACCOUNTS) -> Change:
    return Change((Touch(subject, ChangeKind.CHANGED, frozenset(ids)),), origin)


def test_changes_of_a_moment_are_announced_once(qtbot: QtBot) -> None:
    refresh, seen = Refresh("here", merge_ms=1), list[Change]()
    refresh.changed.connect(seen.append)
    for number in range(1, 1_001):
        refresh.take(_change(number))
    refresh.take(_change(7, subject=Subject.USERS))
    assert seen == []
    qtbot.waitUntil(lambda: bool(seen))
    (change,) = seen
    assert change.origin == "here"
    assert change.of(Subject.ACCOUNTS)[0].ids == frozenset(range(1, 1_001))
    assert change.of(Subject.USERS)[0].ids == frozenset({7})


def test_all_of_them_stays_all_of_them(qtbot: QtBot) -> None:
    refresh, seen = Refresh("here", merge_ms=1), list[Change]()
    refresh.changed.connect(seen.append)
    for change in (_change(1), _change(), _change(2)):
        refresh.take(change)
    qtbot.waitUntil(lambda: bool(seen))
    assert seen[0].of(Subject.ACCOUNTS)[0].ids == frozenset()


def test_own_changes_heard_back_are_not_announced_twice(qtbot: QtBot) -> None:
    refresh, seen = Refresh("here", merge_ms=1), list[Change]()
    refresh.changed.connect(seen.append)
    refresh.take_heard(_change(1))
    refresh.take_heard(_change(2, origin="there"))
    qtbot.waitUntil(lambda: bool(seen))
    assert [change.of(Subject.ACCOUNTS)[0].ids for change in seen] == [frozenset({2})]


def test_own_and_foreign_changes_are_kept_apart(qtbot: QtBot) -> None:
    refresh, seen = Refresh("here", merge_ms=1), list[Change]()
    refresh.changed.connect(seen.append)
    refresh.take(_change(1))
    refresh.take_heard(_change(2, origin="there"))
    refresh.take_heard(_change(3, origin="elsewhere"))
    qtbot.waitUntil(lambda: len(seen) == 2)
    assert [refresh.is_own(change) for change in seen] == [True, False]
    assert seen[1].of(Subject.ACCOUNTS)[0].ids == frozenset({2, 3})


def test_nothing_touched_is_nothing_said(qtbot: QtBot) -> None:
    refresh = Refresh("here", merge_ms=1)
    with qtbot.assertNotEmitted(refresh.changed, wait=20):
        refresh.take(Change())
