"""Which messages concerned an account, however long ago: found span by span, the same as by a plain look."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from desktop.models.broker_filter import BrokerFilter
from desktop.models.listing import Order
from desktop.services.broker_messages import broker_list
from tests.support.feeds import fed, message
from tests.support.stores import add_accounts, add_user, details

if TYPE_CHECKING:
    from desktop.models.office import User
    from desktop.store.store import Store

_NUMBERS = ("U0000001", "U0000002", "U0000003")
_FIRST, _LAST = datetime(1990, 1, 1, tzinfo=UTC), datetime(2099, 12, 31, tzinfo=UTC)
_LATELY = datetime(2026, 11, 20, tzinfo=UTC)


class Known:
    """Messages of many years, most of them of some weeks: each one's subject, accounts and moment, oldest first."""

    def __init__(self, store: Store, actor: User) -> None:
        self.store = store
        self.ids = dict(zip(_NUMBERS, add_accounts(store, [details(1), details(2), details(3)]), strict=True))
        chance = random.Random(7)  # noqa: S311
        moments = [
            _FIRST,
            _LAST,
            *(_LATELY + timedelta(hours=hours) for hours in chance.sample(range(2_000), 90)),
        ]
        moments += [_FIRST + (_LAST - _FIRST) * chance.random() for _ in range(20)]
        self.sent = sorted(
            (moment.replace(microsecond=0), f"S{number}", chance.sample(_NUMBERS, chance.randint(1, 3)))
            for number, moment in enumerate(moments)
        )
        mixed = chance.sample(self.sent, len(self.sent))
        fed(store, actor, *(self._record(*each) for each in mixed))

    def _record(self, moment: datetime, subject: str, numbers: list[str]) -> dict[str, object]:
        return message(
            int(subject[1:]),
            {number: {} for number in numbers},
            subject=subject,
            sent_at=moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
        )

    def wanted(self, number: str, *, descending: bool) -> list[str]:
        found = [subject for _, subject, numbers in self.sent if number in numbers]
        return found[::-1] if descending else found

    def found(self, narrowed: BrokerFilter, limit: int, *, descending: bool) -> list[str]:
        """Read page by page."""
        listed, order = broker_list(self.store), Order("at", descending=descending)
        found: list[str] = []
        after = None
        while page := listed.page(order, narrowed, after, limit):
            found += [line.subject for line in page]
            after = listed.key_of(order, page[-1])
        return found


@pytest.fixture
def known(store: Store) -> Known:
    return Known(store, add_user(store))


@given(st.sampled_from(_NUMBERS), st.integers(1, 120), st.booleans())
@example(_NUMBERS[0], 1, True)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=12, deadline=None)
def test_an_account_is_found_in_all_years(known: Known, number: str, limit: int, descending: bool) -> None:
    wanted = known.wanted(number, descending=descending)
    assert known.found(BrokerFilter(number), limit, descending=descending) == wanted
    chosen = BrokerFilter(account_id=known.ids[number])
    assert known.found(chosen, limit, descending=descending) == wanted
    marks = broker_list(known.store).marks(Order("at"), BrokerFilter(number), 40, [], lambda: None)
    assert marks.total == len(wanted)


def test_accounts_found_together_give_each_message_once(known: Known) -> None:
    wanted = [subject for _, subject, _ in known.sent][::-1]
    assert known.found(BrokerFilter("U000000"), 7, descending=True) == wanted


def test_an_office_without_messages_has_none_of_an_account(store: Store) -> None:
    add_user(store)
    (number,) = add_accounts(store, [details(1)])
    for narrowed in (BrokerFilter("U0000001"), BrokerFilter(account_id=number)):
        assert not broker_list(store).page(Order("at", descending=True), narrowed, None, 9)
