"""Whom a draft reaches over any of its channels."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from desktop.models.channel import Channel
from desktop.models.outgoing import MessageDraft
from desktop.models.send_check import SendCheck
from desktop.services.sending import check

if TYPE_CHECKING:
    from collections.abc import Iterable

    from desktop.store.store import Store
    from desktop.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Reach:
    """Of the accounts that were ``counted``, ``accounts`` get the message over at least one channel."""

    check: SendCheck
    counted: tuple[int, ...]
    accounts: tuple[int, ...]


def check_reach(store: Store, draft: MessageDraft, skipped: frozenset[int]) -> Reach:
    """What ``check`` says, and who gets the message at all; nobody of ``skipped`` does."""
    counted = _without(draft.accounts, skipped)
    found = check(store, replace(draft, accounts=counted))
    if not found.ways:
        return Reach(found, counted, ())
    left_out = {account.id for account in found.not_open}
    if all(way.skipped for way in found.ways):
        with store.read() as unit:
            left_out |= set.intersection(*(_unreached(unit, counted, way.channel) for way in found.ways))
    return Reach(found, counted, _without(counted, left_out))


def _unreached(unit: UnitOfWork, accounts: tuple[int, ...], channel: Channel) -> set[int]:
    return set(unit.survey.unreached(accounts, channel))


def _without(accounts: tuple[int, ...], others: Iterable[int]) -> tuple[int, ...]:
    """The same ones, not copied, where there is nobody to leave out."""
    known = frozenset(others)
    return tuple(each for each in accounts if each not in known) if known else accounts
