"""What a filter leaves out is known before a long list is measured under it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desktop.models.change import Subject
from desktop.views.lists.paged import PagedItemModel
from tests.views.lists.sources import BY_NAME, COLUMNS, Person, SlowlyMeasured, view_on

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from desktop.bridge.jobs import Jobs


@pytest.mark.parametrize("passes", [False, True])
def test_a_chosen_row_that_another_filter_leaves_out_goes_before_the_list_is_measured(
    jobs: Jobs, qtbot: QtBot, passes: bool
) -> None:
    people = [
        Person(place, f"Person {place:04d} {'even' if place % 2 == 0 else 'odd'}") for place in range(2_000)
    ]
    source = SlowlyMeasured(people)
    model = PagedItemModel(source, COLUMNS, jobs, order=BY_NAME, subjects=[Subject.ACCOUNTS])
    view = view_on(model, qtbot)
    view.show()
    qtbot.waitUntil(lambda: not jobs.busy)
    chosen = 1_500 if passes else 3
    view.table.selectRow(chosen)
    qtbot.waitUntil(lambda: view.selection().ids == {chosen})
    source.measured.clear()
    told: list[int] = []
    view.selection_changed.connect(lambda: told.append(view.selection().count))
    view.filter_bar.edit.setText("even")
    qtbot.waitUntil(lambda: source.calls["rows"] == 1)
    if passes:
        qtbot.wait(50)
        assert told == []
    else:
        qtbot.waitUntil(lambda: told == [0])
    assert not view.model.exact
    source.measured.set()
    qtbot.waitUntil(lambda: view.model.exact)
    assert view.selection().ids == ({chosen} if passes else set())
