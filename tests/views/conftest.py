"""What every test of a view stands on: a theme that asks a stand-in for the system's wishes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desktop import paths
from desktop.views.theme.theme import Theme
from tests.support.desks import close_desk, open_desk
from tests.support.looks import StillSystem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

    from desktop.bridge.desk import Desk


@pytest.fixture
def system(qapp: QApplication) -> StillSystem:
    """A light system without wishes, to be changed by the test."""
    return StillSystem()


@pytest.fixture
def theme(qapp: QApplication, system: StillSystem) -> Iterator[Theme]:
    """The light theme, worn by the application for the length of a test."""
    theme = Theme(paths.resources(), system)
    theme.install(qapp)
    yield theme
    theme.uninstall()


@pytest.fixture
def desk(theme: Theme, tmp_path: Path) -> Iterator[Desk]:
    """An office with two users and no clients yet."""
    desk = open_desk(tmp_path)
    yield desk
    close_desk(desk)
