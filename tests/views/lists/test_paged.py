from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from desktop.errors import Refused
from desktop.models.change import Change, ChangeKind, Subject, Touch
from desktop.models.listing import Order
from desktop.views.lists.paged import ListState, PagedItemModel
from desktop.views.lists.roles import Role
from tests.views.lists.sources import BY_NAME, COLUMNS, MemorySource, Person, SqliteSource

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from desktop.bridge.jobs import Jobs

Model = PagedItemModel[Person]


def _people(count: int) -> list[Person]:
    return [Person(number, f"Person {number:05}", count - number) for number in range(count)]


def _model(source: Any, jobs: Jobs) -> Model:
    model: Model = PagedItemModel(
        source, COLUMNS, jobs, order=BY_NAME, subjects=[Subject.ACCOUNTS, Subject.USERS]
    )
    model.setProperty(
        "tester", QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    )
    return model


def _open(source: Any, jobs: Jobs, qtbot: QtBot) -> Model:
    model = _model(source, jobs)
    model.start()
    _settle(model, jobs, qtbot)
    return model


def _settle(model: Model, jobs: Jobs, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not jobs.busy)


def _names(model: Model) -> list[str | None]:
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def _touch(kind: ChangeKind, *ids: int, subject: Subject = Subject.ACCOUNTS) -> Change:
    return Change((Touch(subject, kind, frozenset(ids)),))


def test_short_list_costs_one_page(jobs: Jobs, qtbot: QtBot) -> None:
    source = MemorySource(_people(3))
    model = _open(source, jobs, qtbot)
    assert _names(model) == ["Person 00000", "Person 00001", "Person 00002"]
    assert source.calls == {"page": 1}
    assert model.exact


def test_opening_a_million_rows_reads_what_is_in_view_and_measures_behind(
    million: SqliteSource, jobs: Jobs, qtbot: QtBot
) -> None:
    million.calls.clear()
    million.limits.clear()
    model = _model(million, jobs)
    opened: list[tuple[int, bool]] = []
    model.opened.connect(lambda: opened.append((model.rowCount(), model.exact)))
    model.start()
    _settle(model, jobs, qtbot)
    assert opened == [(60, False)]
    assert (model.rowCount(), model.exact) == (1_000_000, True)
    assert model.index(199, 0).data() == "Person 00000200"
    assert million.limits == [60, 200]
    assert million.calls == {"page": 2, "marks": 1}


@pytest.mark.parametrize("count", [59, 60, 61, 199, 200])
def test_a_list_is_read_whole_whatever_page_it_ends_in(count: int, jobs: Jobs, qtbot: QtBot) -> None:
    model = _open(MemorySource(_people(count)), jobs, qtbot)
    assert model.exact
    assert _names(model) == [f"Person {number:05}" for number in range(count)]


def test_a_window_that_shows_more_has_more_read_at_first(jobs: Jobs, qtbot: QtBot) -> None:
    source = MemorySource(_people(1_000))
    model = _open(source, jobs, qtbot)
    model.show_window(0, 98)
    source.limits.clear()
    model.arrange(Order("name", descending=True))
    _settle(model, jobs, qtbot)
    assert source.limits == [100, 200]


def test_the_end_of_a_million_rows_costs_two_pages_at_most(
    million: SqliteSource, jobs: Jobs, qtbot: QtBot
) -> None:
    model = _open(million, jobs, qtbot)
    million.calls.clear()
    model.show_window(999_960, 999_999, ahead=40)
    _settle(model, jobs, qtbot)
    assert million.calls["page"] <= 2
    assert model.index(999_999, 0).data() == "Person 01000000"
    assert model.index(500_000, 0).data() is None
    assert model.index(500_000, 0).data(Role.ID) is None


def test_dragging_through_the_list_reads_where_it_stops(jobs: Jobs, qtbot: QtBot) -> None:
    source = MemorySource(_people(5_000))
    model = _open(source, jobs, qtbot)
    source.calls.clear()
    source.gate.clear()
    for top in range(400, 4_900, 10):
        model.show_window(top, top + 30)
    source.gate.set()
    _settle(model, jobs, qtbot)
    assert model.index(4_890, 0).data() == "Person 04890"
    assert source.calls["page"] < 10


def test_pages_let_go_are_read_again(jobs: Jobs, qtbot: QtBot) -> None:
    source = MemorySource(_people(200 * 70))
    model = _open(source, jobs, qtbot)
    for page in range(70):
        model.show_window(page * 200, page * 200 + 199)
        _settle(model, jobs, qtbot)
    assert model.row_at(200) is None
    assert model.id_at(200) == 200, "ids are remembered"
    model.show_window(200, 230)
    _settle(model, jobs, qtbot)
    assert model.index(200, 0).data() == "Person 00200"


