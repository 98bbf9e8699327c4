"""The actions every window has: its look, its palette, its help."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from desktop.language import tr
from desktop.late import late
from desktop.settings import ROW_HEIGHT, THEME
from desktop.views.shell.action import Action, Menu
from desktop.views.theme.theme import Density, Theme, ThemeMode

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from desktop.views.remembered import Remembered
    from desktop.views.shell import about_dialog, command_palette, shortcut_sheet
    from desktop.views.shell.action_registry import ActionRegistry
else:
    about_dialog = late("desktop.views.shell.about_dialog")
    command_palette = late("desktop.views.shell.command_palette")
    shortcut_sheet = late("desktop.views.shell.shortcut_sheet")


def restore_look(theme: Theme, remembered: Remembered) -> None:
    """Give the theme what the person chose last time; what is not known counts as not chosen."""
    mode, density = remembered.value(THEME.key), remembered.value(ROW_HEIGHT.key)
    if mode in set(ThemeMode):
        theme.set_mode(ThemeMode(mode))
    if density in set(Density):
        theme.set_density(Density(density))


def add_look_actions(registry: ActionRegistry, theme: Theme, remembered: Remembered) -> None:
    """View: theme and row height, remembered."""

    def choose_mode(mode: ThemeMode) -> None:
        theme.set_mode(mode)
        remembered.set_value(THEME.key, mode.value)

    def choose_density(density: Density) -> None:
        theme.set_density(density)
        remembered.set_value(ROW_HEIGHT.key, density.value)

    modes = (
        (ThemeMode.LIGHT, tr("Light")),
        (ThemeMode.DARK, tr("Dark")),
        (ThemeMode.SYSTEM, tr("As the system")),
    )
    heights = ((Density.COMFORTABLE, tr("Comfortable")), (Density.COMPACT, tr("Compact")))
    registry.add(
        *(
            _choice(f"theme-{mode}", text, tr("Theme"), functools.partial(choose_mode, mode))
            for mode, text in modes
        ),
        *(
            _choice(f"rows-{density}", text, tr("Row height"), functools.partial(choose_density, density))
            for density, text in heights
        ),
    )
    registry.shown(f"theme-{theme.mode}").setChecked(True)
    registry.shown(f"rows-{theme.density}").setChecked(True)


def add_help_actions(registry: ActionRegistry, window: Callable[[], QWidget]) -> None:
    """The command palette, the shortcut sheet and what the program is, over ``window()``."""

    @functools.cache
    def palette() -> command_palette.CommandPalette:
        return command_palette.CommandPalette(registry, window())

    registry.add(
        Action(
            "command-palette", tr("Find a command"), lambda: palette().show_over(window()),
            Menu.VIEW, shortcut="Ctrl+K", icon="search", section="find", at_once=True,
        ),
        Action(
            "shortcut-sheet", tr("Keyboard shortcuts"), lambda: shortcut_sheet.ShortcutSheet(registry, window()).open(),
            Menu.HELP, shortcut="Ctrl+/", icon="keyboard", keywords=tr("keys"), at_once=True,
        ),
        Action(
            "about", tr("About Message Center"), lambda: about_dialog.AboutDialog(window()).open(),
            Menu.HELP, icon="info", keywords=tr("version licence"), section="about", at_once=True,
        ),
    )  # fmt: skip


def _choice(action_id: str, text: str, under: str, handler: Callable[[], object]) -> Action:
    return Action(
        action_id, text, handler, Menu.VIEW, (under,), checkable=True, group=under, keywords=under, section="look",
        at_once=True,
    )  # fmt: skip
