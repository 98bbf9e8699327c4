"""Whatever happens in whatever sequence: the window shows what the source has, and held rows stay theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from desktop.bridge.jobs import Jobs
from desktop.models.change import Change, ChangeKind, Subject, Touch
from desktop.models.listing import Order
from desktop.views.lists.paged import PagedItemModel
from tests.views.lists.sources import BY_NAME, COLUMNS, MemorySource, Person

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

NAMES = st.text("abc", min_size=1, max_size=3)


class _Lists(RuleBasedStateMachine):
    qtbot: QtBot

    @initialize(count=st.sampled_from([0, 3, 199, 200, 450]))
    def open(self, count: int) -> None:
        self.source = MemorySource(Person(number, f"p{number:04}", number % 7) for number in range(count))
        self.next_id = 1_000
        self.jobs = Jobs()
        self.resets = 0
        self.order, self.narrowed = BY_NAME, ""
        self.model: PagedItemModel[Person] = PagedItemModel(
            self.source, COLUMNS, self.jobs, order=BY_NAME, subjects=[Subject.ACCOUNTS]
        )
        self.tester = QAbstractItemModelTester(
            self.model, QAbstractItemModelTester.FailureReportingMode.Fatal
        )
        self.model.modelReset.connect(self._on_reset)
        self.model.start()
        self.settle()

    def _on_reset(self) -> None:
        self.resets += 1

    def settle(self) -> None:
        while self.jobs.busy:
            with self.qtbot.waitSignal(self.jobs.busy_changed):
                pass

    def announce(self, kind: ChangeKind, *ids: int) -> None:
        row = self.model.rowCount() // 2
        held = QPersistentModelIndex(self.model.index(row, 0))
        row_id = self.model.id_at(row)
        self.model.take(Change((Touch(Subject.ACCOUNTS, kind, frozenset(ids)),)))
        self.settle()
        if row_id is not None and held.isValid():
            assert self.model.id_at(held.row()) in {row_id, None}

    @rule(names=st.lists(NAMES, min_size=1, max_size=4))
    def create(self, names: list[str]) -> None:
        ids = range(self.next_id, self.next_id + len(names))
        self.next_id += len(names)
        self.source.people.update(
            (one, Person(one, name, one % 5)) for one, name in zip(ids, names, strict=True)
        )
        self.announce(ChangeKind.CREATED, *ids)

    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        if self.source.people:
            row_id = data.draw(st.sampled_from(sorted(self.source.people)))
            del self.source.people[row_id]
            self.announce(ChangeKind.DELETED, row_id)

    @rule(data=st.data(), name=NAMES, amount=st.integers(0, 9))
    def change(self, data: st.DataObject, name: str, amount: int) -> None:
        if self.source.people:
            row_id = data.draw(st.sampled_from(sorted(self.source.people)))
            self.source.people[row_id] = Person(row_id, name, amount)
            self.announce(ChangeKind.CHANGED, row_id)

    @rule(column=st.sampled_from([0, 1]), descending=st.booleans())
    def sort(self, column: int, descending: bool) -> None:
        self.order = Order(COLUMNS[column].key, descending)
        self.model.sort(column, Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder)
        self.settle()

    @rule(narrowed=st.sampled_from(["", "p", "a", "00"]))
    def narrow(self, narrowed: str) -> None:
        self.narrowed = narrowed
        self.model.narrow(narrowed or None)
        self.settle()

    @rule(top=st.integers(0, 500))
    def scroll(self, top: int) -> None:
        self.model.show_window(top, top + 30)
        self.settle()

    @invariant()
    def shows_what_the_source_has(self) -> None:
        if not hasattr(self, "model"):
            return
        expected = self.source.sorted(self.order, self.narrowed or None)
        assert self.model.rowCount() == len(expected)
        assert self.model.exact
        self.model.show_window(0, len(expected))
        self.settle()
        assert [self.model.row_at(place) for place in range(len(expected))] == expected
        assert self.resets == 0

    def teardown(self) -> None:
        if hasattr(self, "jobs"):
            assert self.jobs.stop()


def test_list_shows_what_its_source_has(qtbot: QtBot) -> None:
    _Lists.qtbot = qtbot
    run_state_machine_as_test(
        _Lists,
        settings=settings(max_examples=25, stateful_step_count=15),
    )
