"""What a list reads on a reading thread: its beginning, a few pages, or the whole anew."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from desktop.models.listing import Key, Marks, Order
from desktop.views.lists.pages import PAGE
from desktop.views.lists.source import Filter, RowSource

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

Row = TypeVar("Row")
_AT_ONCE = 500


class Look(NamedTuple, Generic[Row]):
    """A list seen anew: measured, and the pages about the window."""

    marks: Marks
    pages: dict[int, Sequence[Row]]


class Window(NamedTuple):
    """What to look for: the id at the top (None: the beginning), its place before, rows in view,
    and the ids whose places are asked for."""

    top_id: int | None
    top: int
    rows: int
    ids: tuple[int, ...]


class Choice(NamedTuple):
    """Ids in the order shown, or (None) all but some."""

    ids: tuple[int, ...] | None
    except_ids: frozenset[int] = frozenset()


def read_pages(
    source: RowSource[Row, Filter],
    order: Order,
    narrowed: Filter,
    starts: Sequence[tuple[int, Key | None]],
) -> dict[int, Sequence[Row]]:
    """The pages that begin behind these keys."""
    return {page: source.page(order, narrowed, after, PAGE) for page, after in starts}


def read_ids(
    source: RowSource[Row, Filter],
    order: Order,
    narrowed: Filter,
    starts: Sequence[tuple[int, Key | None]],
    check: Callable[[], None],
) -> dict[int, array[int]]:
    """Only the ids of pages: a selection reaches further than what is kept in memory."""
    found: dict[int, array[int]] = {}
    for page, after in starts:
        check()
        rows = source.page(order, narrowed, after, PAGE)
        found[page] = array("q", (source.id_of(row) for row in rows))
    return found


def look_again(
    source: RowSource[Row, Filter],
    order: Order,
    narrowed: Filter,
    window: Window,
    check: Callable[[], None],
) -> Look[Row]:
    """Measure a list that may have changed anywhere, and read what the window shows of it."""
    first = source.page(order, narrowed, None, PAGE)
    if len(first) < PAGE:
        return Look(Marks(len(first), ()), {0: first})
    check()
    marks = source.marks(order, narrowed, PAGE, _ids(window), check)
    place = marks.places.get(window.top_id, window.top) if window.top_id is not None else 0
    place = max(0, min(place, marks.total - window.rows))
    last = min(place + window.rows, marks.total - 1)
    pages: dict[int, Sequence[Row]] = {0: first}
    for page in range(place // PAGE, last // PAGE + 1):
        check()
        if page and page <= len(marks.keys):
            pages[page] = source.page(order, narrowed, marks.keys[page - 1], PAGE)
    return Look(marks, pages)


def chosen_rows(
    source: RowSource[Row, Filter],
    order: Order,
    narrowed: Filter,
    choice: Choice,
    check: Callable[[], None],
) -> Iterator[Row]:
    """The rows somebody chose, read in turn, so that a million of them need no room."""
    if choice.ids is not None:
        for start in range(0, len(choice.ids), _AT_ONCE):
            check()
            ids = choice.ids[start : start + _AT_ONCE]
            found = source.rows(narrowed, ids)
            yield from (found[row_id] for row_id in ids if row_id in found)
        return
    after: Key | None = None
    while rows := source.page(order, narrowed, after, _AT_ONCE):
        check()
        yield from (row for row in rows if source.id_of(row) not in choice.except_ids)
        after = source.key_of(order, rows[-1])


def _ids(window: Window) -> Collection[int]:
    return set(window.ids) | ({window.top_id} if window.top_id is not None else set())
