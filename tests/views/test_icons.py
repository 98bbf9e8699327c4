"""Icons take the colour of their role, grey where disabled, and follow the theme."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import QPushButton

from desktop import paths
from desktop.views.icons import icon, keep_icon, pixmap, program_icon
from desktop.views.theme.theme import Theme, ThemeMode

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

_NAMES = sorted(file.stem for file in (paths.resources() / "icons").glob("*.svg"))


def _ink(picture: QPixmap) -> QColor:
    image = picture.toImage()
    dots = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    return max(dots, key=lambda dot: dot.alpha())


def _close(one: QColor, other: QColor) -> bool:
    return all(abs(a - b) <= 3 for a, b in zip(one.toTuple()[:3], other.toTuple()[:3], strict=True))  # type: ignore[index]


@pytest.mark.parametrize("name", _NAMES)
def test_every_icon_draws_something_in_its_role(theme: Theme, name: str) -> None:
    assert _close(_ink(pixmap(name, "danger", 20, 2.0)), theme.color("danger"))


def test_an_icon_is_sharp_at_both_sizes_and_densities(theme: Theme) -> None:
    made = icon("search")
    assert made.pixmap(QSize(16, 16), 2.0).width() == 32
    assert made.pixmap(QSize(20, 20), 1.0).width() == 20


@pytest.mark.parametrize("size", [16, 32, 48, 256])
def test_the_programs_own_icon_is_sharp_at_the_sizes_desktops_show(qapp: QApplication, size: int) -> None:
    made = program_icon(paths.resources()).pixmap(QSize(size, size), 1.0).toImage()
    assert made.width() == size
    assert made.pixelColor(0, 0).alpha() < 128
    # The upper edge of its drawing begins on a whole pixel.
    column = [made.pixelColor(size // 2, y).name() for y in range(size)]
    assert [set(column[: size // 4]), column[size // 4]] == [{"#1f5fbf"}, "#ffffff"]


def test_a_disabled_icon_is_quiet(theme: Theme) -> None:
    made = icon("send", "accent")
    assert _close(_ink(made.pixmap(QSize(20, 20), 2.0, QIcon.Mode.Disabled)), theme.color("text-disabled"))


def test_a_kept_icon_follows_the_theme(theme: Theme, qtbot: QtBot) -> None:
    button = QPushButton()
    qtbot.addWidget(button)
    keep_icon(button, "check")
    theme.set_mode(ThemeMode.DARK)
    assert _close(_ink(button.icon().pixmap(QSize(20, 20), 2.0)), theme.color("text"))


def test_the_icon_given_last_stays(theme: Theme, qtbot: QtBot) -> None:
    button = QPushButton()
    qtbot.addWidget(button)
    keep_icon(button, "pause", "danger")
    keep_icon(button, "play", "success")
    theme.set_mode(ThemeMode.DARK)
    assert _close(_ink(button.icon().pixmap(QSize(20, 20), 2.0)), theme.color("success"))
