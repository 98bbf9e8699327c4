"""The sample's newest messages are orders that the outbox takes as it takes any."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from desktop.models.listing import Order
from desktop.services.sample.filling import fill_sample_office
from desktop.services.sample.latest import latest_orders, send_latest
from desktop.settings import OFFICE_ZONE
from desktop.store.store import Store
from tests.support.fake_mail import FakeMail


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


def test_they_were_sent_on_working_days_and_only_the_newest_notices_are_unread(store: Store) -> None:
    fill_sample_office(store, accounts=300, messages=3, today=date(2026, 11, 20))
    saturday = datetime(2026, 11, 21, 15, tzinfo=UTC)
    store.clock = lambda: saturday
    assert send_latest(store, FakeMail().ways()) == 20
    assert store.clock() == saturday
    with store.read() as unit:
        zone = ZoneInfo(OFFICE_ZONE.of(unit.office.settings()))
        notices = unit.notices.listed(()).page(Order("at"), None, 50)
        unread = unit.notices.unread()
        messages = unit.messages.listed(()).page(Order("sent_at", descending=True), None, 20)
    moments = [message.sent_at.astimezone(zone) for message in messages]
    assert len(set(moments)) == 20
    assert all(moment.weekday() < 5 and 9 <= moment.hour < 17 for moment in moments)
    assert all(message.totals.is_settled for message in messages)
    assert {notice.at.date() for notice in notices} >= {moment.astimezone(UTC).date() for moment in moments}
    assert unread == 4


def test_an_empty_office_has_none(store: Store) -> None:
    assert latest_orders(store) == []
