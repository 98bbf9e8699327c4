"""What IB sends comes in: the folder, a file taken by hand, the lines that were refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.views.feed.refusals_page import RefusalsPage
from desktop.views.feed.take_feed_page import TakeFeedPage
from tests.gallery.offices import clients
from tests.gallery.screen import OfficeKind, screen
from tests.support.feeds import fed, message

if TYPE_CHECKING:
    from tests.gallery.stage import Stage

_ODD = (
    "Zahlung {{ amount }} " * 20,
    "{{ account_title }} 様へのお知らせ",
    "إشعار بخصوص {{ account_number }}",
)


def _page(stage: Stage) -> RefusalsPage:
    stage.screens.feed.show_refused()
    stage.settle()
    page = stage.find(RefusalsPage)
    QTest.keyClick(page.list.table, Qt.Key.Key_Down)
    return page


@screen("refused-lines")
def _many(stage: Stage) -> None:
    records = [message(n, {"U9999999": {"amount": "1"}}, subject=_ODD[n % 3]) for n in range(30)]
    fed(stage.desk.store, stage.desk.actor, b"{broken", *records)
    _page(stage)


@screen("refused-lines-corrected")
def _one(stage: Stage) -> None:
    number = clients(stage.desk.store, 1)[0].details.number
    fed(stage.desk.store, stage.desk.actor, message(1, {"U9999999": {"amount": "1"}}))
    page = _page(stage)
    stage.settle()
    page.pane.text.setPlainText(page.pane.text.toPlainText().replace("U9999999", number))
    page.pane.reason.setText("Still refused: the field “amount” is no text.")


@screen("refused-lines-empty", OfficeKind.EMPTY)
def _empty(stage: Stage) -> None:
    stage.screens.feed.show_refused()


@screen("take-feed")
def _taken(stage: Stage) -> None:
    store = stage.desk.store.address.path
    assert store is not None
    # Beside the picture's own copy of the store, which goes with it.
    path = store.with_name("feed.jsonl")
    path.write_bytes(b"{broken\n" * 3)
    stage.screens.feed.take_file()
    stage.find(TakeFeedPage).take_file(path)
    stage.settle()


@screen("take-feed-under-way")
def _taking(stage: Stage) -> None:
    stage.screens.feed.take_file()
    page = stage.find(TakeFeedPage)
    page.busy.begin("Taking feed.jsonl…", "43,000 records, 12,400 a second, 5 s left")
    page.busy.report(43, 100, "")
    page._pages.setCurrentWidget(page.busy)
