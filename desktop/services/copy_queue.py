"""Puts the copies that wait into mails: one by one while they are few, as a list when they are many."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from desktop.models.copy_election import WaitingCopy
from desktop.models.office import User
from desktop.models.office_mail import OfficeMailKind
from desktop.services.copy_policy import copy_policy
from desktop.services.email_address import is_email

if TYPE_CHECKING:
    from desktop.store.store import Store
    from desktop.store.unit_of_work import UnitOfWork

ABOUT_MESSAGE, ABOUT_COUNT = "message", "count"
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is due for a user: ``single`` messages in a mail each, or a list of all that waits, or to give it up."""

    user: User
    single: Sequence[WaitingCopy] = ()
    is_list: bool = False
    is_off: bool = False


def queue_copies(store: Store) -> bool:
    """Make mails of what is due; returns whether there was any. Raises StoreUnavailable.

    A copy and the mail that has it are written in one transaction, so that whoever dies makes none twice. Where
    nothing is due nothing is written.
    """
    with store.read() as unit:
        if not _plans(unit):
            return False
    with store.write() as unit:
        unit.copies.begin()
        plans = _plans(unit)
        for plan in plans:
            _follow(unit, plan)
        unit.commit()
    return bool(plans)


def _plans(unit: UnitOfWork) -> list[_Plan]:
    plans = [_plan(unit, user) for user in unit.copies.awaited_by()]
    return [plan for plan in plans if plan is not None]


def _plan(unit: UnitOfWork, user: User) -> _Plan | None:
    policy, hour_ago = copy_policy(), unit.now - _HOUR
    elected = unit.copies.wish_of(user.id)
    if elected is None or not elected.wish.is_on:
        # It came in while the user was just switching copies off.
        return _Plan(user, is_off=True)
    if not is_email(user.email):
        return None  # waits for the address
    room = policy.most_an_hour - unit.office_mail.count_since(user.id, OfficeMailKind.COPY, hour_ago)
    waiting = unit.copies.waiting(user.id, policy.most_an_hour + 1)
    if len(waiting) <= room:
        return _Plan(user, waiting)
    is_gathered = unit.now - waiting[0].at >= policy.gathering
    if not is_gathered or unit.office_mail.count_since(user.id, OfficeMailKind.COPY_LIST, hour_ago):
        return None
    return _Plan(user, is_list=True)


def _follow(unit: UnitOfWork, plan: _Plan) -> None:
    user = plan.user
    if plan.is_off:
        unit.copies.give_up(user.id)
        return
    if plan.is_list:
        uid = f"copies-{uuid.uuid4().hex}"
        count = unit.copies.assign(user.id, uid)
        unit.office_mail.add(uid, OfficeMailKind.COPY_LIST, user, {ABOUT_COUNT: count})
        return
    for copy in plan.single:
        uid = f"copy-{copy.message_id}-{user.id}"
        unit.copies.assign(user.id, uid, [copy.message_id])
        unit.office_mail.add(uid, OfficeMailKind.COPY, user, {ABOUT_MESSAGE: copy.message_id})
