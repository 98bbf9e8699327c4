"""Drafts: their list, and what the editor says of one."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.errors import StoreUnavailable
from desktop.models.draft_form import ReadDraft
from desktop.models.kept_draft import KeptDraft
from desktop.models.outgoing import MessageDraft
from desktop.screens import DRAFTS
from desktop.services.drafts import DraftFate, DraftReport, keep
from desktop.views.compose.draft_keeper import DraftStanding
from desktop.views.compose.editor_page import EditorPage
from desktop.views.compose.other_draft_dialog import OtherDraftDialog
from desktop.views.lists.table import RowTable
from tests.gallery.offices import NOW, clients, draft_to
from tests.gallery.screen import OfficeKind, screen

if TYPE_CHECKING:
    from tests.gallery.stage import Stage

_SUBJECTS = (
    "Your statement for {{ account_number }}",
    "An invitation to our evening on bonds, with a word on what the change of the year brings for each of you",
    "",
    "年末のご案内",
    "Holidays",
)


def _fill(stage: Stage) -> None:
    for days, subject in reversed(list(enumerate(_SUBJECTS))):
        stage.clock.now = NOW - timedelta(days=days * 2, minutes=7 * days)
        draft = draft_to(clients(stage.desk.store, 412 if days != 3 else 0), stage.desk.actor, subject)
        with stage.desk.store.write() as unit:
            keep(unit, stage.desk.actor, draft)
            unit.commit()
    stage.clock.now = NOW


def _written(stage: Stage) -> EditorPage:
    draft = draft_to(clients(stage.desk.store, 40), stage.desk.actor, "Your statement")
    stage.screens.write_message(draft)
    page = stage.find(EditorPage)
    page.form.message.content.insertPlainText("One thing more: ")
    return page


@screen("drafts")
def _drafts(stage: Stage) -> None:
    _fill(stage)
    stage.screens.window.show_place(DRAFTS)
    QTest.keyClick(stage.find(RowTable), Qt.Key.Key_Down)


@screen("drafts-empty", OfficeKind.EMPTY)
def _drafts_empty(stage: Stage) -> None:
    stage.screens.window.show_place(DRAFTS)


@screen("editor-saved")
def _saved(stage: Stage) -> None:
    _written(stage)


@screen("editor-not-saved")
def _not_saved(stage: Stage) -> None:
    page = _written(stage)
    stage.settle()
    assert page.drafts is not None
    away = StoreUnavailable("The store cannot be reached", "The server did not answer.")
    page.drafts.keeper.stood.emit(DraftStanding(None, NOW, is_in_file=True, refusal=away))


@screen("editor-other-window")
def _other_window(stage: Stage) -> None:
    page = _written(stage)
    stage.settle()
    assert page.drafts is not None
    page.drafts.keeper.overtaken.emit(DraftReport(DraftFate.CHANGED, _other(page.draft)))


@screen("editor-other-draft")
def _other_draft(stage: Stage) -> None:
    page = _written(stage)
    OtherDraftDialog(_other(page.draft), "Saved 15:01", page).open()


@screen("editor-damaged")
def _damaged(stage: Stage) -> None:
    _fill(stage)
    with stage.desk.store.write() as unit:
        unit.connection.exec_driver_sql("UPDATE draft SET form = substr(form, 1, length(form) - 40)")
        unit.commit()
    stage.screens.open_draft(1)
    stage.find(EditorPage)


@screen("draft-question")
def _question(stage: Stage) -> None:
    _written(stage).cancel.click()


def _scheduled(stage: Stage) -> EditorPage:
    draft = draft_to(clients(stage.desk.store, 412), stage.desk.actor, "Your statement")
    later = replace(draft, send_at=NOW + timedelta(days=3, hours=16, minutes=56), only_office_hours=True)
    stage.screens.write_message(later)
    return stage.find(EditorPage)


@screen("editor-scheduled")
def _schedule(stage: Stage) -> None:
    page = _scheduled(stage)
    stage.settle()
    page.halves.show_form(page.form.schedule)
    page.form.schedule.moment.setFocus()


@screen("preview-scheduled")
def _preview_scheduled(stage: Stage) -> None:
    _scheduled(stage).go_on()


def _other(draft: MessageDraft) -> KeptDraft:
    other = replace(draft, content="Dear {{ account_title }},\n\nthe statement is ready.\n")
    return KeptDraft(1, "0", 3, "", 1, NOW, ReadDraft(other))
