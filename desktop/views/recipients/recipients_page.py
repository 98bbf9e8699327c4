""" "Manage Recipients": all open accounts with a box each, filtered while one types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.bridge.shown_notice import NoticeKind
from desktop.errors import Refused
from desktop.language import tr, trn
from desktop.models.change import Change, Subject
from desktop.services.recipient_loading import load_recipients, numbers_of
from desktop.views.kit.page_header import PageHeader
from desktop.views.kit.primary_button import PrimaryButton
from desktop.views.kit.words import Words
from desktop.views.recipients.choice_bar import ChoiceBar
from desktop.views.recipients.places import Places
from desktop.views.recipients.recipient_choice import RecipientChoice
from desktop.views.recipients.recipients_item_model import RecipientsItemModel
from desktop.views.recipients.recipients_table import RecipientsTable
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from PySide6.QtGui import QHideEvent, QShowEvent

    from desktop.bridge.desk import Desk
    from desktop.services.recipient_index import RecipientIndex

_NAMED = 3


class RecipientsPage(QWidget):
    """Kept for the life of the window; ``open`` it with the accounts that are chosen already.

    The accounts are read when it is first opened, and again behind the list when they change.
    """

    done = Signal(tuple)  # ids of the chosen accounts, in order of account number
    cancelled = Signal()
    import_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._loaded = False
        self._stale = True
        self._opened_with: tuple[int, ...] = ()
        self._once_loaded: list[Callable[[], object]] = []
        self._choice = RecipientChoice(self)
        self._table = RecipientsTable(RecipientsItemModel(self._choice, self))
        self._bar = ChoiceBar(self._choice)
        self._places = Places(
            self._table,
            show_all=self._bar.show_all,
            import_clients=self.import_wanted.emit,
            read_again=self._read,
        )
        self._count = Words("", "strong")
        self._done = PrimaryButton(tr("Done, back to message"), self._on_done)
        self._done.setToolTip(tr("Ctrl+Enter. Esc goes back and leaves the recipients as they were."))
        self._arrange()
        self._connect()
        self._show_count()

    def open(self, selected: Collection[int]) -> None:
        """Begin with these accounts ticked, without a filter, ready to type."""
        self._opened_with = tuple(selected)
        self._bar.reset()
        self._bar.filter.setFocus()
        if self._loaded:
            self._report(self._choice.select(self._opened_with))
            self._choice.look_for("")
        if self._stale:
            self._read()

    # Reading the accounts

    def _read(self) -> None:
        self._stale = False
        if not self._loaded:
            self._places.show_loading(0, 0)
        self._desk.jobs.read(
            load_recipients,
            self._desk.store,
            then=self._on_loaded,
            failed=self._on_failed,
            progress=self._on_progress,
            owner=self,
            latest="accounts",
        )

    def _on_progress(self, done: int, total: int, _words: str) -> None:
        if not self._loaded:
            self._places.show_loading(done, total)

    def _on_loaded(self, index: RecipientIndex) -> None:
        first, self._loaded = not self._loaded, True
        current = self._table.currentIndex().row()
        account = self._choice.line(current).id if current >= 0 else None
        missing = self._choice.take_index(index)
        if first:
            missing = self._choice.select(self._opened_with)
            waiting, self._once_loaded = self._once_loaded, []
            for command in waiting:
                command()
        if account is not None and self._choice.found:
            self._table.go_to(self._choice.place_of(account, current))
        self._report(missing)

    def _on_failed(self, error: Exception) -> None:
        self._stale = True
        self._once_loaded.clear()
        if not self._loaded:
            self._places.show_failed(str(error) if isinstance(error, Refused) else "")

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
        words = tr("{chosen} selected of {total}")
        self._count.setText(
            words.format(chosen=f"{self._choice.ticked_count:,}", total=f"{self._choice.total:,}")
        )

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
        self._choice.toggle(first, last, like=current)

    def _on_escape(self) -> None:
        if self._bar.filter.text():
            self._bar.show_all()
            return
        if self._choice.can_undo:
            chosen = self._choice.ticked_ids()
            self._desk.notices.tell(
                tr("The recipients were left as they were"), undo=lambda: self.done.emit(chosen)
            )
        self.cancelled.emit()

    def _on_take_all(self) -> None:
        if self._loaded:
            self._bar.take_all()
        else:
            self._once_loaded.append(self._bar.take_all)

    def _on_done(self) -> None:
        """Hands are faster than a long list: what was asked for before is done first."""
        if self._loaded:
            self._choice.when_settled(lambda: self.done.emit(self._choice.ticked_ids()))
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
        self._on_key(QKeySequence(keys.SelectAll), self._on_take_all)
        self._on_key(QKeySequence(keys.Undo), self._choice.undo)
        self._on_key(QKeySequence(keys.Find), self._bar.filter.setFocus)
        self._on_key(QKeySequence(Qt.Key.Key_Escape), self._on_escape)
        for done in ("Ctrl+Return", "Ctrl+Enter"):
            self._on_key(QKeySequence(done), self._done.click)

    def _on_key(self, keys: QKeySequence, command: Callable[[], object]) -> None:
        shortcut = QShortcut(keys, self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(command)
