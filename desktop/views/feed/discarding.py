"""Discards all refused lines that are chosen: asked once, written once, with a bar where it takes long."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.language import tr, trn
from desktop.services.ingesting import discard_refusals
from desktop.views.kit.button import Button
from desktop.views.kit.confirm import Confirm

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop.bridge.desk import Desk
    from desktop.views.lists.office_list import OfficeList

_PATIENCE_MS = 1_000


class Discarding(QObject):
    """The button stands where more than one line is chosen. ``discarded`` carries the ids."""

    discarded = Signal(object)
    takes_long = Signal(bool)

    def __init__(self, desk: Desk, shown: OfficeList, page: QWidget) -> None:
        super().__init__(page)
        self._desk = desk
        self._list = shown
        self._page = page
        self._is_busy = False
        self.button = Button("", self._ask_for_chosen)
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._patience.timeout.connect(functools.partial(self.takes_long.emit, True))
        self.button.hide()

    def offer(self, *, may: bool) -> None:
        """As many as are chosen now, where this person may."""
        count = self._list.selection().count
        self.button.relabel(trn("Discard {n} line…", "Discard {n} lines…", count))
        self.button.setVisible(count > 1)
        self.button.setEnabled(may and not self._is_busy)

    def _ask_for_chosen(self) -> None:
        # Named before it is asked: a line that comes meanwhile is none of those.
        self._list.name_chosen(self._ask)

    def _ask(self, ids: tuple[int, ...]) -> None:
        if not ids:
            return
        Confirm(
            self._page,
            trn("Discard {n} line?", "Discard {n} lines?", len(ids)),
            tr("What they say does not come in. The lines stay in the records of the office."),
            trn("Discard {n} line", "Discard {n} lines", len(ids)),
            functools.partial(self._discard, ids),
            danger=True,
        ).open()

    def _discard(self, ids: tuple[int, ...]) -> None:
        desk = self._desk
        self._set_busy(is_busy=True)
        desk.jobs.write(
            discard_refusals,
            desk.store,
            desk.actor,
            ids,
            then=functools.partial(self._on_discarded, ids),
            failed=self._on_failed,
            owner=self,
        )

    def _on_discarded(self, ids: tuple[int, ...], done: int) -> None:
        self._set_busy(is_busy=False)
        self._list.table.clearSelection()
        self._list.table.setFocus()
        self.discarded.emit(ids)
        self._desk.notices.tell(trn("{n} line discarded.", "{n} lines discarded.", done))

    def _on_failed(self, error: Exception) -> None:
        self._set_busy(is_busy=False)
        self._desk.notices.failure(error)

    def _set_busy(self, *, is_busy: bool) -> None:
        self._is_busy = is_busy
        self.button.setEnabled(not is_busy)
        if is_busy:
            self._patience.start()
        else:
            self._patience.stop()
            self.takes_long.emit(False)
