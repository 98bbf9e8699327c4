"""Transactions: undone unless committed, told of when they are."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import suppress

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import IntegrityError

from desktop.errors import StoreUnavailable
from desktop.models.change import Change, ChangeKind, Subject
from desktop.models.office import Branding, Role, UserDetails
from desktop.models.template import TemplateContent
from desktop.store import engine
from desktop.store.broker_tables import broker_recipient
from desktop.store.change_feed import ChangeFeed
from desktop.store.store import Store
from desktop.store.tables import change_log
from tests.support.clock import Clock
from tests.support.stores import add_accounts, details, opened


@pytest.fixture
def colleague(store: Store, store_url: str, clock: Clock) -> Iterator[Store]:
    """The same store, opened by another program."""
    other = opened(store_url, clock)
    yield other
    other.close()


@pytest.fixture
def feed(store: Store, colleague: Store) -> Iterator[ChangeFeed]:
    """What the first program hears; it listens before anything happens."""
    feed = store.feed()
    feed.next_change(0)
    yield feed
    feed.close()


def test_without_commit_nothing_stays(store: Store) -> None:
    with store.write() as unit:
        unit.accounts.add([details(1)])
    with store.read() as unit:
        assert unit.accounts.count() == 0


def test_an_error_undoes_all_of_it(store: Store) -> None:
    def half_way() -> None:
        with store.write() as unit:
            unit.accounts.add([details(1)])
            raise RuntimeError("power cut")

    with pytest.raises(RuntimeError):
        half_way()
    with store.read() as unit:
        assert unit.accounts.count() == 0


def test_a_commit_tells_what_it_touched(store: Store) -> None:
    with store.write("Ada") as unit:
        number = unit.templates.add(TemplateContent("Letter", "Hello", "Text"))
        change = unit.commit()
    (touch,) = change.of(Subject.TEMPLATES)
    assert (touch.kind, touch.ids) == (ChangeKind.CREATED, frozenset({number}))
    assert change.origin == store.origin


def test_a_colleague_hears_of_it_and_not_of_their_own(
    store: Store, colleague: Store, feed: ChangeFeed
) -> None:
    with store.write() as unit:
        unit.office.add_users([UserDetails("ada", "Ada", "ada@office.example", Role.ADMIN)])
        unit.commit()
    add_accounts(colleague, [details(1)])
    heard = _next(feed)
    assert heard is not None
    assert heard.origin == colleague.origin
    assert {touch.subject for touch in heard.touches} == {Subject.ACCOUNTS}


def test_a_quiet_store_is_quiet(feed: ChangeFeed) -> None:
    assert feed.next_change(0.05) is None


def test_closing_a_feed_wakes_who_waits(store: Store) -> None:
    feed = store.feed()
    heard: list[Change | None] = []
    waiting = threading.Thread(target=lambda: heard.append(feed.next_change(30)))
    waiting.start()
    feed.close()
    waiting.join(5)
    assert not waiting.is_alive()
    assert heard == [None]


def test_reading_changes_nothing(store: Store) -> None:
    with suppress(StoreUnavailable), store.read() as unit:
        unit.accounts.add([details(1)])
    with store.read() as unit:
        assert unit.accounts.count() == 0


def test_two_programs_write_at_once_and_lose_nothing(store: Store, colleague: Store) -> None:
    def write(target: Store, first: int) -> None:
        for number in range(first, first + 20):
            add_accounts(target, [details(number)])

    threads = [
        threading.Thread(target=write, args=pair) for pair in ((store, 100), (colleague, 200), (store, 300))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.read() as unit:
        assert unit.accounts.count() == 60


def test_settings_and_branding_are_kept(store: Store) -> None:
    first, second = Branding(b"logo", "#102030", "#ffffff", "Footer"), Branding(footer="New")
    with store.write() as unit:
        unit.office.save_settings({"office.name": "Harbour Advisors", "mail.port": 465})
        unit.office.save_branding(first)
        old_id, _ = unit.office.branding()
        unit.office.save_branding(second)
        unit.commit()
    with store.read() as unit:
        assert unit.office.settings()["office.name"] == "Harbour Advisors"
        assert unit.office.settings()["mail.port"] == 465
        assert unit.office.branding()[1] == second
        assert unit.office.branding_by_id(old_id) == first


def _next(feed: ChangeFeed) -> Change | None:
    for _ in range(20):
        change = feed.next_change(0.5)
        if change is not None:
            return change
    return None


def test_old_announcements_are_let_go_and_the_newest_stay(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.store.unit_of_work._KEPT_CHANGES", 2)
    for number in range(6):
        add_accounts(store, [details(number)])
    with store.write() as unit:
        unit.forget_old_changes()
        unit.commit()
    with store.engine.connect() as connection:
        kept = list(connection.execute(select(change_log.c.seq).order_by(change_log.c.seq)).scalars())
    assert len(kept) == 3
    add_accounts(store, [details(9)])


def test_of_two_who_wait_for_each_other_one_is_asked_to_try_again(postgres_url: str, clock: Clock) -> None:
    one, other = opened(postgres_url, clock), opened(postgres_url, clock)
    first, second = add_accounts(one, [details(1), details(2)])
    both_hold, told = threading.Barrier(2), list[str]()

    def lock(store: Store, ids: tuple[int, int]) -> None:
        try:
            with store.write() as unit:
                unit.connection.execute(text("SET LOCAL deadlock_timeout = '20ms'"))
                for number in ids:
                    unit.connection.execute(
                        text("SELECT id FROM account WHERE id = :id FOR UPDATE"), {"id": number}
                    )
                    if number == ids[0]:
                        both_hold.wait()
        except StoreUnavailable as trouble:
            told.append(trouble.title)

    thread = threading.Thread(target=lock, args=(other, (second, first)))
    thread.start()
    lock(one, (first, second))
    thread.join()
    assert told == ["The store is busy"]
    for each in (one, other):
        each.close()


def test_what_need_not_last_is_there_for_all_and_what_follows_lasts(store: Store, colleague: Store) -> None:
    with store.write(lasting=False) as unit:
        unit.office.save_settings({"office_name": "Harbor"})
        unit.commit()
    with colleague.read() as unit:
        assert unit.office.settings()["office_name"] == "Harbor"
    on_server = "SELECT setting = reset_val FROM pg_settings WHERE name = 'synchronous_commit'"
    ways = {
        "sqlite": ("PRAGMA synchronous", {"OFF": 0, "FULL": 2}[engine.SYNCHRONOUS]),
        "postgresql": (on_server, True),
    }
    with store.write() as unit:
        query, sure = ways[unit.connection.dialect.name]
        assert unit.connection.execute(text(query)).scalar_one() == sure


def test_listening_makes_no_empty_file_where_the_store_has_vanished(sqlite_store: Store) -> None:
    path = sqlite_store.address.path
    assert path is not None
    path.unlink()
    with pytest.raises(StoreUnavailable):
        sqlite_store.feed()
    assert not path.exists()


def test_only_who_has_looked_up_all_references_is_not_checked(sqlite_store: Store) -> None:
    """The connection is the same one, and is asked again by whoever comes next."""
    stray = {"message_id": 1, "account_id": 2}
    with sqlite_store.write(checked=False) as unit:
        unit.connection.execute(insert(broker_recipient), stray)
    with sqlite_store.write() as unit, pytest.raises(IntegrityError):
        unit.connection.execute(insert(broker_recipient), stray)


def test_the_log_is_long_only_while_much_is_written(sqlite_store: Store) -> None:
    """The connection is the same one: whoever writes little after much does not wait until a long log is in the file."""

    def pages(*, lasting: bool = True, checked: bool = True) -> int:
        with sqlite_store.write(lasting=lasting, checked=checked) as unit:
            found: int = unit.connection.exec_driver_sql("PRAGMA wal_autocheckpoint").scalar_one()
            return found

    many = pages(lasting=False, checked=False)
    assert many > pages(checked=False) == pages(lasting=False) == pages()


def test_what_fails_after_a_commit_undoes_nothing_and_is_logged(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    heard: list[Change] = []
    store.listen(heard.append)
    with store.write() as unit:
        unit.accounts.add([details(1)])
        unit.afterwards(text("ANALYZE nowhere.at_all"))
        unit.commit()
    assert len(heard) == 1
    assert "was not done" in caplog.text
    with store.write() as unit:
        assert unit.accounts.count() == 1
        unit.afterwards(text("DELETE FROM account"))
    with store.read() as unit:
        assert unit.accounts.count() == 1  # nothing follows what was not committed
