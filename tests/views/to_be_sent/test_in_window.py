"""Message staging in the whole window: when the tab is there, and what the list and the preview do to each other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.channels.vault import KeyringVault
from desktop.errors import StoreUnavailable
from desktop.models.held_message import HeldFilter, HeldFilterState, HeldLine
from desktop.models.listing import Order
from desktop.models.office import Role
from desktop.models.staging import Decision, HeldState
from desktop.screens import COMMUNICATIONS, SENT_BY_IB, TO_BE_SENT, Screens
from desktop.services import enrolling, staging
from desktop.services.delivering import Deliverer
from desktop.views.held_preview.held_preview_page import HeldPreviewPage
from desktop.views.shell.action_registry import native_keys
from desktop.views.to_be_sent import deciding
from desktop.views.to_be_sent.to_be_sent_page import ToBeSentPage
from tests.pages.main_window import MainWindowPage
from tests.pages.to_be_sent import ToBeSentScreen
from tests.support.fake_mail import FakeMail
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
    screen.wait_statuses(*["Sent after its date"] * 3)
    qtbot.waitUntil(lambda: not desk.jobs.busy)
    assert TAB in MainWindowPage(screens.window).tabs()


def test_the_tab_key_stops_at_all_of_the_tab_in_the_order_in_which_it_stands(
    screens: Screens, desk: Desk, qtbot: QtBot
) -> None:
    screen = holding(screens, desk, qtbot, 1)
    screen.choose(0)
    screens.window.activateWindow()
    screens.window.area.tabs.setFocus()
    qtbot.waitUntil(screens.window.area.tabs.hasFocus)
    names = tabbed(screens, 11)
    head = ["Elections…", "Opt out…", "Filter: subject, type, text", "Status", "Type"]
    rows = ["Messages that IB is about to send"]
    assert names[1:] == [*head, *rows, "Preview", "Reject Once", "Always Reject…", "Send As Is"]


def test_the_tab_key_comes_to_a_new_election(screens: Screens, desk: Desk, qtbot: QtBot) -> None:
    holding(screens, desk, qtbot, 1)
    screens.enrolment.show_elections()
    qtbot.waitUntil(lambda: not desk.jobs.busy)
    screens.window.activateWindow()
    screens.window.places.list.setFocus()
    qtbot.waitUntil(screens.window.places.list.hasFocus)
    assert tabbed(screens, 2) == ["Close", "New election…"]


def test_undone_by_keyboard_the_list_has_the_focus_again(screens: Screens, desk: Desk, qtbot: QtBot) -> None:
    screen = holding(screens, desk, qtbot, 2)
    screen.choose(0)
    screen.page.reject_button.click()
    qtbot.waitUntil(lambda: "1 message rejected." in told(screens))
    action = screens.window.notices.bars[0].action
    assert action is not None
    screens.window.activateWindow()
    action.setFocus()
    qtbot.waitUntil(action.hasFocus)
    QTest.keyClick(action, Qt.Key.Key_Space)
    screen.wait_statuses(PENDING, PENDING)
    assert screens.window.focusWidget() is screen.view.table


def tabbed(screens: Screens, times: int) -> list[str]:
    """What the Tab key comes to."""
    names = []
    for _ in range(times):
        focus = screens.window.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, Qt.Key.Key_Tab)
        focus = screens.window.focusWidget()
        assert focus is not None
        names.append(focus.accessibleName())
    return names


def test_the_tab_counts_what_waits(screens: Screens, desk: Desk, qtbot: QtBot) -> None:
    holding(screens, desk, qtbot)
    area = screens.window.area_of(COMMUNICATIONS)
    place = [tab.id for tab in area.spec.tabs].index(TO_BE_SENT)
    spoken = "To Be Sent By IB, 3 messages wait for a decision; the first goes out: "
    qtbot.waitUntil(lambda: area.tabs.accessibleTabName(place).startswith(spoken))


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


def test_after_a_decision_the_next_that_waits_is_chosen(screens: Screens, desk: Desk, qtbot: QtBot) -> None:
    screen = holding(screens, desk, qtbot)
    first, second, third = (screen.view.model.id_at(place) for place in range(3))
    screen.choose(1)
    screen.press(Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: screen.view.selection().ids == {third})
    screen.wait_statuses(PENDING, PENDING, "Rejected once")
    screens.window.activateWindow()
    qtbot.waitUntil(screen.view.table.hasFocus)
    screen.press(Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: screen.view.selection().ids == {first})
    assert screen.view.model.id_at(0) == first
    assert second not in screen.view.selection().ids


def test_the_preview_sends_rejects_and_goes_on_by_keyboard(
    screens: Screens, desk: Desk, qtbot: QtBot
) -> None:
    screen = holding(screens, desk, qtbot)
    first, second, third = (screen.view.model.id_at(place) for place in range(3))
    screen.choose(0)
    screen.press(Qt.Key.Key_Return)
    by_key(preview(screens, qtbot), Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: "1 message rejected." in told(screens))
    by_key(preview(screens, qtbot), Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    page = preview(screens, qtbot)
    assert page.message_id == second
    by_key(page, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: "1 message is sent as it is." in told(screens))
    by_key(page, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert preview(screens, qtbot).message_id == third
    state = {line.id: line.standing.state for line in lines(desk.store)}
    assert state == {first: HeldState.REJECTED, second: HeldState.LEAVING, third: HeldState.PENDING}


def by_key(
    page: HeldPreviewPage, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    page.window().activateWindow()
    page.setFocus()
    QTest.keyClick(page, key, modifiers)


def test_its_keys_are_on_the_page_of_shortcuts_while_the_tab_is_there(
    screens: Screens, window: MainWindowPage, desk: Desk, qtbot: QtBot
) -> None:
    assert "Send As Is" not in window.shortcuts()
    holding(screens, desk, qtbot, 1)
    shown = window.shortcuts()
    assert shown["Send As Is"] == native_keys("Ctrl+Shift+S")
    assert shown["Reject Once"] == native_keys("Del")


def test_the_head_says_what_goes_out_before_the_office_opens_again(
    screens: Screens, desk: Desk, qtbot: QtBot
) -> None:
    screen = holding(screens, desk, qtbot, 1)
    night = clock_of(desk).now.replace(hour=2) + timedelta(days=1)
    fed(desk.store, desk.actor, stageable(9, night, "U0000001"))
    qtbot.waitUntil(
        lambda: screen.page.summary.text().startswith("2 messages wait for a decision; the first")
    )
    qtbot.waitUntil(lambda: screen.page.summary.text().endswith("before the office opens again."))
    first = lines(desk.store)[0]
    assert screen.page.summary.property("look") == "problem"  # the first goes out within the hour
    staging.decide(desk.store, desk.actor, as_looked_at(first), Decision.REJECT_ONCE)
    qtbot.waitUntil(lambda: screen.page.summary.property("look") == "strong")


def test_how_the_chosen_one_stands_is_said_in_words(screens: Screens, desk: Desk, qtbot: QtBot) -> None:
    screen = holding(screens, desk, qtbot, 1)
    screen.choose(0)
    qtbot.waitUntil(
        lambda: screen.page.standing.text().startswith("Pending decision. Without one it goes out")
    )
    staging.decide(desk.store, desk.actor, as_looked_at(lines(desk.store)[0]), Decision.SEND_AS_IS)
    release_all(desk.store)
    screen.wait_statuses("Sent as is")
    words = screen.page.standing
    qtbot.waitUntil(lambda: words.text().startswith("Send As Is, by Ada Byron"))
    assert "It went out" in words.text()
    assert words.text().endswith("0 of 4 delivered, 4 on the way.")
    worker = Deliverer(desk.store, FakeMail().ways(), "worker")
    for _ in range(3):
        worker.step()
    worker.close()
    qtbot.waitUntil(lambda: words.text().endswith("4 of 4 delivered."))


def test_all_of_one_row_can_be_decided_on(screens: Screens, desk: Desk, qtbot: QtBot) -> None:
    screen = holding(screens, desk, qtbot, 1)
    screen.view.table.selectAll()
    assert screen.page.send_button.isEnabled()
    assert screen.page.reject_button.isEnabled()


def test_what_was_decided_before_the_store_failed_is_told_and_can_be_undone(
    screens: Screens, desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = holding(screens, desk, qtbot)
    monkeypatch.setattr(deciding, "_TOGETHER", 2)
    decide, calls = staging.decide, []

    def failing(*args: object) -> object:
        calls.append(args)
        if len(calls) > 1:
            raise StoreUnavailable("Not saved", "The store is away.")
        return decide(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(staging, "decide", failing)
    screen.view.table.selectAll()
    screen.page.reject_button.click()
    screen.question().yes.click()
    qtbot.waitUntil(lambda: "The store is away." in told(screens))
    assert "2 messages rejected." in told(screens)
    undo(screens)
    screen.wait_statuses(PENDING, PENDING, PENDING)


def test_an_empty_tab_leads_to_what_has_gone_out(screens: Screens, desk: Desk, qtbot: QtBot) -> None:
    enrolled(desk.store, desk.actor, clock_of(desk))
    screen = opened(screens, qtbot)
    qtbot.waitUntil(screen.page.list.vacancy.isVisible)
    MainWindowPage(screens.window).button("Sent By IB").click()
    assert screens.window.area.tab == SENT_BY_IB


def test_many_are_listed_by_what_is_in_view_and_decided_on_in_parts(
    screens: Screens, desk: Desk, qtbot: QtBot
) -> None:
    enrolled(desk.store, desk.actor, clock_of(desk))
    held_in(desk.store, desk.actor, clock_of(desk), 1)
    due = clock_of(desk).now + timedelta(hours=9)
    fed(desk.store, desk.actor, *(stageable(number, due, "U0000001") for number in range(2, 1_002)))
    screens.registry.run("go-to-be-sent")
    page = screens.window.area.show_tab(TO_BE_SENT)
    assert isinstance(page, ToBeSentPage)
    model = page.list.model
    qtbot.waitUntil(lambda: model.total == 1_001 and model.exact)
    assert model.row_at(0) is not None
    assert model.row_at(900) is None
    page.list.table.selectAll()
    page.reject_button.click()
    ToBeSentScreen(page, qtbot).question().yes.click()
    qtbot.waitUntil(lambda: "1,001 messages rejected." in told(screens))
    assert (
        len(
            staging.held_list(desk.store).page(
                Order("delivery"), HeldFilter(state=HeldFilterState.OPEN), None, 9
            )
        )
        == 0
    )
