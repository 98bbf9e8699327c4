"""The part of a long list that is in memory: a bounded number of pages, and where ids stand."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from desktop.models.listing import Key

Row = TypeVar("Row")
PAGE = 200
"""Rows read at once: more than any window shows."""


class Pages(Generic[Row]):
    """Rows of one arrangement (an order and a filter), in pages of ``size``.

    Pages least recently put in are let go beyond ``kept``; their ids are remembered, 8 bytes each,
    so that a selection made far away still knows what it selected.
    """

    def __init__(self, size: int, kept: int, id_of: Callable[[Row], int]) -> None:
        self.size = size
        self.kept = kept
        self.total = 0
        self.exact = False
        self.keys: Sequence[Key] = ()
        self._id_of = id_of
        self._pages: OrderedDict[int, list[Row]] = OrderedDict()
        self._ids: dict[int, array[int]] = {}
        self._places: dict[int, int] = {}
        self._asked_about: dict[int, int] = {}

    def measure(self, total: int, keys: Sequence[Key], places: Mapping[int, int], *, exact: bool) -> None:
        """Take what is known of the whole list."""
        self.total, self.keys, self.exact = total, keys, exact
        self._places.update(places)
        self._asked_about.update((place, row_id) for row_id, place in places.items())

    def put(self, page: int, rows: Sequence[Row]) -> None:
        """Take one page; the oldest goes when there are too many."""
        self._pages[page] = list(rows)
        self._pages.move_to_end(page)
        self.learn(page, array("q", (self._id_of(row) for row in rows)))
        if len(self._pages) > self.kept:
            self._pages.popitem(last=False)

    def learn(self, page: int, ids: array[int]) -> None:
        """Take only the ids of a page."""
        self._ids[page] = ids
        for offset, row_id in enumerate(ids):
            self._places[row_id] = page * self.size + offset

    def put_run(self, first_page: int, rows: Sequence[Row]) -> None:
        """Take consecutive pages read at once."""
        for offset in range(0, len(rows), self.size):
            self.put(first_page + offset // self.size, rows[offset : offset + self.size])

    def row(self, place: int) -> Row | None:
        """The record at a place, or None while it is not in memory."""
        page = self._pages.get(place // self.size)
        offset = place % self.size
        return page[offset] if page is not None and offset < len(page) else None

    def replace(self, place: int, row: Row) -> None:
        """The same record with other facts."""
        self._pages[place // self.size][place % self.size] = row

    def id_at(self, place: int) -> int | None:
        ids = self._ids.get(place // self.size)
        offset = place % self.size
        if ids is not None and offset < len(ids):
            return ids[offset]
        return self._asked_about.get(place)

    def place_of(self, row_id: int) -> int | None:
        """Where an id stands, as far as it is known."""
        place = self._places.get(row_id)
        return place if place is not None and place < self.total else None

    def missing(self, first: int, last: int) -> tuple[int, ...]:
        """Pages between two places (both within) that are not in memory but can be read."""
        if not self.total or last < 0:
            return ()
        pages = range(max(first, 0) // self.size, min(last, self.total - 1) // self.size + 1)
        wanted = tuple(page for page in pages if page not in self._pages and page <= len(self.keys))
        for page in pages:
            if page in self._pages:
                self._pages.move_to_end(page)
        return wanted

    def after(self, page: int) -> Key | None:
        """The key behind which a page begins."""
        return self.keys[page - 1] if page else None

    def page_ids(self, page: int) -> array[int] | None:
        """The ids of a page that was read once."""
        return self._ids.get(page)

    @property
    def complete(self) -> bool:
        """Whether every row is in memory."""
        return self.exact and self.total == sum(map(len, self._pages.values()))

    @property
    def loaded(self) -> tuple[int, ...]:
        """The pages in memory."""
        return tuple(self._pages)

    def ids(self) -> list[int]:
        """All ids in order; only for a complete list."""
        return [row_id for page in sorted(self._pages) for row_id in self._ids[page]]

    def rows(self) -> list[Row]:
        """All rows in order; only for a complete list."""
        return [row for page in sorted(self._pages) for row in self._pages[page]]
