"""The welcome, the window itself, its tabs, and what stands over it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.bridge.shown_notice import NoticeKind
from desktop.errors import Refused
from desktop.screens import COMMUNICATIONS, NOTICES, TEMPLATES
from desktop.views.lists.list_view import ListView
from desktop.views.lists.table import RowTable
from desktop.views.shell.command_palette import CommandPalette
from desktop.views.welcome.welcome_window import WelcomeWindow
from tests.gallery.screen import OfficeKind, screen

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from tests.gallery.stage import Stage

_PLACE = "Message Center/office.db"


@screen("welcome", OfficeKind.NONE)
def _welcome(stage: Stage) -> QWidget:
    window = WelcomeWindow(_PLACE)
    window.ask()
    return window


@screen("welcome-problems", OfficeKind.NONE)
def _welcome_problems(stage: Stage) -> QWidget:
    window = WelcomeWindow(_PLACE)
    window.ask()
    window.choice.create_button.click()
    return window


@screen("welcome-busy", OfficeKind.NONE)
def _welcome_busy(stage: Stage) -> QWidget:
    window = WelcomeWindow(_PLACE)
    window.show_busy("Making the sample office")
    window.busy.report(1_240, 2_200, "")
    return window


@screen("welcome-trouble", OfficeKind.NONE)
def _welcome_trouble(stage: Stage) -> QWidget:
    window = WelcomeWindow(_PLACE)
    window.show_trouble(
        Refused(
            "The store cannot be reached",
            "The server db.harborlane.example does not answer.",
            "See whether this computer is on the office’s network, then try again.",
        )
    )
    return window


@screen("templates")
def _templates(stage: Stage) -> None:
    stage.screens.window.show_place(COMMUNICATIONS, TEMPLATES)
    QTest.keyClick(stage.find(RowTable), Qt.Key.Key_Down)


@screen("templates-empty", OfficeKind.EMPTY)
def _templates_empty(stage: Stage) -> None:
    stage.screens.window.show_place(COMMUNICATIONS, TEMPLATES)


@screen("templates-nothing-found")
def _templates_nothing_found(stage: Stage) -> None:
    stage.screens.window.show_place(COMMUNICATIONS, TEMPLATES)
    stage.find(ListView).filter_bar.edit.setText("no such letter")


@screen("template-view")
def _template_view(stage: Stage) -> None:
    stage.screens.view_template(1)


@screen("template-edit")
def _template_edit(stage: Stage) -> None:
    stage.screens.edit_template(3)


@screen("notices")
def _notices(stage: Stage) -> None:
    stage.screens.window.show_place(NOTICES)
    QTest.keyClick(stage.find(RowTable), Qt.Key.Key_Down)


@screen("notices-empty", OfficeKind.EMPTY)
def _notices_empty(stage: Stage) -> None:
    stage.screens.window.show_place(NOTICES)


@screen("told")
def _told(stage: Stage) -> None:
    """Three of what may stand over the lower edge: done, mind this, not possible."""
    stage.screens.window.show_place(COMMUNICATIONS, TEMPLATES)
    notices = stage.desk.notices
    notices.tell("2 templates deleted.", undo=lambda: None)
    notices.tell("1 selected account is no longer open and was taken out: U2034981", kind=NoticeKind.WARNING)
    notices.trouble(
        Refused("The message was not sent", "None of its accounts is open any more.", "Choose others.")
    )


@screen("command-palette")
def _command_palette(stage: Stage) -> None:
    stage.screens.registry.run("command-palette")
    palette = next(each for each in stage.window.findChildren(CommandPalette) if each.isVisible())
    QTest.keyClicks(palette.query, "te")


@screen("shortcut-sheet")
def _shortcut_sheet(stage: Stage) -> None:
    stage.screens.registry.run("shortcut-sheet")


@screen("about")
def _about(stage: Stage) -> None:
    stage.screens.registry.run("about")
