from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from desktop.bridge.fault_report import redacted
from desktop.bridge.notices import NoticeBus
from desktop.bridge.shown_notice import NoticeKind, ShownNotice
from desktop.errors import Cancelled, Refused

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def test_what_was_said_before_a_window_listens_is_kept(qtbot: QtBot) -> None:
    bus, arrived = NoticeBus(), list[ShownNotice]()
    bus.tell("Saved")
    bus.trouble(Refused("Not sent", "No server is set.", "Choose one in the settings."))
    bus.arrived.connect(arrived.append)
    assert [notice.text for notice in bus.take()] == ["Saved", "Not sent"]
    assert bus.take() == ()
    bus.tell("Archived", undo=lambda: None)
    assert arrived == list(bus.take())
    assert arrived[0].action_label == "Undo"


def test_trouble_carries_the_way_out(qtbot: QtBot) -> None:
    bus = NoticeBus()
    bus.trouble(Refused("Not sent", "No server is set.", "Choose one in the settings."))
    (notice,) = bus.take()
    assert (notice.kind, notice.detail) == (NoticeKind.ERROR, "No server is set. Choose one in the settings.")


def test_failures_are_sorted(qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> None:
    bus = NoticeBus()
    with caplog.at_level(logging.ERROR):
        for error in (Cancelled(), Refused("Not sent", "No server is set."), ZeroDivisionError("by nought")):
            bus.failure(error)
    assert [notice.kind for notice in bus.take()] == [NoticeKind.ERROR, NoticeKind.FAULT]
    assert "by nought" in caplog.text


def test_report_of_a_fault_names_versions_and_place_but_no_person(qtbot: QtBot) -> None:
    bus = NoticeBus()
    with pytest.raises(ValueError, match="hunter2") as caught:
        int("password='hunter2' for ann@example.example, account U1234567")
    bus.fault(caught.value)
    (notice,) = bus.take()
    assert "PySide 6" in notice.detail
    assert "test_report_of_a_fault_names_versions_and_place_but_no_person" in notice.detail
    report = notice.detail.split("ValueError:")[-1]
    for secret in ("hunter2", "ann@", "U1234567"):
        assert secret not in report


def test_values_of_statements_and_addresses_of_servers_are_left_out() -> None:
    text = "(sqlite3.E) bad\n[SQL: INSERT]\n[parameters: ('Ann', ['x']\n)]\npostgresql://ann:pw@db.example/x"
    assert "Ann" not in redacted(text)
    assert "ann:pw" not in redacted(text)
    assert str(Path.home()) not in redacted(f"{Path.home()}/x.py")
