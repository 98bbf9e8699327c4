"""What is dropped into the folder while the window is open comes in without a key pressed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.models.broker_filter import BrokerFilter
from desktop.models.listing import Order
from desktop.services.broker_messages import broker_list
from desktop.services.feed import feed_watch
from desktop.services.feed.feed_place import FeedChoices, save_feed_choices
from desktop.views.feed.refusals_page import RefusalsPage
from tests.support.feeds import lines, message
from tests.support.programs import Programs, founded
from tests.support.stores import add_accounts, details

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

PATIENCE_MS = 20_000


def test_a_file_comes_in_and_a_folder_that_is_gone_is_told_once(
    qapp: QApplication, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed_watch, "_LOOK_EVERY_S", 0.05)
    monkeypatch.setattr(feed_watch, "_REST_S", 0.05)
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
