"""Nobody has two deliveries of a message over one channel, whichever way their ids came to be."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from desktop.models.channel import Channel
from desktop.models.delivery import delivery_id
from desktop.models.listing import Order
from desktop.store.store import Store
from desktop.store.tables import delivery, recipient
from tests.support import postgres
from tests.support.clock import Clock
from tests.support.older_stores import lay_older
from tests.support.orders import order_for
from tests.support.stores import add_accounts, details, opened

# Two messages that were sent at the same moment: the ids of the second's deliveries come first.
_OLDER = """
INSERT INTO account (id, number, status, tws_access) VALUES (1, 'U1', 'open', true), (2, 'U2', 'open', true);
INSERT INTO outgoing_message (uid, branded, sent_at, recipients) VALUES ('a', true, 5, 2), ('b', true, 5, 2);
INSERT INTO recipient (message_id, account_id, number, tws_access) VALUES
(1, 1, 'U1', true), (1, 2, 'U2', true), (2, 1, 'U1', true), (2, 2, 'U2', true);
INSERT INTO delivery (message_id, recipient_id, channel, state, next_try_at, changed_at) VALUES
(2, 3, 'W', 'delivered', 1, 1), (2, 3, 'E', 'skipped', 1, 1), (2, 4, 'W', 'failed', 1, 1),
(2, 4, 'E', 'failed', 1, 1), (1, 1, 'W', 'delivered', 1, 1), (1, 1, 'E', 'delivered', 1, 1),
(1, 2, 'W', 'failed', 1, 1), (1, 2, 'E', 'delivered', 1, 1)
"""


def test_an_id_tells_the_recipient_and_the_channel(store: Store) -> None:
    accounts = add_accounts(store, [details(2), details(1)])
    with store.write() as unit:
        message = unit.messages.send(order_for(accounts, Channel.EMAIL, Channel.BULLETIN), None)
        lines = unit.sent.listed(message, (), ()).page(Order("number"), None, 9)
        assert [line.id for line in lines] == [delivery_id(each.recipient_id, each.channel) for each in lines]
        assert [line.id for line in lines] == sorted(line.id for line in lines)
        assert len(lines) == 4
        for row in unit.connection.execute(select(delivery)).mappings().all():
            with pytest.raises(IntegrityError), unit.connection.begin_nested():
                unit.connection.execute(insert(delivery).values(row))


def test_what_was_counted_before_stays_found_and_apart_from_what_comes(empty_url: str) -> None:
    lay_older(empty_url, "0021", *_OLDER.split(";"))
    store = opened(empty_url, Clock())
    with store.write() as unit:
        assert [unit.survey.also_reached(message, [1, 2]) for message in (1, 2)] == [2, 1]
        assert unit.survey.also_reached(2, [2]) == 0
        ids = set(unit.connection.execute(select(delivery.c.id)).scalars())
        message = unit.messages.send(order_for((1, 2), Channel.EMAIL, Channel.BULLETIN), None)
        assert unit.survey.also_reached(message, [1, 2]) == 2
        assert unit.survey.also_reached(message, [2]) == 1
        lines = unit.sent.listed(message, (), ()).page(Order("number"), None, 9)
        assert len(lines) == 4
        assert not ids & {line.id for line in lines}
    store.close()


def test_no_message_is_queued_that_would_forget_somebody(store: Store) -> None:
    """Where the count of recipients' ids was set back, say by hand, a server finds none of those it has just made."""
    accounts = add_accounts(store, [details(1), details(2)])
    with store.write() as unit:
        unit.messages.send(order_for(accounts[:1], Channel.EMAIL), None)
        first = unit.connection.execute(select(recipient)).mappings().one()
        far = {**first, "id": 10**9, "account_id": accounts[1]}
        unit.connection.execute(insert(recipient).values(far))
        unit.commit()
    with store.write() as unit:
        if unit.is_postgres:
            with pytest.raises(RuntimeError, match="0 deliveries for 2 recipients"):
                unit.messages.send(order_for(accounts, Channel.EMAIL, uid="second"), None)
        else:
            message = unit.messages.send(order_for(accounts, Channel.EMAIL, uid="second"), None)
            assert len(unit.sent.listed(message, (), ()).page(Order("number"), None, 9)) == 2


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a place without any tables."""
    if request.param == "sqlite":
        yield f"sqlite:///{(tmp_path / 'office.db').as_posix()}"
        return
    request.getfixturevalue("postgres_url")  # which lets the server run
    name = postgres.server().create(empty=True)
    yield postgres.server().url(name)
    postgres.server().drop(name)
