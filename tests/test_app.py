"""From nothing to an office: what is made, what is not, and what becomes of a change of mind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop import office_session, paths
from desktop.app import Program
from desktop.errors import StoreUnavailable
from desktop.models.change import ChangeKind, Subject
from desktop.models.office import Role, UserDetails
from desktop.models.step_report import StepReport
from desktop.office_screens import NOTICES
from desktop.office_session import user_at
from desktop.services.office import office_of, save_users, users_of
from desktop.services.sample.filling import fill_sample_office
from desktop.services.staffing import details_of
from desktop.store.address import StoreAddress
from desktop.store.opening import open_store
from desktop.views.settings.settings_page import SettingsPage
from tests.pages.who_works_here import WhoWorksHere
from tests.support.programs import Programs, founded

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from desktop.models.office import User
    from desktop.office_session import OfficeSession
    from desktop.store.store import Store
    from desktop.views.shell.office_status import OfficeStatus

PATIENCE_MS = 20_000


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "office.db"


@pytest.fixture
def start(qapp: QApplication, path: Path) -> Iterator[Programs]:
    """Starts the program; the one before it is ended first."""
    programs = Programs(qapp, path)
    yield programs
    programs.stop()


def no_office(program: Program) -> bool:
    return program.session is None


def marks_beside(path: Path) -> list[str]:
    """What an open store leaves beside it, so that an end without a goodbye is noticed."""
    return [each.name for each in path.parent.iterdir() if ".open-" in each.name]


def test_nothing_is_made_before_it_is_asked_for(start: Programs, path: Path) -> None:
    program = start()
    assert program.welcome.choice.isVisible()
    assert not path.exists()


def test_an_office_is_opened_at_once_and_closed_with_a_goodbye(
    start: Programs, path: Path, qtbot: QtBot
) -> None:
    founded(path)
    program = start()
    qtbot.waitUntil(lambda: program.session is not None, timeout=PATIENCE_MS)
    assert program.session is not None
    assert program.session.desk.actor.name == "Ada Byron"
    start.stop()
    assert marks_beside(path) == []


def delivering(start: Programs, path: Path, qtbot: QtBot) -> tuple[OfficeSession, OfficeStatus]:
    """An office whose deliveries run, and the line at the bottom that says so."""
    founded(path)
    program = start()
    at_work(program, qtbot)
    session = program.session
    assert session is not None
    status = session.screens.window.status
    qtbot.waitUntil(lambda: "deliveries running" in status.texts())
    return session, status


def let_mail_wait(session: OfficeSession, status: OfficeStatus, qtbot: QtBot) -> None:
    with session.desk.store.write() as unit:
        unit.trouble.begin("mail.example did not answer.")
        unit.commit()
    qtbot.waitUntil(lambda: "mail is waiting" in status.texts())


def test_the_line_at_the_bottom_says_as_long_as_it_lasts_that_mail_waits_and_why(
    start: Programs, path: Path, qtbot: QtBot
) -> None:
    session, status = delivering(start, path, qtbot)
    let_mail_wait(session, status, qtbot)
    assert "mail.example did not answer." in status.segment("deliveries").toolTip()
    with session.desk.store.write() as unit:
        unit.trouble.end()
        unit.commit()
    qtbot.waitUntil(lambda: "deliveries running" in status.texts())


def test_mail_that_waits_leads_to_the_mail_settings_or_to_the_notices_where_those_may_not_be_changed(
    start: Programs, path: Path, qtbot: QtBot
) -> None:
    session, status = delivering(start, path, qtbot)
    let_mail_wait(session, status, qtbot)
    QTest.keyClick(status.segment("deliveries"), Qt.Key.Key_Space)
    area = session.screens.window.area
    page = area.currentWidget()
    assert isinstance(page, SettingsPage)
    assert page.mail.isVisible()
    page.close_button.click()
    session.desk.take_office(
        session.desk.office, session.desk.zone, session.desk.actor._replace(role=Role.SENDER)
    )
    session._look_at_standing()
    qtbot.waitUntil(lambda: "notices" in status.segment("deliveries").toolTip())
    QTest.mouseClick(status.segment("deliveries"), Qt.MouseButton.LeftButton)
    area = session.screens.window.area
    assert (area.spec.id, area.tab, area.opened) == (NOTICES, NOTICES, [])


def test_a_shared_store_without_a_worker_is_told_wherever_something_would_leave(
    start: Programs, postgres_url: str, qtbot: QtBot
) -> None:
    store = open_store(StoreAddress.parse(postgres_url))
    fill_sample_office(store, accounts=3, messages=1, today=store.clock().date())
    program = start(at=StoreAddress.parse(postgres_url))
    at_work(program, qtbot)
    session = program.session
    assert session is not None
    status = session.screens.window.status
    qtbot.waitUntil(lambda: "no worker delivers" in status.texts())
    assert not session.desk.is_delivering
    with store.write() as unit:
        unit.outbox.report_worker("worker", "Delivering")
        unit.touch(Subject.WORKERS, ChangeKind.CHANGED)
        unit.commit()
    store.close()
    qtbot.waitUntil(lambda: "deliveries running" in status.texts())
    assert session.desk.is_delivering


def test_deliveries_that_ended_by_a_fault_are_not_told_to_run(
    start: Programs, path: Path, qtbot: QtBot
) -> None:
    session, status = delivering(start, path, qtbot)
    assert session.deliveries is not None
    session.deliveries.stop()
    session._on_deliveries_failed(RuntimeError("broken"))
    session._look_at_standing()
    qtbot.waitUntil(lambda: not session.desk.jobs.busy)
    assert "no worker delivers" in status.texts()
    assert not session.desk.is_delivering


def test_the_line_at_the_bottom_does_not_go_on_saying_that_deliveries_run_when_the_store_is_away(
    start: Programs, path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(store: Store) -> None:
        raise StoreUnavailable("The store cannot be reached", "The server did not answer.")

    session, status = delivering(start, path, qtbot)
    with monkeypatch.context() as change:
        change.setattr(office_session, "_standing", away)
        session._look_at_standing()
        qtbot.waitUntil(lambda: "store out of reach" in status.texts())
    session._look_at_standing()
    qtbot.waitUntil(lambda: "deliveries running" in status.texts())


def test_a_store_that_cannot_be_written_is_told_once_with_a_way_out_and_until_it_can(
    start: Programs, path: Path, qtbot: QtBot
) -> None:
    session, status = delivering(start, path, qtbot)
    assert session.deliveries is not None
    told, taken_back = list[str](), list[str]()
    session.desk.notices.arrived.connect(lambda notice: told.append(f"{notice.text} {notice.detail}"))
    session.desk.notices.withdrawn.connect(taken_back.append)
    full = StoreUnavailable("The disk is full", "Nothing could be written.", "Free some space.")
    for _ in range(2):
        session.deliveries.reported.emit(StepReport(store_trouble=full, was_idle=True))
    session._look_at_standing()
    qtbot.waitUntil(lambda: not session.desk.jobs.busy)
    assert "The disk is full" in status.texts()
    assert told == ["The disk is full Nothing could be written. Free some space."]
    session.deliveries.reported.emit(StepReport(was_idle=True))
    assert taken_back == ["The disk is full"]
    qtbot.waitUntil(lambda: "deliveries running" in status.texts())


def test_a_sample_that_is_called_off_leaves_the_choice_and_no_office(
    start: Programs, path: Path, qtbot: QtBot
) -> None:
    program = start()
    program.welcome.choice.sample_button.click()
    program.welcome.busy.report = lambda *_: program.welcome.busy.cancel_button.click()  # type: ignore[method-assign]
    qtbot.waitUntil(
        lambda: paths.sample_store().exists() and program.welcome.choice.isVisible(), timeout=PATIENCE_MS
    )
    qtbot.waitUntil(lambda: not program.jobs.busy, timeout=PATIENCE_MS)
    assert no_office(program)
    program.welcome.choice.office_wanted.emit("Harbor Advisors", "Ada Byron", "ada@office.example")
    qtbot.waitUntil(lambda: program.session is not None, timeout=PATIENCE_MS)
    assert program.session is not None
    assert program.session.desk.store.address.path == path
    start.stop()
    sample = open_store(StoreAddress(path=paths.sample_store()))
    assert office_of(sample) is None
    sample.close()


def test_giving_up_while_the_store_opens_closes_it(start: Programs, path: Path) -> None:
    founded(path)
    program = start()
    program.welcome.show()
    program.welcome.busy.cancel_button.click()
    assert program.session is None
    start.stop()
    assert marks_beside(path) == []


def test_trying_again_does_not_open_a_store_twice(start: Programs, path: Path, qtbot: QtBot) -> None:
    path.write_text("no store at all")
    program = start()
    qtbot.waitUntil(program.welcome.trouble.isVisible)
    path.unlink()
    founded(path)
    program.welcome.trouble.again_button.click()
    qtbot.waitUntil(lambda: program.session is not None, timeout=PATIENCE_MS)
    start.stop()
    assert marks_beside(path) == []


def with_a_colleague(at: Path | StoreAddress) -> None:
    """Aaron comes before Ada in every list of users."""
    founded(at)
    store = open_store(at if isinstance(at, StoreAddress) else StoreAddress(path=at))
    ada = users_of(store)[0]
    save_users(store, ada, [UserDetails("aaron", "Aaron First", "aaron@office.example", Role.ADMIN)])
    store.close()


def at_work(program: Program, qtbot: QtBot) -> User:
    qtbot.waitUntil(
        lambda: program.session is not None and program.session.desk.is_known, timeout=PATIENCE_MS
    )
    assert program.session is not None
    return program.session.desk.actor


def asked(program: Program, qtbot: QtBot) -> WhoWorksHere:
    qtbot.waitUntil(program.welcome.who.isVisible, timeout=PATIENCE_MS)
    return WhoWorksHere(program.welcome.who)


@pytest.fixture
def shared(store_url: str) -> StoreAddress:
    return StoreAddress.parse(store_url)


def test_whoever_opens_an_office_of_several_says_once_who_it_is(
    start: Programs, shared: StoreAddress, qtbot: QtBot
) -> None:
    with_a_colleague(shared)
    program = start(at=shared)
    question = asked(program, qtbot)
    assert no_office(program)
    assert question.names() == ["Aaron First (administrator)", "Ada Byron (administrator)"]
    assert user_at(shared, program.remembered) == ""
    question.page.go_button.click()
    assert question.page.names.problem == "Choose your name."
    assert no_office(program)
    question.choose("Ada")
    assert at_work(program, qtbot).name == "Ada Byron"
    assert not program.welcome.isVisible()
    assert program.session is not None
    assert program.session.screens.window.windowTitle() == "Harbor Advisors, Ada Byron, Message Center"
    session = start(at=shared).session
    assert session is not None
    qtbot.waitUntil(lambda: session.desk.is_known, timeout=PATIENCE_MS)
    assert session.desk.actor.name == "Ada Byron"


def test_whoever_does_not_say_who_it_is_does_nothing_in_anybodys_name(
    start: Programs, shared: StoreAddress, qtbot: QtBot
) -> None:
    with_a_colleague(shared)
    program = start(at=shared)
    question = asked(program, qtbot)
    with qtbot.waitSignal(program.welcome.closed):
        question.page.quit_button.click()
    assert no_office(program)
    start.stop()
    assert asked(start(at=shared), qtbot).names()


def test_a_window_gives_way_to_the_question_where_the_known_user_is_not_there_any_more(
    start: Programs, path: Path, qtbot: QtBot
) -> None:
    founded(path, founder="Zoe Quill")
    assert at_work(start(), qtbot).name == "Zoe Quill"
    start.stop()
    for each in path.parent.glob("office.db*"):
        each.unlink()
    with_a_colleague(path)
    program = start()
    assert program.session is not None
    question = asked(program, qtbot)
    assert no_office(program)
    question.choose("Ada")
    assert at_work(program, qtbot).name == "Ada Byron"


def test_the_title_tells_who_works_here_from_when_there_is_a_colleague(
    start: Programs, path: Path, qtbot: QtBot
) -> None:
    founded(path)
    program = start()
    ada = at_work(program, qtbot)
    assert program.session is not None
    window, desk = program.session.screens.window, program.session.desk
    assert window.windowTitle() == "Harbor Advisors, Message Center"
    save_users(desk.store, ada, [UserDetails("aaron", "Aaron First", "aaron@office.example")])
    qtbot.waitUntil(lambda: window.windowTitle() == "Harbor Advisors, Ada Byron, Message Center")


def test_nobody_becomes_another_unawares(start: Programs, path: Path, qtbot: QtBot) -> None:
    with_a_colleague(path)
    program = start()
    asked(program, qtbot).choose("Aaron")
    aaron = at_work(program, qtbot)
    assert aaron.name == "Aaron First"
    session = program.session
    assert session is not None
    session.screens.user_chosen.emit("ada")
    qtbot.waitUntil(lambda: session.desk.actor.name == "Ada Byron")
    ada = details_of(session.desk.actor)._replace(active=False)
    save_users(session.desk.store, aaron, [ada])
    qtbot.waitUntil(lambda: not session.desk.actor.active)
    assert session.desk.actor.name == "Ada Byron"
    assert at_work(start(), qtbot).name == "Ada Byron"


def test_who_works_in_one_office_is_not_taken_for_somebody_in_another(
    start: Programs, path: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    founded(path)
    assert at_work(start(), qtbot).user_id == "ada"
    other = tmp_path / "other" / "office.db"
    with_a_colleague(other)
    program = start(at=other)
    asked(program, qtbot).choose("Aaron")
    assert at_work(program, qtbot).user_id == "aaron"
    assert at_work(start(), qtbot).user_id == "ada"


def known(start: Programs, path: Path, qtbot: QtBot) -> None:
    """An office that was opened at this desk before."""
    founded(path)
    assert at_work(start(), qtbot).name == "Ada Byron"
    start.stop()


def test_the_window_of_a_known_office_stands_before_its_store_is_open(
    start: Programs, path: Path, qtbot: QtBot
) -> None:
    known(start, path, qtbot)
    session = start().session
    assert session is not None
    assert session.screens.window.isVisible()
    assert not session.desk.is_known
    window = session.screens.window
    before = (window.size(), window.places.geometry(), window.area.header.geometry())
    qtbot.waitUntil(lambda: session.desk.is_known, timeout=PATIENCE_MS)
    assert window.isVisible()
    assert (window.size(), window.places.geometry(), window.area.header.geometry()) == before
    assert window.places.office_words[0] == "Harbor Advisors"


def test_what_is_chosen_before_the_store_is_open_happens_when_it_is(
    start: Programs, path: Path, qtbot: QtBot
) -> None:
    known(start, path, qtbot)
    session = start().session
    assert session is not None
    area = session.screens.window.area
    session.screens.registry.run("write-message")
    assert area.opened == []
    qtbot.waitUntil(lambda: len(area.opened) == 1, timeout=PATIENCE_MS)
    assert session.desk.is_known


def test_a_window_whose_store_cannot_be_opened_gives_way_to_the_reason(
    start: Programs, path: Path, qtbot: QtBot
) -> None:
    known(start, path, qtbot)
    path.write_text("no store at all")
    program = start()
    assert program.session is not None
    qtbot.waitUntil(lambda: program.session is None, timeout=PATIENCE_MS)
    assert program.welcome.trouble.isVisible()
    path.unlink()
    founded(path)
    program.welcome.trouble.again_button.click()
    assert at_work(program, qtbot).name == "Ada Byron"
    assert not program.welcome.isVisible()


def test_a_window_that_is_closed_while_its_store_opens_leaves_nothing_behind(
    start: Programs, path: Path, qtbot: QtBot
) -> None:
    known(start, path, qtbot)
    session = start().session
    assert session is not None
    session.screens.window.close()
    start.stop()
    assert marks_beside(path) == []
