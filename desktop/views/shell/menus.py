"""Fills the menu bar from the registry; a menu without actions is not shown."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu, QMenuBar

from desktop.views.shell.action import Action, Menu, menu_title

if TYPE_CHECKING:
    from desktop.views.shell.action_registry import ActionRegistry


def fill_menus(bar: QMenuBar, registry: ActionRegistry) -> None:
    """Draw the menus anew."""
    for old in bar.findChildren(QMenu):
        old.deleteLater()
    bar.clear()
    for menu in Menu:
        actions = [action for action in registry.all() if action.menu is menu]
        if actions:
            _fill(bar.addMenu(menu_title(menu)), actions, registry)


def _fill(top: QMenu, actions: list[Action], registry: ActionRegistry) -> None:
    submenus: dict[tuple[str, ...], QMenu] = {(): top}
    section = actions[0].section
    top.aboutToShow.connect(functools.partial(registry.dress, *(action.id for action in actions)))
    for action in actions:
        if action.section != section:
            top.addSeparator()
            section = action.section
        _submenu(submenus, action.under).addAction(registry.shown(action.id))


def _submenu(submenus: dict[tuple[str, ...], QMenu], path: tuple[str, ...]) -> QMenu:
    if path not in submenus:
        submenus[path] = _submenu(submenus, path[:-1]).addMenu(path[-1])
    return submenus[path]
