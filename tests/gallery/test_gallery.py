"""Every screen of the gallery can be reached, something is to be seen on it, and all of it has a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.gallery.offices import found_offices
from tests.gallery.pictures import SIZES, staged
from tests.gallery.screens import SCREENS
from tests.support.flashes import Flashes
from tests.support.names import nameless

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QImage
    from PySide6.QtWidgets import QApplication


@pytest.fixture(scope="session")
def offices(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both offices, made once."""
    folder = tmp_path_factory.mktemp("offices")
    found_offices(folder)
    return folder


@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_shows_something(qapp: QApplication, offices: Path, name: str) -> None:
    flashes = Flashes(qapp)
    with staged(qapp, offices, SCREENS[name], SIZES[0]) as stage:
        image = stage.picture()
        flashes.stop()
        assert flashes.seen == []
        assert (image.width(), image.height()) == (SIZES[0].width(), SIZES[0].height())
        assert len(_colours(image)) > 2
        assert nameless(stage.window) == []


def _colours(image: QImage) -> set[int]:
    """Colours met on a coarse grid over the middle, where a page stands."""
    across = range(image.width() // 4, image.width(), 7)
    down = range(image.height() // 10, image.height() * 9 // 10, 3)
    return {image.pixel(x, y) for x in across for y in down}