def test_facts_and_words_are_told_by_roles(jobs: Jobs, qtbot: QtBot) -> None:
    model = _open(MemorySource([Person(7, "Ann", 12_000)]), jobs, qtbot)
    index = model.index(0, 1)
    assert (index.data(), index.data(Role.FACT), index.data(Role.ID)) == ("12,000", 12_000, 7)
    assert index.data(Role.ROW) == Person(7, "Ann", 12_000)
    assert model.headerData(1, Qt.Orientation.Horizontal) == "Amount"


def test_change_of_one_row_costs_one_call_and_one_signal(jobs: Jobs, qtbot: QtBot) -> None:
    source = MemorySource(_people(1_000))
    model = _open(source, jobs, qtbot)
    source.calls.clear()
    source.people[5] = Person(5, "Person 00005", 4_711)
    told: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: told.append((first.row(), last.row())))
    model.take(_touch(ChangeKind.CHANGED, 5))
    _settle(model, jobs, qtbot)
    assert source.calls == {"rows": 1}
    assert told == [(5, 5)]
    assert model.index(5, 1).data() == "4,711"


def test_row_that_leaves_its_place_moves_with_whoever_holds_it(jobs: Jobs, qtbot: QtBot) -> None:
    source = MemorySource(_people(1_000))
    model = _open(source, jobs, qtbot)
    held = QPersistentModelIndex(model.index(5, 0))
    source.people[5] = Person(5, "Zoe")
    with qtbot.assertNotEmitted(model.modelReset):
        model.take(_touch(ChangeKind.CHANGED, 5))
        _settle(model, jobs, qtbot)
    assert held.row() == 999
    assert model.index(5, 0).data() == "Person 00006"


def test_rows_come_and_go_one_by_one_in_a_short_list(jobs: Jobs, qtbot: QtBot) -> None:
    source = MemorySource(_people(10))
    model = _open(source, jobs, qtbot)
    told: list[tuple[str, int, int]] = []
    model.rowsInserted.connect(lambda _parent, first, last: told.append(("in", first, last)))
    model.rowsRemoved.connect(lambda _parent, first, last: told.append(("out", first, last)))
    held = QPersistentModelIndex(model.index(5, 0))
    del source.people[2], source.people[3]
    source.people[20] = Person(20, "Ann")
    model.take(_touch(ChangeKind.CREATED, 20))
    _settle(model, jobs, qtbot)
    assert told == [("out", 2, 3), ("in", 0, 0)]
    assert held.data() == "Person 00005"
    assert _names(model)[0] == "Ann"


def test_rows_come_and_go_far_away_in_a_long_list(jobs: Jobs, qtbot: QtBot) -> None:
    source = MemorySource(_people(2_000))
    model = _open(source, jobs, qtbot)
    model.show_window(1_500, 1_530)
    _settle(model, jobs, qtbot)
    held = QPersistentModelIndex(model.index(1_510, 0))
    tops: list[tuple[int, int]] = []
    model.arranged.connect(lambda before, now: tops.append((before, now)))
    for number in range(100):
        del source.people[number]
    model.take(_touch(ChangeKind.DELETED))
    _settle(model, jobs, qtbot)
    assert model.rowCount() == 1_900
    assert (held.row(), held.data()) == (1_410, "Person 01510")
    assert tops == [(1_500, 1_400)]


def test_changes_during_a_look_are_looked_at_once_more(jobs: Jobs, qtbot: QtBot) -> None:
    source = MemorySource(_people(10))
    model = _open(source, jobs, qtbot)
    source.calls.clear()
    source.gate.clear()
    for number in range(50):
        source.people[100 + number] = Person(100 + number, f"Q{number:03}")
        model.take(_touch(ChangeKind.CREATED, 100 + number))
    source.gate.set()
    _settle(model, jobs, qtbot)
    assert model.rowCount() == 60
    assert source.calls["page"] == 2


def test_another_order_keeps_rows_until_new_ones_arrive(jobs: Jobs, qtbot: QtBot) -> None:
    source = MemorySource(_people(1_000))
    model = _open(source, jobs, qtbot)
    held = QPersistentModelIndex(model.index(3, 0))
    model.ids_to_place = lambda: {3}
    model.sort(1, Qt.SortOrder.AscendingOrder)
    assert model.index(0, 0).data() == "Person 00000"
    assert model.rowCount() == 1_000
    _settle(model, jobs, qtbot)
    assert model.index(0, 0).data() == "Person 00999"
    assert model.place_of(3) == 996
    assert not held.isValid() or held.row() == 996


