"""Sent By IB: the list with its reading pane, the trash, a message opened, and what changed in it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.language import tr
from desktop.models.broker_search import BrokerSearch
from desktop.models.listing import Order
from desktop.screens import COMMUNICATIONS, SENT_BY_IB
from desktop.services.broker_messages import broker_list, delete
from desktop.views.broker.pane_place import PanePlace
from desktop.views.broker.sent_by_ib_page import SentByIbPage
from desktop.views.broker.view_message_page import ViewMessagePage
from tests.gallery.offices import NOW, clients, user
from tests.gallery.screen import OfficeKind, screen
from tests.support.feeds import fed, message

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from tests.gallery.stage import Stage

_LONG = "Zahlung {{ amount }} für " + "Wertpapierabrechnungssammelkonto " * 9
_ODD = (_LONG, "{{ account_title }} 様へのお知らせ: {{ amount }}", "إشعار بخصوص {{ account_number }}")


def _page(stage: Stage) -> SentByIbPage:
    stage.screens.window.show_place(COMMUNICATIONS, SENT_BY_IB)
    stage.settle()
    return stage.find(SentByIbPage)


def _opened(stage: Stage, kind: str) -> ViewMessagePage:
    page = _page(stage)
    page.show_type(kind)
    stage.settle()
    stage.screens.broker.show_message(page.list.model.id_at(0) or 0)
    stage.settle()
    return stage.find(ViewMessagePage)


@screen("sent-by-ib")
def _list(stage: Stage) -> None:
    page = _page(stage)
    QTest.keyClick(page.list.table, Qt.Key.Key_Down)
    QTest.keyClick(page.list.table, Qt.Key.Key_Down)


@screen("sent-by-ib-right")
def _right(stage: Stage) -> None:
    page = _page(stage)
    page.place_menu.choose(PanePlace.RIGHT)
    page.apply(BrokerSearch(text="collateral", type="COLLATERAL_CALL"))
    stage.settle()
    QTest.keyClick(page.list.table, Qt.Key.Key_Down)


@screen("sent-by-ib-empty", OfficeKind.EMPTY)
def _empty(stage: Stage) -> None:
    _page(stage)


@screen("sent-by-ib-odd")
def _odd(stage: Stage) -> None:
    number = clients(stage.desk.store, 1)[0].details.number
    fed(
        stage.desk.store,
        user(stage.desk.store),
        *(
            message(
                7_000 + place, {number: {}}, subject=subject, sent_at=f"{NOW - timedelta(hours=1):%FT%TZ}"
            )
            for place, subject in enumerate(_ODD)
        ),
    )
    page = _page(stage)
    stage.settle()
    page.list.table.selectRow(2)


@screen("sent-by-ib-trash")
def _trash(stage: Stage) -> None:
    store = stage.desk.store
    rows = broker_list(store).page(
        Order("at", descending=True), BrokerSearch().narrowed(NOW, stage.desk.zone), None, 5
    )
    delete(store, user(store), [row.id for row in rows[1:4]])
    page = _page(stage)
    page.apply(BrokerSearch(in_trash=True))
    stage.settle()
    page.list.table.selectRow(1)


@screen("view-message")
def _view(stage: Stage) -> None:
    _opened(stage, "SPLIT_NOTICE")


@screen("view-message-as-recipient")
def _as_recipient(stage: Stage) -> None:
    page = _opened(stage, "TAX_RESIDENCE")
    page.list.table.selectRow(0)
    stage.settle()
    for place in range(page.list.model.total):
        if page.view.seen is not None and page.view.seen.rendered.missing:
            break
        page.list.table.selectRow(place)
        stage.settle()


@screen("view-message-changes")
def _changes(stage: Stage) -> QWidget | None:
    page = _opened(stage, "INTEREST_RATES")
    page.changed.click()
    stage.settle()
    return None


@screen("sent-by-ib-trash-empty")
def _trash_empty(stage: Stage) -> None:
    _page(stage).apply(BrokerSearch(in_trash=True))


@screen("sent-by-ib-trash-question")
def _trash_question(stage: Stage) -> None:
    _trash(stage)
    stage.press(tr("Empty Trash…"))
