"""A feed file is taken by hand, and what came of it is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desktop.services.ingesting import count_refused
from desktop.views.feed.take_feed_page import TakeFeedPage
from tests.support.feeds import lines, message
from tests.support.stores import add_accounts, details

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from desktop.bridge.desk import Desk


@pytest.fixture
def page(desk: Desk) -> Iterator[TakeFeedPage]:
    add_accounts(desk.store, [details(1)])
    page = TakeFeedPage(desk)
    page.show()
    yield page
    page.close()
    page.deleteLater()


def test_the_result_counts_and_leads_to_the_refused_lines(
    page: TakeFeedPage, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "feed.jsonl"
    path.write_bytes(lines([message(1, {"U0000001": {}}), b"{broken"]))
    page.take_file(path)
    qtbot.waitUntil(lambda: page.outcome.text() == "1 line of feed.jsonl was refused")
    assert "1 record taken." in page.details.toPlainText()
    with qtbot.waitSignal(page.refused_wanted):
        page.refused_button.click()


def test_cancel_keeps_what_was_taken_and_says_so(
    page: TakeFeedPage, desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "feed.jsonl"
    path.write_bytes(lines([message(1, {"U0000001": {}})]))
    with desk.store.write():  # whoever takes the file waits for its turn until the click
        page.take_file(path)
        assert page.focusWidget() is page.busy.cancel_button
        page.busy.cancel_button.click()
    qtbot.waitUntil(lambda: page.outcome.text() == "Stopped. What was taken of feed.jsonl stays.")
    assert page.choose_button.isEnabled()


def test_a_file_that_is_no_text_is_refused_as_a_whole(
    page: TakeFeedPage, desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "picture.png"
    path.write_bytes(b"\x89PNG\r\n\0\0\xff\xfe\n" * 300)
    page.take_file(path)
    qtbot.waitUntil(lambda: page.outcome.text() == "picture.png was not taken")
    assert page.details.toPlainText().startswith("The file is no text in the character set UTF-8")
    assert page.refused_button.isHidden()
    assert count_refused(desk.store) == 0


def test_a_file_that_cannot_be_read_says_why(page: TakeFeedPage, tmp_path: Path, qtbot: QtBot) -> None:
    page.take_file(tmp_path / "nothing.jsonl")
    qtbot.waitUntil(lambda: page.outcome.text() == "The file cannot be read")
