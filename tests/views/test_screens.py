"""The ways between the screens: nothing that was typed is lost on any of them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.bridge.desk import Desk
from desktop.channels.vault import KeyringVault
from desktop.models.channel import Channel
from desktop.models.chosen_recipients import ChosenRecipients
from desktop.models.kept_draft import DraftSnapshot
from desktop.models.missing_rule import MissingRule, MissingWay
from desktop.models.outgoing import MessageDraft
from desktop.models.template import TemplateContent
from desktop.office_screens import NOTICES
from desktop.screens import COMMUNICATIONS, DRAFTS, SENT, SENT_BY_IB, TEMPLATES, Screens
from desktop.services.drafts import count_drafts, keep, keep_in_file, new_uid
from desktop.services.sending import send
from desktop.services.templates import create_template, template_names
from desktop.views.broker.sent_by_ib_page import SentByIbPage
from desktop.views.broker.view_message_page import ViewMessagePage
from desktop.views.compose.editor_page import EditorPage
from desktop.views.drafts.drafts_page import DraftsPage
from desktop.views.feed.take_feed_page import TakeFeedPage
from desktop.views.kit.confirm import Confirm
from desktop.views.lists.table import RowTable
from desktop.views.preview.preview_page import PreviewPage
from desktop.views.preview.settle_box import Choice
from desktop.views.recipients.recipients_page import RecipientsPage
from desktop.views.recipients.recipients_table import RecipientsTable
from desktop.views.sent.sent_message_page import SentMessagePage
from desktop.views.settings.leave_question import LeaveQuestion
from desktop.views.settings.settings_page import SettingsPage
from desktop.views.theme.theme import Theme
from tests.pages.main_window import MainWindowPage
from tests.pages.preview import Preview
from tests.support.feeds import fed, message
from tests.support.looks import Memory
from tests.support.stores import add_accounts, details


@pytest.fixture
def screens(desk: Desk, theme: Theme, qtbot: QtBot) -> Iterator[Screens]:
    add_accounts(desk.store, [details(n) for n in range(1, 4)])
    create_template(desk.store, desk.actor, TemplateContent("Letter", "Hello", "Dear {{ account_title }}"))
    screens = Screens(desk, KeyringVault(), theme, Memory())
    screens.window.show()
    yield screens
    screens.dispose()
    screens.deleteLater()
    qtbot.wait(1)


def writing(screens: Screens) -> EditorPage:
    screens.write_message()
    page = screens.window.area.currentWidget()
    assert isinstance(page, EditorPage)
    page.form.message.subject.setText("Half written")
    return page


def places(screens: Screens) -> list[str]:
    return [title for title, _ in screens.window.places.words()]


def question(screens: Screens) -> Confirm | None:
    return next((box for box in screens.window.findChildren(Confirm) if box.isVisible()), None)


def test_a_message_stays_open_while_the_person_looks_elsewhere(screens: Screens) -> None:
    page = writing(screens)
    screens.registry.shown("go-templates").trigger()
    assert screens.window.area.tab == TEMPLATES
    assert screens.window.area.currentWidget() is not page
    assert "Message you are writing" in places(screens)
    screens.write_message()
    assert screens.window.area.currentWidget() is page
    assert page.draft.subject == "Half written"


def test_the_keyboard_is_in_the_list_of_the_place_that_one_goes_to(screens: Screens, qtbot: QtBot) -> None:
    window = screens.window
    for action in ("go-templates", "go-notices", "go-drafts", "go-sent"):
        screens.registry.shown(action).trigger()
        page = window.area.show_tab(window.area.tab)
        table = page.findChild(RowTable)
        assert table is not None
        qtbot.waitUntil(partial(_has_keyboard, window, table))


@pytest.mark.parametrize("typed", ["my message center", "My Message"])
def test_ctrl_k_finds_a_place_by_the_name_that_it_has_in_the_window(screens: Screens, typed: str) -> None:
    writing(screens)
    MainWindowPage(screens.window).run_command(typed)
    assert screens.window.area is screens.window.area_of(NOTICES)


def test_the_place_of_the_message_leads_back_to_it(screens: Screens) -> None:
    page = writing(screens)
    screens.registry.shown("go-notices").trigger()
    screens.window.places.select("writing")
    assert screens.window.area is screens.window.area_of(COMMUNICATIONS)
    assert screens.window.area.currentWidget() is page


def test_chosen_recipients_come_back_to_the_message(screens: Screens, desk: Desk, qtbot: QtBot) -> None:
    page = writing(screens)
    page.form.accounts.button.click()
    recipients = screens.window.area.currentWidget()
    assert isinstance(recipients, RecipientsPage)
    qtbot.waitUntil(lambda: not desk.jobs.busy)
    recipients.done.emit(ChosenRecipients((1, 2)))
    assert screens.window.area.currentWidget() is page
    assert page.draft.accounts == (1, 2)


def test_closing_the_window_keeps_the_message_without_a_question(
    screens: Screens, desk: Desk, qtbot: QtBot
) -> None:
    writing(screens)
    screens.window.close()
    assert question(screens) is None
    assert not screens.window.isVisible()
    qtbot.waitUntil(lambda: not desk.jobs.busy)
    assert count_drafts(desk.store, desk.actor) == 1


def of_the_other_one(desk: Desk, content: str) -> int:
    """A draft that is not open; its id."""
    with desk.store.write() as unit:
        number = keep(unit, desk.actor, MessageDraft(subject="Stored", content=content))
        unit.commit()
    return number


def opened_draft(screens: Screens, qtbot: QtBot, subject: str) -> EditorPage:
    def is_open() -> bool:
        page = screens.window.area.currentWidget()
        return isinstance(page, EditorPage) and page.draft.subject == subject

    qtbot.waitUntil(is_open)
    page = screens.window.area.currentWidget()
    assert isinstance(page, EditorPage)
    return page


def test_drafts_are_a_place_with_their_number(screens: Screens, desk: Desk, qtbot: QtBot) -> None:
    for content in ("one", "two"):
        of_the_other_one(desk, content)
    qtbot.waitUntil(lambda: ("Drafts", 2) in screens.window.places.words())
    screens.window.places.select(DRAFTS)
    page = screens.window.area.show_tab(DRAFTS)
    assert isinstance(page, DraftsPage)
    qtbot.waitUntil(lambda: page.list.model.rowCount() == 2)
    page.list.table.selectRow(0)
    page.open_button.click()
    editor = opened_draft(screens, qtbot, "Stored")
    assert editor.draft.content == "two"
    editor.cancel.click()
    assert screens.window.area.currentWidget() is not editor
    assert screens.window.area is screens.window.area_of(DRAFTS), "back to where it was opened"


def test_another_draft_is_opened_and_the_one_being_written_is_kept(
    screens: Screens, desk: Desk, qtbot: QtBot
) -> None:
    other = of_the_other_one(desk, "Other")
    writing(screens)
    screens.open_draft(other)
    page = opened_draft(screens, qtbot, "Stored")
    qtbot.waitUntil(lambda: not desk.jobs.busy)
    assert count_drafts(desk.store, desk.actor) == 2
    assert len(screens.window.area.opened) == 1
    screens.open_draft(other)
    qtbot.waitUntil(lambda: not desk.jobs.busy)
    assert screens.window.area.currentWidget() is page, "the same draft is not opened twice"


def test_what_is_sent_is_no_draft_any_more(screens: Screens, desk: Desk, qtbot: QtBot) -> None:
    page = writing(screens)
    page.form.message.content.setPlainText("Hello")
    page.set_recipients(ChosenRecipients((1,)))
    qtbot.waitUntil(lambda: not desk.jobs.busy)
    page.go_on()
    qtbot.waitUntil(lambda: isinstance(screens.window.area.currentWidget(), PreviewPage))
    preview = screens.window.area.currentWidget()
    assert isinstance(preview, PreviewPage)
    qtbot.waitUntil(lambda: not desk.jobs.busy)
    assert count_drafts(desk.store, desk.actor) == 1, "nothing has been sent yet"
    with qtbot.waitSignal(preview.sent):
        preview.send()
    qtbot.waitUntil(lambda: not desk.jobs.busy)
    assert count_drafts(desk.store, desk.actor) == 0
    assert desk.draft_files.of(desk.actor.id) == []


def test_at_the_next_start_the_message_is_offered(
    screens: Screens, desk: Desk, theme: Theme, qtbot: QtBot
) -> None:
    writing(screens)
    screens.window.close()
    qtbot.waitUntil(lambda: not desk.jobs.busy)
    with qtbot.waitSignal(desk.notices.arrived, timeout=3_000) as arrived:
        later = Screens(desk, KeyringVault(), theme, screens._remembered)
    (notice,) = arrived.args
    assert notice.text == "You were writing “Half written”. It is kept under Drafts."
    notice.action()
    opened_draft(later, qtbot, "Half written")
    later.dispose()
    later.deleteLater()
    qtbot.wait(1)


def test_after_a_crash_the_file_is_taken_into_the_store(
    screens: Screens, desk: Desk, theme: Theme, qtbot: QtBot
) -> None:
    draft = MessageDraft(subject="Rescued", content="Words")
    keep_in_file(desk.draft_files, DraftSnapshot(new_uid(), desk.actor.id, "w", 0, 1, desk.now(), draft))
    later = Screens(desk, KeyringVault(), theme, Memory())
    qtbot.waitUntil(lambda: count_drafts(desk.store, desk.actor) == 1, timeout=3_000)
    later.dispose()
    later.deleteLater()
    qtbot.wait(1)


def test_without_a_message_the_window_closes_at_once(screens: Screens) -> None:
    screens.window.close()
    assert not screens.window.isVisible()


def test_a_changed_template_is_asked_about_before_going_elsewhere(
    screens: Screens, desk: Desk, qtbot: QtBot
) -> None:
    ((number, _),) = template_names(desk.store)
    screens.edit_template(number)
    qtbot.waitUntil(lambda: isinstance(screens.window.area.currentWidget(), EditorPage))
    page = screens.window.area.currentWidget()
    assert isinstance(page, EditorPage)
    page.form.message.subject.setText("Changed")
    screens.registry.shown("go-sent").trigger()
    box = question(screens)
    assert box is not None
    assert screens.window.area.currentWidget() is page
    box.yes.click()
    assert page not in screens.window.area.opened


def test_settings_and_import_open_once(screens: Screens) -> None:
    for _ in range(2):
        screens.show_settings()
        screens.import_lists()
    assert len(screens.window.area.opened) == 2
    screens.registry.shown("go-sent").trigger()
    assert screens.window.area.opened == []


@pytest.mark.parametrize("title", ["My Message Center", "Manage Client Communications", "Drafts"])
def test_a_click_on_the_place_one_is_in_leads_from_a_page_back_to_its_tabs(
    screens: Screens, title: str
) -> None:
    window = MainWindowPage(screens.window)
    window.click_place(title)
    screens.feed.take_file()
    assert isinstance(window.page(), TakeFeedPage)
    other = next(each for each, _ in window.places() if each != title)
    window.click_place(other)
    window.click_place(title)
    assert isinstance(window.page(), TakeFeedPage), "a place stands as it was left"
    window.click_place(title)
    assert screens.window.area.shows_tabs
    assert window.title() == title


def test_enter_on_the_place_one_is_in_does_as_a_click_does(screens: Screens) -> None:
    window = MainWindowPage(screens.window)
    window.go_to("My Message Center")
    screens.feed.take_file()
    QTest.keyClick(screens.window.places.list, Qt.Key.Key_Return)
    assert screens.window.area.shows_tabs


def test_a_click_on_the_place_one_is_in_loses_nothing_that_is_being_written(
    screens: Screens, desk: Desk, qtbot: QtBot
) -> None:
    window = MainWindowPage(screens.window)
    page = writing(screens)
    window.click_place("Manage Client Communications")
    assert screens.window.area.shows_tabs
    assert page in screens.window.area.opened
    screens.show_settings()
    settings = window.page()
    assert isinstance(settings, SettingsPage)
    qtbot.waitUntil(lambda: not desk.jobs.busy)
    settings.office.name.setText("Another name")
    window.click_place("Manage Client Communications")
    assert any(each.isVisible() for each in screens.window.findChildren(LeaveQuestion))
    assert window.page() is settings


def test_a_click_on_the_place_one_is_in_does_not_take_away_a_page_at_work(
    screens: Screens, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = MainWindowPage(screens.window)
    screens.feed.take_file()
    page = window.page()
    assert isinstance(page, TakeFeedPage)
    monkeypatch.setattr(screens._desk.jobs, "write_long", lambda *_args, **_words: None)
    page.take_file(tmp_path / "feed.jsonl")
    screens.show_settings()
    window.click_place("Manage Client Communications")
    assert page in screens.window.area.opened


def test_unsaved_settings_are_asked_about(screens: Screens, desk: Desk, qtbot: QtBot) -> None:
    screens.show_settings()
    page = screens.window.area.currentWidget()
    assert isinstance(page, SettingsPage)
    qtbot.waitUntil(lambda: not desk.jobs.busy)
    page.office.name.setText("Another name")
    screens.registry.shown("go-templates").trigger()
    assert screens.window.area.currentWidget() is page
    screens.window.close()
    assert screens.window.isVisible()


def test_a_command_is_found_by_its_words(screens: Screens) -> None:
    MainWindowPage(screens.window).run_command("settings")
    assert isinstance(screens.window.area.currentWidget(), SettingsPage)


def test_ctrl_f_leads_to_the_filter_from_wherever_the_keyboard_is(screens: Screens) -> None:
    window = MainWindowPage(screens.window)
    window.go_to("Manage Client Communications")
    page = screens.window.area.show_tab(SENT_BY_IB)
    assert isinstance(page, SentByIbPage)
    for place in (screens.window.places.list, screens.window.area.tabs, page.list.table):
        place.setFocus()
        QTest.keyClick(place, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
        assert page.list.filter_bar.edit.hasFocus()


def test_ctrl_f_leads_to_the_filter_of_recipients(screens: Screens, desk: Desk, qtbot: QtBot) -> None:
    writing(screens).form.accounts.button.click()
    page = screens.window.area.currentWidget()
    assert isinstance(page, RecipientsPage)
    qtbot.waitUntil(lambda: not desk.jobs.busy)
    for place in (screens.window.places.list, *page.findChildren(RecipientsTable)):
        place.setFocus()
        QTest.keyClick(place, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
        assert QApplication.focusWidget() is page.focusProxy()


def test_going_to_a_tab_puts_the_keyboard_into_its_list(screens: Screens, qtbot: QtBot) -> None:
    screens.window.activateWindow()
    qtbot.waitUntil(screens.window.isActiveWindow)
    screens.window.places.setFocus()
    screens.registry.shown("go-templates").trigger()
    page = screens.window.area.show_tab(TEMPLATES)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert focused is page or page.isAncestorOf(focused)


def test_after_sending_the_sent_messages_are_seen_whatever_was_open_before(
    screens: Screens, desk: Desk, qtbot: QtBot
) -> None:
    screens.import_lists()
    page = writing(screens)
    page.form.message.content.setPlainText("Hello")
    page.set_recipients(ChosenRecipients((1,)))
    qtbot.waitUntil(lambda: not desk.jobs.busy)
    page.go_on()
    qtbot.waitUntil(lambda: isinstance(screens.window.area.currentWidget(), PreviewPage))
    preview = screens.window.area.currentWidget()
    assert isinstance(preview, PreviewPage)
    preview.sent.emit(1)
    assert screens.window.area.opened == []
    assert screens.window.area.tab == SENT
    assert places(screens).count("Message you are writing") == 0


def test_an_opened_message_gives_the_keyboard_to_its_list(screens: Screens, desk: Desk, qtbot: QtBot) -> None:
    draft = MessageDraft(
        accounts=(1, 2),
        channels=frozenset({Channel.MESSAGE_CENTER}),
        subject="News",
        content="Words",
        reply_to=desk.actor.email,
    )
    screens.show_sent(send(desk.store, desk.actor, draft).message_id)
    page = screens.window.area.currentWidget()
    assert isinstance(page, SentMessagePage)
    qtbot.waitUntil(page.list.table.isVisible)
    qtbot.waitUntil(page.list.table.hasFocus)


def test_a_problem_in_the_preview_leads_to_its_place_and_what_was_settled_stays(
    screens: Screens, desk: Desk, qtbot: QtBot
) -> None:
    with desk.store.read() as unit:
        accounts = tuple(line.id for line in unit.accounts.first_open(3))
    draft = MessageDraft(
        channels=frozenset({Channel.EMAIL}), accounts=accounts, reply_to=desk.actor.email, subject="News",
        content="Dear client,\n\nin {{ city }}",
    )  # fmt: skip
    screens.write_message(draft)
    editor = screens.window.area.currentWidget()
    assert isinstance(editor, EditorPage)
    qtbot.waitUntil(lambda: not desk.jobs.busy)
    editor.go_on()
    qtbot.waitUntil(lambda: not desk.jobs.busy)
    page = screens.window.area.currentWidget()
    assert isinstance(page, PreviewPage)
    preview = Preview(page, qtbot)
    preview.choose("city", Choice.TEXT, "your town")
    preview.follow("missing-city", "Line 3")
    assert screens.window.area.currentWidget() is editor
    cursor = editor.form.message.content.textCursor()
    assert (cursor.blockNumber() + 1, cursor.positionInBlock() + 1) == (3, 7)
    assert editor.draft.missing == (MissingRule("city", MissingWay.DEFAULT, "your town"),)
    editor.go_on()
    qtbot.waitUntil(lambda: not desk.jobs.busy)
    again = screens.window.area.currentWidget()
    assert isinstance(again, PreviewPage)
    assert "in your town" in Preview(again, qtbot).shown()


def _has_keyboard(window: QWidget, table: RowTable) -> bool:
    return window.focusWidget() is table


def test_from_a_message_of_the_broker_to_its_neighbours_its_type_and_its_clients(
    screens: Screens, desk: Desk, qtbot: QtBot
) -> None:
    numbers = [f"U{n:07}" for n in range(1, 4)]
    fed(desk.store, desk.actor, *(message(n, {each: {} for each in numbers[:n]}) for n in (1, 2, 3)))
    window = screens.window
    screens.registry.shown("go-sent-by-ib").trigger()
    page = window.area.show_tab(SENT_BY_IB)
    assert isinstance(page, SentByIbPage)
    qtbot.waitUntil(lambda: page.list.model.total == 3)
    desk.settle()
    qtbot.waitUntil(lambda: ("Manage Client Communications", 3) in window.places.words())
    screens.broker.show_message(page.list.model.id_at(0) or 0)
    first = window.area.currentWidget()
    assert isinstance(first, ViewMessagePage)
    qtbot.waitUntil(lambda: first.reading is not None)
    first.next.click()
    second = window.area.currentWidget()
    assert isinstance(second, ViewMessagePage)
    assert second.message_id == page.list.model.id_at(1)
    qtbot.waitUntil(lambda: second.reading is not None)
    second.write.click()
    qtbot.waitUntil(lambda: isinstance(window.area.currentWidget(), EditorPage))
    editor = window.area.currentWidget()
    assert isinstance(editor, EditorPage)
    assert len(editor.draft.accounts) == 2
    second.same_type.click()
    qtbot.waitUntil(lambda: page.search.type == "FUNDS_IN")
    assert window.area.opened == [editor]
