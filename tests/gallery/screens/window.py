"""The welcome, the window itself, its tabs, and what stands over it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.bridge.shown_notice import NoticeKind
from desktop.errors import Refused
from desktop.models.office import Role, User
from desktop.office_screens import NOTICES
from desktop.screens import COMMUNICATIONS, TEMPLATES
from desktop.services.template_folders import create_folder, move_templates, template_folders
from desktop.services.template_history import versions_of
from desktop.services.templates import change_template, template_of
from desktop.views.lists.list_view import ListView
from desktop.views.lists.table import RowTable
from desktop.views.shell.command_palette import CommandPalette
from desktop.views.templates.folder_list import FolderList
from desktop.views.templates.folder_name_dialog import FolderNameDialog
from desktop.views.templates.folder_pane import FolderPane
from desktop.views.templates.template_history_page import HistoryTab, TemplateHistoryPage
from desktop.views.welcome.welcome_window import WelcomeWindow
from tests.gallery.screen import OfficeKind, screen

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from tests.gallery.stage import Stage

_PLACE = "Message Center/office.db"
_SAMPLE_PLACE = "Message Center/sample.db"


@screen("welcome", OfficeKind.NONE)
def _welcome(stage: Stage) -> QWidget:
    window = WelcomeWindow(_PLACE, _SAMPLE_PLACE)
    window.ask()
    return window


@screen("welcome-problems", OfficeKind.NONE)
def _welcome_problems(stage: Stage) -> QWidget:
    window = WelcomeWindow(_PLACE, _SAMPLE_PLACE)
    window.ask()
    window.choice.create_button.click()
    return window


@screen("welcome-who", OfficeKind.NONE)
def _welcome_who(stage: Stage) -> QWidget:
    window = WelcomeWindow(_PLACE, _SAMPLE_PLACE)
    names = {"Petra Lang": Role.ADMIN, "Rafael Ortiz": Role.APPROVER, "Jürgen Müller": Role.SENDER}
    window.ask_who("Harbor Lane Advisors", [_user(name, role) for name, role in names.items()])
    window.who.list.setCurrentRow(1)
    return window


@screen("welcome-busy", OfficeKind.NONE)
def _welcome_busy(stage: Stage) -> QWidget:
    window = WelcomeWindow(_PLACE, _SAMPLE_PLACE)
    window.show_busy("Making the sample office")
    window.busy.report(1_240, 2_200, "")
    return window


@screen("welcome-trouble", OfficeKind.NONE)
def _welcome_trouble(stage: Stage) -> QWidget:
    window = WelcomeWindow(_PLACE, _SAMPLE_PLACE)
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


@screen("templates-folders")
def _templates_folders(stage: Stage) -> None:
    _sort_into_folders(stage)
    stage.screens.window.show_place(COMMUNICATIONS, TEMPLATES)
    stage.find(FolderList).setCurrentRow(3)


@screen("template-folder-name")
def _template_folder_name(stage: Stage) -> None:
    stage.screens.window.show_place(COMMUNICATIONS, TEMPLATES)
    stage.find(FolderPane).ask_new()
    dialog = next(each for each in stage.window.findChildren(FolderNameDialog) if each.isVisible())
    dialog.name.setText("Fees")
    dialog.show_refusal(Refused("", "There is already a folder “Fees”.", "Choose another name."))


@screen("template-history")
def _template_history(stage: Stage) -> None:
    _change_often(stage)
    stage.screens.show_template_history(1)
    stage.find(TemplateHistoryPage).list.setCurrentRow(1)


@screen("template-changes")
def _template_changes(stage: Stage) -> None:
    _change_often(stage)
    stage.screens.show_template_history(1)
    stage.find(TemplateHistoryPage).tabs.setCurrentIndex(HistoryTab.CHANGES)


def _user(name: str, role: Role) -> User:
    return User(0, name, name, "", role, active=True, signature="")


def _sort_into_folders(stage: Stage) -> None:
    store, actor = stage.desk.store, stage.desk.actor
    if template_folders(store).folders:
        return
    for name, numbers in (("Account opening", (1, 4)), ("Fees and statements", (2, 3, 6)), ("Year end", ())):
        templates = [template_of(store, number) for number in numbers]
        move_templates(store, actor, templates, create_folder(store, actor, name))


def _change_often(stage: Stage) -> None:
    """Three versions of the first template, however many pictures are taken of them."""
    store, actor = stage.desk.store, stage.desk.actor
    if len(versions_of(store, 1)) > 1:
        return
    first = template_of(store, 1).content
    words = (
        first.content.replace("you", "all of you", 1) + "\n\nPlease answer *this message* with questions.\n"
    )
    second = replace(first, subject=f"{first.subject}, please read", content=words, branded=False)
    change_template(store, actor, 1, 1, second)
    change_template(store, actor, 1, 2, replace(second, name="Letter to all", content=first.content))


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
