"""Taking part in message staging: the questions before an election, how the office stands, elections by type."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from desktop.models.staging import Decision
from desktop.screens import COMMUNICATIONS, SENT_BY_IB
from desktop.services.broker_messages import message_types
from desktop.services.elections import elections, end_election, make_election
from desktop.services.enrolling import elect
from desktop.views.elections.election_dialog import ElectionDialog
from desktop.views.elections.elections_page import ElectionsPage
from tests.gallery.offices import NOW, clients
from tests.gallery.screen import OfficeKind, screen
from tests.support.feeds import fed
from tests.support.staging import as_fed, stageable

if TYPE_CHECKING:
    from tests.gallery.stage import Stage

_LONG = "Zahlung {{ amount }} für " + "Wertpapierabrechnungssammelkonto " * 9
_ODD = (_LONG, "{{ account_title }} 様へのお知らせ: {{ amount }}", "إشعار بخصوص {{ account_number }}")


def _shown(stage: Stage) -> None:
    stage.screens.window.show_place(COMMUNICATIONS, SENT_BY_IB)
    stage.settle()


@screen("enable-staging", OfficeKind.EMPTY)
def _enable(stage: Stage) -> None:
    _shown(stage)
    stage.screens.enrolment.act()


@screen("staging-on-from", OfficeKind.EMPTY)
def _on_from(stage: Stage) -> None:
    elect(stage.desk.store, stage.desk.actor, on=True)
    _shown(stage)


@screen("opt-out-of-staging")
def _opt_out(stage: Stage) -> None:
    _shown(stage)
    stage.screens.enrolment.change()


@screen("elections-none", OfficeKind.EMPTY)
def _none(stage: Stage) -> None:
    _shown(stage)
    stage.screens.enrolment.show_elections()


@screen("elections")
def _elections(stage: Stage) -> None:
    _elect_some(stage)
    _shown(stage)
    stage.screens.enrolment.show_elections()
    table = stage.find(ElectionsPage).table
    item = table.findItems("Trade confirmation", Qt.MatchFlag.MatchExactly)[0]
    table.selectRow(item.row())


@screen("elections-new")
def _new(stage: Stage) -> None:
    _elect_some(stage)
    _shown(stage)
    stage.screens.enrolment.show_elections()
    page = stage.find(ElectionsPage)
    page.new_button.click()
    dialog = page.findChildren(ElectionDialog)[0]
    dialog.type.setCurrentIndex(dialog.type.findData("TRADE_CONFIRM"))
    dialog.choices[Decision.ALWAYS_REJECT].setChecked(True)


def _elect_some(stage: Stage) -> None:
    store, actor = stage.desk.store, stage.desk.actor
    _feed(stage, 30, type="TRADE_CONFIRM", type_name="Trade confirmation")
    types = ["TRADE_CONFIRM", *(code for code, _ in message_types(store) if code != "TRADE_CONFIRM")]
    stands = {each.type: each.id for each in elections(store) if each.ended_at is None}
    for place, code in enumerate(types[:6]):
        decision = Decision.ALWAYS_SEND if place % 2 else Decision.ALWAYS_REJECT
        make_election(store, actor, code, decision, stands.get(code))
    end_election(store, actor, next(each.id for each in elections(store) if each.type == types[1]))
    _feed(stage, 4, first=100, type="TRADE_CONFIRM", type_name="Trade confirmation")


def _feed(stage: Stage, count: int, first: int = 1, **changes: str) -> None:
    store = stage.desk.store
    numbers = [each.details.number for each in clients(store, 5)]
    due = stage.clock.now + timedelta(hours=30)
    sent = {"sent_at": as_fed(NOW - timedelta(hours=1))}
    records = [
        stageable(9_000 + n, due, *numbers, **{"subject": _ODD[n % 3]} | sent | changes)
        for n in range(first, first + count)
    ]
    fed(store, stage.desk.actor, *records)
