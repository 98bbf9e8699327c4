"""To Be Sent By IB: what is held, the nearest delivery date on top, and what to do about it."""

from __future__ import annotations

import functools
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop.language import tr, trn
from desktop.models.change import Subject
from desktop.models.held_message import HeldFilter
from desktop.models.listing import Order
from desktop.models.office import Role
from desktop.models.staging import Decision, HeldState
from desktop.services import staging
from desktop.services.settled import totals_words
from desktop.views.kit.button import Button
from desktop.views.kit.empty_state import EmptyState
from desktop.views.kit.first_focus import FirstFocus
from desktop.views.kit.progress_line import ProgressLine
from desktop.views.kit.words import Words
from desktop.views.kit.wrapping_row import WrappingRow
from desktop.views.lists.office_list import OfficeList
from desktop.views.message import held_keys
from desktop.views.message.held_words import standing_words
from desktop.views.theme.theme import theme_of
from desktop.views.to_be_sent.columns import held_columns
from desktop.views.to_be_sent.deciding import Deciding
from desktop.views.to_be_sent.held_filters import HeldFilters
from desktop.views.to_be_sent.waiting_line import WaitingLine

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from desktop.bridge.desk import Desk
    from desktop.models.change import Change
    from desktop.models.held_message import HeldLine
    from desktop.views.remembered import Remembered

_LOOK_EVERY_MS = 20_000
_LOOK_AHEAD = 100


