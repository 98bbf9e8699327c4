"""A sent message: each delivery with its state, and exactly what each recipient got."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from desktop.channels.mail import Rejected, Unconfirmed
from desktop.models.channel import channels_of
from desktop.models.delivery import DeliveryTotals
from desktop.models.template import TemplateContent
from desktop.services import message_control
from desktop.services.templates import create_template
from desktop.views.kit.html_viewer import HtmlViewer
from desktop.views.sent.paper import paper_html
from desktop.views.sent.sent_head_bar import SentHeadBar
from desktop.views.sent.sent_message_page import SentMessagePage
from desktop.views.sent.state_chips import StateGroup
from tests.pages.sent import dialog_of
from tests.support.looks import Memory
from tests.support.stores import add_accounts, details

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from tests.pages.sent import MessageScreen
    from tests.support.sent_office import SentOffice

    Opens = Callable[[int], MessageScreen]


def three(office: SentOffice, channels: str = "WEB") -> int:
    """Three recipients: the first is reached, the second's mail is refused, the third has neither."""
    office.mail.answers["client2@clients.example"] = [Rejected("550 No such user", 550)]
    accounts = [details(1), details(2), details(3, email="", tws_access=False)]
    message_id = office.send(accounts, channels, "Letter for {{ account_title }}")
    office.deliver()
    return message_id


def test_the_head_says_what_was_sent_when_by_whom_and_how(office: SentOffice, message: Opens) -> None:
    saved = create_template(
        office.theirs,
        office.user,
        TemplateContent("Quarterly", "Letter", "Dear {{ account_title }}", channels_of("W"), branded=False),
    )
    message_id = office.send(
        [details(1)], "WE", "Letter for {{ account_title }}", template_id=saved.template_id
    )
    office.deliver()
    page = message(message_id).page
    assert page.head.header.title == "Letter for ‹account title›"
    meta = page.head_bar.meta.text()
    assert "Sent by Ada Byron on Friday 20 November 2026, 10:00:00 (Europe/Berlin, UTC+01:00)" in meta
    assert "Replies go to ada.byron@office.example · Message Center, Email · Template “Quarterly”" in meta
    assert page.head_bar.totals.accessibleName() == "2 of 2 delivered"
    assert page.head_bar.progress.isHidden()


def test_the_delivery_that_is_shown_is_marked_in_the_list(office: SentOffice, message: Opens) -> None:
    screen = message(three(office))
    page, table = screen.page, screen.view.table

    def shown() -> set[int]:
        line = page.pane.line
        return set() if line is None else {line.id}

    page.list.filter_bar.edit.setFocus()
    table.setFocus()
    assert table.currentIndex().row() == 0, "Qt goes there when the focus comes back"
    assert not table.selection()
    assert not shown()
    screen.choose(2)
    assert len(shown()) == 1
    assert table.selection().ids == shown()
    table.clearSelection()
    assert not shown()


def test_every_recipient_and_channel_has_a_row(office: SentOffice, message: Opens) -> None:
    screen = message(three(office))
    assert screen.rows()[:4] == [
        ["U0000001", "Client 1", "Message Center", "Delivered", "", "1", "10:00"],
        ["U0000001", "Client 1", "Email", "Delivered", "250 OK", "1", "10:00"],
        ["U0000001", "Client 1", "TWS Bulletin", "Delivered", "", "1", "10:00"],
        ["U0000002", "Client 2", "Message Center", "Delivered", "", "1", "10:00"],
    ]
    assert screen.rows()[4][3:6] == ["Failed", "550 No such user", "1"]
    assert screen.rows()[7][3:6] == ["Skipped", "The account has no e-mail address.", ""]
    assert screen.rows()[8][4] == "The account has no access to TWS."


def test_chips_count_and_narrow(office: SentOffice, message: Opens) -> None:
    screen = message(three(office))
    assert screen.chips() == ["All  9", "Delivered  6", "Failed  1", "Skipped  2"]
    screen.press_chip(StateGroup.SKIPPED)
    screen.wait_for("Account", ["U0000003", "U0000003"])
    assert screen.view.filter_bar.count.text() == ""
    screen.press_chip(StateGroup.ALL)
    screen.type_filter("client 2")
    screen.wait_for("Account", ["U0000002"] * 3)
    assert screen.view.filter_bar.count.text() == "3 of 9"


