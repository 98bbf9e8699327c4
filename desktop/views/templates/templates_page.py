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
from desktop.views.kit.subject_words import subject_words
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
        first = Button(tr("Create New Template"), self.new_wanted.emit)
        words = tr("Keep a message you send again and again, and start the next one from it.")
        self.list.vacancy.set_empty(EmptyState("template", tr("No templates yet"), words, first))

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
        self.list.selection_changed.connect(self._on_selection_changed)
        self.list.current_changed.connect(lambda _id: self._on_selection_changed())
        actions = []
        for button in (self.send_button, self.view_button, self.edit_button, self.duplicate_button):
            action = QAction(button.accessibleName(), self)
            action.triggered.connect(button.click)
            actions.append(action)
        self._delete_action = QAction(tr("Delete"), self)
        self._delete_action.setShortcut(QKeySequence.StandardKey.Delete)
        self._delete_action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._delete_action.triggered.connect(self._delete)
        self.list.table.addAction(self._delete_action)
        self.list.set_actions([*actions, self._delete_action])
        self._on_selection_changed()

    def _with_current(self, act: Callable[[int], object]) -> Callable[[], None]:
        def handler() -> None:
            current = self._current()
            if current is not None:
                act(current)

        return handler

    def _current(self) -> int | None:
        chosen = self.list.selection().ids
        return next(iter(chosen)) if len(chosen) == 1 else None

    def _on_selection_changed(self) -> None:
        one = self._current() is not None
        for button in (self.send_button, self.view_button, self.edit_button, self.duplicate_button):
            button.setEnabled(one)
        self.delete_button.setEnabled(self.list.selection().count > 0)

    def _duplicate(self, template_id: int) -> None:
        desk = self._desk
        desk.jobs.write(duplicate_template, desk.store, desk.actor, template_id, owner=self)

    def _delete(self) -> None:
        desk, chosen = self._desk, tuple(self.list.selection().ids)
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
