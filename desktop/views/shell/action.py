"""What a person can do, described once for menus, palette and shortcut sheet."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, NamedTuple

from desktop.language import tr

if TYPE_CHECKING:
    from collections.abc import Callable


class Menu(enum.StrEnum):
    """The menus of the window, in their order."""

    FILE = "file"
    EDIT = "edit"
    VIEW = "view"
    CLIENTS = "clients"
    ACCOUNT = "account"
    SUPPORT = "support"
    HELP = "help"


def menu_title(menu: Menu) -> str:
    """The menu's name; three of them are the guide's."""
    return {
        Menu.FILE: tr("File"),
        Menu.EDIT: tr("Edit"),
        Menu.VIEW: tr("View"),
        Menu.CLIENTS: tr("Manage Clients"),
        Menu.ACCOUNT: tr("Manage Account"),
        Menu.SUPPORT: tr("Support"),
        Menu.HELP: tr("Help"),
    }[menu]


class Action(NamedTuple):
    """``text`` is translated. ``under`` names submenus. ``group`` makes checkable actions exclusive.

    ``shortcut`` is portable ("Ctrl+K"). ``keywords`` are further words the palette finds it by.
    ``section`` draws a line in the menu where it differs from the action before. ``at_once`` is for
    what needs neither store nor office, and so does not wait for them when the program starts.
    """

    id: str
    text: str
    handler: Callable[[], object]
    menu: Menu | None = None
    under: tuple[str, ...] = ()
    shortcut: str = ""
    icon: str = ""
    keywords: str = ""
    section: str = ""
    checkable: bool = False
    group: str = ""
    enabled: bool = True
    at_once: bool = False

    @property
    def path(self) -> str:
        """Where it is found in the menus, in words."""
        top = (menu_title(self.menu),) if self.menu else ()
        return " › ".join((*top, *self.under))
