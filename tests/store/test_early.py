"""What a start reads with the driver alone is what the ordinary way reads, on both kinds of store."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event, text

from desktop.errors import Cancelled, StoreUnavailable
from desktop.models.broker_filter import BrokerFilter
from desktop.models.listing import Order
from desktop.models.notice import NoticeFilter
from desktop.services.broker_messages import broker_list
from desktop.services.notices import notice_list
from desktop.services.office_now import office_now
from desktop.services.sample.filling import fill_sample_office
from desktop.services.sent_lines import sent_list
from desktop.store.address import StoreAddress
from desktop.store.early import read_early
from desktop.store.first_pages import FIRST_PAGES
from desktop.store.opening import open_store
from desktop.store.store import Store
from tests.support.stores import opened

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.services.store_list import StoreList
    from tests.support.clock import Clock

LISTS: dict[str, Callable[[Store], StoreList[Any, Any]]] = {
    "sent": sent_list,
    "notices": notice_list,
    "broker": broker_list,
}
NO_FILTER: dict[str, Any] = {"notices": NoticeFilter(), "broker": BrokerFilter()}
FIRST = [(name, order) for name, page in FIRST_PAGES.items() for order in page.orders]


def filled(url: str, clock: Clock) -> None:
    """An office with a history, in which some times are equal."""
    store = opened(url, clock)
    fill_sample_office(store, accounts=30, messages=25, today=clock().date())
    with store.write("Ada Byron") as unit:
        for number in range(6):
            unit.now = clock() + timedelta(minutes=number // 2)
            unit.notices.add(f"Notice {number}", "Text")
        unit.notices.mark_read([1, 3], is_read=True)
        unit.commit()
    store.close()


@pytest.mark.parametrize(("name", "column"), FIRST)
def test_the_first_rows_are_those_of_the_ordinary_way(
    store_url: str, clock: Clock, name: str, column: str
) -> None:
    filled(store_url, clock)
    store = opened(store_url, clock)
    orders = [Order(column, descending=descending) for descending in (False, True)]
    first = [store.first_page(name, order, 7) for order in orders]
    with store.read():
        pass
    assert [store.first_page(name, order, 7) for order in orders] == [None, None]
    for order, early in zip(orders, first, strict=True):
        assert early
        assert early == LISTS[name](store).page(order, NO_FILTER.get(name, ""), None, 7)
    store.close()


def _behind_from(statement: str) -> str:
    """What decides which rows there are and in which order; no condition is written in two ways."""
    words = " ".join(statement.split())
    chosen = words[words.index("FROM ") : words.rindex(" LIMIT ")]
    return chosen.replace(" WHERE 1 = 1", "").replace(" WHERE true", "")


@pytest.mark.parametrize(("name", "column"), FIRST)
def test_the_early_statement_is_the_ordinary_one(store: Store, name: str, column: str) -> None:
    said: list[str] = []
    order = Order(column, descending=True)
    with store.read():
        pass
    event.listen(store.engine, "before_cursor_execute", lambda *args: said.append(args[2]))
    LISTS[name](store).page(order, NO_FILTER.get(name, ""), None, 7)
    (ordinary,) = (words for words in said if words.startswith("SELECT"))
    assert _behind_from(FIRST_PAGES[name].statement(order, 7)) == _behind_from(ordinary)


def test_whose_office_it_is_is_read_alike(store_url: str, clock: Clock) -> None:
    filled(store_url, clock)
    store = opened(store_url, clock)
    early = office_now(store, "")
    with store.read():
        pass
    ordinary = office_now(store, "")
    assert early is not None
    assert ordinary is not None
    assert (early.office, early.actor, str(early.zone)) == (
        ordinary.office, ordinary.actor, str(ordinary.zone)
    )  # fmt: skip
    store.close()


def test_a_filtered_list_and_a_later_page_are_read_the_ordinary_way(store_url: str, clock: Clock) -> None:
    filled(store_url, clock)
    store = opened(store_url, clock)
    order = Order("at", descending=True)
    notices = notice_list(store)
    every = NoticeFilter()
    first = notices.page(order, every, None, 2)
    second = notices.page(order, every, notices.key_of(order, first[-1]), 2)
    four = notices.page(order, every, None, 4)
    assert [notice.id for notice in second] == [notice.id for notice in four][2:]
    assert len(notices.page(order, NoticeFilter("notice 4"), None, 9)) == 1
    unread = notices.page(order, NoticeFilter(is_unread=True), None, 9)
    assert {notice.is_read for notice in unread} == {False}
    store.close()


def test_a_change_between_the_first_rows_and_the_listening_is_heard(store_url: str, clock: Clock) -> None:
    filled(store_url, clock)
    store, colleague = opened(store_url, clock), opened(store_url, clock)
    store.first_page("notices", Order("at"), 7)
    with colleague.write("Grace") as unit:
        unit.notices.add("New", "")
        unit.commit()
    feed = store.feed()
    assert feed.next_change(2.0) is not None
    feed.close()
    colleague.close()
    store.close()


def test_a_store_that_is_not_up_to_date_is_left_to_the_ordinary_way(store_url: str, clock: Clock) -> None:
    store = opened(store_url, clock)
    with store.write() as unit:
        unit.connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))
        unit.commit()
    store.close()
    assert read_early(StoreAddress.parse(store_url)) is None


def test_what_is_no_store_or_held_by_another_program_is_left_to_the_ordinary_way(
    tmp_path: Any, clock: Clock
) -> None:
    path = tmp_path / "office.db"
    address = StoreAddress(path=path)
    assert read_early(address) is None
    assert not path.exists()
    path.write_bytes(b"no store at all" * 100)
    assert read_early(address) is None
    path.unlink()
    opened(str(path), clock).close()
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("PRAGMA locking_mode = EXCLUSIVE")
    other.execute("BEGIN EXCLUSIVE")
    assert read_early(address) is None
    other.close()


def test_a_server_that_is_not_there_is_refused_in_words() -> None:
    with pytest.raises(StoreUnavailable, match="cannot be reached"):
        read_early(StoreAddress.parse("postgresql://nobody@127.0.0.1:1/office"))


def test_who_waits_for_a_store_that_is_given_up_is_told_nothing(tmp_path: Any) -> None:
    store = Store(StoreAddress(path=tmp_path / "office.db"))
    store.turn_away()
    with pytest.raises(Cancelled), store.read():
        pass
    open_store(store.address).close()
