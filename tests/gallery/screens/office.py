"""My Message Center: notices of the broker and of the program, inquiries, one of them, and the form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.models.inquiry_draft import InquiryDraft
from desktop.office_screens import INQUIRIES, NOTICES
from desktop.services import inquiries
from desktop.services.inquiry_files import with_file
from desktop.views.inquiries.inquiry_dialog import InquiryDialog
from desktop.views.inquiries.open_chips import OpenChips
from desktop.views.lists.table import RowTable
from tests.gallery.offices import clients, user
from tests.gallery.screen import OfficeKind, screen
from tests.support.feeds import fed, message, notice, reply

if TYPE_CHECKING:
    from tests.gallery.stage import Stage

_LONG = "A subject that goes on " * 20
_SUBJECTS = (
    "Interest of October",
    "利息の計算について",
    "سؤال عن الفائدة",
    _LONG[:200],
    "Fees of {{ month }}",
    "Which form is needed for the transfer?",
)


def _ask(stage: Stage) -> int:
    """Some inquiries in every state; returns the id of one with a thread."""
    store, actor, clock = stage.desk.store, user(stage.desk.store), stage.clock
    clock.move(hours=-5)
    account = clients(store, 1)[0].details.number
    fed(store, actor, message(1, {account: {"amount": "USD 1,250.00"}}))
    with store.read() as unit:
        message_id = unit.feed.known(["IB-1"])["IB-1"].target
    files = with_file(
        (), "Statement of October 2026, as it was sent to the client.pdf", b"%PDF-1.7 " * 90_000
    )
    asked = [
        inquiries.submit(
            store,
            actor,
            InquiryDraft(
                subject, "How was it reckoned?\n\nThe client expected 12.50 more.", files, message_id
            ),
        )
        for subject in _SUBJECTS
    ]
    fed(store, actor, *(reply(n, asked[n].number, body="It is on its way.") for n in (1, 3)))
    inquiries.close(store, actor, asked[4].inquiry_id, 1)
    inquiries.cancel(store, actor, asked[5].inquiry_id, 1)
    first = asked[0].inquiry_id
    clock.move(hours=1)
    fed(store, actor, reply(9, asked[0].number, sent_at="2026-11-20T15:40:00Z", body=_ANSWER))
    inquiries.add(store, actor, first, 2, "Thank you. And for November?")
    clock.move(hours=4)
    return first


_ANSWER = (
    "Interest is reckoned by the day, on the balance that was settled.\n\n"
    "For 3 and 4 October the balance was below the threshold, which is why the amount is lower than expected. "
    "A table with each day will follow."
)


@screen("inquiries")
def _inquiries(stage: Stage) -> None:
    _ask(stage)
    stage.screens.window.show_place(NOTICES, INQUIRIES)
    stage.find(OpenChips).all.click()
    stage.settle()
    QTest.keyClick(stage.find(RowTable), Qt.Key.Key_Down)


@screen("inquiries-empty", OfficeKind.EMPTY)
def _inquiries_empty(stage: Stage) -> None:
    stage.screens.window.show_place(NOTICES, INQUIRIES)


@screen("inquiry")
def _inquiry(stage: Stage) -> None:
    stage.screens.office.show_inquiry(_ask(stage))


@screen("inquiry-closed")
def _inquiry_closed(stage: Stage) -> None:
    stage.screens.office.show_inquiry(_ask(stage) + 4)


@screen("inquiry-form")
def _inquiry_form(stage: Stage) -> None:
    stage.screens.window.show_place(NOTICES, INQUIRIES)
    stage.screens.office.ask_about()
    form = stage.find(InquiryDialog)
    form.text.setPlainText("How was it reckoned?")
    form.submit_button.click()


@screen("notices-of-the-broker")
def _notices(stage: Stage) -> None:
    fed(stage.desk.store, user(stage.desk.store), notice(1), notice(2, subject=_LONG[:300], priority="low"))
    stage.screens.window.show_place(NOTICES, NOTICES)
    stage.settle()
    QTest.keyClick(stage.find(RowTable), Qt.Key.Key_Down)
