"""However somebody types, nothing waits for more than about a second and a half."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desktop.models.save_pace import SavePace


def test_a_pause_of_about_a_second_saves() -> None:
    pace = SavePace()
    assert 0.8 <= pace.changed(10.0) <= 1.0
    assert pace.is_waiting
    pace.saved()
    assert not pace.is_waiting


@given(st.lists(st.floats(0.0, 0.8), min_size=1, max_size=40))
def test_who_never_pauses_is_saved_in_time(gaps: list[float]) -> None:
    pace, now, first = SavePace(), 100.0, 100.0
    due = now + pace.changed(now)
    for gap in gaps:
        now += gap
        if now >= due:
            assert due - first <= 1.5
            pace.saved()
            first = now
        due = now + pace.changed(now)
        assert due - first <= 1.5
