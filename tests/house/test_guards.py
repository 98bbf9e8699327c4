"""The guards around every test see what they are there to see."""

from __future__ import annotations

import os
import socket
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import keyring
import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel, QWidget

from desktop import paths
from desktop.language import tr, use_language
from tests.support import leaks
from tests.support.network import NetworkGuard, NetworkReached

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def test_a_thread_left_behind_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leaks, "GRACE", 0.01)
    before, over = threading.enumerate(), threading.Event()
    thread = threading.Thread(target=over.wait, name="forgotten")
    thread.start()
    assert leaks.leaked_threads(before) == ["forgotten"]
    over.set()
    thread.join()
    assert leaks.leaked_threads(before) == []


def test_a_running_timer_left_behind_is_named(qtbot: QtBot) -> None:
    before = leaks.qt_objects()
    timer = QTimer()
    timer.setObjectName("poll")
    timer.start(60_000)
    assert leaks.leaked_qt_objects(before) == ["QTimer poll"]
    timer.stop()
    assert leaks.leaked_qt_objects(before) == []


def test_a_window_left_behind_is_named(qtbot: QtBot) -> None:
    before = leaks.qt_objects()
    window = QWidget()
    label = QLabel("inside", window)
    assert leaks.leaked_qt_objects(before) == ["QWidget without a name"]
    window.deleteLater()
    del label
    assert leaks.leaked_qt_objects(before) == []


@pytest.mark.parametrize("host", ["192.0.2.1", "2001:db8::1"])
def test_an_address_elsewhere_is_refused(host: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        guard = NetworkGuard()
        guard.install(patch)
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.socket(family) as sock, pytest.raises(NetworkReached):
            sock.connect((host, 25))
        assert guard.reached == [host]


def test_a_name_elsewhere_is_refused_but_a_reserved_one_is_just_unknown() -> None:
    with pytest.MonkeyPatch.context() as patch:
        guard = NetworkGuard()
        guard.install(patch)
        with pytest.raises(NetworkReached):
            socket.getaddrinfo("mail.broker.com", 25)
        with pytest.raises(socket.gaierror):
            socket.create_connection(("mail.broker.example", 25))
        assert guard.reached == ["mail.broker.com"]


def test_this_computer_may_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(("localhost", server.getsockname()[1])).close()


@pytest.mark.parametrize("_again", [1, 2])
def test_secrets_stay_in_memory_and_end_with_the_test(_again: int) -> None:
    assert keyring.get_password("mail", "office") is None
    keyring.set_password("mail", "office", "open sesame")
    assert keyring.get_password("mail", "office") == "open sesame"


def test_the_home_is_not_the_persons_own(tmp_path_factory: pytest.TempPathFactory) -> None:
    base = tmp_path_factory.getbasetemp()
    assert Path.home().is_relative_to(base)
    assert paths.data().is_relative_to(base)
    assert paths.config().is_relative_to(base)
    assert "MESSAGE_CENTER_STORE" not in os.environ


@pytest.mark.parametrize("_again", [1, 2])
def test_every_test_begins_in_english(_again: int, tmp_path: Path) -> None:
    assert tr("Send") == "Send"
    use_language("pseudo", tmp_path)
    assert tr("Send") != "Send"
