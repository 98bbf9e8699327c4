"""One office opened in the real window, for one picture: brings it about, waits until it is quiet, ends it."""

from __future__ import annotations

import shutil
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QSize, QTimer
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from desktop import paths
from desktop.bridge.jobs import Jobs
from desktop.bridge.notices import NoticeBus
from desktop.channels.vault import KeyringVault
from desktop.office_session import OfficeSession
from desktop.services.office_now import office_now
from desktop.views.theme.theme import Theme, ThemeMode
from tests.gallery.offices import NOW, store_path
from tests.gallery.screen import OfficeKind, Screen
from tests.support.clock import Clock
from tests.support.fake_mail import FakeMail
from tests.support.looks import Memory, StillSystem
from tests.support.stores import opened

if TYPE_CHECKING:
    from desktop.bridge.desk import Desk
    from desktop.screens import Screens
    from desktop.store.store import Store

W = TypeVar("W", bound=QWidget)
_SHORT_TIMER = 1_500
_PATIENCE = 20.0
_TURN_MS, _QUIET_TURNS = 5, 4


class Stage:
    """``close`` leaves no thread, timer or window behind."""

    def __init__(self, app: QApplication, folder: Path, size: QSize) -> None:
        self.folder = folder
        self.size = size
        self.clock = Clock(NOW)
        self.theme = Theme(paths.resources(), StillSystem())
        self.theme.install(app)
        self.theme.set_mode(ThemeMode.LIGHT)
        self.memory = Memory()
        self.jobs = Jobs()
        self._notices = NoticeBus()
        self.jobs.faulted.connect(self._notices.failure)
        self._store: Store | None = None
        self._session: OfficeSession | None = None
        self._own: tempfile.TemporaryDirectory[str] | None = None
        self.window = QWidget()

    @property
    def screens(self) -> Screens:
        assert self._session is not None
        return self._session.screens

    @property
    def desk(self) -> Desk:
        assert self._session is not None
        return self._session.desk

    def show(self, screen: Screen) -> None:
        """Bring a screen into view and wait until nothing moves any more."""
        if screen.office is not OfficeKind.NONE:
            self._open(screen.office)
        window = screen.build(self)
        if window is not None:
            self.take(window)
        self.settle()

    def take(self, window: QWidget) -> None:
        """Make ``window`` the one that is pictured."""
        self.window.deleteLater()
        self.window = window
        window.resize(self.size)
        window.show()
        window.activateWindow()

    def find(self, kind: type[W]) -> W:
        """The visible widget of that class."""
        self.settle()
        return next(each for each in self.window.findChildren(kind) if each.isVisible())

    def press(self, words: str) -> None:
        """Click the visible button with these words."""
        self.settle()
        shown = [each for each in self.window.findChildren(QAbstractButton) if each.isVisible()]
        next(each for each in shown if words in (each.text(), each.accessibleName())).click()
        self.settle()

    def settle(self) -> None:
        """Wait until no job runs and no short timer is about to fire. Raises TimeoutError.

        While nothing else is under way, what a timer is waiting for is brought about at once.
        """
        until = time.monotonic() + _PATIENCE
        quiet = 0
        while quiet < _QUIET_TURNS:
            if time.monotonic() > until:
                raise TimeoutError("The window does not come to rest")
            QTest.qWait(_TURN_MS)
            timer = None if self.jobs.busy else _next_timer()
            quiet = 0 if self.jobs.busy or timer is not None else quiet + 1
            if timer is not None:
                timer.stop()
                timer.timeout.emit()

    def picture(self) -> QImage:
        """The window as it is seen, with the dialogs over it."""
        image = self.window.grab().toImage()
        painter = QPainter(image)
        for dialog in QApplication.topLevelWidgets():
            if dialog.isVisible() and _belongs(dialog, self.window):
                at = self.window.mapFromGlobal(dialog.pos())
                painter.drawPixmap(at, dialog.grab())
                painter.setPen(self.theme.color("line-strong"))
                painter.drawRect(at.x(), at.y(), dialog.width() - 1, dialog.height() - 1)
        painter.end()
        return image

    def close(self) -> None:
        """End all of it."""
        if self._session is not None:
            self._session.stop()
        self.jobs.stop()
        if self._session is not None:
            shiboken6.delete(self._session)
        elif shiboken6.isValid(self.window):
            self.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        if self._store is not None:
            self._store.close()
        if self._own is not None:
            self._own.cleanup()
        self.theme.uninstall()

    def _open(self, kind: OfficeKind) -> None:
        # A copy, so that what one screen does is not seen on the next.
        self._own = tempfile.TemporaryDirectory()
        own = store_path(Path(self._own.name), kind)
        shutil.copyfile(store_path(self.folder, kind), own)
        self._store = store = opened(str(own), self.clock)
        now = office_now(store, "")
        assert now is not None
        self._session = OfficeSession(
            store,
            now,
            FakeMail().ways(),
            KeyringVault(),
            Path("Message Center", "sample-office mail"),
            self.jobs,
            self._notices,
            self.theme,
            self.memory,
        )
        self._session.desk.now = self.clock
        self.take(self._session.screens.window)
        self._session.start()
        self.settle()


def _belongs(dialog: QWidget, window: QWidget) -> bool:
    parent = dialog.parentWidget()
    return parent is not None and parent.window() is window


def _next_timer() -> QTimer | None:
    """The short timer that is about to fire first."""
    timers = [
        each for each in shiboken6.getAllValidWrappers() if isinstance(each, QTimer) and each.isActive()
    ]
    short = [each for each in timers if each.isSingleShot() and each.interval() < _SHORT_TIMER]
    return min(short, key=QTimer.remainingTime, default=None)
