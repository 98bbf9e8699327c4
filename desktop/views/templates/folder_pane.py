"""The left side of Manage Templates: the folders, and what can be done with them."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QFrame, QMenu, QVBoxLayout, QWidget

from desktop.language import tr, trn
from desktop.models.change import Subject
from desktop.models.office import Role
from desktop.services.permission import why_not
from desktop.services.template_folders import (
    bring_back_folder,
    create_folder,
    delete_folder,
    move_back,
    move_templates,
    rename_folder,
    template_folders,
)
from desktop.views.kit.button import Button
from desktop.views.templates.folder_list import FolderList
from desktop.views.templates.folder_name_dialog import FolderNameDialog
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop.bridge.desk import Desk
    from desktop.models.change import Change
    from desktop.models.template import Template, TemplateFolder
    from desktop.services.template_folders import DeletedFolder, Folders


class FolderPane(QFrame):
    """Reads the folders by itself; ``list.place_chosen`` tells what is to be listed."""

    folders_shown = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.folders: tuple[TemplateFolder, ...] = ()
        self.setObjectName("sidePane")
        self.list = FolderList()
        self.new_button = Button(tr("New folder"), self.ask_new, variant="quiet", icon="plus")
        self.rename = self._action(tr("Rename…"), self.ask_rename, "F2")
        self.delete = self._action(tr("Delete folder"), self._delete, "Del")
        self._arrange()
        desk.refresh.changed.connect(self._on_changed)
        desk.office_changed.connect(self._offer)
        self.list.place_chosen.connect(lambda _place: self._offer())
        self.list.customContextMenuRequested.connect(self._on_menu_asked)
        self._offer()
        self._read()

    def put_into(self, templates: Sequence[Template], folder_id: int | None) -> None:
        """Move templates into a folder, or into none; the notice takes it back."""
        desk = self._desk
        others = [template for template in templates if template.folder_id != folder_id]
        if not others:
            return

        def tell(_change: Change) -> None:
            undo = functools.partial(self._move_back, others, folder_id)
            desk.notices.tell(self._moved_words(len(others), folder_id), undo=undo)

        desk.jobs.write(move_templates, desk.store, desk.actor, others, folder_id, then=tell)

    def ask_new(self) -> None:
        dialog = FolderNameDialog(tr("New folder"), tr("Create folder"), parent=self)
        self._open(dialog, functools.partial(create_folder, self._desk.store, self._desk.actor))

    def ask_rename(self) -> None:
        folder = self.list.folder
        if folder is None:
            return
        dialog = FolderNameDialog(tr("Rename folder"), tr("Rename"), folder.name, self)
        self._open(dialog, functools.partial(rename_folder, self._desk.store, self._desk.actor, folder))

    def menu(self) -> QMenu:
        """The menu on a folder; it goes when it closes."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        new = menu.addAction(tr("New folder…"), self.ask_new)
        new.setEnabled(self.new_button.isEnabled())
        menu.addActions([self.rename, self.delete])
        return menu

    def _arrange(self) -> None:
        scale = theme_of(self).scale
        self.setFixedWidth(scale.width_places - scale.wide)
        column = QVBoxLayout(self)
        column.setContentsMargins(scale.small, scale.medium, scale.small, scale.small)
        column.setSpacing(scale.small)
        column.addWidget(self.list, 1)
        column.addWidget(self.new_button)

    def _action(self, text: str, act: Callable[[], object], key: str) -> QAction:
        action = QAction(text, self.list)
        action.setShortcut(QKeySequence(key))
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(lambda _checked=False: act())
        self.list.addAction(action)
        return action

    def _read(self) -> None:
        desk = self._desk
        desk.jobs.read(template_folders, desk.store, then=self._show, owner=self, latest="folders")

    def _show(self, found: Folders) -> None:
        self.folders = found.folders
        self.list.show_folders(found)
        self._offer()
        self.folders_shown.emit()

    def _offer(self) -> None:
        may_keep = self._desk.actor.may(Role.SENDER)
        self.new_button.setEnabled(may_keep)
        self.new_button.tell_why_not(why_not(self._desk.actor, Role.SENDER))
        for action in (self.rename, self.delete):
            action.setEnabled(may_keep and self.list.folder is not None)

    def _open(self, dialog: FolderNameDialog, job: Callable[[str], object]) -> None:
        def take(name: str) -> None:
            self._desk.jobs.write(
                job, name, then=lambda _done: dialog.accept(), failed=dialog.show_refusal, owner=dialog
            )

        dialog.name_given.connect(take)
        dialog.open()

    def _delete(self) -> None:
        desk, folder = self._desk, self.list.folder
        if folder is None:
            return

        def tell(deleted: DeletedFolder) -> None:
            count = len(deleted.templates)
            words = tr("Folder “{name}” deleted.").format(name=deleted.name)
            if count:
                words = f"{words} {self._moved_words(count, None)}"
            desk.notices.tell(words, undo=functools.partial(self._bring_back, deleted))

        desk.jobs.write(delete_folder, desk.store, desk.actor, folder, then=tell)

    def _bring_back(self, deleted: DeletedFolder) -> None:
        desk = self._desk
        desk.jobs.write(bring_back_folder, desk.store, desk.actor, deleted)

    def _move_back(self, templates: Sequence[Template], folder_id: int | None) -> None:
        desk = self._desk
        desk.jobs.write(move_back, desk.store, desk.actor, templates, folder_id)

    def _moved_words(self, count: int, folder_id: int | None) -> str:
        if folder_id is None:
            return trn("{n} template is in no folder now.", "{n} templates are in no folder now.", count)
        words = trn("{n} template moved to “{name}”.", "{n} templates moved to “{name}”.", count)
        return words.format(name=next((each.name for each in self.folders if each.id == folder_id), ""))

    def _on_changed(self, change: Change) -> None:
        if change.of(Subject.TEMPLATES):
            self._read()

    def _on_menu_asked(self, place: QPoint) -> None:
        self.menu().popup(self.list.viewport().mapToGlobal(place))
