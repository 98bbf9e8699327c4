"""The edges of the window say what is being sent, and look no more often than a person can."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.models.change import Change, ChangeKind, Subject, Touch
from desktop.views.sent.sending_status import SendingStatus
from tests.support.stores import add_accounts, details

if TYPE_CHECKING:
    import pytest
    from pytestqt.qtbot import QtBot

    from tests.support.sent_office import SentOffice


def test_it_says_how_far_the_messages_under_way_are(office: SentOffice, qtbot: QtBot) -> None:
    ids = add_accounts(office.theirs, [details(number) for number in range(1, 101)])
    said: list[tuple[str, float]] = []
    status = SendingStatus(office.desk, pause_ms=1)
    status.changed.connect(lambda words, share: said.append((words, share)))
    qtbot.waitUntil(lambda: said == [("", 0.0)])
    office.send_to(ids, "E")
    office.hear()
    qtbot.waitUntil(lambda: said[-1] == ("Sending 1 message, 0 of 100", 0.0))
    office.clock.move(seconds=2)
    office.deliver()
    office.hear()
    qtbot.waitUntil(lambda: said[-1] == ("Sending 1 message, 50 of 100 · 25 a second", 0.5))
    office.clock.move(minutes=1)
    status.beat.timeout.emit()
    assert said[-1] == ("Sending 1 message, 50 of 100", 0.5)
    office.send_to(ids[:1], "W")
    office.hear()
    qtbot.waitUntil(lambda: said[-1][0] == "Sending 2 messages, 50 of 101")
    office.deliver(2)
    office.hear()
    qtbot.waitUntil(lambda: said[-1] == ("", 0.0))
    assert not status.beat.isActive()
    status.deleteLater()


def test_many_changes_are_one_more_look(
    office: SentOffice, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[object] = []
    status = SendingStatus(office.desk, pause_ms=50)
    status.changed.connect(lambda *said: looks.append(said))
    for _ in range(20):
        office.desk.refresh.changed.emit(Change((Touch(Subject.DELIVERIES, ChangeKind.CHANGED),)))
    office.desk.refresh.changed.emit(Change((Touch(Subject.TEMPLATES, ChangeKind.CHANGED),)))
    qtbot.waitUntil(lambda: len(looks) == 2)
    qtbot.wait(150)
    assert len(looks) == 2
    status.deleteLater()
