"""What is dropped into the folder while the window is open comes in without a key pressed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.models.broker_filter import BrokerFilter
from desktop.models.listing import Order
from desktop.services.broker_messages import broker_list
from desktop.services.feed.feed_place import FeedChoices, save_feed_choices
from desktop.views.broker.sent_by_ib_page import SentByIbPage
from desktop.views.feed.refusals_page import RefusalsPage
from tests.pages.broker import SentByIbScreen
from tests.pages.main_window import MainWindowPage
from tests.support.feeds import fed, lines, message
from tests.support.programs import Programs, founded
from tests.support.stores import add_accounts, details

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

PATIENCE_MS = 20_000
SOMEONE = {"U0000001": {"amount": "1"}}


def test_what_comes_in_leaves_selection_and_scroll_where_they_are(
    qapp: QApplication, tmp_path: Path, qtbot: QtBot
) -> None:
    founded(tmp_path / "office.db")
    programs = Programs(qapp, tmp_path / "office.db")
    try:
        program = programs()
        qtbot.waitUntil(lambda: program.session is not None, timeout=PATIENCE_MS)
        assert program.session is not None
        desk, screens = program.session.desk, program.session.screens
        add_accounts(desk.store, [details(1)])
        fed(desk.store, desk.actor, *(message(number, SOMEONE) for number in range(100, 400)))
        drop = tmp_path / "drop"
        save_feed_choices(desk.store, desk.actor, FeedChoices(str(drop), 30), make=True)
        screens.window.resize(1100, 700)
        MainWindowPage(screens.window).go_to("Manage Client Communications")
        page = screens.window.findChild(SentByIbPage)
        assert isinstance(page, SentByIbPage)
        listed = SentByIbScreen(page, qtbot)
        table = page.list.table
        qtbot.waitUntil(lambda: page.isVisible() and page.list.model.total == 300, timeout=PATIENCE_MS)
        listed.choose(40)
        chosen, current = page.list.selection().ids, table.currentIndex().row()
        top = page.list.model.id_at(table.rowAt(0))
        assert table.verticalScrollBar().value() > 0
        # Newer than all, between those in view, and older than all.
        come = [message(900, SOMEONE), message(500, SOMEONE), message(1, SOMEONE)]
        come.append(message(501, SOMEONE, sent_at="2026-11-20T05:59:30Z"))
        (drop / "feed.jsonl").write_bytes(lines(come))
        qtbot.waitUntil(lambda: page.list.model.total == 304, timeout=PATIENCE_MS)
        assert page.list.selection().ids == chosen
        assert page.list.model.id_at(table.currentIndex().row()) in chosen
        assert table.currentIndex().row() == current + 3
        assert page.list.model.id_at(table.rowAt(0)) == top
        table.verticalScrollBar().setValue(0)
        qtbot.waitUntil(lambda: page.list.model.row_at(0) is not None, timeout=PATIENCE_MS)
        newest = page.list.model.row_at(0)
        assert newest is not None
        assert f"{newest.sent_at:%H:%M}" == "15:00"
    finally:
        programs.stop()


def test_a_file_comes_in_and_a_folder_that_is_gone_is_told_once(
    qapp: QApplication, tmp_path: Path, qtbot: QtBot
) -> None:
    founded(tmp_path / "office.db")
    programs = Programs(qapp, tmp_path / "office.db")
    try:
        program = programs()
        qtbot.waitUntil(lambda: program.session is not None, timeout=PATIENCE_MS)
        assert program.session is not None
        desk, screens = program.session.desk, program.session.screens
        add_accounts(desk.store, [details(1)])
        drop = tmp_path / "drop"
        save_feed_choices(desk.store, desk.actor, FeedChoices(str(drop), 30), make=True)
        (drop / "feed.jsonl").write_bytes(lines([message(1, {"U0000001": {}}), b"{broken"]))
        refused = screens.registry.shown("refused-lines")
        qtbot.waitUntil(lambda: refused.text() == "Refused lines (1)", timeout=PATIENCE_MS)
        assert len(broker_list(desk.store).page(Order("at"), BrokerFilter(), None, 9)) == 1
        qtbot.waitUntil((drop / "refused" / "feed.jsonl.report.txt").exists, timeout=PATIENCE_MS)
        refused.trigger()
        assert isinstance(screens.window.area.currentWidget(), RefusalsPage)
        told: list[str] = []
        desk.notices.arrived.connect(lambda notice: told.append(notice.text))
        drop.rename(tmp_path / "elsewhere")
        qtbot.waitUntil(lambda: "Messages of IB do not come in" in told, timeout=PATIENCE_MS)
    finally:
        programs.stop()
