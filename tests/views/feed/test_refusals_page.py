"""Refused lines: looked at, corrected, tried again, discarded."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from desktop.services.ingesting import count_refused
from desktop.views.feed.refusals_page import RefusalsPage
from desktop.views.kit.confirm import Confirm
from tests.support.feeds import fed, message
from tests.support.looks import Memory
from tests.support.stores import add_accounts, details

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from desktop.bridge.desk import Desk

UNKNOWN = message(1, {"U0000002": {"amount": "1"}})


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> Iterator[RefusalsPage]:
    """A line that is no JSON, and one to an account that is not known."""
    add_accounts(desk.store, [details(1)])
    fed(desk.store, desk.actor, b"{broken", UNKNOWN)
    page = RefusalsPage(desk, Memory())
    page.show()
    qtbot.waitUntil(lambda: page.list.model.total == 2)
    yield page
    page.close()
    page.deleteLater()


def choose(page: RefusalsPage, line: int, qtbot: QtBot) -> None:
    model = page.list.model
    qtbot.waitUntil(lambda: all(model.row_at(place) is not None for place in range(model.total)))
    rows = [model.row_at(place) for place in range(model.total)]
    place = next(at for at, row in enumerate(rows) if row is not None and row.line == line)
    page.list.table.selectRow(place)
    qtbot.waitUntil(page.pane.isVisible)


def test_a_line_is_laid_out_corrected_and_taken(page: RefusalsPage, desk: Desk, qtbot: QtBot) -> None:
    choose(page, 2, qtbot)
    assert json.loads(page.pane.text.toPlainText()) == UNKNOWN
    assert page.pane.text.toPlainText().count("\n") > 5
    assert page.pane.again_button.isEnabled()
    page.pane.text.setPlainText(page.pane.text.toPlainText().replace("U0000002", "U0000001"))
    assert not page.pane.again_button.isEnabled()
    page.pane.corrected_button.click()
    qtbot.waitUntil(lambda: page.list.model.total == 1)
    assert count_refused(desk.store) == 1


def test_what_is_still_refused_says_why_and_keeps_what_was_typed(page: RefusalsPage, qtbot: QtBot) -> None:
    choose(page, 1, qtbot)
    page.pane.text.setPlainText("[]")
    page.pane.corrected_button.click()
    qtbot.waitUntil(lambda: page.pane.reason.text().startswith("Still refused: "))
    assert page.pane.text.toPlainText() == "[]"
    page.close_button.click()
    assert page.findChild(Confirm) is not None


def test_the_keyboard_stays_at_the_line_and_then_goes_to_the_list(page: RefusalsPage, qtbot: QtBot) -> None:
    choose(page, 2, qtbot)
    known = page.pane.text.toPlainText().replace("U0000002", "U0000001")
    page.pane.text.setPlainText("[]")
    page.activateWindow()
    page.pane.corrected_button.setFocus()
    page.pane.corrected_button.click()
    qtbot.waitUntil(lambda: page.pane.reason.text().startswith("Still refused: "))
    assert page.focusWidget() is page.pane.corrected_button
    page.pane.text.setPlainText(known)
    page.pane.corrected_button.click()
    qtbot.waitUntil(lambda: page.list.model.total == 1)
    qtbot.waitUntil(lambda: page.focusWidget() is page.list.table)


def test_a_line_is_discarded_after_it_is_named(page: RefusalsPage, desk: Desk, qtbot: QtBot) -> None:
    choose(page, 1, qtbot)
    page.pane.discard_button.click()
    question = page.findChild(Confirm)
    assert question is not None
    assert question.accessibleName().startswith("Discard line 1 of ")
    question.yes.click()
    qtbot.waitUntil(lambda: page.list.model.total == 1)


def test_all_that_are_chosen_are_discarded_after_one_question(
    page: RefusalsPage, desk: Desk, qtbot: QtBot
) -> None:
    many = page.discarding.button
    choose(page, 1, qtbot)
    assert many.isHidden()
    page.list.table.selectAll()
    assert many.text() == "Discard 2 lines…"
    assert page.pane.discard_button.isHidden()
    many.click()
    qtbot.waitUntil(lambda: page.findChild(Confirm) is not None)
    question = page.findChild(Confirm)
    assert question is not None
    assert question.accessibleName() == "Discard 2 lines?"
    fed(desk.store, desk.actor, b"{come meanwhile")
    question.yes.click()
    qtbot.waitUntil(lambda: count_refused(desk.store) == 1)
    qtbot.waitUntil(lambda: page.list.model.total == 1)
    assert many.isHidden()
    assert page.pane.isHidden()
    assert page.focusWidget() is page.list.table
    assert [each.text for each in desk.notices.take()] == ["2 lines discarded."]


def test_all_are_tried_again(page: RefusalsPage, desk: Desk, qtbot: QtBot) -> None:
    add_accounts(desk.store, [details(2)])
    page.all_button.click()
    qtbot.waitUntil(lambda: page.list.model.total == 1)
    qtbot.waitUntil(page.bar.isHidden)
    assert [each.text for each in desk.notices.take()] == ["1 line is taken now. 1 is still refused."]
