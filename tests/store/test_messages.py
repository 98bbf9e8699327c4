"""Sending puts one delivery per recipient and channel into the outbox, and says who gets none."""

from __future__ import annotations

import pytest

from desktop.models.account import AccountStatus
from desktop.models.channel import Channel
from desktop.models.delivery import DeliveryState, DeliveryTotals, SkipReason
from desktop.models.listing import Order
from desktop.store.message_rows import MANY
from desktop.store.store import Store
from tests.support.clock import Clock
from tests.support.orders import order_for
from tests.support.stores import add_accounts, details, opened


@pytest.fixture
def accounts(store: Store) -> tuple[int, ...]:
    """Five open accounts: one without e-mail, one with a wrong one, one without TWS; and a closed one."""
    return add_accounts(
        store,
        [
            details(5),
            details(1),
            details(2, email=""),
            details(3, email="not an address"),
            details(4, tws_access=False),
            details(6, status=AccountStatus.CLOSED),
        ],
    )


def test_every_open_account_gets_one_delivery_per_channel(store: Store, accounts: tuple[int, ...]) -> None:
    with store.write("Ada") as unit:
        number = unit.messages.send(order_for(accounts, *Channel), None)
        message = unit.messages.get(number)
        lines = unit.sent.listed(number, (), ()).page(Order("number"), None, 100)
        unit.commit()
    assert message is not None
    assert message.recipients == 5
    assert message.totals == DeliveryTotals(queued=12, skipped=3)
    assert [line.number for line in lines] == sorted(line.number for line in lines)
    skipped = {(line.number, line.channel): line.skip_reason for line in lines if line.skip_reason}
    assert skipped == {
        ("U0000002", Channel.EMAIL): SkipReason.NO_EMAIL,
        ("U0000003", Channel.EMAIL): SkipReason.INVALID_EMAIL,
        ("U0000004", Channel.BULLETIN): SkipReason.NO_TWS_ACCESS,
    }
    assert [line.channel for line in lines[:3]] == list(Channel)


def test_who_cannot_be_reached_is_known_before(store: Store, accounts: tuple[int, ...]) -> None:
    with store.read() as unit:
        counts, first = unit.messages.unreachable(accounts, Channel.EMAIL, 1)
        assert counts == {SkipReason.NO_EMAIL: 1, SkipReason.INVALID_EMAIL: 1}
        assert [(line.number, reason) for line, reason in first] == [("U0000002", SkipReason.NO_EMAIL)]
        assert unit.messages.unreachable(accounts, Channel.MESSAGE_CENTER, 9) == ({}, [])
        assert [account.details.number for account in unit.accounts.not_open(accounts)] == ["U0000006"]


def test_what_a_recipient_was_is_kept_as_sent(store: Store, accounts: tuple[int, ...]) -> None:
    with store.write("Ada") as unit:
        number = unit.messages.send(order_for(accounts[:1], Channel.EMAIL), None)
        known = unit.accounts.by_id(accounts[:1])[accounts[0]]
        unit.accounts.replace(
            [type(known)(known.id, details(5, title="Renamed", email="new@clients.example"))]
        )
        (claim,) = unit.outbox.claim("me", unit.now, 10, list(Channel))
        unit.commit()
    assert claim.recipient.title == "Client 5"
    assert claim.address == "client5@clients.example"
    assert number == claim.message_id


def test_a_hundred_thousand_ids_are_one_bound_value(store: Store, accounts: tuple[int, ...]) -> None:
    many = (*accounts, *range(1_000_000, 1_100_000))
    with store.write("Ada") as unit:
        number = unit.messages.send(order_for(many, Channel.MESSAGE_CENTER), None)
        message = unit.messages.get(number)
    assert message is not None
    assert message.recipients == 5


def test_sent_messages_are_found_without_case_and_accents(store: Store, accounts: tuple[int, ...]) -> None:
    with store.write("Ada") as unit:
        unit.messages.send(order_for(accounts, Channel.EMAIL), None)
        unit.commit()
    with store.read() as unit:
        order = Order("sent_at", descending=True)
        assert [line.subject for line in unit.messages.listed(("under",)).page(order, None, 9)] == [
            "Ünder Review"
        ]
        assert unit.messages.listed(("nothing",)).page(order, None, 9) == []
        (line,) = unit.messages.listed(()).page(order, None, 9)
        assert unit.messages.listed(()).page(order, (line.sent_at, line.id), 9) == []


def test_deliveries_are_filtered_by_state_and_words(store: Store, accounts: tuple[int, ...]) -> None:
    with store.write("Ada") as unit:
        number = unit.messages.send(order_for(accounts, Channel.EMAIL), None)
        skipped = unit.sent.listed(number, (), [DeliveryState.SKIPPED]).page(Order("state"), None, 9)
        found = unit.sent.listed(number, ("client 4",), ()).page(Order("number"), None, 9)
        marks = unit.sent.listed(number, ("client 4",), ()).marks(Order("number"), 1, (), lambda: None)
    assert {line.number for line in skipped} == {"U0000002", "U0000003"}
    assert [line.number for line in found] == ["U0000004"]
    assert marks.total == 1


def test_a_large_message_leaves_postgres_with_statistics_of_its_deliveries(
    postgres_url: str, clock: Clock
) -> None:
    store = opened(postgres_url, clock)
    accounts = add_accounts(store, map(details, range(MANY)))
    with store.write() as unit:
        unit.messages.send(order_for(accounts, Channel.EMAIL), None)
        unit.commit()
    with store.read() as unit:
        known = "SELECT attname FROM pg_stats WHERE tablename = 'delivery'"
        looked_at = set(unit.connection.exec_driver_sql(known).scalars())
    assert {"message_id", "state", "next_try_at"} <= looked_at
    store.close()
