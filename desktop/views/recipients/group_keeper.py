"""Keeps groups for the office: saving, renaming, changing, deleting, and what a colleague did meanwhile."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from desktop.errors import Refused
from desktop.language import tr, trn
from desktop.services.recipient_groups import (
    create_group,
    delete_group,
    rename_group,
    restore_group,
    update_group,
)
from desktop.views.kit.name_dialog import NameDialog
from desktop.views.recipients.groups_dialog import GroupsDialog

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from desktop.bridge.desk import Desk
    from desktop.models.account_group import AccountGroup, GroupRule
    from desktop.models.change import Change
    from desktop.services.recipient_groups import SavedGroup
    from desktop.views.recipients.recipient_choice import RecipientChoice
    from desktop.views.recipients.rule_dialog import RuleDialog


class GroupKeeper(QObject):
    """Opens the dialogs that keep something, and says what came of it."""

    apply_wanted = Signal(object, bool)  # AccountGroup, whether to exclude it
    rule_wanted = Signal(object)  # AccountGroup whose rule is to be changed

    def __init__(self, desk: Desk, choice: RecipientChoice, page: QWidget) -> None:
        super().__init__(page)
        self._desk = desk
        self._choice = choice
        self._page = page
        self._groups: list[AccountGroup] = []
        self._dialog: GroupsDialog | None = None
        self._deleted: AccountGroup | None = None

    def show_groups(self, groups: list[AccountGroup]) -> None:
        """The groups as they are now."""
        self._groups = groups
        if self._dialog is not None:
            self._dialog.show_groups(groups)

    def open(self) -> None:
        """Show the office's groups."""
        dialog = GroupsDialog(self._desk, self._choice.ticked_count, self._page)
        dialog.apply_wanted.connect(self.apply_wanted)
        dialog.rename_wanted.connect(self._rename)
        dialog.change_wanted.connect(self._change)
        dialog.delete_wanted.connect(self._delete)
        dialog.undo_wanted.connect(self._restore)
        dialog.finished.connect(self._on_closed)
        self._dialog = dialog
        dialog.show_groups(self._groups)
        dialog.open()

    def save_choice(self) -> None:
        """Keep the accounts that are selected now as a fixed list."""
        index, selection = self._choice.index, self._choice.selection
        what = trn("Fixed list of {n} account", "Fixed list of {n} accounts", selection.count)
        sentence = tr("{what}. It stays as it is until somebody changes it. The whole office can use it.")
        self._ask_name(sentence.format(what=what), lambda: index.ids(selection.ticked))

    def save_rule(self, dialog: RuleDialog, group: AccountGroup | None, rule: GroupRule) -> None:
        """Keep a rule: as that of ``group``, or under a name that is asked for."""
        if group is None:
            sentence = tr("It is asked anew each time it is used. The whole office can use it.")
            self._ask_name(sentence, lambda: rule, dialog)
            return
        self._desk.jobs.write(
            update_group, self._desk.store, self._desk.actor, group, rule,
            then=partial(self._on_rule_saved, dialog),
            failed=lambda error: _tell(dialog.show_refusal, error),
            owner=dialog,
        )  # fmt: skip

    def _ask_name(self, sentence: str, what: Callable[[], object], above: RuleDialog | None = None) -> None:
        def keep(asked: NameDialog, name: str) -> None:
            self._desk.jobs.write(
                create_group, self._desk.store, self._desk.actor, name, what(),
                then=partial(self._on_created, asked, above),
                failed=asked.show_refusal,
                owner=asked,
            )  # fmt: skip

        NameDialog(tr("Save as group"), sentence, tr("Save group"), keep, parent=above or self._page).open()

    def _on_created(self, asked: NameDialog, above: RuleDialog | None, saved: SavedGroup) -> None:
        asked.accept()
        if above is not None and isValid(above):
            above.accept()
        self._desk.notices.tell(tr("Group “{name}” saved.").format(name=saved.group.name))

    def _on_rule_saved(self, dialog: RuleDialog, saved: SavedGroup) -> None:
        dialog.accept()
        self._say(tr("Rule of “{name}” saved.").format(name=saved.group.name))

    def _rename(self, group: AccountGroup) -> None:
        def keep(asked: NameDialog, name: str) -> None:
            self._desk.jobs.write(
                rename_group, self._desk.store, self._desk.actor, group, name,
                then=lambda _saved: asked.accept(),
                failed=asked.show_refusal,
                owner=asked,
            )  # fmt: skip

        sentence = tr("What is in it stays the same.")
        question, verb = tr("Rename “{name}”").format(name=group.name), tr("Rename")
        NameDialog(question, sentence, verb, keep, name=group.name, parent=self._dialog).open()

    def _change(self, group: AccountGroup) -> None:
        if group.rule is not None:
            self.rule_wanted.emit(group)
            return
        ids = self._choice.index.ids(self._choice.selection.ticked)
        count = trn("{n} account", "{n} accounts", len(ids))
        self._write(update_group, group, ids, then=lambda _: self._say(
            tr("“{name}” is a fixed list of {accounts} now.").format(name=group.name, accounts=count)
        ))  # fmt: skip

    def _delete(self, group: AccountGroup) -> None:
        self._write(delete_group, group, then=lambda _: self._on_deleted(group))

    def _on_deleted(self, group: AccountGroup) -> None:
        self._deleted = group
        self._say(tr("Group “{name}” deleted.").format(name=group.name), can_undo=True)

    def _restore(self) -> None:
        if self._deleted is not None:
            group, self._deleted = self._deleted, None
            words = tr("Group “{name}” is there again.").format(name=group.name)
            self._write(restore_group, group, then=lambda _: self._say(words))

    def _write(
        self, verb: Callable[..., SavedGroup | Change], *details: object, then: Callable[[object], object]
    ) -> None:
        desk = self._desk
        desk.jobs.write(
            verb, desk.store, desk.actor, *details,
            then=then, failed=lambda error: _tell(self._say, error), owner=self,
        )  # fmt: skip

    def _say(self, sentence: str, *, can_undo: bool = False) -> None:
        if self._dialog is not None:
            self._dialog.say(sentence, can_undo=can_undo)
        else:
            self._desk.notices.tell(sentence, undo=self._restore if can_undo else None)

    def _on_closed(self) -> None:
        """What can still be taken back is offered in the window."""
        self._dialog = None
        if self._deleted is not None:
            self._on_deleted(self._deleted)


def _tell(say: Callable[[str], object], error: Exception) -> None:
    if isinstance(error, Refused):
        say(f"{error.sentence} {error.remedy}".strip())
