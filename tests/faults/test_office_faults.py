"""The disk fills up, the store goes away, the clock jumps: what was being sent goes on where it stopped."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from desktop.channels.mail import Unreachable
from desktop.errors import Refused, StoreUnavailable
from desktop.models.delivery import DeliveryTotals
from desktop.services.delivering import Deliverer
from desktop.services.message_control import stop_rest
from desktop.store.failures import refusal_for
from tests.support.fake_mail import FakeMail, later
from tests.support.sending import lines, notices, sent_message, totals
from tests.support.stores import opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from desktop.store.store import Store
    from tests.support.clock import Clock

_COUNT = 250


def deliver_all(worker: Deliverer) -> list[str]:
    """Step until nothing is due; returns the titles of what the store said meanwhile."""
    heard: list[str] = []
    for _ in range(100):
        try:
            if worker.step().was_idle:
                return heard
        except StoreUnavailable as trouble:
            heard.append(trouble.title)
    raise AssertionError(f"it never came to an end: {heard}")


def each_got_it_once(store: Store, message: int, mail: FakeMail) -> None:
    assert totals(store, message) == DeliveryTotals(delivered=_COUNT)
    assert Counter(mail.recipients) == Counter(line.address for line in lines(store, message))


@contextmanager
def full_disk(store: Store, mail: FakeMail) -> Iterator[None]:
    """Inside the ``with`` the store has no room once mail has left: a file cannot grow, a server says 53100."""
    with _full_server(store) if store.address.path is None else _full_file(store, mail):
        yield


@contextmanager
def _full_file(store: Store, mail: FakeMail) -> Iterator[None]:
    def cap(connection: Any, *_: Any) -> None:
        if not mail.sent:
            return
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages}")

    def uncap(connection: Any, *_: Any) -> None:
        connection.execute("PRAGMA max_page_count = 4294967294")

    event.listen(store.engine, "checkout", cap)
    yield
    event.remove(store.engine, "checkout", cap)
    event.listen(store.engine, "checkout", uncap)


@contextmanager
def _full_server(store: Store) -> Iterator[None]:
    _do(
        store,
        """
        CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$
        """,
        "CREATE TRIGGER no_room BEFORE INSERT ON sent_content FOR EACH ROW EXECUTE FUNCTION no_room()",
    )
    yield
    _do(store, "DROP TRIGGER no_room ON sent_content")


def _do(store: Store, *statements: str) -> None:
    with store.write() as unit:
        for statement in statements:
            unit.connection.exec_driver_sql(statement)
        unit.commit()


@pytest.fixture
def lane() -> Iterator[Executor]:
    """What is written beside the sending, as the program has it."""
    with ThreadPoolExecutor(2) as lane:
        yield lane


def test_a_full_disk_in_the_middle_of_a_sending(store: Store, lane: Executor) -> None:
    """What has left is not sent again, although it could not be written down for a while."""
    mail = FakeMail()
    worker = Deliverer(store, mail.ways(), "me", lane=lane)
    message = sent_message(store, _COUNT)
    with full_disk(store, mail), pytest.raises(StoreUnavailable, match="full") as told:
        for _ in range(100):
            worker.step()
    assert "Free some space" in told.value.remedy
    assert mail.sent
    assert not totals(store, message).is_settled
    assert deliver_all(worker) == []
    each_got_it_once(store, message, mail)


@pytest.mark.parametrize(
    ("error", "title"),
    [
        (psycopg.errors.DiskFull(), "The disk is full"),
        (psycopg.errors.TooManyConnections(), "The store is busy"),
        (psycopg.errors.AdminShutdown(), "The store cannot be reached"),
    ],
)
def test_what_a_server_lacks_is_said(error: psycopg.Error, title: str) -> None:
    refusal = refusal_for(OperationalError("", {}, error))
    assert refusal is not None
    assert refusal.title == title


def test_a_file_that_goes_with_its_disk_and_comes_back(sqlite_store: Store, tmp_path: Path) -> None:
    """Nothing takes its place meanwhile, and the sending goes on where it stopped."""
    mail, file, elsewhere = FakeMail(), tmp_path / "office.db", tmp_path / "elsewhere.db"
    worker = Deliverer(sqlite_store, mail.ways(), "me", batch=50)
    message = sent_message(sqlite_store, _COUNT)
    worker.step()
    sqlite_store.engine.dispose()
    file.rename(elsewhere)
    for _ in range(3):
        with pytest.raises(StoreUnavailable, match="cannot be written"):
            worker.step()
    assert not file.exists()
    elsewhere.rename(file)
    assert deliver_all(worker) == []
    each_got_it_once(sqlite_store, message, mail)


@pytest.fixture
def shared_store(postgres_url: str, clock: Clock) -> Iterator[Store]:
    store = opened(postgres_url, clock)
    yield store
    store.close()


def test_a_server_that_ends_every_connection_in_the_middle_of_a_sending(
    shared_store: Store, postgres_url: str, lane: Executor
) -> None:
    mail, commits = FakeMail(), Counter[str]()
    worker = Deliverer(shared_store, mail.ways(), "me", lane=lane)
    message = sent_message(shared_store, _COUNT)

    def cut(_connection: Any) -> None:
        commits["all"] += 1
        if commits["all"] % 7 == 0:
            end_all_connections(postgres_url)

    event.listen(shared_store.engine, "commit", cut)
    heard = deliver_all(worker)
    assert set(heard) == {"The store cannot be reached"}
    each_got_it_once(shared_store, message, mail)


def end_all_connections(url: str) -> None:
    name = url.partition("@/")[2].partition("?")[0]
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()",
            [name],
        )


def test_a_clock_set_back_by_an_hour_holds_up_nobody(store: Store, clock: Clock) -> None:
    mail = FakeMail()
    worker = Deliverer(store, mail.ways(), "me", batch=50)
    message = sent_message(store, _COUNT)
    worker.step()
    assert len(mail.sent) == 50
    clock.move(hours=-1)
    assert deliver_all(worker) == []
    each_got_it_once(store, message, mail)


def test_a_mail_that_waits_for_another_try_waits_an_hour_longer_at_most(store: Store, clock: Clock) -> None:
    mail = FakeMail(answers={"client1@clients.example": later(1)})
    worker = Deliverer(store, mail.ways(), "me")
    message = sent_message(store, _COUNT)
    deliver_all(worker)
    clock.move(hours=-1)
    deliver_all(worker)
    assert totals(store, message).queued == 1
    clock.move(hours=1, minutes=2)
    deliver_all(worker)
    each_got_it_once(store, message, mail)


def test_a_message_stopped_while_the_server_goes_away_is_told_of_when_its_last_mails_come_back(
    store: Store,
) -> None:
    mail = FakeMail()
    message = sent_message(store, 3)
    with store.read() as unit:
        (ada,) = unit.office.users()

    def stop_and_fail(*_: object) -> str:
        with suppress(Refused):
            stop_rest(store, ada, message)
        raise Unreachable("The mail server does not answer.")

    mail.send = stop_and_fail  # type: ignore[method-assign,assignment]
    deliver_all(Deliverer(store, mail.ways(), "me"))
    assert totals(store, message) == DeliveryTotals(cancelled=3)
    assert [words for words in notices(store) if "0 of 3 delivered" in words] == [
        "“Statement for ‹account number›”: 0 of 3 delivered, 3 cancelled"
    ]


def test_a_night_of_sleep_in_the_middle_of_a_sending(store: Store, clock: Clock) -> None:
    """The computer sleeps with mails in hand; another one takes over; the sleeper sends nothing twice."""
    mail, sleeper_mail = FakeMail(), FakeMail()
    message = sent_message(store, _COUNT)
    take = sleeper_mail.send

    def sleep(envelope_from: str, to: str, raw: bytes, label: str) -> str:
        words = take(envelope_from, to, raw, label)
        if len(sleeper_mail.sent) == 30:
            clock.move(hours=9)
            deliver_all(Deliverer(store, mail.ways(), "awake"))
        return words

    sleeper_mail.send = sleep  # type: ignore[method-assign]
    sleeper = Deliverer(store, sleeper_mail.ways(), "sleeper")
    deliver_all(sleeper)
    sleeper.close()
    counted = totals(store, message)
    assert counted.is_settled
    assert counted.delivered + counted.unconfirmed == _COUNT
    assert max(Counter([*mail.recipients, *sleeper_mail.recipients]).values()) == 1
    assert len(sleeper_mail.sent) == 30, "it went on sending after it woke"
    assert len(notices(store)) == 1
