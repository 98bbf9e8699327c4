"""The look changes while the program runs, by the person's choice or the system's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import QLabel

from desktop import paths
from desktop.views.theme.theme import Density, Theme, ThemeMode, theme_of

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from tests.support.looks import StillSystem


def test_a_change_of_theme_reaches_widgets_that_are_already_there(theme: Theme, qtbot: QtBot) -> None:
    label = QLabel("text")
    qtbot.addWidget(label)
    label.show()
    before = label.palette().color(QPalette.ColorRole.WindowText)
    with qtbot.waitSignal(theme.changed):
        theme.set_mode(ThemeMode.DARK)
    label.ensurePolished()
    assert theme.is_dark
    assert label.palette().color(QPalette.ColorRole.WindowText) == theme.color("text") != before


def test_the_system_is_followed_only_where_the_person_chose_to(theme: Theme, system: StillSystem) -> None:
    system.dark = True
    system.changed.emit()
    assert theme.is_dark
    theme.set_mode(ThemeMode.LIGHT)
    system.changed.emit()
    assert not theme.is_dark


def test_high_contrast_is_followed(theme: Theme, system: StillSystem) -> None:
    theme.set_mode(ThemeMode.DARK)
    assert theme.hex("window") != "#000000"
    system.contrast = True
    system.changed.emit()
    assert (theme.hex("window"), theme.hex("text")) == ("#000000", "#ffffff")


def test_the_style_sheet_is_filled_whole(theme: Theme) -> None:
    sheet = theme.style_sheet()
    assert "@" not in sheet
    assert theme.hex("accent") in sheet


def test_every_picture_of_the_style_sheet_is_there(theme: Theme) -> None:
    theme.set_mode(ThemeMode.DARK)
    pictures = [part.split('"')[0] for part in theme.style_sheet().split('url("')[1:]]
    assert pictures
    for picture in pictures:
        with open(picture, encoding="utf-8") as file:  # noqa: PTH123 (as Qt opens it)
            assert "currentColor" not in file.read()


def test_rows_are_as_high_as_chosen(theme: Theme) -> None:
    assert theme.row_height == 28
    theme.set_density(Density.COMPACT)
    assert theme.row_height == 24


def test_fonts_come_in_four_sizes_with_figures_of_one_width(theme: Theme) -> None:
    sizes = [theme.font(name).pixelSize() for name in ("caption", "body", "emphasis", "title")]
    assert sizes == [11, 13, 15, 20]
    assert theme.font().featureValue(QFont.Tag("tnum")) == 1


def test_a_widget_finds_the_theme_and_says_so_where_there_is_none(theme: Theme) -> None:
    assert theme_of() is theme
    theme.uninstall()
    with pytest.raises(LookupError):
        theme_of()


def test_the_system_itself_can_be_asked(qapp: QApplication) -> None:
    theme = Theme(paths.resources())
    assert isinstance(theme.is_dark, bool)
    assert isinstance(theme.wants_motion, bool)
