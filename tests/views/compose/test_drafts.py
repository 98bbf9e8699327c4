"""What is written is saved by itself, and the editor says how safe it is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest

from desktop.errors import StoreUnavailable
from desktop.models.kept_draft import DraftSnapshot
from desktop.models.listing import Order
from desktop.models.outgoing import ComposeMode
from desktop.services import drafts
from desktop.services.composing import new_draft
from desktop.services.office import save_users
from desktop.services.sending import send
from desktop.services.staffing import details_of
from desktop.views.compose.draft_keeper import DraftKeeper
from desktop.views.compose.editor_page import EditorPage
from desktop.views.compose.keep_question import KeepQuestion
from desktop.views.compose.other_draft_dialog import OtherDraftDialog
from tests.support.stores import add_accounts, details

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from desktop.bridge.desk import Desk
    from desktop.models.kept_draft import KeptDraft
    from desktop.models.outgoing import MessageDraft
    from tests.pages.editor import Editor
    from tests.views.compose.conftest import Open

NEWEST = Order("changed_at", descending=True)


def keeper(editor: Editor) -> DraftKeeper:
    assert editor.page.drafts is not None
    return editor.page.drafts.keeper


def words(editor: Editor) -> str:
    """What the foot says of the draft."""
    assert editor.page.drafts is not None
    return editor.page.drafts.words.text()


def bar(editor: Editor) -> str:
    assert editor.page.drafts is not None
    return editor.page.drafts.bar.words if editor.page.drafts.bar.isVisible() else ""


def saved(editor: Editor) -> None:
    """The pause after typing is over, and the store has answered."""
    timer = keeper(editor)._timer
    assert timer.isActive()
    timer.stop()
    timer.timeout.emit()
    editor.settle()


def kept(desk: Desk) -> list[KeptDraft]:
    lines = drafts.draft_list(desk.store, lambda: desk.actor.id).page(NEWEST, "", None, 50)
    return [drafts.open_draft(desk.store, desk.actor, line.id) for line in lines]


def contents(desk: Desk) -> list[str]:
    return [each.read.draft.content for each in kept(desk)]


def question(editor: Editor) -> KeepQuestion:
    return next(each for each in editor.page.findChildren(KeepQuestion) if each.isVisible())


def whole_draft(desk: Desk) -> MessageDraft:
    accounts = add_accounts(desk.store, [details(n) for n in range(1, 4)])
    return replace(
        new_draft(desk.actor), subject="Hello", content="Dear all", accounts=accounts, branded=False
    )


def stored(desk: Desk, draft: MessageDraft) -> KeptDraft:
    with desk.store.write() as unit:
        number = drafts.keep(unit, desk.actor, draft)
        unit.commit()
    return drafts.open_draft(desk.store, desk.actor, number)


def test_a_pause_saves_and_says_when(desk: Desk, open_editor: Open) -> None:
    editor = open_editor(None)
    assert words(editor) == ""
    editor.write("Dear")
    assert 800 <= keeper(editor)._timer.remainingTime() <= 1_100
    saved(editor)
    assert contents(desk) == ["Dear"]
    assert words(editor) == "Saved 10:00"
    assert not keeper(editor).is_unsaved


def test_who_types_on_is_saved_all_the_same(desk: Desk, qtbot: QtBot) -> None:
    now = [50.0]
    timer = QTimer()
    begun = new_draft(desk.actor)
    watched = DraftKeeper(desk, begun, timer=timer, seconds=lambda: now[0])
    for step in range(1, 8):
        watched.follow(replace(begun, content="x" * step))
        assert now[0] - 50.0 + timer.remainingTime() / 1000 <= 1.5
        now[0] += 0.2
    watched.end()
    watched.deleteLater()
    timer.deleteLater()
    qtbot.wait(1)


def test_untouched_or_empty_nothing_is_kept(desk: Desk, open_editor: Open, qtbot: QtBot) -> None:
    editor = open_editor(None)
    assert not keeper(editor)._timer.isActive()
    editor.page.form.template.set_mode(ComposeMode.NEW_TEMPLATE)
    editor.page.form.message.banner.setChecked(False)
    assert not keeper(editor)._timer.isActive()
    with qtbot.waitSignal(editor.page.cancelled):
        editor.click("Cancel")
    editor.settle()
    assert contents(desk) == []


def test_a_copy_of_something_is_kept_only_once_it_is_changed(desk: Desk, open_editor: Open) -> None:
    editor = open_editor(whole_draft(desk))
    assert not keeper(editor)._timer.isActive()
    editor.write("!")
    saved(editor)
    assert contents(desk) == ["Dear all!"]


def test_what_was_emptied_again_is_not_kept(desk: Desk, open_editor: Open, qtbot: QtBot) -> None:
    editor = open_editor(None)
    editor.write("x")
    saved(editor)
    editor.page.form.message.content.setPlainText("")
    with qtbot.waitSignal(editor.page.cancelled):
        editor.click("Cancel")
    editor.settle()
    assert contents(desk) == []


def test_a_draft_opens_as_it_was_left(desk: Desk, open_editor: Open) -> None:
    draft = whole_draft(desk)
    before = stored(desk, draft)
    editor = open_editor(EditorPage(desk, kept=before))
    assert editor.page.draft == draft
    assert words(editor) == "Saved 10:00"
    assert not keeper(editor)._timer.isActive()
    editor.write("!")
    saved(editor)
    (after,) = kept(desk)
    assert (after.uid, after.version) == (before.uid, before.version + 1)
    assert after.read.draft == replace(draft, content="Dear all!")


def test_cancel_keeps_deletes_or_goes_on(desk: Desk, open_editor: Open, qtbot: QtBot) -> None:
    editor = open_editor(None)
    editor.write("Half")
    editor.click("Cancel")
    box = question(editor)
    labels = [each.text() for each in (box.keep, box.delete, box.stay)]
    assert labels == ["Keep draft", "Delete draft", "Go on writing"]
    box.stay.click()
    assert editor.content == "Half"
    editor.click("Cancel")
    with qtbot.waitSignal(editor.page.cancelled):
        question(editor).keep.click()
    editor.settle()
    assert contents(desk) == ["Half"]


def test_a_deleted_draft_can_be_had_back(desk: Desk, open_editor: Open, qtbot: QtBot) -> None:
    editor = open_editor(None)
    editor.write("Half")
    saved(editor)
    editor.click("Cancel")
    with qtbot.waitSignal(editor.page.cancelled):
        question(editor).delete.click()
    editor.settle()
    assert contents(desk) == []
    (notice,) = desk.notices.take()
    assert (notice.text, notice.action_label) == ("Draft deleted.", "Undo")
    assert notice.action is not None
    notice.action()
    editor.settle()
    assert contents(desk) == ["Half"]


def test_a_store_that_is_away_is_said_quietly_and_the_text_is_safe(
    desk: Desk, open_editor: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = open_editor(None)
    with monkeypatch.context() as cut:

        def refuse(_actor: str = "") -> None:
            raise StoreUnavailable("The store cannot be reached", "The server did not answer.", "Wait.")

        cut.setattr(desk.store, "write", refuse)
        editor.write("Far")
        saved(editor)
        assert words(editor) == (
            "Not saved since 10:00. The store cannot be reached. It is kept on this computer until then."
        )
        assert [each.draft.content for each in desk.draft_files.of(desk.actor.id)] == ["Far"]
        editor.write(" away")
        saved(editor)
        assert [each.draft.content for each in desk.draft_files.of(desk.actor.id)] == ["Far away"]
        assert desk.notices.take() == (), "no dialog, no notice"
    assert keeper(editor)._retry.isActive()
    keeper(editor)._retry.timeout.emit()
    editor.settle()
    assert contents(desk) == ["Far away"]
    assert words(editor) == "Saved 10:00"
    assert desk.draft_files.of(desk.actor.id) == []


def test_what_was_undone_while_the_store_was_away_does_not_come_back(
    desk: Desk, open_editor: Open, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = stored(desk, whole_draft(desk))
    editor = open_editor(EditorPage(desk, kept=before))
    fresh = open_editor(None)
    with monkeypatch.context() as cut:

        def refuse(_actor: str = "") -> None:
            raise StoreUnavailable("The store cannot be reached", "The server did not answer.", "Wait.")

        cut.setattr(desk.store, "write", refuse)
        for each in (editor, fresh):
            each.write("!")
            saved(each)
    assert len(desk.draft_files.of(desk.actor.id)) == 2
    editor.page.form.message.content.setPlainText("Dear all")
    keeper(editor)._retry.timeout.emit()
    fresh.page.form.message.content.setPlainText("")
    with qtbot.waitSignal(fresh.page.cancelled):
        fresh.click("Cancel")
    editor.settle()
    assert desk.draft_files.of(desk.actor.id) == []
    assert contents(desk) == ["Dear all"]


def test_while_a_save_takes_long_a_file_has_it(desk: Desk, open_editor: Open, qtbot: QtBot) -> None:
    editor = open_editor(None)
    with desk.store.write():  # another thread's save waits
        editor.write("Slow")
        timer = keeper(editor)._timer
        timer.timeout.emit()
        assert timer.remainingTime() <= 330
        editor.write("er")
        assert timer.remainingTime() <= 330, "typing on does not put it off"
        timer.timeout.emit()
        qtbot.waitUntil(lambda: len(desk.draft_files.of(desk.actor.id)) == 1)
        assert desk.draft_files.of(desk.actor.id)[0].draft.content == "Slower"
        assert words(editor) == "", "a moment is no trouble"
        keeper(editor)._slow.stop()
        keeper(editor)._slow.timeout.emit()
        qtbot.waitUntil(
            lambda: words(editor) == "Not saved since 10:00. It is kept on this computer until then."
        )
    editor.settle()
    assert words(editor) == "Saved 10:00"
    assert not keeper(editor)._slow.isActive()
    assert contents(desk) == ["Slow"]
    saved(editor)
    assert contents(desk) == ["Slower"]
    assert desk.draft_files.of(desk.actor.id) == []


def test_a_save_that_hangs_is_told_before_its_file_is_written_and_after(
    desk: Desk, open_editor: Open, qtbot: QtBot
) -> None:
    editor = open_editor(None)
    editor.write("Kept")
    saved(editor)
    assert words(editor) == "Saved 10:00"
    with desk.store.write():  # as a server that stands still
        editor.write(" so far")
        keeper(editor)._timer.timeout.emit()
        assert keeper(editor)._slow.isActive()
        keeper(editor)._slow.stop()
        keeper(editor)._slow.timeout.emit()
        assert words(editor) == "Not saved since 10:00. Keep this window open."
        keeper(editor)._timer.timeout.emit()
        qtbot.waitUntil(lambda: words(editor).endswith("It is kept on this computer until then."))
    editor.settle()
    assert words(editor) == "Saved 10:00"


def of_other_window(before: KeptDraft, desk: Desk, content: str) -> None:
    """The same person saves the same draft elsewhere."""
    draft = replace(before.read.draft, content=content)
    taken = DraftSnapshot(before.uid, desk.actor.id, "other", before.version, 1, desk.now(), draft)
    drafts.save_draft(desk.store, desk.draft_files, desk.actor, taken)


def test_the_slower_window_is_told_and_can_look(desk: Desk, open_editor: Open) -> None:
    before = stored(desk, whole_draft(desk))
    editor = open_editor(EditorPage(desk, kept=before))
    of_other_window(before, desk, "Theirs")
    editor.write(" and mine")
    saved(editor)
    assert "changed in another window" in bar(editor)
    assert sorted(contents(desk)) == ["Dear all and mine", "Theirs"]
    assert keeper(editor).uid != before.uid
    editor.click("Look at the other one")
    dialog = editor.page.findChildren(OtherDraftDialog)[0]
    assert dialog.text.toPlainText() == "Theirs"
    dialog.take.click()
    editor.settle()
    assert editor.content == "Theirs"
    assert contents(desk) == ["Theirs"]
    editor.write("!")
    saved(editor)
    assert contents(desk) == ["Theirs!"]


def test_a_draft_deleted_elsewhere_is_not_lost_while_somebody_writes_it(
    desk: Desk, open_editor: Open
) -> None:
    before = stored(desk, whole_draft(desk))
    editor = open_editor(EditorPage(desk, kept=before))
    drafts.delete_drafts(desk.store, desk.actor, [before.id])
    editor.write("!")
    saved(editor)
    assert "deleted in another window" in bar(editor)
    assert contents(desk) == ["Dear all!"]


def test_what_was_sent_elsewhere_is_no_draft_again_unasked(desk: Desk, open_editor: Open) -> None:
    before = stored(desk, whole_draft(desk))
    editor = open_editor(EditorPage(desk, kept=before))
    send(desk.store, desk.actor, before.read.draft, uid=before.uid)
    editor.write("!")
    saved(editor)
    assert "was sent from another window" in bar(editor)
    assert contents(desk) == []
    editor.write("!")
    assert not keeper(editor)._timer.isActive()
    editor.click("Keep what is here as a new draft")
    editor.settle()
    assert contents(desk) == ["Dear all!!"]


def test_a_damaged_draft_says_so(desk: Desk, open_editor: Open) -> None:
    before = stored(desk, whole_draft(desk))
    damaged = replace(before, read=replace(before.read, is_damaged=True))
    editor = open_editor(EditorPage(desk, kept=damaged))
    assert "damaged" in bar(editor)
    assert editor.content == "Dear all"


def test_whoever_no_longer_works_here_is_named_where_it_matters(desk: Desk, open_editor: Open) -> None:
    with desk.store.read() as unit:
        grace = next(user for user in unit.office.users() if user.name == "Grace Hopper")
    draft = replace(whole_draft(desk), signature_user=grace.id, reply_to="gone@office.example")
    before = stored(desk, draft)
    save_users(desk.store, desk.actor, [details_of(grace)._replace(active=False)])
    editor = open_editor(EditorPage(desk, kept=before))
    assert bar(editor) == (
        "Answers went to gone@office.example, which is no longer the address of anybody active here. "
        "Whoever signed this message is no longer active here: it has no signature now."
    )
    assert not keeper(editor)._timer.isActive(), "the program's own change is nobody's writing"


def test_answers_go_to_nobody_who_is_inactive(desk: Desk, open_editor: Open) -> None:
    with desk.store.read() as unit:
        grace = next(user for user in unit.office.users() if user.name == "Grace Hopper")
    before = stored(desk, replace(whole_draft(desk), reply_to=grace.email))
    save_users(desk.store, desk.actor, [details_of(grace)._replace(active=False)])
    editor = open_editor(EditorPage(desk, kept=before))
    box = editor.page.form.message.reply_to
    assert grace.email not in [box.itemData(place) for place in range(box.count())]
    assert bar(editor) == (
        f"Answers went to {grace.email}, which is no longer the address of anybody active here."
    )
    editor.page.go_on()
    assert editor.field_problems() == ["Choose an address for answers."]


def test_who_is_made_inactive_while_one_writes_gets_no_answers_and_that_is_said(
    desk: Desk, open_editor: Open, qtbot: QtBot
) -> None:
    with desk.store.read() as unit:
        grace = next(user for user in unit.office.users() if user.name == "Grace Hopper")
    editor = open_editor(replace(whole_draft(desk), reply_to=grace.email))
    editor.write(" and more")
    save_users(desk.store, desk.actor, [details_of(grace)._replace(active=False)])
    qtbot.waitUntil(lambda: bar(editor).startswith(f"Answers went to {grace.email}"))
    assert editor.content.endswith(" and more")


def test_an_edited_template_is_no_draft(desk: Desk, open_editor: Open) -> None:
    editor = open_editor(EditorPage.for_template(desk, None))
    editor.write("x")
    assert editor.page.drafts is None
    assert contents(desk) == []


def test_escape_leaves_what_is_unchanged_and_asks_about_what_is_new(open_editor: Open, qtbot: QtBot) -> None:
    editor = open_editor(None)
    with qtbot.waitSignal(editor.page.cancelled):
        QTest.keyClick(editor.page.form.message.subject, Qt.Key.Key_Escape)
    editor.page.form.message.subject.setText("Hello")
    QTest.keyClick(editor.page.form.message.subject, Qt.Key.Key_Escape)
    question(editor).reject()


def test_escape_closes_the_offered_keywords_first(open_editor: Open, qtbot: QtBot) -> None:
    editor = open_editor(None)
    content = editor.page.form.message.content
    content.setFocus()
    QTest.keyClicks(content, "{{")
    qtbot.waitUntil(lambda: content._completer.is_open)
    popup = content._completer.popup()
    assert popup is not None
    with qtbot.assertNotEmitted(editor.page.cancelled):
        QTest.keyClick(popup, Qt.Key.Key_Escape)
    assert not content._completer.is_open
    assert not [each for each in editor.page.findChildren(KeepQuestion) if each.isVisible()]
