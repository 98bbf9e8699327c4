"""To Be Sent By IB: what is held, the nearest delivery date on top, and what to do about it."""

from __future__ import annotations

import functools
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from desktop.language import tr, trn
from desktop.models.change import Subject
from desktop.models.held_message import HeldFilter
from desktop.models.listing import Order
from desktop.models.office import Role
from desktop.models.staging import Decision, HeldState
from desktop.services import staging
from desktop.services.sending_rules import next_absence
from desktop.views.kit.button import Button
from desktop.views.kit.empty_state import EmptyState
from desktop.views.kit.words import Words
from desktop.views.kit.wrapping_row import WrappingRow
from desktop.views.lists.office_list import OfficeList
from desktop.views.message.held_words import time_left
from desktop.views.theme.theme import theme_of
from desktop.views.to_be_sent.columns import held_columns
from desktop.views.to_be_sent.deciding import Deciding
from desktop.views.to_be_sent.held_filters import HeldFilters

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from desktop.bridge.desk import Desk
    from desktop.models.change import Change
    from desktop.models.held_message import HeldLine
    from desktop.services.sending_rules import Absence
    from desktop.views.remembered import Remembered

_LOOK_EVERY_MS = 20_000


class ToBeSentPage(QWidget):
    """``opened`` carries the id of a held message. What else belongs at its head goes in with ``add_head``."""

    opened = Signal(object)

    def __init__(self, desk: Desk, remembered: Remembered, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._absence: Absence | None = None
        self._waiting: tuple[int, datetime | None] = (0, None)
        self.deciding = Deciding(desk, self, self)
        self.filters = HeldFilters()
        self.head = QVBoxLayout()
        self.summary = Words("", "quiet")
        self._build_list(remembered)
        self._build_buttons()
        self._arrange()
        self._connect()
        self._look()

    def add_head(self, widget: QWidget) -> None:
        """Something above the list."""
        self.head.addWidget(widget)

    def step_from(self, message_id: int, step: int) -> int | None:
        """Choose the row so many below; its message, or None at the end of the list."""
        model = self.list.model
        place = model.place_of(message_id)
        if place is None or not 0 <= place + step < model.total:
            return None
        self.list.table.selectRow(place + step)
        return model.id_at(place + step)

    def _build_list(self, remembered: Remembered) -> None:
        desk = self._desk
        self.list = OfficeList(
            "held",
            desk,
            remembered,
            staging.held_list(desk.store),
            held_columns(desk, self._goes_out_unseen),
            order=Order("delivery"),
            subjects=[Subject.STAGING],
            placeholder=tr("Filter: subject, type, text"),
            filter_of=self._filter_of,
        )
        self.list.table.setAccessibleName(tr("Messages that IB is about to send"))
        self.list.add_filter(self.filters)
        words = tr(
            "Messages of IB that can be held stand here until somebody decides, or until their delivery date comes."
        )
        self.list.vacancy.set_empty(EmptyState("clock", tr("Nothing is held"), words))

    def _build_buttons(self) -> None:
        self.preview_button = Button(tr("Preview"), self._open)
        self.back_button = Button(tr("Take Decision Back"), self._take_back)
        self.reject_button = Button(tr("Reject Once"), lambda: self._ask(Decision.REJECT_ONCE))
        self.always_button = Button(tr("Always Reject…"), lambda: self._ask(Decision.ALWAYS_REJECT))
        self.send_button = Button(tr("Send As Is"), lambda: self._ask(Decision.SEND_AS_IS))
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("Progress"))
        self.stop_button = Button(tr("Cancel"), self.deciding.stop)
        self.bar.hide()
        self.stop_button.hide()

    def _arrange(self) -> None:
        scale = theme_of(self).scale
        bar = QFrame()
        bar.setObjectName("buttonBar")
        row = WrappingRow(bar, apart=1)
        row.setContentsMargins(scale.large, scale.small, scale.large, scale.small)
        right = (self.back_button, self.reject_button, self.always_button, self.send_button)
        for button in (self.preview_button, *right):
            row.addWidget(button)
        under_way = QHBoxLayout()
        under_way.setContentsMargins(scale.large, scale.small, scale.large, 0)
        under_way.setSpacing(scale.small)
        under_way.addWidget(self.bar, 1)
        under_way.addWidget(self.stop_button)
        self.summary.setContentsMargins(scale.large, scale.small, scale.large, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self.head)
        column.addWidget(self.summary)
        column.addWidget(self.list, 1)
        column.addLayout(under_way)
        column.addWidget(bar)
        self.setFocusProxy(self.list.table)

    def _connect(self) -> None:
        self.filters.chosen.connect(self.list.refilter)
        self.filters.types_wanted.connect(self._read_types)
        self.list.opened.connect(self.opened.emit)
        self.list.vacancy.clear_asked.connect(lambda: self.filters.choose(HeldFilter()))
        self.list.selection_changed.connect(self._offer)
        self.list.model.rows_read.connect(self._offer)
        self.deciding.progressed.connect(self._show_progress)
        self._desk.office_changed.connect(self._look)
        self._desk.office_changed.connect(self._offer)
        self._desk.refresh.changed.connect(self._on_changed)
        self._clock = QTimer(self, interval=_LOOK_EVERY_MS)
        self._clock.timeout.connect(self._on_time)
        self._clock.start()
        self._build_actions()
        self._offer()

    def _build_actions(self) -> None:
        keys = {
            self.send_button: QKeySequence("Ctrl+Shift+S"),
            self.reject_button: QKeySequence(QKeySequence.StandardKey.Delete),
        }
        buttons = (
            self.preview_button, self.send_button, self.reject_button, self.always_button, self.back_button,
        )  # fmt: skip
        self._menu_of = {button: self._action(button) for button in buttons}
        for button, key in keys.items():
            self._menu_of[button].setShortcut(key)
            self._menu_of[button].setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            self.list.table.addAction(self._menu_of[button])
        self.list.set_actions(list(self._menu_of.values()))

    def _action(self, button: Button) -> QAction:
        action = QAction(button.accessibleName(), self)
        action.triggered.connect(lambda _checked=False: button.click())
        return action

    def _filter_of(self, text: str) -> HeldFilter:
        return replace(self.filters.narrowed, text=text)

    def _goes_out_unseen(self, moment: datetime) -> bool:
        return self._absence is not None and self._absence.covers(moment)

    def _on_changed(self, change: Change) -> None:
        if change.of(Subject.STAGING) or change.of(Subject.SETTINGS):
            self._look()

    def _on_time(self) -> None:
        """What is said of time is told anew; of the list only its column."""
        if not self.isVisible():
            return
        self._say_waiting()
        header, table = self.list.table.horizontalHeader(), self.list.table
        place = [column.key for column in self.list.model.columns].index("delivery")
        viewport = table.viewport()
        viewport.update(
            header.sectionViewportPosition(place), 0, header.sectionSize(place), viewport.height()
        )
        if self._absence is not None and self._absence.ends <= self._desk.now():
            self._look()

    def _look(self) -> None:
        desk = self._desk
        desk.jobs.read(next_absence, desk.store, then=self._on_absence, owner=self, latest="absence")
        desk.jobs.read(staging.waiting, desk.store, then=self._on_waiting, owner=self, latest="waiting")

    def _on_absence(self, absence: Absence) -> None:
        if absence != self._absence:
            self._absence = absence
            self.list.table.viewport().update()

    def _on_waiting(self, found: tuple[int, datetime | None]) -> None:
        self._waiting = found
        self._say_waiting()

    def _say_waiting(self) -> None:
        count, nearest = self._waiting
        if nearest is None:
            self.summary.setText(tr("Nothing waits for a decision."))
            return
        words = trn("{n} message waits for a decision", "{n} messages wait for a decision", count)
        left = time_left(nearest, self._desk.now())
        self.summary.setText(tr("{count}; the first goes out {left}.").format(count=words, left=left))

    def _offer(self) -> None:
        chosen, held = self.list.selection(), self._one()
        may = self._desk.actor.may(Role.APPROVER)
        state = held.standing.state if held is not None else None
        can_decide = may and chosen.count > 0 and (chosen.count > 1 or state is HeldState.PENDING)
        can_reverse = chosen.count > 0 and (
            chosen.count > 1 or state in (HeldState.LEAVING, HeldState.REJECTED)
        )
        self.preview_button.setEnabled(chosen.count == 1)
        for button in (self.send_button, self.reject_button, self.always_button):
            button.setEnabled(can_decide)
            button.setToolTip("" if may else tr("Approvers and administrators decide."))
        self.back_button.setVisible(can_reverse and chosen.count == 1)
        self.back_button.setEnabled(may and can_reverse)
        for button, action in self._menu_of.items():
            action.setEnabled(button.isEnabled())
        self._menu_of[self.back_button].setVisible(can_reverse)

    def _one(self) -> HeldLine | None:
        """The one message that is chosen; None while its row is being read."""
        ids = self.list.selection().ids
        place = self.list.model.place_of(next(iter(ids))) if len(ids) == 1 else None
        held: HeldLine | None = None if place is None else self.list.model.row_at(place)
        return held

    def _open(self) -> None:
        ids = self.list.selection().ids
        if len(ids) == 1:
            self.opened.emit(next(iter(ids)))

    def _ask(self, decision: Decision) -> None:
        self._with_chosen(functools.partial(self.deciding.ask, decision))

    def _take_back(self) -> None:
        self._with_chosen(self.deciding.ask_back)

    def _with_chosen(self, act: Callable[..., object]) -> None:
        chosen = self.list.selection()
        narrowed = self._filter_of(self.list.filter_bar.edit.text())
        act(narrowed, None if chosen.all else chosen.ids, chosen.except_ids)

    def _show_progress(self, done: int, total: int) -> None:
        is_long = total > 0
        self.bar.setVisible(is_long)
        self.stop_button.setVisible(is_long)
        self.bar.setRange(0, max(total, 1))
        self.bar.setValue(done)

    def _read_types(self) -> None:
        desk = self._desk
        desk.jobs.read(
            staging.types_held, desk.store, then=self.filters.set_types, owner=self, latest="types"
        )
