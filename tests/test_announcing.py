"""An announcement brings the window back and leads on, by the tray or by the desktop's own service."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget
from pytestqt.qtbot import QtBot

from desktop import announcing, paths
from desktop.announcing import Announcer
from desktop.bridge.jobs import Jobs
from desktop.channels.announcing_service import AnnouncingService
from desktop.views.theme.theme import Theme
from tests.support.looks import StillSystem


class Service:
    """One that shows nothing; ``click`` writes into the pipe that is listened to."""

    def __init__(self) -> None:
        self._ear, self._mouth = os.pipe()
        self.said: list[tuple[object, ...]] = []
        self.is_broken = self.is_closed = False

    def fileno(self) -> int:
        return self._ear

    def announce(self, *said: object) -> None:
        if self.is_broken:
            raise BrokenPipeError
        self.said.append(said)

    def click(self, key: int) -> None:
        os.write(self._mouth, bytes([key]))

    def take(self) -> list[int]:
        return list(os.read(self._ear, 100))

    def close(self) -> None:
        if not self.is_closed:
            self.is_closed = True
            os.close(self._ear)
            os.close(self._mouth)


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    service = Service()
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: False)
    monkeypatch.setattr(AnnouncingService, "reach", lambda: service)
    yield service
    service.close()


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    theme = Theme(paths.resources(), StillSystem())
    theme.install(qapp)
    yield theme
    theme.uninstall()


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    return window


@pytest.fixture
def announcer(window: QWidget, service: Service) -> Iterator[Announcer]:
    jobs = Jobs()
    announcer = Announcer(jobs, window)
    yield announcer
    announcer.stop()
    jobs.stop()


def test_it_brings_the_window_back_as_large_as_it_was(announcer: Announcer, window: QWidget) -> None:
    window.setWindowState(Qt.WindowState.WindowMaximized | Qt.WindowState.WindowMinimized)
    announcer.bring_back()
    assert window.windowState() & Qt.WindowState.WindowMaximized
    assert not window.isMinimized()
    assert window.isVisible()


def test_without_a_tray_the_service_is_reached_once_and_says_all(
    announcer: Announcer, service: Service, qtbot: QtBot
) -> None:
    announcer.announce("1 new", "Rates", lambda: None)
    announcer.announce("1 new", "Margin", lambda: None)
    qtbot.waitUntil(lambda: len(service.said) == 2)
    announcer.announce("1 new", "Fees", lambda: None)
    assert [said[3] for said in service.said] == ["Rates", "Margin", "Fees"]


def test_a_click_brings_the_window_back_and_leads_to_what_it_is_about(
    announcer: Announcer, service: Service, window: QWidget, qtbot: QtBot
) -> None:
    led: list[str] = []
    announcer.announce("1 new", "Rates", lambda: led.append("rates"))
    announcer.announce("1 new", "Margin", lambda: led.append("margin"))
    qtbot.waitUntil(lambda: len(service.said) == 2)
    service.click(1)
    qtbot.waitUntil(lambda: bool(led))
    assert led == ["margin"]
    assert window.isVisible()


def test_what_was_announced_long_ago_leads_nowhere_any_more(
    announcer: Announcer, service: Service, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(announcing, "_KEPT", 2)
    led: list[str] = []
    for words in ("first", "second", "third"):
        announcer.announce("1 new", words, lambda words=words: led.append(words))  # type: ignore[misc]
    qtbot.waitUntil(lambda: len(service.said) == 3)
    for key in (0, 1, 2):
        service.click(key)
    qtbot.waitUntil(lambda: len(led) >= 2)
    assert led == ["second", "third"]


def test_a_service_that_is_gone_is_looked_for_again(
    announcer: Announcer, service: Service, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    announcer.announce("1 new", "Rates", lambda: None)
    qtbot.waitUntil(lambda: bool(service.said))
    service.is_broken = True
    announcer.announce("1 new", "Margin", lambda: None)
    assert service.is_closed
    other = Service()
    monkeypatch.setattr(AnnouncingService, "reach", lambda: other)
    announcer.announce("1 new", "Fees", lambda: None)
    qtbot.waitUntil(lambda: bool(other.said))
    announcer.stop()
    assert other.is_closed


def test_a_click_on_what_the_tray_announced_leads_on(
    theme: Theme, announcer: Announcer, window: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: True)
    monkeypatch.setattr(QSystemTrayIcon, "show", lambda _self: None)
    monkeypatch.setattr(QSystemTrayIcon, "showMessage", lambda _self, *_words: None)
    led: list[str] = []
    announcer.announce("1 new", "Rates", lambda: led.append("rates"))
    announcer.findChildren(QSystemTrayIcon)[0].messageClicked.emit()
    assert led == ["rates"]
    assert window.isVisible()
