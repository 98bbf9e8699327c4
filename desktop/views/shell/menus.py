"""Fills the menu bar from the registry; a menu without actions is not shown."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu, QMenuBar

from desktop.views.shell.action import Action, Menu, menu_title

if TYPE_CHECKING:
    from collections.abc import Iterable

    from desktop.views.shell.action_registry import ActionRegistry


def fill_menus(bar: QMenuBar, registry: ActionRegistry) -> None:
    """Draw the menus anew."""
    for old in bar.findChildren(QMenu):
        old.deleteLater()
    bar.clear()
    actions = {menu: [action for action in registry.all() if action.menu is menu] for menu in Menu}
    shown = [menu for menu in Menu if actions[menu]]
    for menu, title in zip(shown, lettered([menu_title(menu) for menu in shown]), strict=True):
        _fill(bar.addMenu(title), actions[menu], registry)


def lettered(titles: Iterable[str]) -> list[str]:
    """Each title with a mark before the letter that opens it with Alt: the first one that is free."""
    taken: set[str] = set()
    marked = []
    for title in titles:
        letters = (place for place, each in enumerate(title) if each.isalpha() and each.isascii())
        place = next((place for place in letters if title[place].casefold() not in taken), None)
        if place is None:
            marked.append(title)
        else:
            taken.add(title[place].casefold())
            marked.append(f"{title[:place]}&{title[place:]}")
    return marked


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
