"""Drafts: the messages this person has begun, the newest first, and what can be done with one."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.language import tr, trn
from desktop.models.change import Change, ChangeKind, Subject, Touch
from desktop.models.listing import Order
from desktop.models.office import Role
from desktop.models.subject_words import subject_words
from desktop.services.drafts import delete_drafts, draft_list, restore_drafts
from desktop.views.kit.button import Button
from desktop.views.kit.delivery_words import channel_words
from desktop.views.kit.empty_state import EmptyState
from desktop.views.kit.marks import paint_letters
from desktop.views.kit.moments import short_moment, whole_moment
from desktop.views.lists.column import Align, Column
from desktop.views.lists.office_list import OfficeList
from desktop.views.lists.painters import paint_subject_cell
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from desktop.bridge.desk import Desk
    from desktop.models.kept_draft import DraftLine
    from desktop.views.remembered import Remembered


class DraftsPage(QWidget):
    """The list with its buttons. ``opened`` carries a draft's id; nothing is opened here."""

    opened = Signal(int)
    write_wanted = Signal()

    def __init__(self, desk: Desk, remembered: Remembered, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._owner = desk.actor.id
        self.list = OfficeList(
            "drafts",
            desk,
            remembered,
            draft_list(desk.store, lambda: desk.actor.id),
            _columns(desk),
            order=Order("changed_at", descending=True),
            subjects=[Subject.DRAFTS],
            placeholder=tr("Filter: subject or text"),
        )
        self.list.chooses_first = True
        self.list.table.setAccessibleName(tr("Drafts"))
        self.open_button = Button(tr("Go on writing"), self._open)
        self.delete_button = Button(tr("Delete"), self._delete)
        self._build_empty()
        self._arrange()
        self._connect()
        self.setFocusProxy(self.list.table)

    def _build_empty(self) -> None:
        self.first_button = Button(tr("Send Message To Clients"), self.write_wanted.emit)
        words = tr("A message you are writing saves itself, and stands here until you send it.")
        self.list.vacancy.set_empty(EmptyState("draft", tr("No drafts"), words, self.first_button))

    def _arrange(self) -> None:
        scale = theme_of(self).scale
        bar = QFrame()
        bar.setObjectName("buttonBar")
        row = QHBoxLayout(bar)
        row.setContentsMargins(scale.large, scale.small, scale.large, scale.small)
        row.setSpacing(scale.small)
        row.addWidget(self.open_button)
        row.addStretch(1)
        row.addWidget(self.delete_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.list, 1)
        column.addWidget(bar)

    def _connect(self) -> None:
        self.list.opened.connect(self._on_opened)
        self.list.selection_changed.connect(self._offer)
        self.list.current_changed.connect(lambda _id: self._offer())
        self._desk.office_changed.connect(self._on_office_changed)
        self._menu_of = {button: self._action_of(button) for button in (self.open_button, self.delete_button)}
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

    def _offer(self) -> None:
        may_write = self._desk.actor.may(Role.SENDER)
        count = self.list.selection().count
        self.open_button.setEnabled(count == 1 and may_write)
        self.delete_button.setEnabled(count > 0)
        self.first_button.setEnabled(may_write)
        for button, action in self._menu_of.items():
            action.setEnabled(button.isEnabled())

    def _on_office_changed(self) -> None:
        if self._desk.actor.id != self._owner:
            # Somebody else works here now, with drafts of their own.
            self._owner = self._desk.actor.id
            self.list.take(Change((Touch(Subject.DRAFTS, ChangeKind.CHANGED),)))
        self._offer()

    def _on_opened(self, draft_id: int) -> None:
        if self._desk.actor.may(Role.SENDER):
            self.opened.emit(draft_id)

    def _open(self) -> None:
        ids = self.list.selection().ids
        if len(ids) == 1:
            self.opened.emit(next(iter(ids)))

    def _delete(self) -> None:
        self.list.name_chosen(self._delete_those)

    def _delete_those(self, chosen: tuple[int, ...]) -> None:
        desk = self._desk
        if not chosen:
            return

        def tell(_change: Change) -> None:
            words = trn("{n} draft deleted.", "{n} drafts deleted.", len(chosen))
            undo = functools.partial(desk.jobs.write, restore_drafts, desk.store, desk.actor, chosen)
            desk.notices.tell(words, undo=undo)

        desk.jobs.write(delete_drafts, desk.store, desk.actor, chosen, then=tell)


def _columns(desk: Desk) -> list[Column[DraftLine]]:
    return [
        Column("subject", tr("Subject"), _subject, subject_words, width=52, painter=paint_subject_cell),
        Column(
            "recipients",
            tr("Recipients"),
            lambda row: row.recipients,
            lambda count: f"{count:,}" if count else tr("none yet"),
            align=Align.END,
            width=12,
        ),
        Column(
            "channels",
            tr("Channel"),
            lambda row: row.channels,
            channel_words,
            width=9,
            sortable=False,
            painter=paint_letters,
        ),
        Column(
            "changed_at",
            tr("Last changed"),
            lambda row: row.changed_at,
            lambda moment: short_moment(moment, desk.zone, desk.now()),
            whole=lambda moment: whole_moment(moment, desk.zone),
            width=13,
            has_figures=True,
        ),
    ]


def _subject(row: DraftLine) -> str:
    subject = row.subject or tr("No subject")
    return tr("{subject} (damaged)").format(subject=subject) if row.is_damaged else subject