class ToBeSentPage(FirstFocus):
    """``opened`` carries the id of a held message, ``received_wanted`` asks for what has gone out already.

    What else belongs at its head goes in with ``add_head``.
    """

    opened = Signal(object)
    received_wanted = Signal()

    def __init__(self, desk: Desk, remembered: Remembered, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._after: dict[int, int] = {}
        self.deciding = Deciding(desk, self, self)
        self.filters = HeldFilters()
        self.head = QVBoxLayout()
        self._heads: list[QWidget] = []
        self.summary = WaitingLine(desk)
        self.standing = Words("", "quiet").wrapped()
        self._build_list(remembered)
        self._build_buttons()
        self._arrange()
        self._connect()

    def add_head(self, widget: QWidget) -> None:
        """Something above the list."""
        self._heads.append(widget)
        self.head.addWidget(widget)

    def step_from(self, message_id: int, step: int) -> int | None:
        """Choose the row so many below; its message, or None at the end of the list.

        Below one that was decided on stands the next that was below it then.
        """
        model = self.list.model
        after = self._after.get(message_id) if step > 0 else None
        if after is not None:
            return self._choose(after)
        place = model.place_of(message_id)
        if place is None or not 0 <= place + step < model.total:
            return None
        self.list.table.selectRow(place + step)
        return model.id_at(place + step)

    def _choose(self, message_id: int) -> int | None:
        place = self.list.model.place_of(message_id)
        if place is None:
            return None
        self.list.table.selectRow(place)
        return message_id

    def _build_list(self, remembered: Remembered) -> None:
        desk = self._desk
        self.list = OfficeList(
            "held",
            desk,
            remembered,
            staging.held_list(desk.store),
            held_columns(desk, self.summary.covers),
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
        go = Button(tr("Sent By IB"), self.received_wanted.emit)
        go.setAccessibleDescription(tr("What has gone out already"))
        self.list.vacancy.set_empty(EmptyState("clock", tr("Nothing is held"), words, go))

    def _build_buttons(self) -> None:
        self.preview_button = Button(tr("Preview"), self._open)
        self.back_button = Button(tr("Take Decision Back"), self._take_back)
        self.reject_button = Button(tr("Reject Once"), lambda: self._ask(Decision.REJECT_ONCE))
        self.always_button = Button(tr("Always Reject…"), lambda: self._ask(Decision.ALWAYS_REJECT))
        self.send_button = Button(tr("Send As Is"), lambda: self._ask(Decision.SEND_AS_IS))
        self._right_buttons = (self.back_button, self.reject_button, self.always_button, self.send_button)
        self.under_way = ProgressLine()

    def _arrange(self) -> None:
        scale = theme_of(self).scale
        bar = QFrame()
        bar.setObjectName("buttonBar")
        row = WrappingRow(bar, apart=1)
        row.setContentsMargins(scale.large, scale.small, scale.large, scale.small)
        for button in (self.preview_button, *self._right_buttons):
            row.addWidget(button)
        self.summary.setContentsMargins(scale.large, scale.small, scale.large, 0)
        self.standing.setContentsMargins(scale.large, scale.small, scale.large, scale.tiny)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self.head)
        column.addWidget(self.summary)
        column.addWidget(self.list, 1)
        column.addWidget(self.standing)
        column.addWidget(self.under_way)
        column.addWidget(bar)
        self.first = self.list.table

    def _connect(self) -> None:
        self.filters.chosen.connect(self.list.refilter)
        self.filters.types_wanted.connect(self._read_types)
        self.list.opened.connect(self.opened.emit)
        self.list.vacancy.clear_asked.connect(lambda: self.filters.choose(HeldFilter()))
        self.list.selection_changed.connect(self._offer)
        for learnt in (self.list.model.rows_read, self.list.model.arranged):
            learnt.connect(self._on_learnt)
        self._desk.refresh.changed.connect(self._on_changed)
        self.under_way.follow(self.deciding.under_way)
        self.deciding.begun.connect(self._on_begun)
        self.deciding.done.connect(self._on_done)
        self.deciding.under_way.changed.connect(self._offer)
        self._desk.office_changed.connect(self._offer)
        self.summary.absence_changed.connect(self.list.table.viewport().update)
        self._clock = QTimer(self, interval=_LOOK_EVERY_MS)
        self._clock.timeout.connect(self._on_time)
        self._clock.start()
        self._build_actions()
        self._offer()

    def _build_actions(self) -> None:
        keys = {
            self.send_button: QKeySequence(held_keys.SEND),
            self.reject_button: QKeySequence(held_keys.REJECT),
        }
        for way, step in ((held_keys.NEXT, 1), (held_keys.PREVIOUS, -1)):
            shortcut = QShortcut(QKeySequence(way), self.list.table)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(functools.partial(self._step, step))
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

    def _on_learnt(self, *_facts: object) -> None:
        self._offer()

    def _on_changed(self, change: Change) -> None:
        """How far the deliveries are is told of their message in the outbox, and stands in a row here."""
        touches = (*change.of(Subject.DELIVERIES), *change.of(Subject.MESSAGES))
        if not touches or not self.isVisible():
            return
        model = self.list.model
        first, last = self.list.table.window_in_view()
        rows = [model.row_at(place) for place in range(first, min(last + 1, model.total))]
        shown = {held.outgoing_id for held in rows if held is not None and held.outgoing_id is not None}
        if shown and any(not touch.ids or shown & touch.ids for touch in touches):
            model.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._order_stops()
        self._on_time()

    def _order_stops(self) -> None:
        """What was added to the head comes before the list for the Tab key too, though it was made later."""
        stops: list[QWidget] = [button for head in self._heads for button in head.findChildren(Button)]
        stops += [self.list.filter_bar.edit, self.filters.state, self.filters.type, self.list.table]
        stops += [self.preview_button, *self._right_buttons]
        for before, after in pairwise(stops):
            self.setTabOrder(before, after)

    def _step(self, step: int) -> None:
        index = self.list.table.currentIndex()
        message_id = self.list.model.id_at(index.row()) if index.isValid() else None
        if message_id is not None:
            self.step_from(message_id, step)

    def _on_begun(self, ids: Sequence[int]) -> None:
        """Know which of those that wait comes after them: what is decided on goes to the end of the list."""
        after = self._next_waiting(frozenset(ids))
        self._after = {} if after is None else dict.fromkeys(ids, after)

    def _on_done(self, ids: Sequence[int]) -> None:
        """So that one can go on by keyboard, the next is chosen where those that were decided on had been."""
        chosen = self.list.selection()
        after = self._after.get(ids[0])
        if after is not None and not chosen.all and chosen.ids and chosen.ids <= frozenset(ids):
            self._choose(after)
            # The button that was pressed may have given the focus away when it could not be pressed any more.
            if self.isVisible() and not self.list.filter_bar.edit.hasFocus():
                self.list.table.setFocus()

    def _next_waiting(self, ids: Collection[int]) -> int | None:
        model = self.list.model
        places = [place for number in ids if (place := model.place_of(number)) is not None]
        if not places:
            return None
        last = max(places)
        for place in (
            *range(last + 1, min(last + _LOOK_AHEAD, model.total)),
            *range(min(places) - 1, -1, -1),
        ):
            held = model.row_at(place)
            if held is None:
                return None
            if _is_pending(held) and held.id not in ids:
                return int(held.id)
        return None

    def _on_time(self) -> None:
        """What is said of time is told anew; of the list only its column."""
        if not self.isVisible():
            return
        self.summary.tell_time()
        self._offer()
        header, table = self.list.table.horizontalHeader(), self.list.table
        place = [column.key for column in self.list.model.columns].index("delivery")
        viewport = table.viewport()
        viewport.update(
            header.sectionViewportPosition(place), 0, header.sectionSize(place), viewport.height()
        )

    def _say_standing(self) -> None:
        """How the chosen one stands: until when it waits, or who decided what when, and how it ended."""
        desk, held, count = self._desk, self._one(), self.list.selection().count
        if held is None:
            words = trn("{n} message is chosen.", "{n} messages are chosen.", count) if count else ""
        else:
            words = standing_words(held, desk.zone, desk.now())
            if held.totals is not None:
                words = f"{words} {totals_words(held.totals)}."
        if count and not desk.actor.may(Role.APPROVER):
            words = f"{words} {tr('Approvers and administrators decide.')}"
        if words != self.standing.text():
            self.standing.setText(words)

    def _offer(self) -> None:
        chosen, held = self.list.selection(), self._one()
        self._say_standing()
        may = self._desk.actor.may(Role.APPROVER)
        state = held.standing.state if held is not None else None
        is_past = held is not None and held.standing.changes_until <= self._desk.now()
        is_ready = chosen.count > 0 and not chosen.reading and not self.deciding.under_way.busy
        # Of several only the store knows how each stands.
        several = chosen.all or chosen.count > 1
        can_decide = may and is_ready and (several or (state is HeldState.PENDING and not is_past))
        can_reverse = is_ready and (
            several or (state in (HeldState.LEAVING, HeldState.REJECTED) and not is_past)
        )
        self.preview_button.setEnabled(chosen.count == 1)
        why_not = _why_not(may=may, is_past=is_past and state is HeldState.PENDING)
        for button in (self.send_button, self.reject_button, self.always_button):
            button.setEnabled(can_decide)
            button.setToolTip(why_not)
            button.setAccessibleDescription(why_not)
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
        count = self.list.selection().count
        self._with_chosen(functools.partial(self.deciding.ask, decision, count=count))

    def _take_back(self) -> None:
        self._with_chosen(self.deciding.ask_back)

    def _with_chosen(self, act: Callable[..., object]) -> None:
        """On the rows as they are listed: what is still being typed has not narrowed them yet."""
        chosen = self.list.selection()
        act(self.list.model.narrowed, None if chosen.all else chosen.ids, chosen.except_ids)

    def _read_types(self) -> None:
        desk = self._desk
        desk.jobs.read(
            staging.types_held, desk.store, then=self.filters.set_types, owner=self, latest="types"
        )


def _is_pending(held: HeldLine) -> bool:
    return held.standing.state is HeldState.PENDING


def _why_not(*, may: bool, is_past: bool) -> str:
    if not may:
        return tr("Approvers and administrators decide.")
    return tr("Its delivery date has passed.") if is_past else ""
