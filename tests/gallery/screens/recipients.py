"""Manage Recipients."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from desktop.views.compose.editor_page import EditorPage
from desktop.views.recipients.recipients_page import RecipientsPage
from desktop.views.recipients.recipients_table import RecipientsTable
from tests.gallery.screen import OfficeKind, screen

if TYPE_CHECKING:
    from tests.gallery.stage import Stage


def _open(stage: Stage) -> RecipientsPage:
    stage.screens.write_message()
    stage.find(EditorPage).form.accounts.button.click()
    return stage.find(RecipientsPage)


def _tick(stage: Stage, rows: int) -> None:
    table = stage.find(RecipientsTable)
    table.setFocus()
    for _ in range(rows):
        QTest.keyClick(table, Qt.Key.Key_Space)
        QTest.keyClick(table, Qt.Key.Key_Down)


def _filter(page: RecipientsPage, text: str) -> None:
    line = page.findChild(QLineEdit)
    assert isinstance(line, QLineEdit)
    line.setFocus()
    line.setText(text)


@screen("recipients")
def _recipients(stage: Stage) -> None:
    _open(stage)


@screen("recipients-ticked")
def _ticked(stage: Stage) -> None:
    _open(stage)
    _tick(stage, 7)


@screen("recipients-filtered")
def _filtered(stage: Stage) -> None:
    page = _open(stage)
    _tick(stage, 3)
    _filter(page, "an ma")


@screen("recipients-nothing-found")
def _nothing_found(stage: Stage) -> None:
    _filter(_open(stage), "nobody of this name")


@screen("recipients-nobody", OfficeKind.EMPTY)
def _nobody(stage: Stage) -> None:
    _open(stage)