def test_latest_filter_wins(jobs: Jobs, qtbot: QtBot) -> None:
    source = MemorySource(_people(1_000))
    model = _open(source, jobs, qtbot)
    counts: list[int] = []
    model.opened.connect(lambda: counts.append(model.rowCount()))
    source.gate.clear()
    for text in ("P", "Pe", "0099", "00990"):
        model.narrow(text)
    source.gate.set()
    _settle(model, jobs, qtbot)
    assert _names(model) == ["Person 00990"]
    assert counts == [1]
    model.narrow(None)
    _settle(model, jobs, qtbot)
    assert model.rowCount() == 1_000


def test_row_that_no_longer_passes_the_filter_goes(jobs: Jobs, qtbot: QtBot) -> None:
    source = MemorySource(_people(100))
    model = _open(source, jobs, qtbot)
    model.narrow("0001")
    _settle(model, jobs, qtbot)
    source.people[11] = Person(11, "Other")
    model.take(_touch(ChangeKind.CHANGED, 11))
    _settle(model, jobs, qtbot)
    assert "Other" not in _names(model)
    assert model.rowCount() == 10, "eleven passed before"


def test_hidden_list_looks_again_when_it_is_shown(jobs: Jobs, qtbot: QtBot) -> None:
    source = MemorySource(_people(3))
    model = _open(source, jobs, qtbot)
    model.set_visible(visible=False)
    source.calls.clear()
    source.people[9] = Person(9, "Zoe")
    model.take(_touch(ChangeKind.CREATED, 9))
    _settle(model, jobs, qtbot)
    assert not source.calls
    model.set_visible(visible=True)
    _settle(model, jobs, qtbot)
    assert _names(model)[-1] == "Zoe"


def test_foreign_subjects_are_ignored_and_related_ones_looked_at(jobs: Jobs, qtbot: QtBot) -> None:
    source = MemorySource(_people(3))
    model = _open(source, jobs, qtbot)
    source.calls.clear()
    model.take(_touch(ChangeKind.CHANGED, 1, subject=Subject.NOTICES))
    assert not jobs.busy
    model.take(_touch(ChangeKind.CHANGED, 1, subject=Subject.USERS))
    _settle(model, jobs, qtbot)
    assert source.calls == {"page": 1}


def test_failure_to_open_is_said_and_tried_again(jobs: Jobs, qtbot: QtBot) -> None:
    source = MemorySource(_people(3))
    source.error = Refused("Not read", "The store is away.")
    model = _open(source, jobs, qtbot)
    assert model.state is ListState.FAILED
    source.error = None
    model.retry()
    _settle(model, jobs, qtbot)
    assert (model.state, model.rowCount()) == (ListState.SHOWN, 3)


def test_failure_to_look_again_keeps_what_is_shown(jobs: Jobs, qtbot: QtBot) -> None:
    source = MemorySource(_people(3))
    model = _open(source, jobs, qtbot)
    source.error = Refused("Not read", "The store is away.")
    with qtbot.waitSignal(model.read_failed):
        model.refresh()
    assert (model.state, model.rowCount()) == (ListState.SHOWN, 3)
    source.error = None
    source.people[9] = Person(9, "Zoe")
    model.retry()
    _settle(model, jobs, qtbot)
    assert model.rowCount() == 4


def test_page_that_ends_elsewhere_makes_the_list_look_again(jobs: Jobs, qtbot: QtBot) -> None:
    source = MemorySource(_people(2_000))
    model = _open(source, jobs, qtbot)
    for number in range(1_000, 1_100):
        del source.people[number]  # and no change is announced
    model.show_window(1_000, 1_030)
    _settle(model, jobs, qtbot)
    assert model.rowCount() == 1_900
    assert len({model.id_at(row) for row in range(1_000, 1_031)}) == 31


def test_flags_ask_nothing_of_the_source(jobs: Jobs, qtbot: QtBot) -> None:
    model = _open(MemorySource(_people(1)), jobs, qtbot)
    assert model.flags(model.index(0, 0)) & Qt.ItemFlag.ItemIsSelectable
    assert model.flags(QModelIndex()) == Qt.ItemFlag.NoItemFlags


@pytest.mark.parametrize("count", [0, 1, 199, 200, 201, 400, 401])
def test_edges_of_pages(jobs: Jobs, qtbot: QtBot, count: int) -> None:
    model = _open(MemorySource(_people(count)), jobs, qtbot)
    model.show_window(0, count)
    _settle(model, jobs, qtbot)
    assert _names(model) == [f"Person {number:05}" for number in range(count)]
