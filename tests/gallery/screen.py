"""What a screen of the gallery is: a name, the office it stands in, and how to get there."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from tests.gallery.stage import Stage

    Build = Callable[[Stage], QWidget | None]


class OfficeKind(enum.StrEnum):
    """What the window is opened on."""

    NONE = "none"
    EMPTY = "empty"
    FILLED = "filled"


@dataclass(frozen=True, slots=True)
class Screen:
    """``build`` brings the screen into view; it returns the window, where that is not the main one."""

    name: str
    office: OfficeKind
    build: Build


SCREENS: dict[str, Screen] = {}


def screen(name: str, office: OfficeKind = OfficeKind.FILLED) -> Callable[[Build], Build]:
    """Put the function below into the gallery."""

    def register(build: Build) -> Build:
        assert name not in SCREENS, name
        SCREENS[name] = Screen(name, office, build)
        return build

    return register
