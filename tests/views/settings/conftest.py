"""The settings over an office with two users."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desktop.channels.vault import KeyringVault
from desktop.views.settings.settings_page import SettingsPage
from desktop.views.shell.action_registry import ActionRegistry
from desktop.views.shell.standard_actions import add_look_actions
from tests.pages.settings_page import SettingsPages
from tests.support.desks import close_desk, open_desk
from tests.support.looks import Memory

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from desktop.bridge.desk import Desk
    from desktop.views.theme.theme import Theme


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    desk = open_desk(tmp_path)
    yield desk
    # What was saved last is still to be announced.
    qtbot.waitUntil(lambda: not desk.refresh._timer.isActive())
    close_desk(desk)


@pytest.fixture
def memory() -> Memory:
    return Memory()


@pytest.fixture
def registry(theme: Theme, memory: Memory) -> ActionRegistry:
    registry = ActionRegistry()
    add_look_actions(registry, theme, memory)
    return registry


@pytest.fixture
def settings(qtbot: QtBot, desk: Desk, memory: Memory, registry: ActionRegistry) -> SettingsPages:
    """Shown, with everything read."""
    page = SettingsPage(desk, memory, KeyringVault(), registry.shown)
    qtbot.addWidget(page)
    page.resize(900, 650)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(lambda: page.isActiveWindow() and not desk.jobs.busy)
    return SettingsPages(page)
