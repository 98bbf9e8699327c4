"""Inquiries on the screen: found, asked, followed; what is half written is not lost, what is unread is bold."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from desktop.bridge.desk import Desk
from desktop.errors import StoreUnavailable
from desktop.models.change import Change
from desktop.models.inquiry import InquiryStep
from desktop.models.inquiry_draft import InquiryDraft
from desktop.models.inquiry_filter import InquiryFilter
from desktop.models.listing import Order
from desktop.models.office import Role
from desktop.services import inquiries
from desktop.services.inquiries import Submitted
from desktop.services.inquiry_files import with_file
from desktop.store.unit_of_work import UnitOfWork
from desktop.views.inquiries.inquiries_page import InquiriesPage
from desktop.views.inquiries.inquiry_dialog import InquiryDialog
from desktop.views.inquiries.inquiry_page import InquiryPage
from desktop.views.kit.saving import save_as
from tests.pages.inquiries import InquiryForm, InquiryList, OpenInquiry, question
from tests.support.broker_sends import broker_message_in
from tests.support.feeds import fed, reply
from tests.support.looks import Memory
from tests.support.stores import add_user

ASKED = InquiryDraft("Interest of October", "How was it reckoned?")
OURS = ("office", ASKED.text)


@pytest.fixture
def asked(desk: Desk) -> Submitted:
    return inquiries.submit(desk.store, desk.actor, ASKED)


@pytest.fixture
def listed(desk: Desk, qtbot: QtBot) -> Iterator[InquiryList]:
    page = InquiriesPage(desk, Memory())
    page.show()
    yield InquiryList(page, qtbot)
    page.close()
    page.deleteLater()


@pytest.fixture
def opened(desk: Desk, asked: Submitted, qtbot: QtBot) -> Iterator[OpenInquiry]:
    page = InquiryPage(desk, asked.inquiry_id)
    page.resize(900, 600)
    page.show()
    shown = OpenInquiry(page, qtbot)
    shown.wait_for([OURS])
    yield shown
    page.close()
    page.deleteLater()


@pytest.fixture
def form(desk: Desk, qtbot: QtBot) -> Iterator[InquiryForm]:
    dialog = InquiryDialog(desk, InquiryDraft("About IB-1", "", (), None))
    dialog.open()
    yield InquiryForm(dialog, qtbot)
    if isValid(dialog):
        dialog.deleteLater()


def test_open_ones_are_listed_first_and_closed_ones_are_kept(
    desk: Desk, asked: Submitted, listed: InquiryList
) -> None:
    second = inquiries.submit(desk.store, desk.actor, InquiryDraft("Fees", "Which?"))
    inquiries.close(desk.store, desk.actor, asked.inquiry_id, 1)
    fed(desk.store, desk.actor, reply(1, second.number, body="Tariff B"))
    listed.wait_for("Latest answer", ["Tariff B"])
    assert (listed.column("Number"), listed.column("Status")) == (["2026-000002"], ["Answered"])
    assert listed.is_bold(0)
    listed.page.chips.closed.click()
    listed.wait_for("Status", ["Closed"])
    assert not listed.is_bold(0)
    listed.page.chips.all.click()
    listed.wait_for("Status", ["Answered", "Closed"])


def test_viewers_are_not_offered_to_ask(desk: Desk, listed: InquiryList) -> None:
    assert listed.page.new_button.isEnabled()
    desk.take_office(desk.office, desk.zone, add_user(desk.store, Role.VIEWER, "Vi Ewer"))
    assert not listed.page.new_button.isEnabled()
    assert listed.page.new_button.toolTip().startswith("This takes a sender, an approver")


def test_a_thread_is_read_and_marked_so_and_goes_on_by_itself(
    desk: Desk, asked: Submitted, opened: OpenInquiry
) -> None:
    first = opened.page.thread_view.entries[1]
    fed(desk.store, desk.actor, reply(1, asked.number, body="On its <b>way</b>."))
    opened.wait_for([OURS, ("broker", "On its <b>way</b>.")])
    assert opened.page.thread_view.entries[1] is first
    opened.qtbot.waitUntil(lambda: inquiries.unread_answers(desk.store) == 0)


def test_adding_takes_text_and_files_along(desk: Desk, opened: OpenInquiry, tmp_path: Path) -> None:
    (tmp_path / "letter.pdf").write_bytes(b"%PDF words")
    opened.write("And when?")
    opened.attach(tmp_path / "letter.pdf")
    with opened.qtbot.waitSignal(opened.page.changed):
        opened.press(InquiryStep.ADDED)
    opened.wait_for([OURS, ("office", "And when?")])
    assert not opened.page.is_dirty
    thread = inquiries.thread(desk.store, 1)
    assert thread is not None
    assert [file.name for file in thread.entries[1].files] == ["letter.pdf"]


def test_what_stands_in_the_way_of_adding_is_said_there(opened: OpenInquiry) -> None:
    opened.press(InquiryStep.ADDED)
    opened.qtbot.waitUntil(lambda: "says nothing" in opened.page.reply.field.problem)
    opened.write("Now it")
    assert not opened.page.reply.field.problem


def test_it_is_cancelled_after_a_question_and_opened_again(opened: OpenInquiry) -> None:
    assert opened.offered() == [InquiryStep.CLOSED, InquiryStep.CANCELLED, InquiryStep.ADDED]
    opened.press(InquiryStep.CANCELLED)
    opened.agree()
    opened.qtbot.waitUntil(lambda: opened.offered() == [InquiryStep.REOPENED])
    opened.press(InquiryStep.REOPENED)
    opened.qtbot.waitUntil(lambda: InquiryStep.ADDED in opened.offered())


def test_what_a_colleague_adds_while_the_question_stands_is_not_cancelled_unseen(
    desk: Desk, asked: Submitted, opened: OpenInquiry
) -> None:
    opened.press(InquiryStep.CANCELLED)
    desk.refresh.take(inquiries.add(desk.store, desk.actor, asked.inquiry_id, 1, "One thing more"))
    opened.wait_for([OURS, ("office", "One thing more")])
    opened.agree()
    opened.qtbot.waitUntil(lambda: "changed it meanwhile" in opened.page.reply.refusal.text())
    assert InquiryStep.CANCELLED in opened.offered()


def test_after_each_step_the_keyboard_is_where_the_next_one_is_taken(opened: OpenInquiry) -> None:
    reply, wait = opened.page.reply, opened.qtbot.waitUntil
    reply.text.setFocus()
    opened.write("And when?")
    opened.press_by_keyboard(InquiryStep.ADDED)
    opened.wait_for([OURS, ("office", "And when?")])
    wait(lambda: opened.focus() is reply.text)
    for ends in (InquiryStep.CLOSED, InquiryStep.CANCELLED):
        opened.press_by_keyboard(ends)
        if ends is InquiryStep.CANCELLED:
            opened.agree()
        wait(lambda: opened.offered() == [InquiryStep.REOPENED])
        wait(lambda: opened.focus() is reply.buttons[InquiryStep.REOPENED])
        opened.press_by_keyboard(InquiryStep.REOPENED)
        wait(lambda: InquiryStep.ADDED in opened.offered())
        wait(lambda: opened.focus() is reply.text)


def test_the_keyboard_stays_where_a_person_took_it_while_a_step_was_taken(opened: OpenInquiry) -> None:
    opened.press_by_keyboard(InquiryStep.CLOSED)
    body = opened.page.thread_view.entries[1].body
    body.setFocus()
    opened.qtbot.waitUntil(lambda: opened.offered() == [InquiryStep.REOPENED])
    assert opened.focus() is body


def test_the_keyboard_is_on_what_is_left_when_a_colleague_ends_the_inquiry(
    desk: Desk, asked: Submitted, opened: OpenInquiry
) -> None:
    opened.page.reply.text.setFocus()
    inquiries.close(desk.store, desk.actor, asked.inquiry_id, 1)
    opened.qtbot.waitUntil(lambda: opened.offered() == [InquiryStep.REOPENED])
    assert opened.focus() is opened.page.reply.buttons[InquiryStep.REOPENED]


def test_a_colleague_who_was_quicker_is_shown_and_nothing_typed_is_lost(
    desk: Desk, asked: Submitted, opened: OpenInquiry
) -> None:
    opened.write("And when?")
    # Heard of only when the step is refused: another program changed it and no announcement came yet.
    desk.refresh.blockSignals(True)
    inquiries.close(desk.store, desk.actor, asked.inquiry_id, 1)
    opened.press(InquiryStep.ADDED)
    opened.qtbot.waitUntil(lambda: "changed it meanwhile" in opened.page.reply.refusal.text())
    opened.wait_for([OURS, ("office", "")])
    assert opened.page.reply.text.toPlainText() == "And when?"
    desk.refresh.blockSignals(False)


def test_what_is_half_written_when_ib_ends_the_inquiry_stays_in_view_and_leaves_only_when_it_is_added(
    desk: Desk, asked: Submitted, opened: OpenInquiry
) -> None:
    opened.write("And when?")
    fed(desk.store, desk.actor, reply(1, asked.number, status="closed", body="Done."))
    opened.qtbot.waitUntil(lambda: opened.offered() == [InquiryStep.REOPENED])
    assert opened.page.reply.text.isVisible()
    assert "ended meanwhile" in opened.page.reply.ended.text()
    assert opened.page.reply.ended.isVisible()
    opened.press(InquiryStep.REOPENED)
    opened.qtbot.waitUntil(lambda: InquiryStep.ADDED in opened.offered())
    opened.wait_for([OURS, ("broker", "Done."), ("office", "")])
    assert opened.page.reply.text.toPlainText() == "And when?"
    assert not opened.page.reply.ended.isVisible()


def test_half_written_text_is_asked_about(opened: OpenInquiry) -> None:
    closed: list[bool] = []
    opened.page.closed.connect(lambda: closed.append(True))
    opened.write("Half")
    opened.page.ask_close()
    box = question(opened.page)
    assert box is not None
    box.no.click()
    assert closed == []
    opened.page.ask_close()
    opened.agree()
    assert closed == [True]


def test_it_leads_to_the_message_it_is_about(desk: Desk, qtbot: QtBot) -> None:
    message_id = broker_message_in(desk.store, desk.actor)
    assert message_id > 2**32
    asked = inquiries.submit(desk.store, desk.actor, InquiryDraft("About", "Why?", message_id=message_id))
    page = InquiryPage(desk, asked.inquiry_id)
    page.show()
    qtbot.waitUntil(page.message_button.isVisible)
    with qtbot.waitSignal(page.message_wanted) as wanted:
        page.message_button.click()
    assert wanted.args == [message_id]
    page.close()
    page.deleteLater()


def test_files_are_saved_as_they_were(desk: Desk, tmp_path: Path) -> None:
    files = with_file((), "letter.pdf", b"exact \x00 bytes")
    asked = inquiries.submit(desk.store, desk.actor, InquiryDraft("About", "Why?", files))
    thread = inquiries.thread(desk.store, asked.inquiry_id)
    assert thread is not None
    data = inquiries.file_data(desk.store, thread.entries[0].files[0])
    save_as(tmp_path / "out.pdf", lambda path: path.write_bytes(data), desk.notices)
    assert (tmp_path / "out.pdf").read_bytes() == b"exact \x00 bytes"


def test_the_form_says_problems_beside_its_fields(form: InquiryForm, tmp_path: Path) -> None:
    form.write("", "")
    form.submit()
    form.qtbot.waitUntil(lambda: set(form.problems()) == {"subject"})
    form.write("About IB-1", "")
    form.submit()
    form.qtbot.waitUntil(lambda: set(form.problems()) == {"text"})
    form.write("Subject", "A question")
    assert form.problems() == {}
    for name in ("a.exe", "a.pdf", "b.pdf", "c.pdf"):
        (tmp_path / name).write_bytes(name.encode())
    form.attach(tmp_path / "a.exe")
    assert "a program" in form.problems()["attachments"]
    form.attach(tmp_path / "a.pdf", tmp_path / "b.pdf", tmp_path / "c.pdf")
    assert [file.name for file in form.dialog.draft.attachments] == ["a.pdf", "b.pdf"]
    assert "Only 2 files" in form.problems()["attachments"]


def test_after_attaching_the_focus_is_where_it_was_and_not_on_what_cancels(
    form: InquiryForm, tmp_path: Path
) -> None:
    (tmp_path / "a.pdf").write_bytes(b"a")
    button = form.dialog.files.list.button
    button.setFocus()
    form.qtbot.waitUntil(button.hasFocus)
    with_the_focus = QDialog(form.dialog)  # as the question for a file has it
    with_the_focus.open()
    form.qtbot.waitUntil(with_the_focus.isActiveWindow)
    form.attach(tmp_path / "a.pdf")
    with_the_focus.close()
    assert form.dialog.focusWidget() is button


def test_a_submitted_form_tells_its_number_and_is_gone(desk: Desk, form: InquiryForm) -> None:
    form.write("About IB-1", "Why?")
    with form.qtbot.waitSignal(form.dialog.submitted) as told:
        form.submit()
    assert told.args[0].number == "2026-000001"


def test_a_form_that_got_no_answer_submits_the_same_inquiry_again(
    desk: Desk, form: InquiryForm, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    committed = UnitOfWork.commit
    lost: list[Change] = []

    def commit(unit: UnitOfWork) -> Change:
        change = committed(unit)
        if not lost:
            lost.append(change)
            raise StoreUnavailable("The store cannot be reached", "The connection broke.")
        return change

    monkeypatch.setattr(UnitOfWork, "commit", commit)
    form.write("Fees", "Which?")
    form.submit()
    qtbot.waitUntil(lambda: "The connection broke." in form.dialog.refusal.text())
    with qtbot.waitSignal(form.dialog.submitted) as told:
        form.submit()
    assert told.args is not None
    assert told.args[0].number.endswith("-000001")
    assert len(inquiries.inquiry_list(desk.store).page(Order("at"), InquiryFilter(), None, 9)) == 1


def test_escape_asks_only_where_something_would_be_lost(form: InquiryForm) -> None:
    form.write("About IB-1", "Half")
    form.press_escape()
    box = question(form.dialog)
    assert box is not None
    box.no.click()
    assert form.dialog.isVisible()
    assert form.dialog.text.toPlainText() == "Half"
    form.write("About IB-1", "")
    form.press_escape()
    assert not form.dialog.isVisible()
