"""Manage Templates: the saved messages, and what can be done with one."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from desktop.language import tr, trn
from desktop.models.change import Subject
from desktop.models.listing import Order
from desktop.models.office import Role
from desktop.models.template import Place, Shelf
from desktop.services.permission import why_not
from desktop.services.templates import (
    TemplateFilter,
    delete_templates,
    duplicate_template,
    restore_templates,
    template_list,
    templates_by_id,
)
from desktop.views.kit.button import Button
from desktop.views.kit.empty_state import EmptyState
from desktop.views.kit.wrapping_row import WrappingRow
from desktop.views.lists.office_list import OfficeList
from desktop.views.templates.columns import template_columns
from desktop.views.templates.folder_list import TEMPLATES_MIME
from desktop.views.templates.folder_pane import FolderPane
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.bridge.desk import Desk
    from desktop.models.change import Change
    from desktop.models.template import Template
    from desktop.views.remembered import Remembered


class TemplatesPage(QWidget):
    """The list with its buttons. Signals carry a template's id; nothing is opened here."""

    message_wanted = Signal(int)
    view_wanted = Signal(int)
    edit_wanted = Signal(int)
    history_wanted = Signal(int)
    new_wanted = Signal()

    def __init__(self, desk: Desk, remembered: Remembered, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.folders = FolderPane(desk)
        self.list = OfficeList(
            "templates",
            desk,
            remembered,
            template_list(desk.store),
            template_columns(desk),
            order=Order("changed_at", descending=True),
            subjects=[Subject.TEMPLATES],
            placeholder=tr("Filter: name or subject"),
            filter_of=lambda text: TemplateFilter(text, self.folders.list.place),
        )
        # It is shown in a moment; begun only then, its rows would come when the page has been painted without them.
        self.list.model.start()
        self.list.chooses_first = True
        self.list.table.setAccessibleName(tr("Templates"))
        self.list.model.drag_type = TEMPLATES_MIME
        self.list.table.setDragEnabled(True)
        self.list.table.drag_words = lambda count: trn("{n} template", "{n} templates", count)
        self._build_buttons()
        self._build_empty()
        self._arrange()
        self._connect()
        self.setFocusProxy(self.list.table)

    def _build_buttons(self) -> None:
        self.send_button = Button(tr("Send New Message"), self._with_current(self.message_wanted.emit))
        self.view_button = Button(tr("View Template"), self._with_current(self.view_wanted.emit))
        self.edit_button = Button(tr("Edit Template"), self._with_current(self.edit_wanted.emit))
        self.history_button = Button(tr("History"), self._with_current(self.history_wanted.emit))
        self.duplicate_button = Button(tr("Duplicate"), self._with_current(self._duplicate))
        self.delete_button = Button(tr("Delete"), self._delete)
        self.restore_button = Button(tr("Restore"), self._bring_back)
        self.new_button = Button(tr("Create New Template"), self.new_wanted.emit)
        self.move_menu = QMenu(tr("Move to folder"), self)

    def _build_empty(self) -> None:
        self.first_button = Button(tr("Create New Template"), self.new_wanted.emit)
        words = tr("Keep a message you send again and again, and start the next one from it.")
        self.list.vacancy.set_empty(EmptyState("template", tr("No templates yet"), words, self.first_button))

    def _arrange(self) -> None:
        scale = theme_of(self).scale
        bar = QFrame()
        bar.setObjectName("buttonBar")
        left = (self.send_button, self.view_button, self.edit_button, self.history_button)
        right = (self.duplicate_button, self.delete_button, self.restore_button, self.new_button)
        row = WrappingRow(bar, apart=len(left))
        row.setContentsMargins(scale.large, scale.small, scale.large, scale.small)
        for button in (*left, *right):
            row.addWidget(button)
        halves = QHBoxLayout()
        halves.setSpacing(0)
        halves.addWidget(self.folders)
        halves.addWidget(self.list, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(halves, 1)
        column.addWidget(bar)

    def _connect(self) -> None:
        self.list.opened.connect(self._on_opened)
        self.list.vacancy.clear_asked.connect(lambda: self.folders.list.choose(Shelf.ALL))
        self.folders.list.place_chosen.connect(self._on_place_chosen)
        self.folders.list.templates_dropped.connect(self._on_dropped)
        self.folders.folders_shown.connect(self._offer_folders)
        self.list.selection_changed.connect(self._offer)
        self.list.current_changed.connect(lambda _id: self._offer())
        self._desk.office_changed.connect(self._offer)
        buttons = (
            self.send_button, self.view_button, self.edit_button, self.history_button, self.duplicate_button,
            self.delete_button, self.restore_button,
        )  # fmt: skip
        self._menu_of = {button: self._action_of(button) for button in buttons}
        delete = self._menu_of[self.delete_button]
        delete.setShortcut(QKeySequence.StandardKey.Delete)
        delete.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.list.table.addAction(delete)
        self.list.set_actions([*self._menu_of.values(), self.move_menu.menuAction()])
        self._offer()

    def _action_of(self, button: Button) -> QAction:
        action = QAction(button.accessibleName(), self)
        action.triggered.connect(button.click)
        return action

    def _with_current(self, act: Callable[[int], object]) -> Callable[[], None]:
        def handler() -> None:
            current = self._current()
            if current is not None:
                act(current)

        return handler

    def _current(self) -> int | None:
        chosen = self.list.selection().ids
        return next(iter(chosen)) if len(chosen) == 1 else None

    def _offer(self) -> None:
        one = self._current() is not None
        some = self.list.selection().count > 0
        may_keep = self._desk.actor.may(Role.SENDER)
        is_kept = self.folders.list.place is not Shelf.DELETED
        self.view_button.setEnabled(one and is_kept)
        self.history_button.setEnabled(one)
        for button in (self.send_button, self.edit_button, self.duplicate_button):
            button.setEnabled(one and may_keep and is_kept)
        for button, there in ((self.delete_button, is_kept), (self.restore_button, not is_kept)):
            button.setVisible(there)
            button.setEnabled(some and may_keep and there)
        for button in (self.new_button, self.first_button):
            button.setEnabled(may_keep)
        cannot = why_not(self._desk.actor, Role.SENDER)
        writing = (self.send_button, self.edit_button, self.duplicate_button, self.delete_button)
        for button in (*writing, self.restore_button, self.new_button, self.first_button):
            button.tell_why_not(cannot)
        for button, action in self._menu_of.items():
            action.setEnabled(button.isEnabled())
            action.setVisible(not button.isHidden())
        self.move_menu.menuAction().setEnabled(some and may_keep and is_kept)

    def _offer_folders(self) -> None:
        self.move_menu.clear()
        for folder in self.folders.folders:
            self._offer_folder(folder.name, folder.id)
        self._offer_folder(tr("No folder"), None)
        self.move_menu.addSeparator()
        self.move_menu.addAction(tr("New folder…"), self.folders.ask_new)
        self._offer()

    def _offer_folder(self, name: str, folder_id: int | None) -> None:
        # An ampersand in a name is a character, not a mark for a shortcut key.
        action = self.move_menu.addAction(name.replace("&", "&&"))
        action.triggered.connect(lambda _checked=False: self._move_chosen(folder_id))

    def _on_opened(self, template_id: int) -> None:
        is_kept = self.folders.list.place is not Shelf.DELETED
        (self.view_wanted if is_kept else self.history_wanted).emit(template_id)

    def _on_place_chosen(self, _place: Place) -> None:
        self.list.refilter()
        self._offer()

    def _on_dropped(self, place: Place, ids: tuple[int, ...]) -> None:
        self._move(ids, place if isinstance(place, int) else None)

    def _move(self, ids: tuple[int, ...], folder_id: int | None) -> None:
        """As the rows were seen; those far from view are read first."""
        model, desk = self.list.model, self._desk
        places = ((each, model.place_of(each)) for each in ids)
        seen = {each: model.row_at(place) if place is not None else None for each, place in places}
        rows = [row for row in seen.values() if row is not None]
        far = [each for each, row in seen.items() if row is None]
        if not far:
            self.folders.put_into(rows, folder_id)
            return

        def put(found: list[Template]) -> None:
            self.folders.put_into([*rows, *found], folder_id)

        desk.jobs.read(templates_by_id, desk.store, far, then=put, owner=self)

    def _duplicate(self, template_id: int) -> None:
        desk = self._desk
        desk.jobs.write(duplicate_template, desk.store, desk.actor, template_id, owner=self)

    def _move_chosen(self, folder_id: int | None) -> None:
        self.list.name_chosen(lambda ids: self._move(ids, folder_id))

    def _delete(self) -> None:
        self.list.name_chosen(self._delete_those)

    def _delete_those(self, chosen: tuple[int, ...]) -> None:
        desk = self._desk
        if not chosen:
            return

        def tell(_change: Change) -> None:
            words = trn("{n} template deleted.", "{n} templates deleted.", len(chosen))
            desk.notices.tell(words, undo=functools.partial(self._restore, chosen))

        desk.jobs.write(delete_templates, desk.store, desk.actor, chosen, then=tell)

    def _bring_back(self) -> None:
        self.list.name_chosen(self._restore)

    def _restore(self, ids: tuple[int, ...]) -> None:
        desk = self._desk
        desk.jobs.write(restore_templates, desk.store, desk.actor, ids)
