"""Filtering and ticking as the page does it: in slices of time that leave the window free."""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.services.recipient_evaluation import chosen_of
from desktop.services.recipient_index import RecipientIndex
from desktop.services.recipient_rows import both, count_of, without
from desktop.services.recipient_selection import RecipientSelection

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.models.account import AccountLine
    from desktop.models.chosen_recipients import ChosenRecipients
    from desktop.services.recipient_rows import RowBits
    from desktop.services.recipient_search import RecipientSearch
    from desktop.services.recipient_selection import GroupRows

PAGE = 64
"""Rows that are shown before the count is known: more than a tall window has."""

_FIRST_SECONDS = 0.010
_SLICE_SECONDS = 0.006
_UNDONE = 20
# Letters taken back are answered from what was found before them.
_RECENT = 12


class RecipientChoice(QObject):
    """The accounts that pass the filter, and which are ticked. One signal per act, of any size."""

    listed = Signal()  # other rows are shown
    grew = Signal(int)  # their number: all that match
    ticked = Signal()

    def __init__(self, parent: QObject | None = None, clock: Callable[[], float] = time.perf_counter) -> None:
        super().__init__(parent)
        self._clock = clock
        self._index = RecipientIndex()
        self._selection = RecipientSelection.of(self._index.layout)
        self._search = self._shown = self._index.search("")
        self._recent: list[RecipientSearch] = []
        self._query = ""
        self._only_ticked = False
        self._before: list[RecipientSelection] = []
        self._after_count: list[Callable[[], object]] = []
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._on_timeout)

    # What is shown

    @property
    def total(self) -> int:
        """How many open accounts there are."""
        return len(self._index)

    @property
    def words(self) -> tuple[str, ...]:
        """The folded words of the filter."""
        return self._shown.words

    @property
    def is_narrowed(self) -> bool:
        return bool(self._search.words) or self._only_ticked

    @property
    def only_ticked(self) -> bool:
        return self._only_ticked

    @property
    def found(self) -> int:
        """How many match, as far as it is known."""
        return self._shown.count

    @property
    def is_counted(self) -> bool:
        return self._search.done and self._shown is self._search

    def line(self, place: int) -> AccountLine:
        return self._index.line(self._shown.row(place))

    def place_of(self, account_id: int, near: int) -> int:
        """Where an account stands now, looked for around ``near``, or the nearest place there is."""
        last = self.found - 1
        for place in range(max(0, near - PAGE), min(last, near + PAGE) + 1):
            if self.line(place).id == account_id:
                return place
        return max(0, min(near, last))

    def look_for(self, query: str, *, only_ticked: bool = False) -> None:
        """Show what matches; an earlier look that is under way is given up."""
        self._query = query
        if only_ticked and self._only_ticked:
            only = self._search.only
        else:
            only = self._selection.ticked if only_ticked else None
        self._only_ticked = only_ticked
        self._recent = [self._search, *self._recent[: _RECENT - 1]]
        self._begin(self._index.search(query, only, self._recent))

    # Ticks

    @property
    def selection(self) -> RecipientSelection:
        """The ticks as they are now; another object after every change."""
        return self._selection

    @property
    def index(self) -> RecipientIndex:
        return self._index

    @property
    def ticked_count(self) -> int:
        return self._selection.count

    @property
    def has_ticks(self) -> bool:
        """Whether there is something to clear: ticks, or an included group that is wholly kept out."""
        return self.ticked_count > 0 or any(not each.group.excluded for each in self.groups)

    @property
    def groups(self) -> tuple[GroupRows, ...]:
        """The groups that are applied, in the order in which they were."""
        return self._selection.groups

    @property
    def kept_out(self) -> int:
        """How many accounts the excluded groups keep out."""
        return self._selection.kept_out

    @property
    def takeable(self) -> int:
        """How many of those that match can be ticked."""
        if not self._selection.groups:
            return self.found
        return self.found - count_of(both(self._shown.rows(), self._selection.excluded))

    @property
    def all_found_ticked(self) -> bool:
        """Whether nothing that matches is left to be ticked."""
        if not self.is_counted or not 0 < self.takeable <= self.ticked_count:
            return False
        left = without(self._shown.rows(), self._selection.ticked)
        return not any(without(left, self._selection.excluded) if self._selection.groups else left)

    @property
    def can_undo(self) -> bool:
        return bool(self._before)

    def is_ticked(self, place: int) -> bool:
        return self._selection.has(self._shown.row(place))

    def is_excluded(self, place: int) -> bool:
        """Whether an excluded group keeps it out."""
        return self._selection.is_excluded(self._shown.row(place))

    def excluded_by(self, place: int) -> str:
        """The name of the excluded group that keeps it out; empty where none does."""
        at, bit = self._index.layout.bit(self._shown.row(place))
        found = (each for each in self.groups if each.group.excluded and each.rows[at] & bit)
        return next((each.group.name for each in found), "")

    def chosen(self) -> ChosenRecipients:
        """What is ticked, in order of account number, with the groups it came from."""
        return chosen_of(self._index, self._selection)

    def toggle(self, first: int, last: int, *, like: int) -> None:
        """Give the places ``first`` to ``last`` the opposite of what the place ``like`` has."""
        self.put(first, last, on=not self.is_ticked(like))

    def put(self, first: int, last: int, *, on: bool) -> None:
        """Tick or untick the places ``first`` to ``last``."""
        if first == last:
            rows = self._index.layout.of([self._shown.row(first)])
        else:
            rows = self._shown.rows_between(first, last)
        self.put_rows(rows, on=on)

    def put_rows(self, rows: RowBits, *, on: bool) -> None:
        """Tick or untick these rows of the index, shown or not."""
        self._change(self._selection.put(rows, on=on))

    def put_all_found(self, *, on: bool) -> None:
        """Tick or untick all that match; done when it is known which those are."""
        if not self.is_counted:
            self._after_count.append(lambda: self.put_all_found(on=on))
            return
        self.put_rows(self._shown.rows(), on=on)

    def when_settled(self, then: Callable[[], object]) -> None:
        """Call ``then`` when what waits for the count has been done; at once where nothing waits."""
        if self._after_count:
            self._after_count.append(then)
        else:
            then()

    def apply(self, group: GroupRows) -> None:
        """Include or exclude a group."""
        self._change(self._selection.with_group(group))

    def let_go(self, group_id: int) -> None:
        """Neither include nor exclude a group any more."""
        self._change(self._selection.without_group(group_id))

    def take_selection(self, selection: RecipientSelection) -> None:
        """Other ticks for the same accounts, which undo can take back."""
        self._change(selection)

    def clear(self) -> None:
        """Untick everything, shown or not; what is excluded stays excluded."""
        self._change(self._selection.nobody())

    def undo(self) -> None:
        """Take the last change of the ticks back."""
        if self._before:
            self._selection = self._before.pop()
            self.ticked.emit()

    # The accounts themselves

    def begin_with(self, selection: RecipientSelection) -> None:
        """Take these ticks, made for the accounts that are here, as a new beginning."""
        self._selection = selection
        self._before.clear()
        self.ticked.emit()

    def take_index(self, index: RecipientIndex, selection: RecipientSelection | None = None) -> None:
        """Other accounts, with the ticks made for them; without ``selection`` the ticks that are there fit."""
        if selection is None and self._selection.layout != index.layout:
            selection = RecipientSelection.of(index.layout)
        if selection is not None:
            self._selection = selection
            self._before.clear()
        self._index = index
        self._recent = []
        only = self._selection.ticked if self._only_ticked else None
        # The rows shown till now are those of the old accounts, so the first page cannot wait.
        self._begin(index.search(self._query, only), math.inf)

    def pause(self) -> None:
        """Stop counting while nobody looks."""
        self._timer.stop()

    def go_on(self) -> None:
        """Count on where it was paused."""
        if not self._search.done:
            self._timer.start()

    def _begin(self, search: RecipientSearch, seconds: float = _FIRST_SECONDS) -> None:
        self._after_count.clear()
        self._search = search
        if self._go(seconds):
            self._list()
        if not search.done:
            self._timer.start()

    def _on_timeout(self) -> None:
        if self._go(_SLICE_SECONDS) and self._shown is not self._search:
            self._list()
        if self._search.done:
            self._timer.stop()
            self._tell_count()

    def _go(self, seconds: float) -> bool:
        """Look on; returns whether there is a page to show."""
        search, shown = self._search, self._shown is self._search
        until = self._clock() + seconds
        while not search.done and (shown or search.count < PAGE):
            search.advance()
            if self._clock() >= until:
                break
        return search.done or search.count >= PAGE

    def _list(self) -> None:
        self._shown = self._search
        self.listed.emit()
        if self._search.done:
            self._timer.stop()
            self._tell_count()

    def _tell_count(self) -> None:
        self.grew.emit(self.found)
        waiting, self._after_count = self._after_count, []
        for command in waiting:
            command()

    def _change(self, selection: RecipientSelection) -> None:
        self._before.append(self._selection)
        del self._before[:-_UNDONE]
        self._selection = selection
        self.ticked.emit()
