"""Sent By Me shows every message with what became of it, and moves while it is sent."""

from __future__ import annotations

import functools
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from sqlalchemy import event

from desktop.channels.mail import Rejected
from desktop.settings import OFFICE_ZONE
from desktop.views.kit.marks import bar_width
from desktop.views.lists.paged import ListState
from desktop.views.theme.theme import theme_of
from tests.support.stores import add_accounts, details

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from desktop.views.lists.paged import PagedItemModel
    from tests.pages.sent import SentScreen
    from tests.support.sent_office import SentOffice

NARROW = 700
"""What a window of 950 leaves to the list, in pixels."""


def test_a_moment_that_is_over_does_not_stay_on_the_screen(
    office: SentOffice, sent: Callable[[], SentScreen], qtbot: QtBot
) -> None:
    class Painted(QObject):
        times = 0

        def eventFilter(self, watched: QObject, what: QEvent) -> bool:
            self.times += what.type() is QEvent.Type.Paint
            return False

    office.allow_undo(seconds=10)
    office.send([details(1)], "E")
    screen = sent()
    page = screen.page
    screen.wait_for("Subject", ["Statement"])
    painted = Painted(page)
    page.list.table.viewport().installEventFilter(painted)
    office.clock.move(seconds=11)
    assert page.beat.isActive()
    before = painted.times
    page.beat.timeout.emit()
    qtbot.waitUntil(lambda: painted.times > before)
    assert screen.column("Delivery status") == ["About to leave"]
    page.hide()
    assert not page.beat.isActive()


def test_a_message_says_how_many_got_it(office: SentOffice, sent: Callable[[], SentScreen]) -> None:
    office.mail.answers["client2@clients.example"] = [Rejected("550 No such user", 550)]
    office.send([details(1), details(2), details(3, email="")], "EB", "Letter for {{ account_title }}")
    office.deliver()
    screen = sent()
    screen.wait_for("Subject", ["Letter for ‹account title›"])
    row = screen.rows()[0]
    assert row == [
        "10:00",
        "Letter for ‹account title›",
        "3",
        "1 failed, 4 of 6 delivered, 1 skipped",
        "Email, TWS Bulletin",
    ]


def test_in_a_narrow_window_what_failed_and_how_many_got_it_can_be_read(
    office: SentOffice, sent: Callable[[], SentScreen], qtbot: QtBot
) -> None:
    office.send([details(1)], "W", "Letter")
    screen = sent()
    screen.wait_for("Subject", ["Letter"])
    screen.page.resize(NARROW, 500)
    table = screen.view.table
    qtbot.waitUntil(lambda: table.width() <= NARROW)
    section = [column.key for column in screen.view.model.columns].index("totals")
    room = table.columnWidth(section) - 2 * theme_of().scale.small
    words = room - bar_width(room) - theme_of().scale.small
    for needed in ("480 of 480 delivered", "123 failed, 1,152…"):
        assert table.fontMetrics().horizontalAdvance(needed) <= words


def test_a_message_for_a_moment_outside_office_hours_says_when_the_office_opens(
    office: SentOffice, sent: Callable[[], SentScreen]
) -> None:
    with office.theirs.write() as unit:
        unit.office.save_settings({OFFICE_ZONE.key: "Europe/Berlin"})
        unit.commit()
    send_at = office.clock.now + timedelta(hours=10)
    office.send([details(1)], "W", only_office_hours=True, send_at=send_at)
    office.send([details(2)], "W", send_at=send_at)
    screen = sent()
    screen.wait_for("Delivery status", ["Goes out at 20:00", "Goes out Mon 09:00, when the office opens"])


def test_a_message_under_way_moves_in_its_place(
    office: SentOffice, sent: Callable[[], SentScreen], qtbot: QtBot
) -> None:
    office.send([details(number) for number in range(1, 61)], "E", "First")
    office.clock.move(minutes=5)
    office.send_to(add_accounts(office.theirs, [details(90)]), "W", "Second")
    screen = sent()
    screen.wait_for("Delivery status", ["0 of 1 delivered, 1 queued", "0 of 60 delivered, 60 queued"])
    screen.choose(1)
    model, resets = screen.view.model, []
    model.modelReset.connect(lambda: resets.append(1))
    office.hear()
    office.deliver()
    office.hear()
    screen.wait_for("Delivery status", ["1 of 1 delivered", "49 of 60 delivered, 11 queued"])
    office.deliver()
    office.hear()
    screen.wait_for("Delivery status", ["1 of 1 delivered", "60 of 60 delivered"])
    assert not resets
    assert screen.view.table.currentIndex().row() == 1


def test_a_new_message_comes_on_top(office: SentOffice, sent: Callable[[], SentScreen]) -> None:
    office.send([details(1)], "W", "Old")
    screen = sent()
    screen.wait_for("Subject", ["Old"])
    office.hear()
    office.clock.move(hours=1)
    office.send([details(2)], "W", "New")
    office.hear()
    screen.wait_for("Subject", ["New", "Old"])


