"""What another process reads of a shared store is what this one would read; without it all goes on."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from desktop.composition import begin_ahead, open_here
from desktop.errors import StoreUnavailable
from desktop.models.listing import Order
from desktop.services.office_now import office_now
from desktop.services.sample.filling import fill_sample_office
from desktop.store.address import StoreAddress
from desktop.store.ahead import ReadAhead
from desktop.store.early import read_early
from desktop.store.store import Store
from tests.support.stores import opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.clock import Clock

NEWEST = Order("sent_at", descending=True)


@pytest.fixture
def address(postgres_url: str, clock: Clock) -> StoreAddress:
    """An office on a server."""
    store = opened(postgres_url, clock)
    fill_sample_office(store, accounts=10, messages=12, today=clock().date())
    store.close()
    return StoreAddress.parse(postgres_url)


@pytest.fixture
def ahead(address: StoreAddress) -> Iterator[ReadAhead]:
    begun = begin_ahead(address)
    assert begun is not None
    yield begun
    begun.close()


def test_another_process_reads_the_same_and_ends_with_the_first_transaction(
    address: StoreAddress, ahead: ReadAhead
) -> None:
    itself = read_early(address)
    assert itself is not None
    store = Store(address)
    open_here(store, ahead=ahead)
    store.let_in()
    now = office_now(store, "")
    assert now is not None
    assert store.first_page("sent", NEWEST, 5) == itself.page("sent", NEWEST, 5)
    with store.read() as unit:
        assert unit.office.settings() == (itself.office() or ({}, []))[0]
    assert store.first_page("sent", NEWEST, 5) is None
    assert not ahead.greet()
    itself.close()
    store.close()


def test_a_process_that_is_gone_leaves_the_store_to_the_ordinary_way(address: StoreAddress) -> None:
    for words in ([sys.executable, "-c", ""], ["/no/such/program"]):
        store = Store(address)
        open_here(store, ahead=ReadAhead(words))
        store.let_in()
        assert store.first_page("sent", NEWEST, 5)
        store.close()


def test_a_process_that_goes_later_is_no_trouble(address: StoreAddress, ahead: ReadAhead) -> None:
    store = Store(address)
    open_here(store, ahead=ahead)
    store.let_in()
    ahead.close()
    assert store.first_page("sent", NEWEST, 5) is None
    assert office_now(store, "") is not None
    store.close()


def test_a_server_that_lets_nobody_in_is_refused_in_the_same_words() -> None:
    address = StoreAddress.parse("postgresql://nobody@127.0.0.1:1/office")
    with pytest.raises(StoreUnavailable, match="cannot be reached"):
        open_here(Store(address), ahead=begin_ahead(address))


def test_an_embedded_store_needs_no_other_process(tmp_path: Path) -> None:
    assert begin_ahead(StoreAddress(path=tmp_path / "office.db")) is None
