"""Refused lines: what of the broker's feed could not be taken, why, and what can be done with it."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QProgressBar, QVBoxLayout, QWidget

from desktop.bridge.cancel import CancelToken
from desktop.language import tr, trn
from desktop.models.change import Subject
from desktop.models.listing import Order
from desktop.models.office import Role
from desktop.services.ingesting import discard_refusal, refusal_list, try_again, try_all_again
from desktop.views.feed.discarding import Discarding
from desktop.views.feed.refusal_pane import RefusalPane
from desktop.views.kit.button import Button
from desktop.views.kit.confirm import Confirm
from desktop.views.kit.empty_state import EmptyState
from desktop.views.kit.kept_splitter import KeptSplitter
from desktop.views.kit.moments import short_moment, whole_moment
from desktop.views.kit.page_header import PageHeader
from desktop.views.lists.column import Align, Column
from desktop.views.lists.office_list import OfficeList
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from desktop.bridge.desk import Desk
    from desktop.bridge.progress import Progress
    from desktop.models.feed import FeedRefusal, FeedRetry
    from desktop.models.office import User
    from desktop.store.store import Store
    from desktop.views.remembered import Remembered


class RefusalsPage(QWidget):
    """A page over the area: the list, and below it the line that is chosen."""

    closed = Signal()

    def __init__(self, desk: Desk, remembered: Remembered, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Refused lines"))
        self._desk = desk
        self._stop = CancelToken()
        self.list = OfficeList(
            "refusals",
            desk,
            remembered,
            refusal_list(desk.store),
            _columns(desk),
            order=Order("at", descending=True),
            subjects=[Subject.REFUSALS],
            placeholder=tr("Filter: file, reason or text"),
        )
        self.list.begins_somewhere = False
        self.list.table.setAccessibleName(tr("Refused lines"))
        words = tr("All that IB sent could be taken. A line that cannot be is kept here with the reason.")
        self.list.vacancy.set_empty(EmptyState("check-circle", tr("No refused lines"), words))
        self.pane = RefusalPane()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("Progress"))
        self.bar.hide()
        self.all_button = Button(tr("Try all again"), self._try_all)
        self.stop_button = Button(tr("Stop"), self._on_stop)
        self.stop_button.hide()
        self.discarding = Discarding(desk, self.list, self)
        self.save_button = Button(tr("Save as CSV…"), self.list.ask_for_csv)
        self.close_button = Button(tr("Close"), self._on_close)
        self._arrange(remembered)
        self._connect()

    def _arrange(self, remembered: Remembered) -> None:
        scale = theme_of(self).scale
        head = QFrame()
        head.setObjectName("areaHead")
        inside = QVBoxLayout(head)
        inside.setContentsMargins(scale.large, scale.large, scale.large, scale.medium)
        inside.setSpacing(scale.small)
        header = PageHeader(tr("Refused lines"))
        many = self.discarding.button
        for button in (self.close_button, self.save_button, self.stop_button, many, self.all_button):
            header.add_action(button)
        inside.addWidget(header)
        inside.addWidget(self.bar)
        split = KeptSplitter("refusals", remembered)
        split.addWidget(self.list)
        split.addWidget(self.pane)
        split.setStretchFactor(0, 1)
        split.setStretchFactor(1, 1)
        split.share(Qt.Orientation.Vertical, [1000, 1000])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(split, 1)
        self.setFocusProxy(self.list.table)

    def _connect(self) -> None:
        self.list.current_changed.connect(lambda _id: self._show_current())
        self.list.selection_changed.connect(self._offer)
        self.list.model.rows_read.connect(self._show_current)
        self.list.model.state_changed.connect(self._offer)
        self.pane.try_wanted.connect(self._try)
        self.pane.discard_wanted.connect(self._ask_discard)
        self.discarding.discarded.connect(self._on_discarded)
        self.discarding.takes_long.connect(self._on_takes_long)
        self._desk.office_changed.connect(self._offer)
        within = Qt.ShortcutContext.WidgetWithChildrenShortcut
        leave = QShortcut(QKeySequence(QKeySequence.StandardKey.Cancel), self, context=within)
        leave.activated.connect(self._on_close)
        self._offer()

    def _show_current(self) -> None:
        place = self.list.table.currentIndex().row()
        refusal: FeedRefusal | None = self.list.model.row_at(place) if place >= 0 else None
        # What is typed is not taken away because a colleague settled the line, or the list moved.
        if refusal is None and self.pane.is_changed:
            return
        self.pane.show_refusal(refusal)

    def _offer(self) -> None:
        may = self._desk.actor.may(Role.ADMIN)
        self.pane.set_allowed(may)
        self.pane.show_alone(is_alone=self.list.selection().count < 2)
        self.discarding.offer(may=may)
        self.all_button.setEnabled(may and self.list.model.total > 0 and self.bar.isHidden())
        self.save_button.setEnabled(self.list.model.total > 0)

    def _try(self, refusal: FeedRefusal, text: str | None) -> None:
        desk = self._desk
        self.pane.set_busy(is_busy=True)
        desk.jobs.write(
            try_again,
            desk.store,
            desk.actor,
            refusal.id,
            text,
            then=functools.partial(self._on_tried, refusal),
            failed=self._on_failed,
            owner=self,
        )

    def _on_tried(self, refusal: FeedRefusal, reason: str) -> None:
        self.pane.set_busy(is_busy=False)
        if reason:
            self.pane.show_reason(refusal.id, reason)
            return
        self._settled(refusal)
        self._desk.notices.tell(_named(tr("Taken: line {line} of {file}."), refusal))

    def _settled(self, refusal: FeedRefusal) -> None:
        """The line goes, and whoever worked on it goes on in the list."""
        was_in_pane = self.pane.isAncestorOf(self.window().focusWidget())
        self.pane.forget(refusal.id)
        if was_in_pane:
            self.list.table.setFocus()

    def _on_failed(self, error: Exception) -> None:
        self.pane.set_busy(is_busy=False)
        self._desk.notices.failure(error)

    def _ask_discard(self, refusal: FeedRefusal) -> None:
        Confirm(
            self,
            _named(tr("Discard line {line} of {file}?"), refusal),
            tr("What it says does not come in. The line stays in the records of the office."),
            tr("Discard the line"),
            functools.partial(self._discard, refusal),
            danger=True,
        ).open()

    def _discard(self, refusal: FeedRefusal) -> None:
        desk = self._desk

        def discarded(_nothing: None) -> None:
            self._settled(refusal)
            desk.notices.tell(_named(tr("Discarded: line {line} of {file}."), refusal))

        desk.jobs.write(discard_refusal, desk.store, desk.actor, refusal.id, then=discarded, owner=self)

    def _on_discarded(self, ids: tuple[int, ...]) -> None:
        for refusal_id in ids:
            self.pane.forget(refusal_id)

    def _on_takes_long(self, takes_long: bool) -> None:  # noqa: FBT001 - what a signal carries
        self.bar.setRange(0, 0)
        self.bar.setVisible(takes_long)
        self._offer()

    def _try_all(self) -> None:
        desk, self._stop = self._desk, CancelToken()
        self._show_trying(is_trying=True)
        desk.jobs.write_long(
            _try_all_again,
            desk.store,
            desk.actor,
            then=self._on_all_tried,
            failed=self._on_all_failed,
            owner=self,
            progress=self._on_progress,
            token=self._stop,
        )

    def _on_progress(self, done: int, total: int, _words: str) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)

    def _on_stop(self) -> None:
        self._stop.cancel()
        self._show_trying(is_trying=False)

    def _on_all_tried(self, retry: FeedRetry) -> None:
        self._show_trying(is_trying=False)
        taken = trn("{n} line is taken now.", "{n} lines are taken now.", retry.taken)
        left = trn("{n} is still refused.", "{n} are still refused.", retry.refused) if retry.refused else ""
        self._desk.notices.tell(f"{taken} {left}".strip())

    def _on_all_failed(self, error: Exception) -> None:
        self._show_trying(is_trying=False)
        self._desk.notices.failure(error)

    def _show_trying(self, *, is_trying: bool) -> None:
        self.bar.setRange(0, 0)
        self.bar.setVisible(is_trying)
        self.stop_button.setVisible(is_trying)
        self._offer()

    def _on_close(self) -> None:
        if not self.pane.is_changed:
            self.closed.emit()
            return
        Confirm(
            self,
            tr("Leave the corrected line?"),
            tr("It has not been taken, and what you typed is lost."),
            tr("Leave it"),
            self.closed.emit,
            danger=True,
        ).open()


def _try_all_again(store: Store, actor: User, progress: Progress) -> FeedRetry:
    def tell(done: int, total: int) -> None:
        progress.check()
        progress.report(done, total)

    return try_all_again(store, actor, tell)


def _named(words: str, refusal: FeedRefusal) -> str:
    return words.format(line=f"{refusal.line:,}", file=refusal.file)


def _columns(desk: Desk) -> list[Column[FeedRefusal]]:
    return [
        Column(
            "at",
            tr("Date/Time"),
            lambda row: row.at,
            lambda moment: short_moment(moment, desk.zone, desk.now()),
            whole=lambda moment: whole_moment(moment, desk.zone),
            width=13,
            has_figures=True,
        ),
        Column("file", tr("File"), lambda row: row.file, width=24),
        Column(
            "line",
            tr("Line"),
            lambda row: row.line,
            lambda number: f"{number:,}",
            align=Align.END,
            sortable=False,
            width=9,
        ),
        Column("reason", tr("Reason"), lambda row: row.reason, sortable=False, width=60),
    ]
