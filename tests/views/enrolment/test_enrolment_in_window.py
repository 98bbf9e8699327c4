"""Taking part in message staging from the window: asked before, said all the time, withdrawn, left again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from pytestqt.qtbot import QtBot

from desktop.bridge.desk import Desk
from desktop.channels.vault import KeyringVault
from desktop.models.enrolment import EnrolmentState
from desktop.models.office import Office, Role
from desktop.screens import COMMUNICATIONS, TO_BE_SENT, Screens
from desktop.services import enrolling
from desktop.services.computer_zone import ComputerZone
from desktop.views.elections.elections_page import ElectionsPage
from desktop.views.enrolment.enrolment_words import effect_words
from desktop.views.enrolment.question import EnrolmentQuestion
from desktop.views.kit.confirm import Confirm
from desktop.views.kit.words import Words
from desktop.views.theme.theme import Theme
from tests.pages.main_window import MainWindowPage
from tests.support.clock import Clock
from tests.support.looks import Memory
from tests.support.staging import enrolled, held_in

NEW_YORK, BERLIN = ZoneInfo("America/New_York"), ZoneInfo("Europe/Berlin")


@pytest.fixture
def screens(desk: Desk, theme: Theme, qtbot: QtBot) -> Iterator[Screens]:
    screens = Screens(desk, KeyringVault(), theme, Memory())
    screens.window.resize(1100, 700)
    screens.window.show()
    screens.window.show_place(COMMUNICATIONS)
    desk.settle()
    qtbot.waitUntil(lambda: screens.enrolment.standing is not None)
    yield screens
    qtbot.waitUntil(lambda: not desk.jobs.busy)
    screens.dispose()
    screens.deleteLater()
    qtbot.wait(1)


def clock_of(desk: Desk) -> Clock:
    assert isinstance(desk.now, Clock)
    return desk.now


def asked(screens: Screens) -> EnrolmentQuestion:
    return next(each for each in screens.window.findChildren(EnrolmentQuestion) if each.isVisible())


def points(question: EnrolmentQuestion) -> str:
    return " ".join(label.text() for label in question.findChildren(Words))


def wait_state(screens: Screens, state: EnrolmentState, qtbot: QtBot) -> None:
    qtbot.waitUntil(
        lambda: screens.enrolment.standing is not None and screens.enrolment.standing.state is state
    )


def test_the_office_takes_part_after_it_was_told_what_that_means_and_from_when(
    screens: Screens, desk: Desk, qtbot: QtBot
) -> None:
    window = MainWindowPage(screens.window)
    window.button("Enable Staging").click()
    said = points(asked(screens))
    assert "Silence means send" in said
    assert "You will get more messages at first" in said
    assert "E-mails go to those who decide: Ada Byron." in said
    assert "on from tonight, 23:45 New York, 05:45 on Saturday in Berlin." in said
    asked(screens).yes.click()
    wait_state(screens, EnrolmentState.ON_FROM, qtbot)
    words = "Message staging is on from tonight, 23:45 New York, 05:45 on Saturday in Berlin."
    assert words in window.notices()
    assert screens.window.area.header._sentence.text() == words
    assert "staging on from Sat 05:45" in window.status()
    assert enrolling.enrolment_now(desk.store).state is EnrolmentState.ON_FROM


def test_the_election_is_withdrawn_before_it_takes_effect(screens: Screens, desk: Desk, qtbot: QtBot) -> None:
    enrolling.elect(desk.store, desk.actor, on=True)
    wait_state(screens, EnrolmentState.ON_FROM, qtbot)
    MainWindowPage(screens.window).button("Withdraw…").click()
    question = screens.window.findChild(Confirm)
    assert question is not None
    question.yes.click()
    wait_state(screens, EnrolmentState.OFF, qtbot)
    assert MainWindowPage(screens.window).button("Enable Staging").isEnabled()


def test_once_on_the_button_leads_to_the_held_messages_and_the_strip_opts_out(
    screens: Screens, desk: Desk, qtbot: QtBot
) -> None:
    strip = screens.enrolment.strip()
    qtbot.addWidget(strip)
    enrolled(desk.store, desk.actor, clock_of(desk))
    held_in(desk.store, desk.actor, clock_of(desk), 2)
    wait_state(screens, EnrolmentState.ON, qtbot)
    qtbot.waitUntil(
        lambda: screens.enrolment.standing is not None and screens.enrolment.standing.waiting == 2
    )
    with qtbot.waitSignal(screens.enrolment.manage_wanted):
        MainWindowPage(screens.window).button("Manage Staging").click()
    assert "staging on" in MainWindowPage(screens.window).status()
    assert (strip.words.text(), strip.change.text()) == ("Message staging is on.", "Opt out…")
    strip.elections.click()
    assert screens.window.findChild(ElectionsPage) is not None
    screens.window.close_page()
    strip.change.click()
    said = points(asked(screens))
    assert "2 messages are pending now. Messages that are pending then stay so and go out" in said
    assert "Elections rest" in said
    asked(screens).yes.click()
    wait_state(screens, EnrolmentState.OFF_FROM, qtbot)
    assert strip.words.text().startswith("Message staging is off from tomorrow night, 23:45 New York")
    assert strip.change.text() == "Withdraw…"
    clock_of(desk).move(days=1)
    screens.enrolment._looking.timeout.emit()
    wait_state(screens, EnrolmentState.OFF, qtbot)
    assert screens.enrolment.standing is not None
    assert screens.enrolment.standing.has_held


def test_who_does_not_decide_is_told_why_nothing_can_be_elected(
    screens: Screens, desk: Desk, qtbot: QtBot
) -> None:
    desk.take_office(Office("Harbor"), BERLIN, desk.actor._replace(role=Role.SENDER))
    button = MainWindowPage(screens.window).button("Enable Staging")
    assert not button.isEnabled()
    assert button.toolTip() == "This takes an approver or an administrator."
    screens.enrolment.show_elections()
    page = screens.window.findChild(ElectionsPage)
    assert page is not None
    qtbot.waitUntil(page.nothing.isVisible)
    assert not page.new_button.isEnabled()


@pytest.mark.parametrize(
    ("moment", "now", "here", "words"),
    [
        ("2026-11-21 04:45", "2026-11-20 09:00", NEW_YORK, "tonight, 23:45 New York"),
        (
            "2026-11-21 04:45",
            "2026-11-20 09:00",
            ZoneInfo("Asia/Tokyo"),
            "tonight, 23:45 New York, 13:45 on Saturday in Tokyo",
        ),
        ("2026-11-22 04:45", "2026-11-21 04:46", NEW_YORK, "tomorrow night, 23:45 New York"),
        ("2026-11-22 04:45", "2026-11-21 04:44", NEW_YORK, "tomorrow night, 23:45 New York"),
        ("2026-11-24 04:45", "2026-11-20 09:00", NEW_YORK, "Monday, 23:45 New York"),
    ],
)
def test_the_restart_is_told_by_both_clocks(moment: str, now: str, here: ZoneInfo, words: str) -> None:
    at, seen = (datetime.fromisoformat(each).replace(tzinfo=UTC) for each in (moment, now))
    assert effect_words(at, NEW_YORK, here, seen) == words


def test_a_zone_without_a_name_is_here() -> None:
    at = datetime(2026, 11, 21, 4, 45, tzinfo=UTC)
    words = effect_words(at, NEW_YORK, ComputerZone(), at)
    assert words.endswith(" here") or words == "tonight, 23:45 New York"


def test_a_notice_leads_to_the_held_message_on_its_tab(screens: Screens, desk: Desk, qtbot: QtBot) -> None:
    enrolled(desk.store, desk.actor, clock_of(desk))
    (held,) = held_in(desk.store, desk.actor, clock_of(desk))
    wait_state(screens, EnrolmentState.ON, qtbot)
    screens.office.held_wanted.emit(held.id)
    qtbot.waitUntil(lambda: bool(screens.window.area.opened))
    assert screens.window.area.tab == TO_BE_SENT
    screens.office.held_wanted.emit(None)
    assert screens.window.area.opened == []
