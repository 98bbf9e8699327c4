"""A list over any number of rows that reads only the pages somebody looks at."""

from __future__ import annotations

import enum
import functools
import threading
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from desktop.bridge.cancel import CancelToken
from desktop.models.change import ChangeKind, Subject
from desktop.models.listing import Key, Marks, Order
from desktop.views.lists.pages import PAGE
from desktop.views.lists.reads import Choice, Look, Window, chosen_rows, look_again, read_ids, read_pages
from desktop.views.lists.rows_model import Row, RowsItemModel
from desktop.views.lists.source import Filter, RowSource

if TYPE_CHECKING:
    from array import array
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from desktop.bridge.job import Job
    from desktop.bridge.jobs import Jobs
    from desktop.models.change import Change, Touch
    from desktop.views.lists.column import Column
    from desktop.views.lists.selection import RowSelection

_FIRST_ROWS = 60
"""Read and painted before the rest of the first page: what most windows show."""
_MOST_CHANGED = 200
_MOST_CORRECTIONS = 3
# A list that is on screen but is not painted, behind another window, is read on all the same.
_UNPAINTED_S = 0.5

T = TypeVar("T")


class ListState(enum.StrEnum):
    LOADING = "loading"
    SHOWN = "shown"
    FAILED = "failed"


class PagedItemModel(RowsItemModel[Row]):
    """Ordering and filtering are the source's.

    Opening reads what is in view; when that is painted the rest of the first page is read and the list is
    measured, for a server counts with all the cores there are. Any page is then read by the key before it. A change is applied by id, so selection
    and current row stay on their records; the model is never reset.
    """

    state_changed = Signal()
    opened = Signal()  # the first page of another order or filter is shown
    rows_read = Signal()
    ids_read = Signal()
    ids_left_out = Signal(object)  # ids to place that do not pass another filter, before it is measured
    read_failed = Signal(object)  # Exception; what is shown stays

    def __init__(
        self,
        source: RowSource[Row, Any],
        columns: Sequence[Column[Row]],
        jobs: Jobs,
        *,
        order: Order,
        narrowed: Filter = None,
        subjects: Sequence[Subject] = (),
        parent: QObject | None = None,
    ) -> None:
        """The first of ``subjects`` is that of the rows; any other makes the list look again."""
        super().__init__(columns, source.id_of, parent)
        self.order = order
        self.narrowed = narrowed
        self.state = ListState.LOADING
        self.ids_to_place: Callable[[], Collection[int]] = frozenset
        self.is_on_screen: Callable[[], bool] = lambda: False
        self._source = source
        self._jobs = jobs
        self._subjects = tuple(subjects)
        self._shown_order, self._shown_filter = order, narrowed
        self._running: dict[str, Job] = {}
        self._asked: tuple[int, ...] = ()
        self._changed_ids: frozenset[int] = frozenset()
        self._generation = 0
        self._corrections = 0
        self._started = False
        self._visible = True
        self._looking = False
        self._again = False
        self._painted = threading.Event()
        self._opening = 0

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if 0 <= column < len(self.columns) and self.columns[column].sortable:
            self.arrange(Order(self.columns[column].key, order is Qt.SortOrder.DescendingOrder))

    def start(self) -> None:
        """Read the first page, once."""
        if not self._started:
            self._open()

    def on_painted(self) -> None:
        """What is shown has been painted, and nobody waits any more."""
        if not self._painted.is_set():
            QTimer.singleShot(0, self, functools.partial(self._after_paint, self._opening))

    def _after_paint(self, opening: int) -> None:
        # A paint from before the rows came says nothing of them.
        if opening == self._opening:
            self._painted.set()

    def arrange(self, order: Order) -> None:
        """Another order; the rows shown stay until the new ones arrive."""
        if order != self.order:
            self.order = order
            self._open_again()

    def narrow(self, narrowed: Filter) -> None:
        """Another filter; the rows shown stay until the new ones arrive."""
        if narrowed != self.narrowed:
            self.narrowed = narrowed
            self._open_again()

    def show_window(self, first: int, last: int, ahead: int = 0) -> None:
        """The places in view: read what is missing there and ``ahead`` rows about them.

        The newest window replaces older ones.
        """
        self._window = (max(first, 0), max(last, 0))
        missing = self._pages.missing(first - ahead, last + ahead)
        if missing and missing != self._asked:
            self._asked = missing
            starts = [(page, self._pages.after(page)) for page in missing]
            self._read_window(starts)

    def set_visible(self, *, visible: bool) -> None:
        """A list nobody sees only remembers that it must look again."""
        self._visible = visible
        if visible and self._again:
            self.refresh()

    def take(self, change: Change) -> None:
        """Apply what a write touched."""
        touches = [touch for subject in self._subjects for touch in change.of(subject)]
        if not touches or not self._started:
            return
        ids = self._changed_ids | self._only_changed(touches)
        if not ids or self._looking or not self._visible or not self._all_in_memory(ids):
            self.refresh()
        else:
            self._changed_ids = ids
            self._read("rows", self._source.rows, self._shown_filter, ids, then=self._on_rows)

    def refresh(self) -> None:
        """Look again at everything that is shown, keeping what is chosen and in view."""
        if not self._started:
            return
        if self._looking or not self._visible:
            self._again = True
            return
        self._again, self._looking = False, True
        self._drop("rows")
        self._changed_ids = frozenset()
        token = CancelToken()
        first, last = self._window
        top_id = self.id_at(first) if first else None
        window = Window(top_id, first, last - first + 1, self._ids_wanted())
        args = (self._source, self.order, self.narrowed, window, token.check)
        self._read("look", look_again, *args, then=self._on_looked, token=token)

    def learn_ids(self, places: Collection[int]) -> None:
        """Learn the ids at places that are chosen but were never in view; ``ids_read`` follows."""
        pages = sorted({place // PAGE for place in places if self.id_at(place) is None})
        starts = [(page, self._pages.after(page)) for page in pages if page <= len(self._pages.keys)]
        if starts:
            token = CancelToken()
            args = (self._source, self._shown_order, self._shown_filter, starts, token.check)
            self._read("ids", read_ids, *args, then=self._on_ids, token=token)

    def export(
        self, fn: Callable[[Iterator[Row]], Any], choice: RowSelection, then: Callable[[Any], object]
    ) -> Job:
        """Give the chosen rows, in the order shown, to ``fn`` on a reading thread."""
        token = CancelToken()
        ids = None if choice.all else tuple(sorted(choice.ids, key=lambda one: self.place_of(one) or 0))
        args = (
            self._source,
            self._shown_order,
            self._shown_filter,
            Choice(ids, choice.except_ids),
            token.check,
        )
        return self._jobs.read(_export, fn, args, then=then, owner=self, token=token)

    def retry(self) -> None:
        """After a failure: begin again where it stopped."""
        if self.state is ListState.FAILED:
            self._open()
        else:
            self.refresh()

    def _read(
        self,
        line: str,
        fn: Callable[..., Any],
        *args: Any,
        then: Callable[[Any], None],
        token: CancelToken | None = None,
    ) -> None:
        current = functools.partial(self._if_current, self._generation)
        self._running[line] = self._jobs.read(
            fn,
            *args,
            then=functools.partial(current, then),
            failed=functools.partial(current, self._on_failed),
            owner=self,
            latest=line,
            token=token,
        )

    def _if_current(self, generation: int, then: Callable[[Any], None], result: Any) -> None:
        if generation == self._generation:
            then(result)

    def _drop(self, line: str) -> None:
        if (job := self._running.pop(line, None)) is not None:
            job.cancel()

    def _read_window(self, starts: Sequence[tuple[int, Key | None]]) -> None:
        args = (self._source, self._shown_order, self._shown_filter, starts)
        self._read("window", read_pages, *args, then=self._on_pages)

    def _open_again(self) -> None:
        if self._started:
            self._open()

    def _open(self) -> None:
        self._started = True
        self._generation += 1
        for line in tuple(self._running):
            self._drop(line)
        self._asked, self._changed_ids = (), frozenset()
        self._looking, self._again = True, False
        if not self._count:
            self._set_state(ListState.LOADING)
        first, last = self._window
        size = min(max(_FIRST_ROWS, last - first + 2), PAGE)
        then = functools.partial(self._on_opened, size)
        self._read("open", self._source.page, self.order, self.narrowed, None, size, then=then)

    def _on_opened(self, size: int, rows: Sequence[Row]) -> None:
        whole = len(rows) < size
        is_narrowed = self._shown_filter != self.narrowed
        self._show_first(rows, whole=whole)
        if is_narrowed and not whole:
            self._ask_for_left_out()
        self._window = (0, self._window[1] - self._window[0])
        self._set_state(ListState.SHOWN)
        self.opened.emit()
        self._opening += 1
        if self.is_on_screen():
            self._painted.clear()
        else:
            self._painted.set()
        if whole:
            self._settle()
        elif size < PAGE:
            args = (self.order, self.narrowed, None, PAGE)
            self._read(
                "open", _once_painted, self._painted, self._source.page, args, then=self._on_first_page
            )
        else:
            self._measure()

    def _ask_for_left_out(self) -> None:
        """Measuring a long list tells it too, but takes a while; so long nobody should see what is not in it."""
        ids = frozenset(row_id for row_id in self.ids_to_place() if self.place_of(row_id) is None)
        if 0 < len(ids) <= _MOST_CHANGED:

            def tell(rows: Mapping[int, Row]) -> None:
                self.ids_left_out.emit(ids - rows.keys())

            self._read(
                "left out", _once_painted, self._painted, self._source.rows, (self.narrowed, ids), then=tell
            )

    def _on_first_page(self, rows: Sequence[Row]) -> None:
        whole = len(rows) < PAGE
        self._show_first(rows, whole=whole)
        if whole:
            self._settle()
        else:
            self._measure()

    def _show_first(self, rows: Sequence[Row], *, whole: bool) -> None:
        new = self._new_pages()
        new.put(0, rows)
        # Another order has as many rows as before; another filter must be measured first.
        same = self._shown_filter == self.narrowed and not whole
        new.measure(max(self._count, len(rows)) if same else len(rows), (), {}, exact=whole)
        self._shown_order, self._shown_filter = self.order, self.narrowed
        self._show(new)

    def _measure(self) -> None:
        token = CancelToken()
        args = (
            self._painted,
            self._source.marks,
            (self.order, self.narrowed, PAGE, self._ids_wanted(), token.check),
        )
        self._read("marks", _once_painted, *args, then=self._on_measured, token=token)

    def _on_measured(self, marks: Marks) -> None:
        new = self._new_pages()
        first = [row for place in range(PAGE) if (row := self.row_at(place)) is not None]
        new.put(0, first[: marks.total])
        new.measure(marks.total, marks.keys, marks.places, exact=True)
        self._show(new)
        self._settle()

    def _on_looked(self, look: Look[Row]) -> None:
        new = self._new_pages()
        for page, rows in look.pages.items():
            new.put(page, rows)
        new.measure(look.marks.total, look.marks.keys, look.marks.places, exact=True)
        self._show(new)
        self._set_state(ListState.SHOWN)
        self._settle()

    def _settle(self) -> None:
        """A look is over; read what the window lacks, and begin anew where something changed meanwhile."""
        self._drop("window")
        self._drop("ids")
        self._asked, self._looking = (), False
        if self._again:
            self.refresh()
        self.show_window(*self._window)

    def _on_pages(self, pages: Mapping[int, Sequence[Row]]) -> None:
        self._asked = ()
        for page, rows in pages.items():
            self._pages.put(page, rows)
            self._tell_changed(page * PAGE, (page + 1) * PAGE - 1)
        self.rows_read.emit()
        self._correct(pages)

    def _on_ids(self, pages: Mapping[int, array[int]]) -> None:
        for page, ids in pages.items():
            self._pages.learn(page, ids)
        self.ids_read.emit()

    def _correct(self, pages: Mapping[int, Sequence[Row]]) -> None:
        """Look again when a page does not end where it did when the list was measured."""
        keys, order = self._pages.keys, self._shown_order
        moved = any(
            page < len(keys) and (not rows or self._source.key_of(order, rows[-1]) != keys[page])
            for page, rows in pages.items()
        )
        self._corrections = self._corrections + 1 if moved else 0
        if 0 < self._corrections <= _MOST_CORRECTIONS:
            self.refresh()

    def _on_rows(self, rows: Mapping[int, Row]) -> None:
        ids, self._changed_ids = self._changed_ids, frozenset()
        places = [place for row_id in ids if (place := self.place_of(row_id)) is not None]
        if not all(self._stays_put(row_id, rows.get(row_id)) for row_id in ids):
            self.refresh()
            return
        for row_id in ids:
            place = self.place_of(row_id)
            if place is not None:
                self._pages.replace(place, rows[row_id])
        self._tell_changed(min(places), max(places))
        self.rows_read.emit()

    def _stays_put(self, row_id: int, row: Row | None) -> bool:
        """Whether the record is in the list still, at the same place of the order."""
        place = self.place_of(row_id)
        before = None if place is None else self.row_at(place)
        if row is None or before is None:
            return False
        key_of, order = self._source.key_of, self._shown_order
        return key_of(order, row) == key_of(order, before)

    def _on_failed(self, error: Exception) -> None:
        self._asked, self._looking, self._again = (), False, False
        if self.state is ListState.LOADING:
            self._set_state(ListState.FAILED)
        self.read_failed.emit(error)

    def _only_changed(self, touches: Sequence[Touch]) -> frozenset[int]:
        """The ids, where records of ours changed and nothing came or went; else none."""
        named = all(
            touch.subject is self._subjects[0] and touch.kind is ChangeKind.CHANGED and touch.ids
            for touch in touches
        )
        return frozenset().union(*(touch.ids for touch in touches)) if named else frozenset()

    def _all_in_memory(self, ids: frozenset[int]) -> bool:
        if len(ids) > _MOST_CHANGED:
            return False
        places = [self.place_of(row_id) for row_id in ids]
        return all(place is not None and self.row_at(place) is not None for place in places)

    def _ids_wanted(self) -> tuple[int, ...]:
        held = {index.row() for index in self.persistentIndexList()}
        ids = {row_id for place in held if (row_id := self.id_at(place)) is not None}
        return tuple(ids.union(self.ids_to_place()))

    def _set_state(self, state: ListState) -> None:
        if state is not self.state:
            self.state = state
            self.state_changed.emit()


def _once_painted(painted: threading.Event, read: Callable[..., T], args: tuple[Any, ...]) -> T:
    painted.wait(_UNPAINTED_S)
    painted.set()
    return read(*args)


def _export(fn: Callable[[Iterator[Any]], Any], args: tuple[Any, ...]) -> Any:
    return fn(chosen_rows(*args))
