"""Message staging in the window: the tab To Be Sent By IB, and a held message looked at before it goes out."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.language import tr, trn
from desktop.late import late
from desktop.models.change import Subject

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from desktop.bridge.desk import Desk
    from desktop.models.change import Change
    from desktop.services import enrolling, staging
    from desktop.store.store import Store
    from desktop.views.held_preview import held_preview_page
    from desktop.views.kit import moments
    from desktop.views.message import held_keys
    from desktop.views.remembered import Remembered
    from desktop.views.shell.main_window import MainWindow
    from desktop.views.to_be_sent import deciding, to_be_sent_page
else:
    enrolling = late("desktop.services.enrolling")
    staging = late("desktop.services.staging")
    held_keys = late("desktop.views.message.held_keys")
    moments = late("desktop.views.kit.moments")
    held_preview_page = late("desktop.views.held_preview.held_preview_page")
    deciding = late("desktop.views.to_be_sent.deciding")
    to_be_sent_page = late("desktop.views.to_be_sent.to_be_sent_page")


class StagingScreens(QObject):
    """``counted`` says how many messages wait for a decision, and in words when the first of them goes out too;
    ``tab_wanted`` whether the tab is to be there.

    ``outgoing_wanted`` carries the id of a message in the outbox; ``received_wanted`` asks for Sent By IB.
    """

    counted = Signal(int, str)
    tab_wanted = Signal(bool)
    list_wanted = Signal()
    outgoing_wanted = Signal(object)
    received_wanted = Signal()
    list_made = Signal(object)  # the page, for what else belongs at its head

    def __init__(
        self,
        desk: Desk,
        remembered: Remembered,
        window: Callable[[], MainWindow],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._remembered = remembered
        self._window = window
        self._list: to_be_sent_page.ToBeSentPage | None = None
        self._alone: deciding.Deciding | None = None
        self._notes: dict[int, str] = {}
        desk.refresh.changed.connect(self._on_changed)
        desk.settled.connect(self._look)

    def list_page(self) -> to_be_sent_page.ToBeSentPage:
        """The tab."""
        self._list = page = to_be_sent_page.ToBeSentPage(self._desk, self._remembered)
        page.opened.connect(self.show_held)
        page.received_wanted.connect(self.received_wanted)
        self.list_made.emit(page)
        return page

    def keys(self) -> Sequence[tuple[str, str]]:
        """The keys of list and preview, with what they do."""
        return held_keys.held_keys()

    def show_held(self, message_id: int) -> None:
        """Open the preview."""
        page = held_preview_page.HeldPreviewPage(self._desk, self._remembered, message_id, self._neighbour)
        page.closed.connect(functools.partial(self._close, page))
        page.shown.connect(functools.partial(self._show_instead, page))
        page.outgoing_wanted.connect(self.outgoing_wanted)
        decides = self._deciding()
        page.send_wanted.connect(decides.send)
        page.reject_wanted.connect(decides.decide)
        page.reverse_wanted.connect(decides.take_back)
        page.history.note.setPlainText(self._notes.pop(message_id, ""))
        self._window().show_page(page)

    def show_message(self, message_id: int) -> None:
        """The tab, and over it the preview: from wherever the person is."""
        self.list_wanted.emit()
        self.show_held(message_id)

    def _deciding(self) -> deciding.Deciding:
        """That of the list; a preview can be opened before the tab ever was."""
        if self._list is not None:
            return self._list.deciding
        if self._alone is None:
            self._alone = deciding.Deciding(self._desk, self._window(), self)
        return self._alone

    def _close(self, page: held_preview_page.HeldPreviewPage) -> None:
        """A note that is half written is there again when its message is."""
        if half_written := page.history.half_written():
            self._notes[page.message_id] = half_written
        self._window().close_page(page)

    def _show_instead(self, page: held_preview_page.HeldPreviewPage, message_id: int) -> None:
        self._close(page)
        self.show_held(message_id)

    def _neighbour(self, message_id: int, step: int) -> int | None:
        return None if self._list is None else self._list.step_from(message_id, step)

    def _on_changed(self, change: Change) -> None:
        if change.of(Subject.STAGING) or change.of(Subject.ENROLMENT):
            self._look()

    def _look(self) -> None:
        desk = self._desk
        if desk.is_known and desk.is_settled:
            desk.jobs.read(_facts, desk.store, then=self._on_looked, owner=self, latest="staging")

    def _on_looked(self, found: tuple[bool, int, datetime | None]) -> None:
        is_wanted, count, nearest = found
        self.tab_wanted.emit(is_wanted)
        self.counted.emit(count, self._count_words(count, nearest))

    def _count_words(self, count: int, nearest: datetime | None) -> str:
        words = trn("{n} message waits for a decision", "{n} messages wait for a decision", count)
        if nearest is None:
            return words
        first = moments.short_moment(nearest, self._desk.zone, self._desk.now())
        return tr("{count}; the first goes out: {moment}").format(count=words, moment=first)


def _facts(store: Store) -> tuple[bool, int, datetime | None]:
    """Whether there is anything to show, how many messages wait, and when the first of them goes out."""
    return enrolling.takes_part(store) or staging.was_used(store), *staging.waiting(store)
