"""A window is never left on a screen that is gone."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect

from desktop.views.shell.window_state import fit

_NUMBERS = st.integers(-6000, 6000)
_SIZES = st.integers(1, 5000)
_RECTS = st.builds(QRect, _NUMBERS, _NUMBERS, _SIZES, _SIZES)
_SCREENS = st.lists(
    st.builds(QRect, _NUMBERS, _NUMBERS, st.integers(640, 4000), st.integers(480, 4000)), min_size=1
)


@given(_RECTS, _SCREENS)
def test_the_window_lies_wholly_on_one_screen(wished: QRect, screens: list[QRect]) -> None:
    assert any(screen.contains(fit(wished, screens)) for screen in screens)


@given(_RECTS, _SCREENS)
def test_a_window_that_fits_stays_where_it_was(wished: QRect, screens: list[QRect]) -> None:
    around = wished.adjusted(-5, -5, 5, 5)
    assert fit(wished, [around]) == wished


def test_it_stays_on_the_screen_it_was_mostly_on() -> None:
    left, right = QRect(0, 0, 1000, 800), QRect(1000, 0, 1000, 800)
    assert fit(QRect(800, 100, 600, 400), [left, right]) == QRect(1000, 100, 600, 400)
