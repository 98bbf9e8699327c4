"""When a message leaves is chosen in the office's zone, whatever this computer's is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QDate, QDateTime, QPoint, QPointF, Qt, QTime, QTimeZone
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.services.composing import new_draft
from desktop.views.compose.editor_page import EditorPage
from tests.support.stores import add_accounts, details

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from desktop.bridge.desk import Desk
    from desktop.models.outgoing import MessageDraft
    from tests.pages.editor import Editor
    from tests.views.compose.conftest import Open


def ready(desk: Desk) -> MessageDraft:
    accounts = add_accounts(desk.store, [details(1)])
    return replace(new_draft(desk.actor), subject="Hello", content="Dear all", accounts=accounts)


def shown(editor: Editor) -> str:
    return editor.page.form.schedule.moment.text()


def type_moment(editor: Editor, day: QDate, time: QTime) -> None:
    edit = editor.page.form.schedule.moment
    edit.setDateTime(QDateTime(day, time, QTimeZone.utc()))
    edit.editingFinished.emit()


def test_at_once_is_what_happens_unless_a_time_is_chosen(desk: Desk, open_editor: Open) -> None:
    editor = open_editor(ready(desk))
    assert editor.page.draft.send_at is None
    assert not editor.page.form.schedule.moment.isVisible()
    editor.page.form.schedule.later.click()
    # It is 09:00 in UTC, 10:00 in Berlin.
    assert editor.page.draft.send_at == datetime(2026, 11, 20, 11, tzinfo=UTC)
    assert shown(editor) == "Fri 20 Nov 2026  12:00"
    assert editor.page.form.schedule.zone.text() == "Time zone of the office: Europe/Berlin, UTC+01:00"
    editor.page.form.schedule.at_once.click()
    assert editor.page.draft.send_at is None


def test_it_is_chosen_by_keyboard(desk: Desk, open_editor: Open) -> None:
    editor = open_editor(ready(desk))
    editor.tab_to("Message Signature")
    editor.tab_to("Send now")
    editor.press(Qt.Key.Key_Down)
    editor.press(Qt.Key.Key_Space)
    assert editor.page.form.schedule.later.isChecked()
    editor.tab_to("Date and time")
    editor.press(Qt.Key.Key_Up)
    assert editor.page.draft.send_at is not None
    editor.tab_to("Only within office hours")
    editor.press(Qt.Key.Key_Space)
    assert editor.page.draft.only_office_hours


def test_the_day_can_be_typed_at_once(desk: Desk, open_editor: Open) -> None:
    editor = open_editor(ready(desk))
    editor.page.form.schedule.later.click()
    QTest.keyClicks(editor.page.form.schedule.moment, "25")
    assert shown(editor).startswith("Wed 25 Nov 2026")


def test_what_was_clicked_is_typed_over(desk: Desk, open_editor: Open) -> None:
    editor = open_editor(ready(desk))
    editor.page.form.schedule.later.click()
    line = editor.page.form.schedule.moment.lineEdit()
    line.setCursorPosition(line.text().index(":") - 1)
    QTest.mouseClick(line, Qt.MouseButton.LeftButton, pos=line.cursorRect().center())
    QTest.keyClicks(editor.page.form.schedule.moment, "1645")
    assert shown(editor) == "Fri 20 Nov 2026  16:45"


@pytest.mark.parametrize(
    ("day", "time", "instant", "words"),
    [
        (QDate(2026, 7, 1), QTime(9, 30), datetime(2026, 7, 1, 7, 30, tzinfo=UTC), "Wed 1 Jul 2026  09:30"),
        # The hour that is left out in spring, and the one that comes twice in autumn.
        (
            QDate(2027, 3, 28),
            QTime(2, 30),
            datetime(2027, 3, 28, 1, 30, tzinfo=UTC),
            "Sun 28 Mar 2027  03:30",
        ),
        (
            QDate(2027, 10, 31),
            QTime(2, 30),
            datetime(2027, 10, 31, 0, 30, tzinfo=UTC),
            "Sun 31 Oct 2027  02:30",
        ),
    ],
)
def test_what_is_typed_is_the_offices_time(
    desk: Desk, open_editor: Open, day: QDate, time: QTime, instant: datetime, words: str
) -> None:
    editor = open_editor(ready(desk))
    editor.page.form.schedule.later.click()
    type_moment(editor, day, time)
    assert editor.page.draft.send_at == instant
    assert shown(editor) == words


def test_another_zone_shows_the_same_instant(desk: Desk, open_editor: Open) -> None:
    at = datetime(2026, 11, 24, 8, 0, 17, tzinfo=UTC)
    editor = open_editor(replace(ready(desk), send_at=at, only_office_hours=True))
    assert shown(editor) == "Tue 24 Nov 2026  09:00"
    desk.take_office(desk.office, ZoneInfo("Asia/Tokyo"), desk.actor)
    assert shown(editor) == "Tue 24 Nov 2026  17:00"
    assert editor.page.draft.send_at == at, "looking at it changes nothing"
    assert editor.page.draft.only_office_hours


def test_a_time_that_has_passed_is_said_where_it_stands(desk: Desk, open_editor: Open, qtbot: QtBot) -> None:
    editor = open_editor(replace(ready(desk), send_at=desk.now() - timedelta(minutes=1)))
    editor.page.resize(1100, 420)
    editor.click("Preview to Send")
    assert editor.field_problems() == ["This time has passed. Choose a later one."]
    problem, area = editor.page.form.schedule.problem, editor.page.halves.form_area
    qtbot.waitUntil(lambda: problem.visibleRegion().boundingRect() == problem.rect())
    assert area.verticalScrollBar().maximum() > 0, "it was brought into view"
    assert editor.page.focusWidget() is editor.page.form.schedule.moment
    type_moment(editor, QDate(2026, 11, 23), QTime(9, 0))
    assert editor.field_problems() == []
    with qtbot.waitSignal(editor.page.preview_asked):
        editor.click("Preview to Send")


def test_scrolling_over_the_time_does_not_change_it(desk: Desk, open_editor: Open) -> None:
    editor = open_editor(replace(ready(desk), send_at=desk.now() + timedelta(days=1)))
    edit = editor.page.form.schedule.moment
    before = editor.page.draft.send_at
    turn(edit)
    assert editor.page.draft.send_at == before
    edit.setFocus()
    turn(edit)
    assert editor.page.draft.send_at != before


def turn(widget: QWidget) -> None:
    """The wheel, once."""
    middle = QPointF(widget.rect().center())
    event = QWheelEvent(
        middle, widget.mapToGlobal(middle), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(widget, event)


def test_a_template_has_no_time(desk: Desk, open_editor: Open) -> None:
    editor = open_editor(EditorPage.for_template(desk, None))
    assert not editor.page.form.schedule.isVisible()
