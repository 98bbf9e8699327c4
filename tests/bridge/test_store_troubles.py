"""A trouble of the store is told once, whoever meets it, and taken back when it is over for all."""

from __future__ import annotations

import pytest

from desktop.bridge.notices import NoticeBus
from desktop.bridge.store_troubles import StoreTroubles
from desktop.errors import StoreUnavailable

FULL = StoreUnavailable("The disk is full", "Nothing could be written.")
AWAY = StoreUnavailable("The store cannot be reached", "The server did not answer.")


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def troubles(told: list[str]) -> StoreTroubles:
    bus = NoticeBus()
    bus.arrived.connect(lambda notice: told.append(notice.text))
    bus.withdrawn.connect(lambda text: told.append(f"no more: {text}"))
    return StoreTroubles(bus)


def test_two_that_meet_the_same_are_one_notice_until_both_are_well(
    troubles: StoreTroubles, told: list[str]
) -> None:
    for who in ("watch", "deliveries", "watch"):
        troubles.met(who, AWAY)
    assert told == [AWAY.title]
    assert troubles.over("watch")
    assert told == [AWAY.title]
    assert troubles.over("deliveries")
    assert told == [AWAY.title, f"no more: {AWAY.title}"]
    assert not troubles.over("deliveries")


def test_another_trouble_takes_the_place_of_the_one_before(troubles: StoreTroubles, told: list[str]) -> None:
    troubles.met("deliveries", AWAY)
    troubles.met("deliveries", FULL)
    assert told == [AWAY.title, f"no more: {AWAY.title}", FULL.title]


def test_a_fault_of_the_program_is_told_each_time(troubles: StoreTroubles, told: list[str]) -> None:
    for _ in range(2):
        troubles.met("watch", ValueError("none"))
    assert len(told) == 2
