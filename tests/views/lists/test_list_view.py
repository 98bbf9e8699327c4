from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, QPoint, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from desktop.errors import Refused
from desktop.models.change import Change, ChangeKind, Subject, Touch
from desktop.views.lists.column import Column
from desktop.views.lists.list_view import ListView
from desktop.views.lists.paged import PagedItemModel
from tests.views.lists.sources import (
    BY_NAME,
    COLUMNS,
    ROW,
    InMind,
    MemorySource,
    Person,
    SqliteSource,
    view_on,
)

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from desktop.bridge.jobs import Jobs
    from desktop.views.theme.theme import Theme


class CountingItemModel(PagedItemModel[Person]):
    flags_asked = 0

    def flags(self, index: Any) -> Qt.ItemFlag:
        self.flags_asked += 1
        return super().flags(index)


def _view(source: Any, jobs: Jobs, qtbot: QtBot, remembered: InMind | None = None) -> ListView:
    view = _made(source, jobs, qtbot, remembered)
    view.show()
    qtbot.waitUntil(lambda: not jobs.busy)
    return view


def _made(source: Any, jobs: Jobs, qtbot: QtBot, remembered: InMind | None = None) -> ListView:
    model = CountingItemModel(source, COLUMNS, jobs, order=BY_NAME, subjects=[Subject.ACCOUNTS])
    return view_on(model, qtbot, remembered)


def _people(count: int) -> list[Person]:
    return [Person(number, f"Person {number:05}", count - number) for number in range(count)]


def _click(qtbot: QtBot, view: ListView, row: int, modifier: Any = Qt.KeyboardModifier.NoModifier) -> None:
    place = view.table.visualRect(view.model.index(row, 0)).center()
    QTest.mouseClick(view.table.viewport(), Qt.MouseButton.LeftButton, modifier, QPoint(place))


def _idle(jobs: Jobs, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not jobs.busy)


def test_a_long_list_is_painted_and_only_then_read_on_and_measured(jobs: Jobs, qtbot: QtBot) -> None:
    happened: list[str] = []

    class Source(MemorySource):
        def _note(self, name: str) -> None:
            super()._note(name)
            happened.append(name)

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() is QEvent.Type.Paint and view.model.total:
                happened.append("painted")
            return False

    view = _made(Source(_people(5_000)), jobs, qtbot)
    watch = Watch(view)
    view.table.viewport().installEventFilter(watch)
    view.show()
    _idle(jobs, qtbot)
    # A busy machine may paint once more afterwards, with nothing to do with the list.
    assert happened[:3] == ["page", "painted", "page"]
    assert "marks" in happened[3:]
    assert view.model.exact


def test_home_and_end_reach_over_a_million_rows(million: SqliteSource, jobs: Jobs, qtbot: QtBot) -> None:
    view = _view(million, jobs, qtbot)
    assert view.filter_bar.count.text() == "1,000,000"
    million.calls.clear()
    QTest.keyClick(view.table, Qt.Key.Key_End)
    _idle(jobs, qtbot)
    assert view.table.currentIndex().data() == "Person 01000000"
    assert million.calls["page"] <= 2
    QTest.keyClick(view.table, Qt.Key.Key_PageUp)
    _idle(jobs, qtbot)
    assert 999_970 < view.table.currentIndex().row() < 999_999
    QTest.keyClick(view.table, Qt.Key.Key_Home)
    assert view.table.currentIndex().row() == 0


