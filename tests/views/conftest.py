"""What every test of a view stands on: a theme that asks a stand-in for the system's wishes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desktop import paths
from desktop.views.theme.theme import Theme
from tests.support.looks import StillSystem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication


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
