"""The sample's newest messages are orders that the outbox takes as it takes any."""

from __future__ import annotations

from datetime import date

from desktop.services.sample.filling import fill_sample_office
from desktop.services.sample.latest import latest_orders
from desktop.store.store import Store


def test_the_outbox_takes_every_order(store: Store) -> None:
    fill_sample_office(store, accounts=300, messages=3, today=date(2026, 11, 20))
    orders = latest_orders(store)
    assert len({order.uid for order in orders}) == 20
    assert latest_orders(store) == orders
    with store.write("Jordan Avery") as unit:
        branding_id, _ = unit.office.branding()
        sent = [unit.messages.send(order, branding_id) for order in orders]
        messages = [unit.messages.get(number) for number in sent]
    for order, message in zip(orders, messages, strict=True):
        assert message is not None
        assert message.recipients == len(order.accounts) > 0
        assert message.totals.queued > 0


def test_letters_go_to_those_who_read_their_language(store: Store) -> None:
    fill_sample_office(store, accounts=300, messages=0, today=date(2026, 11, 20))
    orders = latest_orders(store)
    japanese = next(order for order in orders if "四半期" in order.subject)
    german = next(order for order in orders if "Quartalsbrief" in order.subject)
    with store.read() as unit:
        for order, language in ((japanese, "ja"), (german, "de")):
            known = unit.accounts.by_id(order.accounts)
            assert {account.details.language for account in known.values()} == {language}


def test_an_empty_office_has_none(store: Store) -> None:
    assert latest_orders(store) == []
