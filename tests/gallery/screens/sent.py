"""Sent By Me, a message under way, one that is through, and what a client finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.models.trial_record import TrialResult
from desktop.screens import COMMUNICATIONS, SENT
from desktop.settings import UNDO_SECONDS
from desktop.views.lists.table import RowTable
from desktop.views.preview.preview_page import PreviewPage
from desktop.views.sent.sent_message_page import SentMessagePage
from desktop.views.sent.state_chips import StateGroup
from tests.gallery.offices import PAUSED, SCHEDULED, SETTLED, UNDER_WAY, clients, draft_to, user
from tests.gallery.screen import OfficeKind, screen

if TYPE_CHECKING:
    from tests.gallery.stage import Stage

_MESSAGES = 100  # more than the office has sent


def _number_of(stage: Stage, subject: str) -> int:
    """The newest message of that subject."""
    with stage.desk.store.read() as unit:
        sent = (unit.messages.get(number) for number in range(1, _MESSAGES))
        return max(message.id for message in sent if message is not None and message.subject == subject)


def _open(stage: Stage, subject: str) -> SentMessagePage:
    stage.screens.show_sent(_number_of(stage, subject))
    page = stage.find(SentMessagePage)
    page.list.table.setFocus()
    QTest.keyClick(page.list.table, Qt.Key.Key_Down)
    return page


@screen("sent")
def _sent(stage: Stage) -> None:
    stage.screens.window.show_place(COMMUNICATIONS, SENT)
    QTest.keyClick(stage.find(RowTable), Qt.Key.Key_Down)


@screen("sent-empty", OfficeKind.EMPTY)
def _sent_empty(stage: Stage) -> None:
    stage.screens.window.show_place(COMMUNICATIONS, SENT)


@screen("sent-under-way")
def _under_way(stage: Stage) -> None:
    _open(stage, UNDER_WAY)


@screen("sent-settled")
def _settled(stage: Stage) -> None:
    _open(stage, SETTLED)


@screen("sent-failures")
def _failures(stage: Stage) -> None:
    page = _open(stage, SETTLED)
    stage.settle()
    page.chips.buttons[StateGroup.FAILED].click()
    stage.settle()
    QTest.keyClick(page.list.table, Qt.Key.Key_Home)


@screen("sent-scheduled")
def _scheduled(stage: Stage) -> None:
    _open(stage, SCHEDULED)


@screen("sent-paused")
def _paused(stage: Stage) -> None:
    page = _open(stage, PAUSED)
    stage.settle()
    page.chips.buttons[StateGroup.FAILED].click()
    stage.settle()
    QTest.keyClick(page.list.table, Qt.Key.Key_Home)


@screen("sent-unconfirmed")
def _unconfirmed(stage: Stage) -> None:
    page = _open(stage, SETTLED)
    stage.settle()
    page.chips.buttons[StateGroup.UNCONFIRMED].click()
    stage.settle()
    QTest.keyClick(page.list.table, Qt.Key.Key_Home)


@screen("sent-unconfirmed-resend")
def _unconfirmed_resend(stage: Stage) -> None:
    page = _open(stage, SETTLED)
    stage.settle()
    page.control_bar.unconfirmed.click()


@screen("sent-events")
def _events(stage: Stage) -> None:
    page = _open(stage, PAUSED)
    stage.settle()
    page.head_bar.events.click()


@screen("sent-undo")
def _undo(stage: Stage) -> None:
    store = stage.desk.store
    draft = draft_to(clients(store, 180), user(store), "A short note", "WE")
    page = PreviewPage(stage.desk, stage.memory, draft, stage.screens.show_sent, stage.screens.take_back)
    page.sent.connect(lambda _id: stage.screens.window.close_page(page))
    stage.screens.window.show_page(page)
    stage.settle()
    with store.write() as unit:
        unit.office.save_settings({UNDO_SECONDS.key: 10})
        unit.commit()
    page.send_button.click()
    stage.settle()
    stage.screens.window.show_place(COMMUNICATIONS, SENT)


@screen("client-center")
def _client_center(stage: Stage) -> None:
    stage.screens.show_client(clients(stage.desk.store, 1)[0].id)


@screen("sent-stopping")
def _stopping(stage: Stage) -> None:
    page = _open(stage, UNDER_WAY)
    stage.settle()
    page.control_bar.show_busy("Stopping the last 271…")


def _tested(stage: Stage) -> None:
    store = stage.desk.store
    sent_as = _number_of(stage, SETTLED)
    long = "[Test] Einladung zur " + "Jahreshauptversammlung " * 12
    subjects = (f"[Test] {SETTLED}", long, "[Test] 年末の書類について", "[Test] رسالة نهاية السنة")
    with store.write("Jordan Avery") as unit:
        uid = unit.messages.origin(sent_as)[0]
        for place, subject in enumerate(subjects):
            number = unit.trials.note(
                uid if not place else f"gone-{place}", "avery@harborlane.example", "U1831970", subject
            )
            result = TrialResult.TAKEN if place != 1 else TrialResult.REFUSED
            unit.trials.conclude(number, result, "250 OK" if place != 1 else "550 5.7.1 Message rejected")
        unit.commit()


@screen("test-mails")
def _trials(stage: Stage) -> None:
    _tested(stage)
    stage.screens.show_trials()
    QTest.keyClick(stage.find(RowTable), Qt.Key.Key_Down)


@screen("test-mails-empty", OfficeKind.EMPTY)
def _trials_empty(stage: Stage) -> None:
    stage.screens.show_trials()
