"""Who works at a computer: whom it knows, the only one there is, or whoever a person says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desktop.errors import Refused
from desktop.models.office import NOBODY, Role, UserDetails
from desktop.services.office import found_office, save_users
from desktop.services.office_now import OfficeNow, office_now
from desktop.services.sample.filling import fill_sample_office
from desktop.services.staffing import details_of

if TYPE_CHECKING:
    from desktop.models.office import User
    from desktop.store.store import Store

AARON = UserDetails("aaron", "Aaron First", "aaron@office.example")


def now_for(store: Store, user_id: str) -> OfficeNow:
    now = office_now(store, user_id)
    assert now is not None
    return now


@pytest.fixture
def ada(store: Store) -> User:
    return found_office(store, "Harbor Advisors", "Ada Byron", "ada@office.example")


def test_there_is_no_office_before_it_is_founded(store: Store) -> None:
    assert office_now(store, "") is None


def test_the_only_active_user_works_wherever_nobody_is_known(store: Store, ada: User) -> None:
    save_users(store, ada, [AARON._replace(active=False)])
    assert now_for(store, "").actor == now_for(store, "ada").actor == ada
    assert not now_for(store, "").has_colleagues


def test_nobody_is_taken_for_one_of_several(store: Store, ada: User) -> None:
    save_users(store, ada, [AARON, UserDetails("zoe", "Zoe", "zoe@office.example", Role.ADMIN, active=False)])
    for unknown in ("", "who.left"):
        now = now_for(store, unknown)
        assert now.actor is NOBODY
        assert [user.name for user in now.candidates] == ["Aaron First", "Ada Byron"]
    known = now_for(store, "aaron")
    assert (known.actor.name, known.candidates, known.has_colleagues) == ("Aaron First", (), True)


def test_somebody_who_was_deactivated_stays_who_he_is(store: Store, ada: User) -> None:
    save_users(store, ada, [AARON._replace(role=Role.ADMIN)])
    save_users(store, now_for(store, "aaron").actor, [details_of(ada)._replace(active=False)])
    now = now_for(store, "ada")
    assert (now.actor.name, now.actor.active, now.candidates) == ("Ada Byron", False, ())


def test_a_sample_office_is_opened_without_a_question(store: Store) -> None:
    fill_sample_office(store, accounts=5, messages=2, broker_messages=2)
    now = now_for(store, "")
    assert now.actor.role is Role.ADMIN
    assert (now.candidates, now.has_colleagues) == ((), True)


def test_an_office_without_an_active_user_is_refused(store: Store, ada: User) -> None:
    with store.write() as unit:
        unit.office.replace_users([details_of(ada)._replace(active=False)])
        unit.commit()
    with pytest.raises(Refused, match="no active user"):
        office_now(store, "")