def test_choosing_all_of_a_million_rows_asks_about_none(
    million: SqliteSource, jobs: Jobs, qtbot: QtBot
) -> None:
    view = _view(million, jobs, qtbot)
    model = view.model
    assert isinstance(model, CountingItemModel)
    told: list[bool] = []
    view.selection_changed.connect(lambda: told.append(True))
    model.flags_asked = 0
    QTest.keyClick(view.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    view.grab()
    assert len(told) <= 2
    assert model.flags_asked < 500
    chosen = view.selection()
    assert (chosen.all, chosen.count, chosen.ids) == (True, 1_000_000, frozenset())


def test_a_row_that_is_chosen_while_keys_are_held_for_a_shortcut_is_chosen_alone(
    jobs: Jobs, qtbot: QtBot
) -> None:
    view = _view(MemorySource(_people(9)), jobs, qtbot)
    view.table.selectRow(2)
    window = view.window().windowHandle()
    held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyPress(window, Qt.Key.Key_Control, held)
    assert QGuiApplication.keyboardModifiers() == held
    view.table.selectRow(5)
    assert view.selection().ids == {5}
    assert view.table.currentIndex().row() == 5
    QTest.keyRelease(window, Qt.Key.Key_Control)
    view.table.selectRow(6)
    assert view.selection().ids == {6}


def test_all_but_some(jobs: Jobs, qtbot: QtBot) -> None:
    view = _view(MemorySource(_people(30)), jobs, qtbot)
    view.table.selectAll()
    _click(qtbot, view, 2, Qt.KeyboardModifier.ControlModifier)
    assert (view.selection().all, view.selection().except_ids, view.selection().count) == (
        True,
        frozenset({2}),
        29,
    )
    _click(qtbot, view, 2, Qt.KeyboardModifier.ControlModifier)
    assert view.selection().except_ids == frozenset()
    _click(qtbot, view, 4)
    assert (view.selection().all, view.selection().ids) == (False, frozenset({4}))


def test_all_is_painted_as_chosen(jobs: Jobs, qtbot: QtBot) -> None:
    view = _view(MemorySource(_people(30)), jobs, qtbot)
    rect = view.table.visualRect(view.model.index(3, 1))
    spot = rect.left() + 3, rect.top() + 3
    before = view.table.viewport().grab().toImage().pixelColor(*spot)
    view.table.selectAll()
    after = view.table.viewport().grab().toImage().pixelColor(*spot)
    assert before != after


def test_selection_and_current_row_survive_order_and_change(jobs: Jobs, qtbot: QtBot) -> None:
    source = MemorySource(_people(1_000))
    view = _view(source, jobs, qtbot)
    _click(qtbot, view, 3)
    _click(qtbot, view, 5, Qt.KeyboardModifier.ControlModifier)
    view.table.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    _idle(jobs, qtbot)
    assert view.selection().ids == {3, 5}
    assert view.table.currentIndex().row() == 994
    del source.people[3]
    source.people[2_000] = Person(2_000, "Ann", -5)
    view.take(Change((Touch(Subject.ACCOUNTS, ChangeKind.DELETED, frozenset({3})),)))
    _idle(jobs, qtbot)
    assert view.selection().ids == {5}
    assert view.model.id_at(view.table.currentIndex().row()) == 5


def test_what_is_in_view_stays_in_view(jobs: Jobs, qtbot: QtBot) -> None:
    source = MemorySource(_people(2_000))
    view = _view(source, jobs, qtbot)
    bar = view.table.verticalScrollBar()
    bar.setValue(1_000 * ROW + 7)
    _idle(jobs, qtbot)
    for number in range(50):
        source.people[5_000 + number] = Person(5_000 + number, f"A {number}")
    view.take(Change((Touch(Subject.ACCOUNTS, ChangeKind.CREATED),)))
    _idle(jobs, qtbot)
    assert bar.value() == 1_050 * ROW + 7
    assert view.model.index(1_050, 0).data() == "Person 01000"


def test_rows_chosen_out_of_sight_are_read(jobs: Jobs, qtbot: QtBot) -> None:
    view = _view(MemorySource(_people(1_000)), jobs, qtbot)
    _click(qtbot, view, 1)
    QTest.keyClick(view.table, Qt.Key.Key_End, Qt.KeyboardModifier.ShiftModifier)
    assert view.selection().reading
    _idle(jobs, qtbot)
    chosen = view.selection()
    assert (chosen.count, len(chosen.ids), chosen.reading) == (999, 999, False)


def test_from_end_to_end_is_all(million: SqliteSource, jobs: Jobs, qtbot: QtBot) -> None:
    view = _view(million, jobs, qtbot)
    million.calls.clear()
    _click(qtbot, view, 0)
    QTest.keyClick(view.table, Qt.Key.Key_End, Qt.KeyboardModifier.ShiftModifier)
    _idle(jobs, qtbot)
    assert (view.selection().all, view.selection().count) == (True, 1_000_000)
    assert million.calls["page"] <= 2


def test_filter_is_typed_cleared_and_left(jobs: Jobs, qtbot: QtBot) -> None:
    view = _view(MemorySource(_people(1_204)), jobs, qtbot)
    view.activateWindow()
    QTest.keyClick(view.table, Qt.Key.Key_Slash)
    assert view.filter_bar.edit.hasFocus() or view.focusWidget() is view.filter_bar.edit
    QTest.keyClicks(view.filter_bar.edit, "0012")
    _idle(jobs, qtbot)
    assert view.filter_bar.count.text() == "11 of 1,204"
    QTest.keyClick(view.filter_bar.edit, Qt.Key.Key_Down)
    assert view.table.currentIndex().row() == 0
    assert view.selection().count == 1
    QTest.keyClick(view.filter_bar.edit, Qt.Key.Key_Escape)
    _idle(jobs, qtbot)
    assert view.filter_bar.edit.text() == ""
    assert view.filter_bar.count.text() == "1,204"


def test_a_count_that_may_be_wrong_is_not_said(jobs: Jobs, qtbot: QtBot) -> None:
    source = MemorySource(_people(30))
    view = _view(source, jobs, qtbot)
    view.filter_bar.edit.setText("0001")
    _idle(jobs, qtbot)
    assert view.filter_bar.count.text() == "11 of 30"
    source.people[99] = Person(99, "Zoe")
    view.take(Change((Touch(Subject.ACCOUNTS, ChangeKind.CREATED, frozenset({99})),)))
    _idle(jobs, qtbot)
    assert view.filter_bar.count.text() == "11"
    view.clear_filter()
    _idle(jobs, qtbot)
    assert view.filter_bar.count.text() == "31"


def test_another_filter_is_no_longer_all(jobs: Jobs, qtbot: QtBot) -> None:
    view = _view(MemorySource(_people(50)), jobs, qtbot)
    view.table.selectAll()
    view.filter_bar.edit.setText("0001")
    assert not view.selection()


def test_empty_and_unmatched_are_told_apart(jobs: Jobs, qtbot: QtBot) -> None:
    source = MemorySource([])
    view = _view(source, jobs, qtbot)
    words = QLabel("Accounts you import will be listed here.")
    view.vacancy.set_empty(words)
    view.filter_bar.edit.setText("x")
    _idle(jobs, qtbot)
    assert view.vacancy.clear_button.isVisible()
    QTest.mouseClick(view.vacancy.clear_button, Qt.MouseButton.LeftButton)
    _idle(jobs, qtbot)
    assert words.isVisible()
    assert view.filter_bar.edit.text() == ""
    source.people[1] = Person(1, "Ann")
    view.take(Change((Touch(Subject.ACCOUNTS, ChangeKind.CREATED),)))
    _idle(jobs, qtbot)
    assert view.table.isVisible()


def test_failure_offers_to_try_again(jobs: Jobs, qtbot: QtBot) -> None:
    source = MemorySource(_people(2))
    source.error = Refused("Not read", "The store is away.", "Start it.")
    view = _view(source, jobs, qtbot)
    assert view.vacancy.failed.sentence == "The store is away. Start it."
    source.error = None
    QTest.mouseClick(view.vacancy.retry_button, Qt.MouseButton.LeftButton)
    _idle(jobs, qtbot)
    assert view.table.isVisible()
    assert view.filter_bar.count.text() == "2"


def test_failure_to_look_again_leaves_rows_and_a_way_out(jobs: Jobs, qtbot: QtBot) -> None:
    source = MemorySource(_people(2))
    view = _view(source, jobs, qtbot)
    source.error = Refused("Not read", "The store is away.", "Start it.")
    view.model.refresh()
    _idle(jobs, qtbot)
    assert view.table.isVisible()
    assert view.filter_bar.count.text() == "Not read", "a long sentence would leave the filter no room"
    assert view.filter_bar.count.toolTip() == "The store is away. Start it."
    source.error = None
    QTest.mouseClick(view.filter_bar.retry_button, Qt.MouseButton.LeftButton)
    _idle(jobs, qtbot)
    assert (view.filter_bar.count.text(), view.filter_bar.count.toolTip()) == ("2", "")
    assert not view.filter_bar.retry_button.isVisible()


def test_what_is_chosen_is_told_again_when_chosen_rows_go_or_come(jobs: Jobs, qtbot: QtBot) -> None:
    source = MemorySource(_people(30))
    view = _view(source, jobs, qtbot)
    told: list[int] = []
    view.selection_changed.connect(lambda: told.append(view.selection().count))
    _click(qtbot, view, 3)
    del source.people[3]
    view.take(Change((Touch(Subject.ACCOUNTS, ChangeKind.DELETED, frozenset({3})),)))
    _idle(jobs, qtbot)
    assert told[-1] == 0
    view.table.selectAll()
    source.people[99] = Person(99, "Zoe")
    view.take(Change((Touch(Subject.ACCOUNTS, ChangeKind.CREATED, frozenset({99})),)))
    _idle(jobs, qtbot)
    assert told[-1] == 30


def test_counting_is_said_until_it_is_counted(jobs: Jobs, qtbot: QtBot) -> None:
    source = MemorySource(_people(500))
    model = PagedItemModel(source, COLUMNS, jobs, order=BY_NAME)
    said: list[str] = []
    view = ListView(
        "people", model, InMind(), filter_of=lambda text: text or None, placeholder="", row_height=ROW
    )
    qtbot.addWidget(view)
    model.opened.connect(lambda: said.append(view.filter_bar.count.text()))
    view.show()
    _idle(jobs, qtbot)
    assert said == ["counting…"]
    assert view.filter_bar.count.text() == "500"


def test_columns_are_found_as_they_were_left(jobs: Jobs, qtbot: QtBot) -> None:
    kept, source = InMind(), MemorySource(_people(5))
    first = _view(source, jobs, qtbot, kept)
    header = first.table.horizontalHeader()
    header.resizeSection(0, 222)
    header.moveSection(0, 1)
    first.table.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    _idle(jobs, qtbot)
    source.calls.clear()
    second = _view(source, jobs, qtbot, kept)
    again = second.table.horizontalHeader()
    assert again.visualIndex(0) == 1
    assert again.sortIndicatorSection() == 1
    assert second.model.index(0, 0).data() == "Person 00000"
    assert source.calls == {"page": 1}, "the order comes before the first read"


@pytest.mark.parametrize("kept", ["", "[]", '{"widths": 3, "sequence": 4}', '{"widths": {"name": -1}}'])
def test_spoilt_memory_is_no_obstacle(jobs: Jobs, qtbot: QtBot, kept: str) -> None:
    mind = InMind()
    mind.kept["lists/people"] = kept
    assert _view(MemorySource(_people(5)), jobs, qtbot, mind).model.total == 5


def test_copying_takes_rows_never_seen(jobs: Jobs, qtbot: QtBot) -> None:
    view = _view(MemorySource(_people(1_000)), jobs, qtbot)
    view.table.selectAll()
    _click(qtbot, view, 1, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(view.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    _idle(jobs, qtbot)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert len(lines) == 999
    assert lines[:2] == ["Person 00000\t1,000", "Person 00002\t998"]


def test_saved_rows_stand_in_the_order_shown_and_harm_no_spreadsheet(
    jobs: Jobs, qtbot: QtBot, tmp_path: Path
) -> None:
    view = _view(MemorySource([Person(1, "=1+1"), Person(2, "Ann"), Person(3, "-x")]), jobs, qtbot)
    view.table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    _idle(jobs, qtbot)
    for row in range(3):
        _click(qtbot, view, row, Qt.KeyboardModifier.ControlModifier)
    with qtbot.waitSignal(view.saved):
        view.save_csv(tmp_path / "rows.csv")
    text = (tmp_path / "rows.csv").read_text("utf-8-sig")
    assert text.splitlines() == ["Name,Amount", "Ann,0", "'=1+1,0", "'-x,0"]
    assert [path.name for path in tmp_path.iterdir()] == ["rows.csv"]


def test_rows_are_opened_by_key_and_by_mouse(jobs: Jobs, qtbot: QtBot) -> None:
    view = _view(MemorySource(_people(5)), jobs, qtbot)
    opened: list[int] = []
    current: list[int | None] = []
    view.opened.connect(opened.append)
    view.current_changed.connect(current.append)
    _click(qtbot, view, 2)
    QTest.keyClick(view.table, Qt.Key.Key_Return)
    place = view.table.visualRect(view.model.index(4, 0)).center()
    QTest.mouseDClick(view.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert opened == [2, 4]
    assert current[0] == 2


def test_menu_offers_the_screen_s_actions_and_copying(jobs: Jobs, qtbot: QtBot) -> None:
    view = _view(MemorySource(_people(5)), jobs, qtbot)
    view.set_actions([QAction("Archive", view)])
    menu = view.menu()
    assert [action.text() for action in menu.actions() if action.text()] == [
        "Archive",
        "Copy",
        "Save 5 rows as CSV…",
    ]
    assert [action.isEnabled() for action in menu.actions()[-2:]] == [False, True]
    view.table.selectRow(1)
    assert view.menu().actions()[-1].text() == "Save 1 row as CSV…"


def test_where_no_row_is_chosen_all_that_match_are_saved(jobs: Jobs, qtbot: QtBot, tmp_path: Path) -> None:
    view = _view(MemorySource(_people(1_000)), jobs, qtbot)
    view.filter_bar.edit.setText("0001")
    _idle(jobs, qtbot)
    with qtbot.waitSignal(view.saved):
        view.save_csv(tmp_path / "rows.csv")
    assert len((tmp_path / "rows.csv").read_text("utf-8-sig").splitlines()) == 1 + view.model.total == 12


def test_wide_columns_share_the_room_until_a_hand_sets_one(jobs: Jobs, qtbot: QtBot) -> None:
    kept = InMind()
    columns: list[Column[Person]] = [
        Column("name", "Name", lambda row: row.name, width=60),
        Column("amount", "Amount", lambda row: row.amount, width=9),
        Column("date", "Date", lambda row: row.amount, width=30, grows=False),
        Column("again", "Again", lambda row: row.amount, width=12),
    ]
    model = PagedItemModel(MemorySource(_people(3)), columns, jobs, order=BY_NAME, subjects=[])
    view = ListView("wide", model, kept, filter_of=str, placeholder="", row_height=ROW)
    model.setParent(view)
    qtbot.addWidget(view)
    header = view.table.horizontalHeader()
    widths = []
    for room in (480, 1300, 1600):
        view.resize(room, 300)
        view.show()
        qtbot.waitUntil(lambda: not jobs.busy)
        assert abs(header.length() - header.width()) <= 1
        widths.append(header.sectionSize(2))
    assert widths[0] < widths[1] == widths[2], "it gives way and does not grow"
    assert "widths" not in kept.kept.get("lists/wide", "") or '"widths": {}' in kept.kept["lists/wide"]
    header.resizeSection(0, 333)
    view.resize(500, 300)
    assert header.sectionSize(0) == 333


def test_a_key_chooses_the_row_it_stays_on(jobs: Jobs, qtbot: QtBot) -> None:
    view = _view(MemorySource(_people(3)), jobs, qtbot)
    no_update = QItemSelectionModel.SelectionFlag.NoUpdate
    view.table.selectionModel().setCurrentIndex(view.model.index(0, 0), no_update)
    assert not view.selection()
    QTest.keyClick(view.table, Qt.Key.Key_Home)
    assert view.selection().ids == {0}


def test_where_the_keyboard_is_shows_whether_the_row_is_chosen_or_not(
    jobs: Jobs, qtbot: QtBot, theme: Theme
) -> None:
    view = _view(MemorySource(_people(9)), jobs, qtbot)
    view.table.setFocus()
    QTest.keyClick(view.table, Qt.Key.Key_Down)
    QTest.keyClick(view.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    place = view.table.currentIndex().row()
    assert place not in view.table.chosen_places()
    assert _edges(view, theme) == [place]
    view.filter_bar.focus()
    assert _edges(view, theme) == []


def _edges(view: ListView, theme: Theme) -> list[int]:
    shown = view.table.viewport().grab().toImage()
    focus = theme.color("focus")
    return [row for row in range(9) if shown.pixelColor(1, row * ROW + ROW // 2) == focus]


def test_tab_goes_from_the_filter_by_a_screens_own_filters_to_the_rows(jobs: Jobs, qtbot: QtBot) -> None:
    view = _made(MemorySource(_people(3)), jobs, qtbot)
    chips = QWidget()
    row = QHBoxLayout(chips)
    for words in ("All", "Failed"):
        row.addWidget(QPushButton(words))
    view.add_filter(chips)
    view.add_filter(QPushButton("Unread"))
    view.show()
    qtbot.waitUntil(lambda: not jobs.busy and view.isActiveWindow())
    view.filter_bar.focus()
    reached = []
    for _ in range(4):
        QTest.keyClick(view.focusWidget(), Qt.Key.Key_Tab)
        focused = view.focusWidget()
        reached.append(focused.text() if isinstance(focused, QPushButton) else focused)
    assert reached == ["All", "Failed", "Unread", view.table]
