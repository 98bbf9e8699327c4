"""Message staging in the whole window: when the tab is there, and what the list and the preview do to each other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from desktop.channels.vault import KeyringVault
from desktop.models.held_message import HeldLine
from desktop.models.office import Role
from desktop.models.staging import Decision, HeldState
from desktop.screens import COMMUNICATIONS, TO_BE_SENT, Screens
from desktop.services import enrolling, staging
from desktop.views.held_preview.held_preview_page import HeldPreviewPage
from desktop.views.to_be_sent.to_be_sent_page import ToBeSentPage
from tests.pages.main_window import MainWindowPage
from tests.pages.to_be_sent import ToBeSentScreen
from tests.support.feeds import fed
from tests.support.looks import Memory
from tests.support.staging import enrolled, held_in, lines, release_all, stageable
from tests.support.stores import add_user, without_undo

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from desktop.bridge.desk import Desk
    from desktop.views.theme.theme import Theme
    from tests.support.clock import Clock

TAB = "To Be Sent By IB"
PENDING = "Pending decision"


@pytest.fixture
def screens(desk: Desk, theme: Theme, qtbot: QtBot) -> Iterator[Screens]:
    without_undo(desk.store)
    screens = Screens(desk, KeyringVault(), theme, Memory())
    screens.window.resize(1100, 700)
    screens.window.show()
    desk.settle()
    screens.window.show_place(COMMUNICATIONS)
    yield screens
    screens.dispose()
    screens.deleteLater()
    qtbot.wait(1)


@pytest.fixture
def window(screens: Screens) -> MainWindowPage:
    return MainWindowPage(screens.window)


def clock_of(desk: Desk) -> Clock:
    return desk.store.clock  # type: ignore[return-value]


def holding(screens: Screens, desk: Desk, qtbot: QtBot, count: int = 3) -> ToBeSentScreen:
    """The tab, with so many messages that wait."""
    enrolled(desk.store, desk.actor, clock_of(desk))
    held_in(desk.store, desk.actor, clock_of(desk), count)
    return opened(screens, qtbot, *([PENDING] * count))


def opened(screens: Screens, qtbot: QtBot, *statuses: str) -> ToBeSentScreen:
    qtbot.waitUntil(lambda: any(title.startswith(TAB) for title in MainWindowPage(screens.window).tabs()))
    screens.registry.run("go-to-be-sent")
    page = screens.window.area.show_tab(TO_BE_SENT)
    assert isinstance(page, ToBeSentPage)
    screen = ToBeSentScreen(page, qtbot)
    screen.wait_statuses(*statuses)
    return screen


def preview(screens: Screens, qtbot: QtBot) -> HeldPreviewPage:
    """The preview in front, once it has read its message."""
    page = screens.window.area.currentWidget()
    assert isinstance(page, HeldPreviewPage)
    qtbot.waitUntil(lambda: page.held is not None)
    return page


def told(screens: Screens) -> str:
    return " ".join(f"{bar.notice.text} {bar.notice.detail}" for bar in screens.window.notices.bars)


def undo(screens: Screens) -> None:
    notice = next(bar.notice for bar in screens.window.notices.bars if bar.notice.action is not None)
    assert notice.action is not None
    notice.action()


def states(desk: Desk) -> set[HeldState]:
    return {line.standing.state for line in lines(desk.store)}


def as_looked_at(line: HeldLine) -> list[tuple[int, int]]:
    return [(line.id, line.version)]


def test_the_tab_is_there_once_the_office_is_about_to_take_part(
    screens: Screens, window: MainWindowPage, desk: Desk, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: not desk.jobs.busy)
    assert TAB not in window.tabs()
    assert not screens.registry.shown("go-to-be-sent").isEnabled()
    enrolling.elect(desk.store, desk.actor, on=True)
    qtbot.waitUntil(lambda: TAB in window.tabs())
    enrolling.elect(desk.store, desk.actor, on=False)
    qtbot.waitUntil(lambda: TAB not in window.tabs())


def test_the_tab_stays_where_something_was_held(screens: Screens, desk: Desk, qtbot: QtBot) -> None:
    screen = holding(screens, desk, qtbot)
    enrolling.elect(desk.store, desk.actor, on=False)
    clock_of(desk).move(days=2)
    release_all(desk.store)
    screen.wait_statuses(*["Sent at its date"] * 3)
    qtbot.waitUntil(lambda: not desk.jobs.busy)
    assert TAB in MainWindowPage(screens.window).tabs()


def test_the_tab_counts_what_waits(screens: Screens, desk: Desk, qtbot: QtBot) -> None:
    holding(screens, desk, qtbot)
    area = screens.window.area_of(COMMUNICATIONS)
    place = [tab.id for tab in area.spec.tabs].index(TO_BE_SENT)
    spoken = "To Be Sent By IB, 3 messages wait for a decision"
    qtbot.waitUntil(lambda: area.tabs.accessibleTabName(place) == spoken)


def test_a_message_is_opened_sent_from_its_preview_and_stands_so_in_the_list(
    screens: Screens, desk: Desk, qtbot: QtBot
) -> None:
    screen = holding(screens, desk, qtbot)
    screen.choose(1)
    screen.page.preview_button.click()
    page = preview(screens, qtbot)
    page.send.click()
    qtbot.waitUntil(lambda: "1 message is sent as it is." in told(screens))
    release_all(desk.store)
    page.close_preview.click()
    assert screens.window.area.currentWidget() is not page
    screen.wait_statuses(PENDING, PENDING, "Sent as is")


def test_a_colleague_was_first_while_the_preview_was_open(screens: Screens, desk: Desk, qtbot: QtBot) -> None:
    other = add_user(desk.store, Role.APPROVER, "Alan Turing")
    screen = holding(screens, desk, qtbot, 1)
    screen.choose(0)
    screen.page.preview_button.click()
    page = preview(screens, qtbot)
    assert page.held is not None
    looked_at = page.held
    staging.decide(desk.store, other, as_looked_at(looked_at), Decision.REJECT_ONCE)
    page.send_wanted.emit(looked_at)
    qtbot.waitUntil(lambda: "Alan Turing" in told(screens))
    assert states(desk) == {HeldState.REJECTED}


def test_undo_takes_back_what_was_decided_and_nothing_that_came_after(
    screens: Screens, desk: Desk, qtbot: QtBot
) -> None:
    other = add_user(desk.store, Role.APPROVER, "Alan Turing")
    screen = holding(screens, desk, qtbot, 1)
    screen.choose(0)
    screen.page.reject_button.click()
    screen.question().yes.click()
    screen.wait_statuses("Rejected once")
    qtbot.waitUntil(lambda: "1 message rejected." in told(screens))
    staging.reverse(desk.store, other, as_looked_at(lines(desk.store)[0]))
    staging.decide(desk.store, other, as_looked_at(lines(desk.store)[0]), Decision.REJECT_ONCE)
    undo(screens)
    qtbot.waitUntil(lambda: "1 message was not changed" in told(screens))
    assert states(desk) == {HeldState.REJECTED}


def test_several_types_always_rejected_end_their_elections_together_when_undone(
    screens: Screens, desk: Desk, qtbot: QtBot
) -> None:
    screen = holding(screens, desk, qtbot, 1)
    due = clock_of(desk).now + timedelta(hours=2)
    fed(desk.store, desk.actor, stageable(9, due, "U0000001", type="OTHER", type_name="Other"))
    screen.wait_statuses(PENDING, PENDING)
    screen.view.table.selectAll()
    screen.page.always_button.click()
    screen.effect().accept_button.click()
    screen.wait_statuses("Always rejected", "Always rejected")
    qtbot.waitUntil(lambda: "2 messages rejected." in told(screens))
    undo(screens)
    screen.wait_statuses(PENDING, PENDING)
    qtbot.waitUntil(lambda: "2 elections that came with them have ended." in told(screens))


def test_selection_and_scroll_stay_where_they_are_while_others_go_out(
    screens: Screens, desk: Desk, qtbot: QtBot
) -> None:
    enrolled(desk.store, desk.actor, clock_of(desk))
    held_in(desk.store, desk.actor, clock_of(desk), 1)
    due = clock_of(desk).now + timedelta(hours=9)
    fed(desk.store, desk.actor, *(stageable(number, due, "U0000001") for number in range(2, 92)))
    screen = opened(screens, qtbot, *[PENDING] * 91)
    table, model = screen.view.table, screen.view.model
    table.selectRow(60)
    table.scrollTo(model.index(60, 0))
    chosen, in_view = screen.view.selection().ids, model.id_at(table.window_in_view()[0])
    clock_of(desk).move(hours=1)
    release_all(desk.store)
    qtbot.waitUntil(lambda: model.place_of(next(iter(chosen))) == 59)
    assert screen.view.selection().ids == chosen
    assert model.id_at(table.window_in_view()[0]) == in_view


def test_what_went_out_while_the_question_was_open_is_told_and_the_rest_is_decided(
    screens: Screens, desk: Desk, qtbot: QtBot
) -> None:
    screen = holding(screens, desk, qtbot, 1)
    due = clock_of(desk).now + timedelta(hours=9)
    fed(desk.store, desk.actor, stageable(9, due, "U0000001"))
    screen.wait_statuses(PENDING, PENDING)
    screen.view.table.selectAll()
    screen.page.reject_button.click()
    question = screen.question()
    clock_of(desk).move(hours=1)
    release_all(desk.store)
    question.yes.click()
    qtbot.waitUntil(lambda: "1 message was not changed" in told(screens))
    qtbot.waitUntil(lambda: sorted(screen.statuses()) == ["Rejected once", "Sent at its date"])


def test_a_viewer_looks_and_is_told_who_decides(screens: Screens, desk: Desk, qtbot: QtBot) -> None:
    screen = holding(screens, desk, qtbot, 1)
    desk.actor = add_user(desk.store, Role.VIEWER, "Vi Ewer")
    desk.office_changed.emit()
    screen.choose(0)
    assert not screen.page.send_button.isEnabled()
    screen.page.preview_button.click()
    page = preview(screens, qtbot)
    qtbot.waitUntil(lambda: not page.send.isEnabled())
    assert states(desk) == {HeldState.PENDING}
