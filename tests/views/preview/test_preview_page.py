"""The message as each recipient gets it, and a button that sends it once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.bridge.shown_notice import NoticeKind
from desktop.models.account import AccountStatus
from desktop.models.channel import Channel
from desktop.models.outgoing import ComposeMode
from desktop.services.composing import new_draft
from desktop.services.templates import template_names
from desktop.views.message.message_forms import Form
from desktop.views.preview.lacking_dialog import LackingDialog
from desktop.views.preview.preview_page import PreviewPage
from tests.support.looks import Memory
from tests.support.stores import add_accounts, details

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from desktop.bridge.desk import Desk
    from desktop.models.outgoing import MessageDraft
    from tests.views.preview.conftest import Open

HOSTILE = '<script>*x*</script> "{{ city }}" \u202eabc'


def _draft(desk: Desk, accounts: tuple[int, ...], letters: str = "WEB") -> MessageDraft:
    return replace(
        new_draft(desk.actor),
        accounts=accounts,
        channels=frozenset(map(Channel, letters)),
        subject="For {{ account_number }}",
        content="Dear **{{ account_title }}**\n\nin {{ city }}",
    )


def test_every_recipient_is_reached_by_keyboard(desk: Desk, open_preview: Open) -> None:
    accounts = add_accounts(desk.store, [details(n, city="Kobe") for n in range(1, 4)])
    preview = open_preview(_draft(desk, accounts))
    assert preview.position() == "1 of 3"
    assert "Dear Client 1" in preview.shown()
    preview.press(Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    preview.press(Qt.Key.Key_J)
    assert preview.position() == "3 of 3"
    assert "Dear Client 3" in preview.shown()
    assert preview.header()["subject"] == "For U0000003"
    preview.press(Qt.Key.Key_J)
    assert preview.position() == "3 of 3", "there is none after the last"
    preview.press(Qt.Key.Key_K)
    preview.press(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert preview.position() == "1 of 3"


def test_one_recipient_is_found_by_words_among_the_chosen(desk: Desk, open_preview: Open) -> None:
    titles = ["Fowler, Ann", "Müller, Jörg", "Fowler, Bob", "Fowler, not chosen"]
    accounts = add_accounts(desk.store, [details(n, title=title) for n, title in enumerate(titles, 1)])
    preview = open_preview(_draft(desk, accounts[:3]))
    assert preview.find("fowler") == ["U0000001  Fowler, Ann", "U0000003  Fowler, Bob"]
    assert preview.find("jorg mul") == ["U0000002  Müller, Jörg"]
    preview.take(1)
    assert preview.header()["subject"] == "For U0000002"


def test_a_hostile_title_appears_as_itself_everywhere(desk: Desk, open_preview: Open) -> None:
    accounts = add_accounts(desk.store, [details(1, title=HOSTILE, city="Kobe")])
    preview = open_preview(replace(_draft(desk, accounts), subject="To {{ account_title }}"))
    visible = HOSTILE.partition(" \u202e")[0]
    for form in Form:
        assert visible in preview.shown(form), form
    assert visible in preview.header()["subject"]


def test_header_lines_are_those_of_the_form(desk: Desk, open_preview: Open) -> None:
    accounts = add_accounts(desk.store, [details(1, city="Kobe")])
    preview = open_preview(_draft(desk, accounts))
    assert preview.header() == {
        "from": "Harbor Advisors <ada.byron@office.example>",
        "to": "client1@clients.example",
        "reply_to": "ada.byron@office.example",
        "subject": "For U0000001",
    }
    preview.page.forms.show_form(Form.MESSAGE_CENTER)
    assert preview.header() == {"to": "Client 1, U0000001", "subject": "For U0000001"}


def test_what_to_know_is_listed_before_the_button(desk: Desk, open_preview: Open) -> None:
    accounts = add_accounts(
        desk.store,
        [
            details(1, city="Kobe"),
            details(2, email="", city="Kobe"),
            details(3, tws_access=False),
            details(4, city="Kobe", status=AccountStatus.CLOSED),
        ],
    )
    preview = open_preview(_draft(desk, accounts))
    assert preview.checks() == [
        "No value for “city”: 1 account",
        "Look at 2 recipients first",
        "Email: 2 of 3 accounts",
        "TWS Bulletin: 2 of 3 accounts",
        "1 account is not open any more. It is left out.",
        "Message Center: 3 accounts",
        "Subject: at most 12 characters",
        "Every part of the text is for somebody",
        "No link without https",
        "Nothing like it in the last 7 days",
    ]
    assert preview.detail("way-E") == [
        "1 account has no e-mail address. It will be skipped.",
        "U0000002  Client 2",
    ]
    assert preview.send_words() == "Send to 3 accounts"


def test_all_who_are_skipped_can_be_listed_however_many(desk: Desk, open_preview: Open) -> None:
    listed = [details(n, city="Kobe") for n in (1, 2)]
    listed += [details(n, city="Kobe", email="") for n in range(3, 15)]
    listed += [details(n, city="Kobe", email="nowhere") for n in (15, 16)]
    listed += [details(n, city="Kobe", status=AccountStatus.CLOSED) for n in range(17, 22)]
    preview = open_preview(_draft(desk, add_accounts(desk.store, listed), "E"))
    assert preview.detail("way-E") == [
        "12 accounts have no e-mail address. They will be skipped.",
        "U0000003  Client 3",
        "U0000004  Client 4",
        "U0000005  Client 5",
        "Show all 12 accounts",
        "The e-mail addresses of 2 accounts cannot be right. They will be skipped.",
        "U0000015  Client 15",
        "U0000016  Client 16",
    ]
    for key, count, title in (("way-E", 12, "No e-mail address"), ("not-open", 5, "Not open any more")):
        preview.follow(key, f"Show all {count} accounts")
        dialog = next(each for each in preview.page.findChildren(LackingDialog) if each.isVisible())
        assert dialog.windowTitle() == title
        preview.settle()
        assert dialog.list.model.total == count
        dialog.reject()


def test_a_click_on_an_account_shows_it_and_says_why_it_is_skipped(desk: Desk, open_preview: Open) -> None:
    accounts = add_accounts(desk.store, [details(1, city="Kobe"), details(2, email="", city="Kobe")])
    preview = open_preview(_draft(desk, accounts, "E"))
    preview.page.checks.account_chosen.emit(accounts[1])
    preview.settle()
    assert preview.position() == "Gets nothing"
    assert preview.page.note.text() == "This account has no e-mail address. It will be skipped."


def test_the_button_counts_who_is_reached_at_all(desk: Desk, open_preview: Open) -> None:
    accounts = add_accounts(
        desk.store,
        [
            details(1, city="Kobe"),
            details(2, email="", city="Kobe"),
            details(3, email="", tws_access=False, city="Kobe"),
        ],
    )
    assert open_preview(_draft(desk, accounts, "EB")).send_words() == "Send to 2 accounts"


def test_who_sends_while_nobody_delivers_knows_before_and_after(
    desk: Desk, open_preview: Open, qtbot: QtBot
) -> None:
    preview = open_preview(_draft(desk, add_accounts(desk.store, [details(1, city="Kobe")])))
    waits = "Nothing leaves now: no worker delivers for this office."
    assert waits not in preview.checks()
    desk.take_delivering(is_delivering=False)
    assert waits in preview.checks()
    desk.take_delivering(is_delivering=True)
    assert waits not in preview.checks()
    desk.take_delivering(is_delivering=False)
    with qtbot.waitSignal(preview.page.sent):
        preview.page.send()
    notice = desk.notices.take()[0]
    assert (notice.kind, notice.text) == (
        NoticeKind.WARNING,
        "Ready for 1 account. It leaves when a worker runs.",
    )


def test_two_clicks_send_once(desk: Desk, open_preview: Open, qtbot: QtBot) -> None:
    accounts = add_accounts(desk.store, [details(1, city="Kobe"), details(2, city="Kobe")])
    preview = open_preview(_draft(desk, accounts))
    with qtbot.waitSignal(preview.page.sent) as sent:
        QTest.mouseClick(preview.page.send_button, Qt.MouseButton.LeftButton)
        QTest.mouseClick(preview.page.send_button, Qt.MouseButton.LeftButton)
        preview.page.send()
    preview.page.send()
    preview.settle()
    with desk.store.read() as unit:
        assert unit.messages.get(sent.args[0] + 1) is None
    with desk.store.read() as unit:
        message = unit.messages.get(sent.args[0])
    assert message is not None
    assert (message.recipients, message.totals.total) == (2, 6)
    notice = desk.notices.take()[0]
    assert (notice.text, notice.action_label) == ("Sending to 2 accounts.", "Look at it")


def test_a_refusal_is_told_beside_the_button_and_loses_nothing(desk: Desk, open_preview: Open) -> None:
    accounts = add_accounts(desk.store, [details(1, city="Kobe")])
    preview = open_preview(replace(_draft(desk, accounts), reply_to="nobody@else.example"))
    QTest.mouseClick(preview.page.send_button, Qt.MouseButton.LeftButton)
    preview.settle()
    assert "Answers would go to no address of this office." in preview.problem()
    assert preview.page.send_button.isEnabled()
    assert preview.page.back.isEnabled()


def test_a_new_template_is_kept_when_its_message_is_sent(
    desk: Desk, open_preview: Open, qtbot: QtBot
) -> None:
    accounts = add_accounts(desk.store, [details(1, city="Kobe")])
    draft = replace(_draft(desk, accounts), mode=ComposeMode.NEW_TEMPLATE, template_name="Monthly")
    refused = open_preview(replace(draft, reply_to=""))
    refused.page.send()
    refused.settle()
    assert template_names(desk.store) == []
    preview = open_preview(draft)
    with qtbot.waitSignal(preview.page.sent):
        preview.page.send()
    assert [name for _, name in template_names(desk.store)] == ["Monthly"]


def test_who_is_reached_is_counted_anew_when_accounts_change(
    desk: Desk, open_preview: Open, qtbot: QtBot
) -> None:
    accounts = add_accounts(desk.store, [details(1, city="Kobe"), details(2, city="Kobe")])
    preview = open_preview(_draft(desk, accounts, "E"))
    with desk.store.write() as unit:
        known = unit.accounts.by_id([accounts[0]])[accounts[0]]
        unit.accounts.replace([replace(known, details=replace(known.details, email=""))])
        desk.refresh.take(unit.commit())
    qtbot.waitUntil(lambda: preview.send_words() == "Send to 1 account")


def test_the_keyboard_begins_where_recipients_are_stepped_through_and_escape_leads_back(
    desk: Desk, open_preview: Open, qtbot: QtBot
) -> None:
    preview = open_preview(_draft(desk, add_accounts(desk.store, [details(n) for n in range(1, 4)])))
    page = preview.page
    page.activateWindow()
    page.setFocus()
    qtbot.waitUntil(page.forms.tabs.hasFocus)
    assert not page.checks.focusPolicy() & Qt.FocusPolicy.TabFocus
    QTest.keyClick(page.forms.tabs, Qt.Key.Key_J)
    assert preview.position() == "2 of 3"
    with qtbot.waitSignal(page.back_asked):
        QTest.keyClick(page.forms.tabs, Qt.Key.Key_Escape)


def test_a_message_for_later_is_scheduled_and_the_time_is_named(
    desk: Desk, open_preview: Open, qtbot: QtBot
) -> None:
    accounts = add_accounts(desk.store, [details(n, city="Kobe") for n in (1, 2)])
    draft = replace(_draft(desk, accounts), send_at=desk.now() + timedelta(days=4), only_office_hours=True)
    preview = open_preview(draft)
    assert preview.send_words() == "Schedule for 2 accounts"
    assert preview.page.schedule.text() == (
        "Leaves Tuesday 24 November 2026, 10:00 (Europe/Berlin, UTC+01:00), within office hours only."
    )
    with qtbot.waitSignal(preview.page.sent):
        preview.page.send()
    assert desk.notices.take()[0].text == "Scheduled for 2 accounts."


def test_the_preview_names_the_moment_at_which_the_office_opens(
    desk: Desk, open_preview: Open, qtbot: QtBot
) -> None:
    (account,) = add_accounts(desk.store, [details(1, city="Kobe")])
    saturday = desk.now() + timedelta(days=1)
    draft = replace(_draft(desk, (account,)), send_at=saturday, only_office_hours=True)
    schedule = open_preview(draft).page.schedule
    words = "The office is closed then. Leaves Monday 23 November 2026, 09:00 (Europe/Berlin, UTC+01:00)"
    qtbot.waitUntil(lambda: schedule.text() == f"{words}, when it opens.")


def test_the_moment_stands_in_one_line_in_a_narrow_window(
    desk: Desk, open_preview: Open, qtbot: QtBot
) -> None:
    (account,) = add_accounts(desk.store, [details(1, city="Kobe")])
    saturday = desk.now() + timedelta(days=1)
    draft = replace(_draft(desk, (account,)), send_at=saturday, only_office_hours=True)
    page = open_preview(draft).page
    page.resize(875, 600)
    qtbot.waitUntil(lambda: "when it opens" in page.schedule.text() and page.width() == 875)
    assert page.schedule.heightForWidth(page.schedule.width()) < 2 * page.schedule.fontMetrics().height()


def test_what_is_sent_has_the_name_of_its_draft(desk: Desk, qtbot: QtBot) -> None:
    accounts = add_accounts(desk.store, [details(1, city="Kobe")])
    page = PreviewPage(desk, Memory(), _draft(desk, accounts), uid="draft")
    qtbot.addWidget(page)
    qtbot.waitUntil(page.send_button.isEnabled)
    assert page.schedule.text() == ""
    with qtbot.waitSignal(page.sent):
        page.send()
    with desk.store.read() as unit:
        assert unit.messages.sent_as("draft") is not None