def test_clearing_a_filter_without_matches_lists_all_again(office: SentOffice, message: Opens) -> None:
    screen = message(three(office))
    screen.press_chip(StateGroup.FAILED)
    screen.wait_for("Account", ["U0000002"])
    screen.type_filter("nobody")
    screen.wait_for("Account", [])
    QTest.mouseClick(screen.view.vacancy.clear_button, Qt.MouseButton.LeftButton)
    screen.qtbot.waitUntil(lambda: len(screen.rows()) == 9)


def test_each_channel_shows_what_left(office: SentOffice, message: Opens, qtbot: QtBot) -> None:
    screen = message(three(office))
    screen.choose_delivery("U0000001", "Email")
    qtbot.waitUntil(lambda: "Dear Client 1," in screen.shown())
    assert screen.forms() == ["Message", "Text", "Headers", "Source"]
    screen.press_form("Text")
    assert "your statement for U0000001 is ready." in screen.shown().replace("*", "")
    screen.press_form("Headers")
    assert "Subject: Letter for Client 1" in screen.shown()
    screen.press_form("Source")
    raw = office.mail.sent[0][1]
    assert screen.shown() == raw.decode().replace("\r\n", "\n")
    screen.choose_delivery("U0000001", "TWS Bulletin")
    qtbot.waitUntil(lambda: screen.shown().startswith("Letter for Client 1\nDear Client 1,"))
    assert screen.forms() == []
    screen.choose_delivery("U0000002", "Message Center")
    qtbot.waitUntil(lambda: "Dear Client 2," in screen.shown())
    assert screen.page.pane.eml_button.isHidden()


def test_what_was_not_sent_is_explained(office: SentOffice, message: Opens, qtbot: QtBot) -> None:
    screen = message(three(office))
    screen.choose_delivery("U0000003", "TWS Bulletin")
    assert screen.explanation() == "Nothing was sent over this channel The account has no access to TWS."
    assert screen.shown() == ""
    screen.choose_delivery("U0000002", "Email")
    qtbot.waitUntil(lambda: "550 No such user" in screen.explanation())
    assert "It is not tried again by itself." in screen.explanation()


def test_what_is_unconfirmed_is_shown_and_explained(office: SentOffice, message: Opens, qtbot: QtBot) -> None:
    office.mail.answers["client1@clients.example"] = [Unconfirmed("connection lost")]
    message_id = office.send([details(1)], "E")
    office.deliver()
    screen = message(message_id)
    screen.choose_delivery("U0000001", "Email")
    qtbot.waitUntil(lambda: "connection lost" in screen.explanation())
    assert "connection lost. So that nobody is written to twice" in screen.explanation()


def test_totals_rate_and_rows_move_while_it_is_sent(office: SentOffice, message: Opens, qtbot: QtBot) -> None:
    message_id = office.send([details(number) for number in range(1, 151)], "E")
    screen = message(message_id)
    bar = screen.page.head_bar
    assert bar.progress.text() == "0 of 150"
    assert screen.chips() == ["All  150", "Queued  150"]
    office.hear()
    for _ in range(2):
        office.clock.move(seconds=2)
        office.deliver()
        office.hear()
        qtbot.waitUntil(lambda: bar.progress.text().startswith(f"{len(office.mail.sent)} of 150"))
    assert bar.progress.text() == "100 of 150 · 25 a second · about 2 s left"
    office.clock.move(minutes=1)
    bar.beat.timeout.emit()
    assert bar.progress.text() == "100 of 150"
    screen.qtbot.waitUntil(lambda: screen.column("Status")[99:101] == ["Delivered", "Queued"])
    office.deliver()
    office.hear()
    qtbot.waitUntil(bar.progress.isHidden)
    assert not bar.beat.isActive()
    assert screen.chips() == ["All  150", "Delivered  150"]


def test_what_is_posted_at_once_makes_no_promise_for_the_mails(
    office: SentOffice, message: Opens, qtbot: QtBot
) -> None:
    """120 rows are posted within a second; the mails leave 10 in 2 seconds."""
    found = message(office.send([details(place) for place in range(1, 121)], "WE")).page._head
    assert found is not None
    assert found.mails_follow
    head = found
    bar = SentHeadBar(office.desk)
    qtbot.addWidget(bar)

    def shown(delivered: int, *, mails_follow: bool = False, trouble: str = "") -> str:
        totals = DeliveryTotals(queued=240 - delivered, delivered=delivered)
        changes = {"mails_follow": mails_follow, "trouble": trouble}
        bar.show_head(replace(head, message=replace(head.message, totals=totals), **changes))  # type: ignore[arg-type]
        return bar.progress.text()

    assert shown(0, mails_follow=True) == "0 of 240"
    office.clock.move(seconds=2)
    assert shown(100, mails_follow=True) == "100 of 240"
    assert shown(120) == "120 of 240"
    office.clock.move(seconds=2)
    assert shown(130) == "130 of 240 · 5 a second · about 22 s left"
    for trouble in ("No answer.", ""):
        office.clock.move(minutes=5)
        assert shown(130, trouble=trouble) == "130 of 240"
    office.clock.move(seconds=2)
    assert shown(140) == "140 of 240 · 5 a second · about 20 s left"
    bar.beat.stop()


