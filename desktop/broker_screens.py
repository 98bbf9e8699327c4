"""What the broker sends, in the window: the list, a message opened, the way to the editor."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.language import trn
from desktop.late import late
from desktop.models.change import Subject

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.bridge import broker_index
    from desktop.bridge.desk import Desk
    from desktop.models.change import Change
    from desktop.models.outgoing import MessageDraft
    from desktop.services import broker_messages, broker_reading
    from desktop.views.broker import sent_by_ib_page, view_message_page
    from desktop.views.remembered import Remembered
    from desktop.views.shell.main_window import MainWindow
else:
    broker_index = late("desktop.bridge.broker_index")
    broker_messages = late("desktop.services.broker_messages")
    broker_reading = late("desktop.services.broker_reading")
    sent_by_ib_page = late("desktop.views.broker.sent_by_ib_page")
    view_message_page = late("desktop.views.broker.view_message_page")


class BrokerScreens(QObject):
    """``window`` gives the window once there is one. ``write_wanted`` brings a draft, ``inquiry_wanted`` the
    id of the message that is asked about, ``counted`` how many nobody has read.
    """

    write_wanted = Signal(object)
    inquiry_wanted = Signal(object)
    feed_wanted = Signal()
    import_wanted = Signal()
    copies_wanted = Signal()
    list_wanted = Signal()
    counted = Signal(int)
    message_opened = Signal(object)  # the page, for what else can be done there

    def __init__(
        self,
        desk: Desk,
        remembered: Remembered,
        window: Callable[[], MainWindow],
        *,
        can_take_feed: bool = False,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._remembered = remembered
        self._window = window
        self._can_take_feed = can_take_feed
        self._list: sent_by_ib_page.SentByIbPage | None = None
        self._index: broker_index.BrokerIndex | None = None
        desk.refresh.changed.connect(self._on_changed)
        desk.settled.connect(self._on_settled)

    def stop(self) -> None:
        """The office is being closed: nothing more is begun."""
        if self._index is not None:
            self._index.stop()

    def list_page(self) -> sent_by_ib_page.SentByIbPage:
        """The tab."""
        self._list = page = sent_by_ib_page.SentByIbPage(
            self._desk, self._remembered, can_take_feed=self._can_take_feed
        )
        page.opened.connect(self.show_message)
        page.inquiry_wanted.connect(self.inquiry_wanted)
        page.write_wanted.connect(self._write_to)
        page.feed_wanted.connect(self.feed_wanted)
        page.import_wanted.connect(self.import_wanted)
        page.copies_wanted.connect(self.copies_wanted)
        return page

    def show_message(self, message_id: int) -> None:
        """Open View Message."""
        page = view_message_page.ViewMessagePage(self._desk, self._remembered, message_id, self._neighbour)
        window = self._window()
        page.closed.connect(functools.partial(window.close_page, page))
        page.inquiry_wanted.connect(self.inquiry_wanted)
        page.write_wanted.connect(self._write_to)
        page.type_wanted.connect(functools.partial(self._show_type, page))
        page.shown.connect(functools.partial(self._show_instead, page))
        self.message_opened.emit(page)
        window.show_page(page)

    def _show_instead(self, page: view_message_page.ViewMessagePage, message_id: int) -> None:
        self._window().close_page(page)
        self.show_message(message_id)

    def _show_type(self, page: view_message_page.ViewMessagePage, kind: str) -> None:
        self._window().close_page(page)
        self.list_wanted.emit()
        if self._list is not None:
            self._list.show_type(kind)

    def _neighbour(self, message_id: int, step: int) -> int | None:
        return None if self._list is None else self._list.step_from(message_id, step)

    def _write_to(self, message_id: int) -> None:
        desk = self._desk
        desk.jobs.read(
            broker_reading.draft_to_recipients,
            desk.store,
            desk.actor,
            message_id,
            then=self._on_draft,
            owner=self,
        )

    def _on_draft(self, found: tuple[MessageDraft, int]) -> None:
        draft, left_out = found
        if left_out:
            words = trn(
                "{n} account is not open any more. It is left out.",
                "{n} accounts are not open any more. They are left out.",
                left_out,
            )
            self._desk.notices.tell(words)
        self.write_wanted.emit(draft)

    def _on_settled(self) -> None:
        if not self._desk.store.address.is_embedded:
            # Of an embedded store the process that takes the feed does it.
            self._index = broker_index.BrokerIndex(self._desk, self)
        self._count()

    def _on_changed(self, change: Change) -> None:
        if change.of(Subject.BROKER_MESSAGES):
            self._count()

    def _count(self) -> None:
        desk = self._desk
        if desk.is_known and desk.is_settled:
            desk.jobs.read(
                broker_messages.unread_messages,
                desk.store,
                then=self.counted.emit,
                owner=self,
                latest="unread",
            )
