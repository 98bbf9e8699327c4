"""Message staging in the window: the tab To Be Sent By IB, and a held message looked at before it goes out."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.late import late
from desktop.models.change import Subject

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop.bridge.desk import Desk
    from desktop.models.change import Change
    from desktop.services import enrolling, staging
    from desktop.store.store import Store
    from desktop.views.held_preview import held_preview_page
    from desktop.views.message import held_keys
    from desktop.views.remembered import Remembered
    from desktop.views.shell.main_window import MainWindow
    from desktop.views.to_be_sent import to_be_sent_page
else:
    enrolling = late("desktop.services.enrolling")
    staging = late("desktop.services.staging")
    held_keys = late("desktop.views.message.held_keys")
    held_preview_page = late("desktop.views.held_preview.held_preview_page")
    to_be_sent_page = late("desktop.views.to_be_sent.to_be_sent_page")


class StagingScreens(QObject):
    """``counted`` says how many messages wait for a decision, ``tab_wanted`` whether the tab is to be there.

    ``outgoing_wanted`` carries the id of a message in the outbox; ``received_wanted`` asks for Sent By IB.
    """

    counted = Signal(int)
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
        window = self._window()
        page.closed.connect(functools.partial(window.close_page, page))
        page.shown.connect(functools.partial(self._show_instead, page))
        page.outgoing_wanted.connect(self.outgoing_wanted)
        if self._list is not None:
            deciding = self._list.deciding
            page.send_wanted.connect(deciding.send)
            page.reject_wanted.connect(deciding.decide)
            page.reverse_wanted.connect(deciding.take_back)
        window.show_page(page)

    def show_message(self, message_id: int) -> None:
        """The tab, and over it the preview: from wherever the person is."""
        self.list_wanted.emit()
        self.show_held(message_id)

    def _show_instead(self, page: held_preview_page.HeldPreviewPage, message_id: int) -> None:
        self._window().close_page(page)
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

    def _on_looked(self, found: tuple[bool, int]) -> None:
        is_wanted, count = found
        self.tab_wanted.emit(is_wanted)
        self.counted.emit(count)


def _facts(store: Store) -> tuple[bool, int]:
    """Whether there is anything to show, and how many messages wait."""
    return enrolling.takes_part(store) or staging.was_used(store), staging.waiting(store)[0]