def test_numbers_of_many_states_stay_whole_beside_the_rate_in_a_narrow_window(
    office: SentOffice, message: Opens, qtbot: QtBot
) -> None:
    found = message(office.send([details(place) for place in range(1, 121)], "E")).page._head
    assert found is not None
    head = found
    bar = SentHeadBar(office.desk)
    qtbot.addWidget(bar)
    bar.resize(700, 120)
    bar.show()
    for delivered in (200, 300):
        totals = DeliveryTotals(
            queued=25_300, sending=213, delivered=delivered, failed=9, skipped=18, unconfirmed=4
        )
        bar.show_head(replace(head, message=replace(head.message, totals=totals)))
        office.clock.move(seconds=2)
    assert "a second" in bar.progress.text()
    qtbot.waitUntil(lambda: bar.progress.y() > bar.totals.y())
    assert bar.totals.width() >= bar.totals.sizeHint().width()
    assert bar.events.geometry().right() == bar.rect().right()
    bar.resize(1_400, 120)
    qtbot.waitUntil(lambda: bar.progress.geometry().center().y() == bar.totals.geometry().center().y())
    assert bar.totals.width() >= bar.totals.sizeHint().width()
    bar.beat.stop()


def test_a_row_that_is_looked_at_moves_from_waiting_to_its_message(
    office: SentOffice, message: Opens, qtbot: QtBot
) -> None:
    message_id = office.send([details(1)], "E")
    screen = message(message_id)
    screen.choose_delivery("U0000001", "Email")
    assert screen.explanation() == "Not sent yet Nothing has left for this account over this channel yet."
    office.hear()
    office.deliver()
    office.hear()
    qtbot.waitUntil(lambda: "Dear Client 1," in screen.shown())
    assert screen.explanation() == ""


def test_mail_that_does_not_leave_is_told(office: SentOffice, message: Opens, qtbot: QtBot) -> None:
    message_id = office.send([details(1)], "E")
    with office.theirs.write() as unit:
        unit.trouble.begin("The mail server does not answer.")
        unit.commit()
    page = message(message_id).page
    assert page.head_bar.trouble.text().endswith("The mail server does not answer.")
    assert not page.head_bar.trouble.isHidden()
    with office.theirs.write() as unit:
        unit.trouble.begin("The mail server does not answer.", office.clock() + timedelta(seconds=40))
        unit.commit()
    office.hear()
    told = page.head_bar.trouble.text
    qtbot.waitUntil(
        lambda: told().endswith("The mail server does not answer. It is tried again in 40 seconds.")
    )
    office.clock.move(seconds=10)
    page.head_bar.beat.timeout.emit()
    assert told().endswith("It is tried again in 30 seconds.")
    with office.theirs.write() as unit:
        unit.trouble.begin("The mail server does not answer.", office.clock() + timedelta(minutes=10))
        unit.commit()
    office.hear()
    qtbot.waitUntil(lambda: told().endswith("It is tried again at 10:10."))
    office.clock.move(minutes=11)
    page.head_bar.beat.timeout.emit()
    assert told().endswith("The mail server does not answer.")


def test_resending_asks_with_the_number_and_opens_the_new_one(
    office: SentOffice, message: Opens, qtbot: QtBot
) -> None:
    message_id = three(office, "W")
    screen = message(message_id)
    QTest.mouseClick(screen.page.resend_button, Qt.MouseButton.LeftButton)
    question = screen.question()
    assert question.yes.text() == "Resend to 3 accounts"
    # Whoever only presses Enter must not write to everybody twice.
    assert question.no.isDefault()
    assert not question.yes.isDefault()
    assert "twice" in question.accessibleDescription()
    with qtbot.waitSignal(screen.page.resent) as resent:
        QTest.mouseClick(question.yes, Qt.MouseButton.LeftButton)
    (new_id,) = resent.args
    assert [notice.text for notice in office.desk.notices.take()] == ["The message is being sent again."]
    again = message(new_id)
    assert again.column("Status") == ["Queued"] * 3
    assert "Sent again from an earlier message" in again.page.head_bar.meta.text()


