"""Manage Templates: the saved messages, and what can be done with one."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.language import tr, trn
from desktop.models.change import Subject
from desktop.models.listing import Order
from desktop.models.office import Role
from desktop.models.subject_words import subject_words
from desktop.services.templates import (
    delete_templates,
    duplicate_template,
    restore_templates,
    template_list,
)
from desktop.views.kit.button import Button
from desktop.views.kit.delivery_words import channel_words
from desktop.views.kit.empty_state import EmptyState
from desktop.views.kit.moments import short_moment, whole_moment
from desktop.views.lists.column import Column
from desktop.views.lists.office_list import OfficeList
from desktop.views.lists.painters import paint_channels_cell, paint_subject_cell
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
    new_wanted = Signal()

    def __init__(self, desk: Desk, remembered: Remembered, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.list = OfficeList(
            "templates",
            desk,
            remembered,
            template_list(desk.store),
            _columns(desk),
            order=Order("changed_at", descending=True),
            subjects=[Subject.TEMPLATES],
            placeholder=tr("Filter: name or subject"),
        )
        self._build_buttons()
        self._build_empty()
        self._arrange()
        self._connect()

    def _build_buttons(self) -> None:
        self.send_button = Button(tr("Send New Message"), self._with_current(self.message_wanted.emit))
        self.view_button = Button(tr("View Template"), self._with_current(self.view_wanted.emit))
        self.edit_button = Button(tr("Edit Template"), self._with_current(self.edit_wanted.emit))
        self.duplicate_button = Button(tr("Duplicate"), self._with_current(self._duplicate))
        self.delete_button = Button(tr("Delete"), self._delete)
        self.new_button = Button(tr("Create New Template"), self.new_wanted.emit)

    def _build_empty(self) -> None:
        self.first_button = Button(tr("Create New Template"), self.new_wanted.emit)
        words = tr("Keep a message you send again and again, and start the next one from it.")
        self.list.vacancy.set_empty(EmptyState("template", tr("No templates yet"), words, self.first_button))

    def _arrange(self) -> None:
        scale = theme_of(self).scale
        bar = QFrame()
        bar.setObjectName("buttonBar")
        row = QHBoxLayout(bar)
        row.setContentsMargins(scale.large, scale.small, scale.large, scale.small)
        row.setSpacing(scale.small)
        for button in (self.send_button, self.view_button, self.edit_button):
            row.addWidget(button)
        row.addStretch(1)
        for button in (self.duplicate_button, self.delete_button, self.new_button):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.list, 1)
        column.addWidget(bar)

    def _connect(self) -> None:
        self.list.opened.connect(self.view_wanted)
        self.list.selection_changed.connect(self._offer)
        self.list.current_changed.connect(lambda _id: self._offer())
        self._desk.office_changed.connect(self._offer)
        buttons = (self.send_button, self.view_button, self.edit_button, self.duplicate_button)
        self._menu_of = {button: self._action_of(button) for button in (*buttons, self.delete_button)}
        delete = self._menu_of[self.delete_button]
        delete.setShortcut(QKeySequence.StandardKey.Delete)
        delete.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.list.table.addAction(delete)
        self.list.set_actions([*self._menu_of.values()])
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
        may_keep = self._desk.actor.may(Role.SENDER)
        self.view_button.setEnabled(one)
        for button in (self.send_button, self.edit_button, self.duplicate_button):
            button.setEnabled(one and may_keep)
        self.delete_button.setEnabled(self.list.selection().count > 0 and may_keep)
        for button in (self.new_button, self.first_button):
            button.setEnabled(may_keep)
        for button, action in self._menu_of.items():
            action.setEnabled(button.isEnabled())

    def _duplicate(self, template_id: int) -> None:
        desk = self._desk
        desk.jobs.write(duplicate_template, desk.store, desk.actor, template_id, owner=self)

    def _chosen(self) -> tuple[int, ...]:
        chosen, model = self.list.selection(), self.list.model
        if not chosen.all:
            return tuple(chosen.ids)
        ids = (model.id_at(place) for place in range(model.total))
        return tuple(each for each in ids if each is not None and each not in chosen.except_ids)

    def _delete(self) -> None:
        desk, chosen = self._desk, self._chosen()
        if not chosen:
            return

        def tell(_change: Change) -> None:
            words = trn("{n} template deleted.", "{n} templates deleted.", len(chosen))
            desk.notices.tell(words, undo=functools.partial(self._restore, chosen))

        desk.jobs.write(delete_templates, desk.store, desk.actor, chosen, then=tell)

    def _restore(self, ids: tuple[int, ...]) -> None:
        desk = self._desk
        desk.jobs.write(restore_templates, desk.store, desk.actor, ids)


def _columns(desk: Desk) -> list[Column[Template]]:
    return [
        Column("name", tr("Name"), lambda row: row.content.name, width=28),
        Column(
            "subject",
            tr("Subject"),
            lambda row: row.content.subject,
            subject_words,
            width=40,
            painter=paint_subject_cell,
        ),
        Column(
            "channels",
            tr("Channel"),
            lambda row: row.content.channels,
            channel_words,
            width=9,
            sortable=False,
            painter=paint_channels_cell,
        ),
        Column(
            "changed_at",
            tr("Last changed"),
            lambda row: row.changed_at,
            lambda moment: short_moment(moment, desk.zone, desk.now()),
            whole=lambda moment: whole_moment(moment, desk.zone),
            width=16,
        ),
        Column("changed_by", tr("By"), lambda row: row.changed_by, width=20, sortable=False),
    ]
