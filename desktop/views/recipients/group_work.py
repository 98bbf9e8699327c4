"""What the buttons for groups, rules and pasted numbers do to the choice."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject

from desktop.bridge.shown_notice import NoticeKind
from desktop.language import tr, trn
from desktop.models.change import Subject
from desktop.services.recipient_evaluation import group_rows, rows_of_rule, rule_words
from desktop.services.recipient_groups import groups
from desktop.services.recipient_loading import tick_again
from desktop.views.recipients.group_keeper import GroupKeeper
from desktop.views.recipients.paste_dialog import PasteDialog
from desktop.views.recipients.rule_dialog import RuleDialog

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from desktop.bridge.desk import Desk
    from desktop.models.account_group import AccountGroup, GroupRule
    from desktop.models.change import Change
    from desktop.services.recipient_evaluation import RuleWords
    from desktop.services.recipient_index import RecipientIndex
    from desktop.services.recipient_loading import LoadedRecipients
    from desktop.services.recipient_rows import RowBits
    from desktop.services.recipient_selection import RecipientSelection
    from desktop.store.store import Store
    from desktop.views.recipients.group_bar import GroupBar
    from desktop.views.recipients.recipient_choice import RecipientChoice


T = TypeVar("T")


class GroupWork(QObject):
    """Rows are found behind the window, for the accounts that are shown at that moment."""

    def __init__(self, desk: Desk, choice: RecipientChoice, bar: GroupBar, page: QWidget) -> None:
        super().__init__(page)
        self._desk = desk
        self._choice = choice
        self._bar = bar
        self._page = page
        self._stale = True
        self.keeper = GroupKeeper(desk, choice, page)
        self._connect()
        self._show_applied()

    def read(self) -> None:
        """Read the groups, unless they are as they were when they were read last."""
        if self._stale:
            self._stale = False
            jobs, store = self._desk.jobs, self._desk.store
            jobs.read(groups, store, then=self._show_groups, owner=self, latest="groups")

    def paste(self) -> None:
        """Take account numbers."""
        dialog = PasteDialog(self._desk, self._page)
        dialog.add_wanted.connect(partial(self._find_pasted, on=True))
        dialog.remove_wanted.connect(partial(self._find_pasted, on=False))
        dialog.open()

    def tell_drift(self, loaded: LoadedRecipients) -> None:
        """Say what groups that have changed did to the choice."""
        if loaded.came or loaded.went:
            came = trn("{n} account came in", "{n} accounts came in", loaded.came)
            went = trn("{n} was taken out", "{n} were taken out", loaded.went)
            words = tr("Groups have changed since they were chosen: {came}, {went}.")
            self._desk.notices.tell(words.format(came=came, went=went), kind=NoticeKind.WARNING)

    def _connect(self) -> None:
        bar = self._bar
        bar.group_wanted.connect(lambda group_id, excluded: self._apply(group_id, excluded=excluded))
        bar.group_let_go.connect(self._choice.let_go)
        bar.rule_wanted.connect(self._ask_for_rule)
        bar.paste_wanted.connect(self.paste)
        bar.save_wanted.connect(self.keeper.save_choice)
        bar.groups_wanted.connect(self.keeper.open)
        self.keeper.apply_wanted.connect(lambda group, excluded: self._apply(group.id, excluded=excluded))
        self.keeper.rule_wanted.connect(self._ask_for_rule)
        self._choice.ticked.connect(self._show_applied)
        self._desk.refresh.changed.connect(self._on_changed)

    def _show_groups(self, found: list[AccountGroup]) -> None:
        self._bar.show_groups(found)
        self.keeper.show_groups(found)

    def _show_applied(self) -> None:
        self._bar.show_applied(tuple(each.group for each in self._choice.groups))
        self._bar.save.setEnabled(self._choice.ticked_count > 0)

    def _on_changed(self, change: Change) -> None:
        if not change.of(Subject.GROUPS):
            return
        self._stale = True
        if self._page.isVisible():
            self.read()
        if self._choice.groups:
            self._tick_again()

    def _tick_again(self) -> None:
        index, selection = self._choice.index, self._choice.selection
        self._desk.jobs.read(
            tick_again,
            self._desk.store,
            index,
            selection,
            then=partial(self._take_ticks, index, selection),
            owner=self,
            latest="ticks",
        )

    def _take_ticks(
        self, index: RecipientIndex, before: RecipientSelection, loaded: LoadedRecipients
    ) -> None:
        if self._choice.index is not index:
            return  # who loads other accounts asks for the groups with them
        if self._choice.selection is not before:
            self._tick_again()
            return
        if loaded.selection.groups != before.groups:
            self._choice.take_selection(loaded.selection)
        self.tell_drift(loaded)

    def _apply(self, group_id: int, *, excluded: bool) -> None:
        self._find(partial(group_rows, group_id=group_id, excluded=excluded), self._choice.apply)

    def _ask_for_rule(self, group: AccountGroup | None = None) -> None:
        self._desk.jobs.read(
            rule_words, self._desk.store, then=partial(self._open_rule, group), owner=self, latest="rule"
        )

    def _open_rule(self, group: AccountGroup | None, words: RuleWords) -> None:
        dialog = RuleDialog(self._desk, words, group, self._page)
        dialog.selected.connect(self._find_rule)
        dialog.group_wanted.connect(partial(self.keeper.save_rule, dialog, group))
        dialog.open()

    def _find_rule(self, rule: GroupRule) -> None:
        self._find(partial(rows_of_rule, rule=rule), partial(self._put, on=True))

    def _find_pasted(self, ids: tuple[int, ...], *, on: bool) -> None:
        self._find(lambda _store, index: index.rows(ids), partial(self._put, on=on))

    def _find(self, find: Callable[[Store, RecipientIndex], T], then: Callable[[T], object]) -> None:
        """Rows mean nothing among other accounts than those they were found for."""
        index = self._choice.index

        def take(found: T) -> None:
            if self._choice.index is index:
                then(found)
            else:
                self._find(find, then)

        self._desk.jobs.read(find, self._desk.store, index, then=take, owner=self)

    def _put(self, rows: RowBits, *, on: bool) -> None:
        before = self._choice.ticked_count
        self._choice.put_rows(rows, on=on)
        self._desk.notices.tell(_put_words(self._choice.ticked_count - before))


def _put_words(difference: int) -> str:
    if difference > 0:
        return trn("{n} more account is selected now", "{n} more accounts are selected now", difference)
    if difference < 0:
        return trn("{n} account fewer is selected now", "{n} accounts fewer are selected now", -difference)
    return tr("The selected accounts are the same as before")