def test_declining_sends_nothing(office: SentOffice, message: Opens) -> None:
    screen = message(three(office, "W"))
    QTest.mouseClick(screen.page.resend_button, Qt.MouseButton.LeftButton)
    QTest.mouseClick(screen.question().no, Qt.MouseButton.LeftButton)
    with office.store.read() as unit:
        assert unit.outbox.under_way()[0] == 0


def test_saving_as_eml_keeps_every_byte(
    office: SentOffice, message: Opens, qtbot: QtBot, tmp_path: Path
) -> None:
    screen = message(three(office))
    screen.choose_delivery("U0000001", "Email")
    qtbot.waitUntil(lambda: "Dear Client 1," in screen.shown())
    QTest.mouseClick(screen.page.pane.eml_button, Qt.MouseButton.LeftButton)
    dialog = dialog_of(screen.page.pane, QFileDialog)
    assert dialog.selectedFiles()[0].endswith("U0000001 Letter for Client 1.eml")
    target = tmp_path / "kept.eml"
    dialog.fileSelected.emit(str(target))
    dialog.close()
    assert target.read_bytes() == office.mail.sent[0][1]
    assert [notice.text for notice in office.desk.notices.take()] == ["Saved as kept.eml."]


def test_the_rows_are_saved_under_the_day_and_the_subject(office: SentOffice, message: Opens) -> None:
    message_id = office.send([details(1)], "E", subject="Fees 1/2: {{ account_title }}?")
    page = message(message_id).page
    page.list.ask_for_csv()
    asked = page.list.findChild(QFileDialog)
    assert asked is not None
    assert [Path(each).name for each in asked.selectedFiles()] == ["2026-11-20 Fees 1 2 ‹account title›.csv"]
    asked.reject()


def test_saving_as_pdf_and_where_nothing_can_be_written(
    office: SentOffice, message: Opens, qtbot: QtBot, tmp_path: Path
) -> None:
    screen = message(three(office))
    screen.choose_delivery("U0000001", "Message Center")
    qtbot.waitUntil(lambda: "Dear Client 1," in screen.shown())
    for target in (tmp_path / "kept.pdf", tmp_path / "missing" / "kept.pdf"):
        QTest.mouseClick(screen.page.pane.pdf_button, Qt.MouseButton.LeftButton)
        dialog = dialog_of(screen.page.pane, QFileDialog)
        dialog.fileSelected.emit(str(target))
        dialog.close()
    assert (tmp_path / "kept.pdf").read_bytes().startswith(b"%PDF")
    told = [notice.text for notice in office.desk.notices.take()]
    assert told == ["Saved as kept.pdf.", "The file was not saved"]


def test_paper_says_to_whom_how_and_when_it_went(
    office: SentOffice, message: Opens, qtbot: QtBot, tmp_path: Path
) -> None:
    screen = message(three(office))
    screen.choose_delivery("U0000001", "TWS Bulletin")
    qtbot.waitUntil(lambda: "Dear Client 1," in screen.shown())
    line, content = screen.page.pane.line, screen.page.pane.content
    assert line is not None
    assert content is not None
    paper = HtmlViewer(screen.page)
    paper.show_html(paper_html(line, content, office.desk.zone))
    words = paper.toPlainText()
    assert "U0000001 Client 1" in words
    assert "Delivered, Friday 20 November 2026, 10:00:00" in words
    assert "Letter for Client 1\nDear Client 1," in words


def test_nothing_of_the_recipient_before_is_left_while_the_next_is_read(
    office: SentOffice, message: Opens, qtbot: QtBot
) -> None:
    screen = message(three(office))
    screen.choose_delivery("U0000001", "Message Center")
    qtbot.waitUntil(lambda: "Dear Client 1," in screen.shown())
    pane = screen.page.pane
    screen.choose(3)
    assert pane.who.text() == "U0000002  Client 2"
    assert (screen.shown(), pane.content) == ("", None)
    assert not pane.pdf_button.isEnabled()
    qtbot.waitUntil(lambda: "Dear Client 2," in screen.shown())
    assert pane.pdf_button.isEnabled()


