"""A held message in the whole window: nothing is decided unseen or twice, and what became of it is at hand."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.channels.mail import Rejected
from desktop.channels.vault import KeyringVault
from desktop.models.office import Role
from desktop.models.staging import Decision, HeldState
from desktop.screens import COMMUNICATIONS, TO_BE_SENT, Screens
from desktop.services import staging
from desktop.services.delivering import Deliverer
from desktop.views.held_preview.held_preview_page import HeldPreviewPage
from desktop.views.sent.sent_message_page import SentMessagePage
from desktop.views.to_be_sent.to_be_sent_page import ToBeSentPage
from tests.pages.held_preview import HeldPreviewScreen
from tests.pages.main_window import MainWindowPage
from tests.pages.sent import MessageScreen
from tests.pages.to_be_sent import ToBeSentScreen
from tests.support.fake_mail import FakeMail
from tests.support.feeds import fed
from tests.support.looks import Memory
from tests.support.staging import enrolled, held_in, lines, release_all, stageable
from tests.support.stores import add_user, without_undo

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from desktop.bridge.desk import Desk
    from desktop.models.held_message import HeldLine
    from desktop.views.theme.theme import Theme
    from tests.support.clock import Clock


@pytest.fixture
def screens(desk: Desk, theme: Theme, qtbot: QtBot) -> Iterator[Screens]:
    """The window of an office that nothing was ever held for."""
    without_undo(desk.store)
    screens = Screens(desk, KeyringVault(), theme, Memory())
    screens.window.resize(1100, 700)
    screens.window.show()
    desk.settle()
    qtbot.waitUntil(lambda: not desk.jobs.busy)
    yield screens
    screens.dispose()
    screens.deleteLater()
    qtbot.wait(1)


@pytest.fixture
def held(screens: Screens, desk: Desk, qtbot: QtBot) -> list[HeldLine]:
    """Three held messages to two accounts each, due in one, two and three hours."""
    clock = clock_of(desk)
    enrolled(desk.store, desk.actor, clock)
    held_in(desk.store, desk.actor, clock, body="Credited: **{{ amount }}**.")
    for number in (2, 3):
        due = clock.now + timedelta(hours=number)
        fed(desk.store, desk.actor, stageable(number, due, "U0000001", "U0000002"))
    qtbot.waitUntil(lambda: "To Be Sent By IB  3" in tabs(screens))
    return list(lines(desk.store))


def clock_of(desk: Desk) -> Clock:
    return desk.store.clock  # type: ignore[return-value]


def tabs(screens: Screens) -> list[str]:
    bar = screens.window.area_of(COMMUNICATIONS).tabs
    return [bar.tabText(index) for index in range(bar.count()) if bar.isTabVisible(index)]


def listed(screens: Screens, qtbot: QtBot) -> ToBeSentScreen:
    """The tab, gone to with the keyboard."""
    screens.registry.run("go-to-be-sent")
    page = screens.window.area.show_tab(TO_BE_SENT)
    assert isinstance(page, ToBeSentPage)
    screen = ToBeSentScreen(page, qtbot)
    qtbot.waitUntil(lambda: bool(screen.statuses()))
    return screen


def preview(screens: Screens, held: HeldLine, qtbot: QtBot) -> HeldPreviewScreen:
    """The preview of this message, once it is there and read."""

    def is_there() -> bool:
        page = screens.window.area.currentWidget()
        return isinstance(page, HeldPreviewPage) and page.held is not None and page.message_id == held.id

    qtbot.waitUntil(is_there)
    page = screens.window.area.currentWidget()
    assert isinstance(page, HeldPreviewPage)
    return HeldPreviewScreen(page, qtbot)


def state_of(desk: Desk, held: HeldLine) -> HeldState:
    return staging.held_message(desk.store, held.id).standing.state


def test_the_tab_says_when_the_first_goes_out(screens: Screens, held: list[HeldLine]) -> None:
    bar = screens.window.area_of(COMMUNICATIONS).tabs
    said = next(bar.tabToolTip(place) for place in range(bar.count()) if "To Be Sent" in bar.tabText(place))
    assert said.startswith(f"{len(held)} messages wait for a decision; the first goes out: ")


def test_enter_opens_a_message_and_pressed_again_does_not_send_it(
    screens: Screens, desk: Desk, held: list[HeldLine], qtbot: QtBot
) -> None:
    screen = listed(screens, qtbot)
    screen.choose(0)
    screen.press(Qt.Key.Key_Return)
    opened = preview(screens, held[0], qtbot)
    focus = screens.window.focusWidget()
    assert focus is not None
    assert opened.page.isAncestorOf(focus)
    QTest.keyClick(focus, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not desk.jobs.busy)
    assert state_of(desk, held[0]) is HeldState.PENDING


def test_a_preview_decides_though_the_tab_was_never_opened(
    screens: Screens, desk: Desk, held: list[HeldLine], qtbot: QtBot
) -> None:
    screens.staging.show_held(held[1].id)
    preview(screens, held[1], qtbot).page.send.click()
    qtbot.waitUntil(lambda: state_of(desk, held[1]) is HeldState.LEAVING)


def test_pressed_twice_it_is_sent_once_and_nobody_is_told_that_somebody_was_first(
    screens: Screens, desk: Desk, held: list[HeldLine], qtbot: QtBot
) -> None:
    window = MainWindowPage(screens.window)
    screens.staging.show_held(held[0].id)
    page = preview(screens, held[0], qtbot).page
    page.send.click()
    page.send.click()
    qtbot.waitUntil(lambda: state_of(desk, held[0]) is HeldState.LEAVING)
    qtbot.waitUntil(lambda: not desk.jobs.busy)
    assert window.notices() == ["1 message is sent as it is."]


def test_a_colleague_who_was_first_is_named_and_a_half_written_note_survives(
    screens: Screens, desk: Desk, held: list[HeldLine], qtbot: QtBot
) -> None:
    other = add_user(desk.store, Role.APPROVER, "Alan Turing")
    screens.staging.show_held(held[0].id)
    page = preview(screens, held[0], qtbot).page
    place = page.send.geometry()
    page.history.note.setPlainText("Half a sen")
    staging.decide(desk.store, other, [(held[0].id, held[0].version)], Decision.REJECT_ONCE)
    qtbot.waitUntil(page.meanwhile.isVisible)
    assert "Reject Once, by Alan Turing" in page.meanwhile.words.text()
    assert not page.reverse.geometry().intersects(place), "nothing else stands where one was about to press"
    assert page.history.note.toPlainText() == "Half a sen"
    page.closed.emit()
    screens.staging.show_held(held[0].id)
    assert preview(screens, held[0], qtbot).page.history.note.toPlainText() == "Half a sen"


def test_its_date_passes_while_it_is_looked_at_and_what_failed_is_sent_again_from_there(
    screens: Screens, desk: Desk, held: list[HeldLine], qtbot: QtBot
) -> None:
    screens.staging.show_held(held[0].id)
    screen = preview(screens, held[0], qtbot)
    clock_of(desk).now = held[0].standing.deliver_at
    release_all(desk.store)
    mail = FakeMail(answers={"client1@clients.example": [Rejected("550 no")]})
    Deliverer(desk.store, mail.ways(), "me").step()
    screen.wait_standing("1 failed")
    assert not screen.page.meanwhile.isVisible()
    screen.page.deliveries.click()
    page = screens.window.area.currentWidget()
    assert isinstance(page, SentMessagePage)
    qtbot.waitUntil(page.control_bar.failed.isVisible)
    assert not any(button.isVisible() for button in (page.new_button, page.resend_button))
    assert not any(button.isVisible() for button in (page.control_bar.pause, page.control_bar.stop))
    MessageScreen(page, qtbot).choose(0)
    page.control_bar.failed.click()
    dialog = next(box for box in page.children() if hasattr(box, "yes"))
    dialog.yes.click()
    qtbot.waitUntil(lambda: staging.held_message(desk.store, held[0].id).totals.failed == 0)  # type: ignore[union-attr]
    page.closed.emit()
    assert screens.window.area.currentWidget() is screen.page, "back to the preview"
