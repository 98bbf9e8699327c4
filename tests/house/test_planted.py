"""Tests that misbehave fail, each for its reason: run for real, in a pytest of their own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PLANTED = """
import socket, threading, warnings
import pytest
from PySide6.QtCore import QTimer, qWarning
from PySide6.QtWidgets import QWidget

kept = []

def test_thread(monkeypatch):
    monkeypatch.setattr("tests.support.leaks.GRACE", 0.01)
    thread = threading.Thread(target=threading.Event().wait, name="forgotten", daemon=True)
    thread.start()

def test_window(qapp):
    kept.append(QWidget())

def test_timer(qapp):
    kept.append(QTimer())
    kept[-1].start(60_000)

def test_qt_warning(qapp):
    qWarning("something is wrong")

def test_python_warning():
    warnings.warn("something is old", DeprecationWarning)

def test_network():
    try:
        socket.create_connection(("192.0.2.1", 25), timeout=1)
    except OSError:
        pass

def test_well_behaved(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
"""


def test_every_misbehaviour_fails_and_only_that(tmp_path: Path) -> None:
    path = tmp_path / "test_planted.py"
    path.write_text(PLANTED, "utf-8")
    words = [
        "-c",
        str(ROOT / "pyproject.toml"),
        "-p",
        "tests.conftest",
        "-p",
        "no:cacheprovider",
        "-q",
        str(path),
    ]
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", *words], cwd=ROOT, capture_output=True, text=True, check=False
    )
    summary = [line for line in ran.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
    blamed = {line.split("::")[1].split(" ")[0]: line for line in summary}
    assert set(blamed) == {
        "test_thread", "test_window", "test_timer", "test_qt_warning", "test_python_warning", "test_network",
    }  # fmt: skip
    assert "forgotten" in blamed["test_thread"]
    assert "QWidget" in blamed["test_window"]
    assert "QTimer" in blamed["test_timer"]
    assert "192.0.2.1" in blamed["test_network"]
