"""Manage Recipients."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from desktop.models.account_group import GroupRule
from desktop.models.channel import Channel
from desktop.services.recipient_groups import create_group, delete_group, update_group
from desktop.views.compose.editor_page import EditorPage
from desktop.views.kit.name_dialog import NameDialog
from desktop.views.recipients.group_bar import GroupBar
from desktop.views.recipients.groups_dialog import GroupsDialog
from desktop.views.recipients.paste_dialog import PasteDialog
from desktop.views.recipients.recipients_page import RecipientsPage
from desktop.views.recipients.recipients_table import RecipientsTable
from desktop.views.recipients.rule_dialog import RuleDialog
from tests.gallery.screen import OfficeKind, screen

if TYPE_CHECKING:
    from tests.gallery.stage import Stage


def _open(stage: Stage) -> RecipientsPage:
    stage.screens.write_message()
    stage.find(EditorPage).form.accounts.button.click()
    return stage.find(RecipientsPage)


def _save_groups(stage: Stage) -> tuple[int, int, int]:
    """Two rules and a list, as an office keeps them; their ids."""
    store = stage.desk.store
    with store.read() as unit:
        user = next(each for each in unit.office.users() if each.user_id == "avery")
        staff = [line.id for line in unit.accounts.first_open(12)]
    japanese = GroupRule(languages=frozenset({"ja"}), channels=frozenset({Channel.EMAIL}))
    trusts = GroupRule(account_types=frozenset({"TRUST", "ORGANIZATION"}), opened_since=date(2024, 1, 1))
    return (
        create_group(store, user, "Japanese clients", japanese).group.id,
        create_group(store, user, "Staff accounts and their families", staff).group.id,
        create_group(store, user, "Trusts and companies since 2024", trusts).group.id,
    )


def _with_groups(stage: Stage) -> RecipientsPage:
    japanese, staff, trusts = _save_groups(stage)
    page = _open(stage)
    stage.settle()
    bar = stage.find(GroupBar)
    for group, excluded in ((japanese, False), (trusts, False), (staff, True)):
        bar.group_wanted.emit(group, excluded)
        stage.settle()
    return page


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


@screen("recipients-groups")
def _groups_applied(stage: Stage) -> None:
    _with_groups(stage)


@screen("recipients-groups-dialog")
def _groups(stage: Stage) -> None:
    _with_groups(stage)
    stage.find(GroupBar).groups.click()
    stage.find(GroupsDialog)


@screen("recipients-groups-dialog-empty")
def _no_groups(stage: Stage) -> None:
    _open(stage)
    stage.settle()
    stage.find(GroupBar).groups.click()
    stage.find(GroupsDialog)


@screen("recipients-rule")
def _rule(stage: Stage) -> None:
    _open(stage)
    stage.settle()
    stage.find(GroupBar).rule.click()
    stage.settle()
    dialog = stage.find(RuleDialog)
    dialog.form.languages["ja"].click()
    dialog.form.ways[Channel.EMAIL].click()
    dialog.form.since.click()


@screen("recipients-save-group")
def _save_group(stage: Stage) -> None:
    _open(stage)
    stage.settle()
    _tick(stage, 7)
    stage.find(GroupBar).save.click()
    stage.find(NameDialog)


@screen("recipients-paste")
def _paste(stage: Stage) -> None:
    page = _open(stage)
    stage.settle()
    with stage.desk.store.read() as unit:
        lines = unit.accounts.first_open(9)
    stage.find(GroupBar).paste.click()
    dialog = stage.find(PasteDialog)
    pasted = [f"{line.title}\t{line.number.lower()}" for line in lines]
    dialog.box.take_text("\n".join([*pasted, lines[0].number, "U9999999", "U12", "see page 4"]))
    stage.settle()
    assert page.isVisible()


@screen("editor-groups")
def _editor_with_groups(stage: Stage) -> None:
    _with_groups(stage)
    stage.find(RecipientsPage)._done.click()


@screen("editor-groups-changed")
def _editor_with_changed_groups(stage: Stage) -> None:
    _editor_with_groups(stage)
    store = stage.desk.store
    stage.settle()
    with store.read() as unit:
        user = next(each for each in unit.office.users() if each.user_id == "avery")
        found = unit.groups.all()
        fewer = [line.id for line in unit.accounts.first_open(9)]
    delete_group(store, user, next(group for group in found if group.name.startswith("Trusts")))
    update_group(store, user, next(group for group in found if group.name.startswith("Staff")), fewer)
