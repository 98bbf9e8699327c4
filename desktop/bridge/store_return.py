"""Takes back what said that the store is away, as soon as it can be read again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.errors import StoreAway

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.bridge.jobs import Jobs
    from desktop.bridge.notices import NoticeBus
    from desktop.bridge.shown_notice import ShownNotice

_AGAIN_MS = 2000


class StoreReturn(QObject):
    """Looks for itself while such a notice stands.

    Whoever met the outage may have met it for a moment only, or may tell of it when it is over: an answer
    is waited for long. ``look`` reads something small from the store, behind the window, and raises
    StoreAway. ``returned`` is announced when the notices have been taken back.
    """

    returned = Signal()

    def __init__(
        self, notices: NoticeBus, jobs: Jobs, look: Callable[[], object], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._notices = notices
        self._jobs = jobs
        self._look = look
        self._titles: set[str] = set()
        self.again = QTimer(self, interval=_AGAIN_MS, singleShot=True)
        self.again.timeout.connect(self._on_again)
        notices.arrived.connect(self._on_arrived)

    def stop(self) -> None:
        """Nothing is looked at any more."""
        self._notices.arrived.disconnect(self._on_arrived)
        self.again.stop()

    def _on_arrived(self, notice: ShownNotice) -> None:
        if notice.while_away:
            self._titles.add(notice.text)
            if not self.again.isActive():
                self.again.start()

    def _on_again(self) -> None:
        self._jobs.read(
            self._look, then=self._on_there, failed=self._on_failed, owner=self, latest="store there"
        )
        self.again.stop()

    def _on_there(self, _nothing: object) -> None:
        titles, self._titles = self._titles, set()
        self.again.stop()
        for title in titles:
            self._notices.withdraw(title)
        self.returned.emit()

    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, StoreAway):
            self.again.start()
