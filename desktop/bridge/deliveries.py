"""Delivers beside the window, on a thread of its own, for as long as the program runs."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from desktop.late import late

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from desktop import giving_way
    from desktop.models.office_mail import OfficeMailKind
    from desktop.models.step_report import StepReport
    from desktop.services import worker
    from desktop.services.office_mailer import Builder
    from desktop.services.ways import Ways
    from desktop.store.store import Store
else:
    giving_way = late("desktop.giving_way")
    worker = late("desktop.services.worker")


class Deliveries(QObject):
    """The worker of an embedded store. ``reported`` brings each step's report to the GUI thread.

    ``failed`` is announced when the worker ends by a fault; deliveries then stand still.
    """

    reported = Signal(object)  # StepReport
    failed = Signal(object)  # Exception
    _posted = Signal(object)

    def __init__(
        self,
        store: Store,
        ways: Ways,
        builders: Callable[[], Mapping[OfficeMailKind, Builder]] = dict,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._ways = ways
        self._builders = builders
        self._ended = threading.Event()
        self._posted.connect(self._on_posted, Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._work, name="deliveries")

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Ends after the delivery in hand; what was not begun is put back."""
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join()

    def _work(self) -> None:
        giving_way.thread_gives_way()
        try:
            worker.run(
                self._store, self._ways, self._ended, report=self._posted.emit, builders=self._builders()
            )
        except Exception as error:  # noqa: BLE001  whatever ends deliveries must be seen
            self._posted.emit(error)

    def _on_posted(self, item: StepReport | Exception) -> None:
        if isinstance(item, Exception):
            self.failed.emit(item)
        else:
            self.reported.emit(item)
