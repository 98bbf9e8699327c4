"""Python's collector of cyclic garbage, in a program without a window (with one: bridge/garbage.py)."""

from __future__ import annotations

import gc

_NEW_OBJECTS, _YOUNG_ROUNDS, _MIDDLE_ROUNDS = 50_000, 20, 50


def collect_seldom() -> None:
    """From now on look for garbage seldom, and never among what is loaded already.

    What delivers makes thousands of objects a second that form no cycles; to look at them every few hundred, as
    Python does by itself, takes a tenth of its time.
    """
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS, _YOUNG_ROUNDS, _MIDDLE_ROUNDS)
