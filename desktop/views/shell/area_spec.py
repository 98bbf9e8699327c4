"""What an area of the window holds, given to the window by the program's composition."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget


class TabSpec(NamedTuple):
    """``factory`` is called once, when the page is first shown."""

    id: str
    title: str
    factory: Callable[[], QWidget]


class AreaSpec(NamedTuple):
    """An area with one tab shows no tab bar. ``primary`` is the id of the action on the filled button."""

    id: str
    title: str
    icon: str
    tabs: tuple[TabSpec, ...]
    primary: str = ""
    sentence: str = ""
    extra: bool = False