def test_it_is_filtered_and_ordered(office: SentOffice, sent: Callable[[], SentScreen], qtbot: QtBot) -> None:
    ids = add_accounts(office.theirs, [details(number) for number in range(1, 4)])
    office.send_to(ids, "W", "Börse closed")
    office.send_to(ids[:1], "WE", "Statement")
    office.send_to(ids[:2], "B", "Boerse open")
    screen = sent()
    screen.wait_for("Subject", ["Boerse open", "Statement", "Börse closed"])
    screen.view.table.sortByColumn(2, Qt.SortOrder.AscendingOrder)
    screen.wait_for("Recipients", ["1", "2", "3"])
    screen.view.table.sortByColumn(4, Qt.SortOrder.AscendingOrder)
    screen.wait_for("Channel", ["TWS Bulletin", "Message Center", "Message Center, Email"])
    screen.type_filter("borse")
    screen.wait_for("Subject", ["Börse closed"])


def test_enter_and_a_double_click_open_it(
    office: SentOffice, sent: Callable[[], SentScreen], qtbot: QtBot
) -> None:
    message_id = office.send([details(1)], "W", "Statement")
    screen = sent()
    screen.wait_for("Subject", ["Statement"])
    screen.choose(0)
    with qtbot.waitSignal(screen.page.opened) as opened:
        screen.press(Qt.Key.Key_Return)
    assert opened.args == [message_id]
    table = screen.view.table
    place = table.visualRect(table.model().index(0, 1)).center()
    with qtbot.waitSignal(screen.page.opened):
        QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    with qtbot.waitSignal(screen.page.new_from) as started:
        screen.menu_entry("New message from this one").trigger()
    assert started.args == [message_id]


def test_rows_are_copied_with_their_words(
    office: SentOffice, sent: Callable[[], SentScreen], qtbot: QtBot
) -> None:
    office.send([details(1)], "W", "Statement")
    screen = sent()
    screen.wait_for("Subject", ["Statement"])
    screen.choose(0)
    QGuiApplication.clipboard().clear()
    screen.view.copy()
    qtbot.waitUntil(lambda: bool(QGuiApplication.clipboard().text()))
    assert "Statement\t1\t0 of 1 delivered, 1 queued\tMessage Center" in QGuiApplication.clipboard().text()


def test_without_clients_the_first_step_is_their_list(
    office: SentOffice, sent: Callable[[], SentScreen], qtbot: QtBot
) -> None:
    screen = sent()
    nothing = screen.page.nothing
    qtbot.waitUntil(nothing.import_button.isVisible)
    assert not nothing.write_button.isVisible()
    with qtbot.waitSignal(screen.page.import_wanted):
        QTest.mouseClick(nothing.import_button, Qt.MouseButton.LeftButton)
    nothing.hide()
    add_accounts(office.theirs, [details(1)])
    nothing.show()
    qtbot.waitUntil(nothing.write_button.isVisible)
    assert not nothing.import_button.isVisible()


def test_clients_that_another_program_imports_are_known_at_once(
    office: SentOffice, sent: Callable[[], SentScreen], qtbot: QtBot
) -> None:
    nothing = sent().page.nothing
    qtbot.waitUntil(nothing.import_button.isVisible)
    add_accounts(office.theirs, [details(1)])
    office.hear()
    qtbot.waitUntil(nothing.write_button.isVisible)
    assert not nothing.import_button.isVisible()


def test_an_empty_tab_offers_the_first_step(
    office: SentOffice, sent: Callable[[], SentScreen], qtbot: QtBot
) -> None:
    add_accounts(office.theirs, [details(1)])
    screen = sent()
    qtbot.waitUntil(lambda: screen.view.model.state is ListState.SHOWN)
    assert screen.view.vacancy.isVisible()
    with qtbot.waitSignal(screen.page.write_wanted):
        QTest.mouseClick(screen.page.write_button, Qt.MouseButton.LeftButton)


def test_opening_reads_as_much_for_many_messages_as_for_few(
    office: SentOffice, sent: Callable[[], SentScreen], qtbot: QtBot
) -> None:
    ids = add_accounts(office.theirs, [details(1)])
    counts = []
    for more in (210, 600):
        office.send_many(ids, more)
        statements: list[str] = []

        def note(
            _c: object, _k: object, statement: str, *_rest: object, into: list[str] = statements
        ) -> None:
            into.append(statement)

        event.listen(office.store.engine, "before_cursor_execute", note)
        screen = sent()
        model = screen.view.model
        qtbot.waitUntil(functools.partial(_is_measured, model))
        event.remove(office.store.engine, "before_cursor_execute", note)
        counts.append(len([each for each in statements if each.lstrip().upper().startswith("SELECT")]))
        screen.page.close()
    assert counts[0] == counts[1] <= 5


def _is_measured(model: PagedItemModel[Any]) -> bool:
    return model.exact and model.rowCount() >= 210


def test_the_moment_of_a_message_is_whole_however_long_ago_it_was(
    office: SentOffice, sent: Callable[[], SentScreen]
) -> None:
    office.send([details(1)], "W")
    table = sent().page.list.table
    for words in ("22 Nov 20:00", "Wed 20:00", "22 Nov 2024"):
        needed = table.fontMetrics().horizontalAdvance(words) + 2 * theme_of().scale.small
        assert table.columnWidth(0) >= needed, words