def test_copy_takes_what_is_chosen_else_all(office: SentOffice, message: Opens, qtbot: QtBot) -> None:
    screen = message(three(office))
    screen.choose_delivery("U0000001", "Message Center")
    qtbot.waitUntil(lambda: "Dear Client 1," in screen.shown())
    QTest.mouseClick(screen.page.pane.copy_button, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == screen.shown()
    assert screen.page.pane.forms.viewer.find("statement")
    QTest.mouseClick(screen.page.pane.copy_button, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "statement"


def test_other_ways_on_are_signals(office: SentOffice, message: Opens, qtbot: QtBot) -> None:
    message_id = three(office)
    screen = message(message_id)
    with qtbot.waitSignal(screen.page.new_from) as started:
        QTest.mouseClick(screen.page.new_button, Qt.MouseButton.LeftButton)
    assert started.args == [message_id]
    screen.choose_delivery("U0000002", "Email")
    with qtbot.waitSignal(screen.page.client_wanted) as wanted:
        QTest.mouseClick(screen.page.pane.client_button, Qt.MouseButton.LeftButton)
    with office.store.read() as unit:
        assert wanted.args == [unit.accounts.by_number(["U0000002"])["U0000002"].id]


def test_escape_clears_the_filter_first_and_then_goes_back(
    office: SentOffice, message: Opens, qtbot: QtBot
) -> None:
    screen = message(three(office))
    screen.type_filter("client 2")
    edit = screen.view.filter_bar.edit
    with qtbot.assertNotEmitted(screen.page.closed):
        QTest.keyClick(edit, Qt.Key.Key_Escape)
    assert edit.text() == ""
    with qtbot.waitSignal(screen.page.closed):
        QTest.keyClick(edit, Qt.Key.Key_Escape)
    screen.choose(0)
    with qtbot.waitSignal(screen.page.closed):
        screen.press(Qt.Key.Key_Escape)
    with qtbot.waitSignal(screen.page.closed):
        QTest.mouseClick(screen.page.head.back, Qt.MouseButton.LeftButton)


def test_a_message_that_is_not_there_says_so_and_goes_back(office: SentOffice, qtbot: QtBot) -> None:
    page = SentMessagePage(office.desk, Memory(), 4711)
    qtbot.addWidget(page)
    with qtbot.waitSignal(page.closed):
        page.show()
    assert [notice.text for notice in office.desk.notices.take()] == ["There is no such message"]


def test_the_message_stands_beside_or_below(office: SentOffice, message: Opens, qtbot: QtBot) -> None:
    screen = message(three(office))
    assert screen.page.split.orientation() is Qt.Orientation.Vertical
    screen.page.resize(1690, 900)
    qtbot.waitUntil(lambda: screen.page.split.orientation() is Qt.Orientation.Horizontal)
    screen.page.resize(900, 700)
    qtbot.waitUntil(lambda: screen.page.split.orientation() is Qt.Orientation.Vertical)
    assert screen.page.width() == 900


def test_the_list_has_its_fair_share_of_a_low_window(office: SentOffice, message: Opens) -> None:
    screen = message(three(office))
    screen.page.resize(875, 640)
    heights = screen.page.split.sizes()
    assert heights[0] >= heights[1]


def test_outside_text_shows_as_itself(office: SentOffice, message: Opens, qtbot: QtBot) -> None:
    title = "<b>O'Neill</b> & *Sons* {{ x }}"
    ids = add_accounts(office.theirs, [details(1, title=title)])
    message_id = office.send_to(ids, "W")
    office.deliver()
    screen = message(message_id)
    screen.choose_delivery("U0000001", "Message Center")
    qtbot.waitUntil(lambda: title in screen.shown())
    assert screen.page.pane.who.text() == f"U0000001  {title}"
    assert screen.page.pane.who.textFormat() is Qt.TextFormat.PlainText


def test_in_a_small_window_what_is_unconfirmed_can_be_read_whole(
    office: SentOffice, message: Opens, qtbot: QtBot
) -> None:
    office.mail.answers["client1@clients.example"] = [Unconfirmed("The connection ended. " * 6)] * 2
    message_id = office.send([details(1)], "E")
    office.deliver()
    message_control.resend_unconfirmed(office.store, office.user, message_id)
    office.deliver()
    screen = message(message_id)
    screen.page.resize(875, 640)
    screen.choose_delivery("U0000001", "Email")
    pane = screen.page.pane
    qtbot.waitUntil(lambda: pane.tries.isVisible() and bool(screen.shown()))
    wanted = pane.sentence.heightForWidth(pane.sentence.width())
    qtbot.waitUntil(lambda: pane.sentence.height() >= wanted)
    assert pane.forms.viewer.height() >= 4 * 28
