""" "Manage Recipients": all open accounts with a box each, filtered while one types."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.bridge.shown_notice import NoticeKind
from desktop.errors import Refused
from desktop.language import tr, trn
from desktop.models.change import Change, Subject
from desktop.models.chosen_recipients import ChosenRecipients
from desktop.services.recipient_loading import load_again, load_recipients, numbers_of, tick_recipients
from desktop.views.kit.page_header import PageHeader
from desktop.views.kit.primary_button import PrimaryButton
from desktop.views.kit.words import Words
from desktop.views.recipients.choice_bar import ChoiceBar
from desktop.views.recipients.group_bar import GroupBar
from desktop.views.recipients.group_work import GroupWork
from desktop.views.recipients.places import Places
from desktop.views.recipients.recipient_choice import RecipientChoice
from desktop.views.recipients.recipients_item_model import RecipientsItemModel
from desktop.views.recipients.recipients_table import RecipientsTable
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QHideEvent, QShowEvent

    from desktop.bridge.desk import Desk
    from desktop.services.recipient_loading import LoadedRecipients
    from desktop.services.recipient_selection import RecipientSelection

_NAMED = 3
_MANY = 20_000
"""Accounts: to find more of them would keep the window."""


class RecipientsPage(QWidget):
    """Kept for the life of the window; ``open`` it with what is chosen already.

    The accounts are read when it is first opened, and again behind the list when they change.
    """

    done = Signal(object)  # ChosenRecipients
    cancelled = Signal()
    import_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._loaded = False
        self._stale = True
        self._opened_with = ChosenRecipients()
        self._shown_for: ChosenRecipients | None = None
        self._once_loaded: list[Callable[[], object]] = []
        self._choice = RecipientChoice(self)
        self._table = RecipientsTable(RecipientsItemModel(self._choice, self))
        self._bar = ChoiceBar(self._choice)
        self._groups = GroupBar()
        self._work = GroupWork(desk, self._choice, self._groups, self)
        self._places = Places(
            self._table,
            show_all=self._bar.show_all,
            import_clients=self.import_wanted.emit,
            read_again=self._try_again,
        )
        self._count = Words("", "strong")
        self._done = PrimaryButton(tr("Done, back to message"), self._on_done)
        self._done.setToolTip(tr("Ctrl+Enter. Esc goes back and leaves the recipients as they were."))
        self._arrange()
        self._connect()
        self._show_count()

    def open(self, chosen: ChosenRecipients) -> None:
        """Begin with these accounts ticked, without a filter, ready to type."""
        self._opened_with = chosen
        self._bar.reset()
        self._bar.filter.setFocus()
        self._work.read()
        if not self._loaded:
            self._read()
        elif chosen.groups.groups or len(chosen.accounts) > _MANY:
            self._tick()
        else:
            self._take_ticks(tick_recipients(self._desk.store, self._choice.index, chosen))

    # Reading the accounts

    @property
    def _is_ready(self) -> bool:
        """Whether the ticks are those of what the page was opened with, and of what was done since."""
        return self._loaded and self._shown_for is self._opened_with

    def _read(self) -> None:
        """Read the accounts, with those ticked that are ticked now, or were chosen before."""
        if self._loaded and not self._is_ready:
            self._stale = True
            return  # read when the ticks are there
        self._stale = False
        before = self._choice.selection if self._loaded else None
        read = partial(load_recipients, self._desk.store, self._opened_with)
        if before is not None:
            read = partial(load_again, self._desk.store, self._choice.index, before)
        else:
            self._places.show_loading(0, 0)
        self._desk.jobs.read(
            read,
            then=partial(self._on_loaded, self._opened_with, before),
            failed=self._on_failed,
            progress=self._on_progress,
            owner=self,
            latest="accounts",
        )

    def _tick(self) -> None:
        """Groups are asked what they hold now; nothing can be ticked before it is known."""
        self._places.show_loading(0, 0)
        self._desk.jobs.read(
            tick_recipients,
            self._desk.store,
            self._choice.index,
            self._opened_with,
            then=self._take_ticks,
            failed=self._on_failed,
            owner=self,
            latest="accounts",
        )

    def _on_progress(self, done: int, total: int, _words: str) -> None:
        if not self._loaded:
            self._places.show_loading(done, total)

    def _on_loaded(
        self, chosen: ChosenRecipients, before: RecipientSelection | None, loaded: LoadedRecipients
    ) -> None:
        changed = self._choice.selection if self._loaded else None
        if before is not changed or chosen is not self._opened_with:
            self._read()  # another choice, or something was ticked meanwhile
            return
        self._loaded, self._shown_for = True, chosen
        current = self._table.currentIndex().row()
        account = self._choice.line(current).id if current >= 0 else None
        fits = before is not None and not before.groups and self._choice.index.has_same_accounts(loaded.index)
        self._choice.take_index(loaded.index, None if fits else loaded.selection)
        self._choice.ticked.emit()
        if account is not None and self._choice.found:
            self._table.go_to(self._choice.place_of(account, current))
        self._go_on(loaded)

    def _take_ticks(self, loaded: LoadedRecipients) -> None:
        self._shown_for = self._opened_with
        self._choice.begin_with(loaded.selection)
        self._choice.look_for("")
        self._go_on(loaded)
        if self._stale:
            self._read()

    def _go_on(self, loaded: LoadedRecipients) -> None:
        """Do what was asked for while there was nothing to do it with."""
        waiting, self._once_loaded = self._once_loaded, []
        for command in waiting:
            command()
        self._tell(loaded)

    def _tell(self, loaded: LoadedRecipients) -> None:
        self._report(loaded.missing)
        self._work.tell_drift(loaded)

    def _on_failed(self, error: Exception) -> None:
        self._stale = True
        self._once_loaded.clear()
        if not self._is_ready:
            self._places.show_failed(str(error) if isinstance(error, Refused) else "")

    def _try_again(self) -> None:
        self.open(self._opened_with)

    def _report(self, missing: frozenset[int]) -> None:
        if missing:
            self._desk.jobs.read(
                numbers_of,
                self._desk.store,
                sorted(missing)[:_NAMED],
                then=lambda numbers: self._tell_missing(len(missing), numbers),
                owner=self,
            )

    def _tell_missing(self, count: int, numbers: tuple[str, ...]) -> None:
        words = trn(
            "{n} selected account is no longer open and was taken out: {numbers}",
            "{n} selected accounts are no longer open and were taken out: {numbers}",
            count,
        )
        named = tr("{numbers} and others").format(numbers=", ".join(numbers))
        listed = named if count > len(numbers) else ", ".join(numbers)
        self._desk.notices.tell(words.format(numbers=listed), kind=NoticeKind.WARNING)

    def _on_changed(self, change: Change) -> None:
        if change.of(Subject.ACCOUNTS):
            self._stale = True
            if self.isVisible():
                self._read()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._work.read()
        self._choice.go_on()
        if self._stale and self._loaded:
            self._read()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._once_loaded.clear()
        self._choice.pause()

    # What is shown

    def _show_list(self) -> None:
        self._show_count()
        if self._choice.found:
            self._places.setCurrentWidget(self._table)
            return
        had_focus = self._table.hasFocus()
        if self._choice.total:
            self._places.show_nothing(self._bar.filter.text())
        elif self._loaded:
            self._places.setCurrentWidget(self._places.nobody)
        if had_focus:
            self._bar.filter.setFocus()

    def _show_count(self) -> None:
        choice = self._choice
        words = tr("{chosen} selected of {total}")
        if choice.groups and choice.kept_out:
            words = tr("{chosen} selected of {total}, {out} excluded")
        counts = {"chosen": choice.ticked_count, "total": choice.total, "out": choice.kept_out}
        self._count.setText(words.format(**{name: f"{count:,}" for name, count in counts.items()}))

    def _on_filtered(self) -> None:
        self._choice.look_for(self._bar.filter.text(), only_ticked=self._bar.only.isChecked())

    # Keys

    def _on_typed(self, text: str) -> None:
        self._bar.filter.setFocus()
        self._bar.filter.end(False)
        if text:
            self._bar.filter.insert(text)
        else:
            self._bar.filter.backspace()

    def _to_list(self) -> None:
        if self._choice.found:
            self._table.setFocus()

    def _on_toggled(self, first: int, last: int, current: int) -> None:
        if first == last and self._choice.is_excluded(current):
            self._tell_excluded(current)
        else:
            self._choice.toggle(first, last, like=current)

    def _tell_excluded(self, place: int) -> None:
        words = tr("{number} is in the excluded group “{name}” and cannot be selected.")
        name = self._choice.excluded_by(place)
        number = self._choice.line(place).number
        self._desk.notices.tell(words.format(number=number, name=name), kind=NoticeKind.INFO)

    def _on_escape(self) -> None:
        if self._bar.filter.text():
            self._bar.show_all()
            return
        if self._choice.can_undo:
            chosen = self._choice.chosen()
            self._desk.notices.tell(
                tr("The recipients were left as they were."), undo=lambda: self.done.emit(chosen)
            )
        self.cancelled.emit()

    def _on_take_all(self) -> None:
        if self._is_ready:
            self._bar.take_all()
        else:
            self._once_loaded.append(self._bar.take_all)

    def _on_done(self) -> None:
        """Hands are faster than a long list: what was asked for before is done first."""
        if self._is_ready:
            self._choice.when_settled(lambda: self.done.emit(self._choice.chosen()))
        elif self._once_loaded:
            self._once_loaded.append(self._on_done)
        else:
            self.done.emit(self._opened_with)

    # Building

    def _arrange(self) -> None:
        scale = theme_of(self).scale
        foot = QHBoxLayout()
        foot.addWidget(self._count)
        foot.addStretch(1)
        foot.addWidget(self._done)
        column = QVBoxLayout(self)
        column.setContentsMargins(scale.large, scale.large, scale.large, scale.large)
        column.setSpacing(scale.medium)
        column.addWidget(PageHeader(tr("Manage Recipients")))
        column.addWidget(self._bar)
        column.addWidget(self._groups)
        column.addWidget(self._places, 1)
        column.addLayout(foot)
        self.setFocusProxy(self._bar.filter)

    def _connect(self) -> None:
        self._bar.filtered.connect(self._on_filtered)
        self._bar.filter.left_downwards.connect(self._to_list)
        self._table.toggled.connect(self._on_toggled)
        self._table.typed.connect(self._on_typed)
        self._table.left_upwards.connect(self._bar.filter.setFocus)
        self._choice.listed.connect(self._show_list)
        self._choice.ticked.connect(self._show_count)
        self._desk.refresh.changed.connect(self._on_changed)
        keys = QKeySequence.StandardKey
        for take_all in (QKeySequence(keys.SelectAll), QKeySequence("Ctrl+Shift+A")):
            self._on_key(take_all, self._on_take_all)
        self._on_key(QKeySequence(keys.Undo), self._choice.undo)
        self._on_key(QKeySequence(keys.Find), self._bar.filter.setFocus)
        self._on_key(QKeySequence("Ctrl+Shift+V"), self._work.paste)
        self._on_key(QKeySequence(Qt.Key.Key_Escape), self._on_escape)
        for done in ("Ctrl+Return", "Ctrl+Enter"):
            self._on_key(QKeySequence(done), self._done.click)

    def _on_key(self, keys: QKeySequence, command: Callable[[], object]) -> None:
        shortcut = QShortcut(keys, self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(command)
