"""Says something on the desktop itself, outside the window, and goes to what it is about when it is clicked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSocketNotifier, Qt
from PySide6.QtWidgets import QSystemTrayIcon, QWidget

from desktop.language import tr
from desktop.late import late
from desktop.views.icons import keep_icon

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.bridge.jobs import Jobs
    from desktop.channels import announcing_service
else:
    announcing_service = late("desktop.channels.announcing_service")

_KEPT = 100
"""So many of the last announcements still lead somewhere; the window is open for days."""


class Announcer(QObject):
    """By the tray, whose icon stands there from the first announcement on; without one by the desktop's service.

    Some desktops have neither, and are told nothing. ``stop`` it before the window goes.
    """

    def __init__(self, jobs: Jobs, window: QWidget, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._window = window
        self._icon: QSystemTrayIcon | None = None
        self._lead: Callable[[], object] | None = None
        self._service: announcing_service.AnnouncingService | None = None
        self._listener: QSocketNotifier | None = None
        self._waiting: list[tuple[str, str, Callable[[], object]]] = []
        self._leads: dict[int, Callable[[], object]] = {}
        self._next_key = 0

    def announce(self, title: str, words: str, lead: Callable[[], object]) -> None:
        """``lead`` goes to what it is about; whoever clicks has the window back in front then."""
        if QSystemTrayIcon.isSystemTrayAvailable():
            self._announce_by_tray(title, words, lead)
            return
        self._waiting.append((title, words, lead))
        if self._service is not None:
            self._announce_waiting()
        elif len(self._waiting) == 1:
            self._jobs.read(announcing_service.AnnouncingService.reach, then=self._on_reached, owner=self)

    def bring_back(self) -> None:
        """Show the window in front, as large as it was."""
        self._window.setWindowState(self._window.windowState() & ~Qt.WindowState.WindowMinimized)
        self._window.show()
        self._window.raise_()
        self._window.activateWindow()

    def stop(self) -> None:
        """Speak with the desktop no more."""
        self._waiting.clear()
        if self._listener is not None:
            self._listener.setEnabled(False)
            self._listener.deleteLater()
            self._listener = None
        if self._service is not None:
            self._service.close()
            self._service = None

    def _announce_by_tray(self, title: str, words: str, lead: Callable[[], object]) -> None:
        if self._icon is None:
            self._icon = QSystemTrayIcon(self)
            self._icon.setToolTip(tr("Message Center"))
            keep_icon(self._icon, "message-center", "accent")
            self._icon.messageClicked.connect(self._on_tray_clicked)
            self._icon.activated.connect(lambda _reason: self.bring_back())
        self._lead = lead
        self._icon.show()
        self._icon.showMessage(title, words)

    def _on_tray_clicked(self) -> None:
        """It does not say which was clicked: mostly the newest, for the others are gone by then."""
        self.bring_back()
        if self._lead is not None:
            self._lead()

    def _on_reached(self, service: announcing_service.AnnouncingService | None) -> None:
        self._service = service
        if service is None:
            self._waiting.clear()
            return
        self._listener = QSocketNotifier(service.fileno(), QSocketNotifier.Type.Read, self)
        self._listener.activated.connect(self._on_heard)
        self._announce_waiting()

    def _announce_waiting(self) -> None:
        waiting, self._waiting = self._waiting, []
        for title, words, lead in waiting:
            key, self._next_key = self._next_key, self._next_key + 1
            self._leads[key] = lead
            self._leads.pop(key - _KEPT, None)
            try:
                if self._service is not None:
                    self._service.announce(key, tr("Message Center"), title, words, tr("Show"))
            except OSError:
                self.stop()

    def _on_heard(self) -> None:
        try:
            clicked = [] if self._service is None else self._service.take()
        except OSError:
            self.stop()  # the session's bus is gone; the next announcement looks for it again
            return
        for key in clicked:
            self.bring_back()
            lead = self._leads.get(key)
            if lead is not None:
                lead()
