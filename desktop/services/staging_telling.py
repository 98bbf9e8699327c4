"""Tells the office of held messages: what arrived, what still waits shortly before its date, what was decided.

What happens at once is told at once, in one notice and one mail. All of it is taken up and put down in one
transaction: a program that is killed has told nothing or all, and of two only one tells.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from desktop.language import tr
from desktop.models.notice import Priority
from desktop.models.office_mail import OfficeMailKind
from desktop.models.staging import Decision, HeldState
from desktop.services.email_address import is_email
from desktop.services.enrolling import decides
from desktop.services.staging_digest import digest_moments, next_digest_after
from desktop.services.staging_letters import (
    ABOUT_COUNT,
    ABOUT_DECIDED,
    ABOUT_MESSAGES,
    ABOUT_SINCE,
    arrived_words,
    decided_title,
    decided_words,
    decisions_by,
    gone_words,
    reminded_words,
)
from desktop.services.staging_policy import StagingPolicy, staging_policy
from desktop.settings import OFFICE_ZONE

if TYPE_CHECKING:
    from desktop.models.held_message import HeldEvent
    from desktop.models.office import User
    from desktop.store.held_telling_rows import Span
    from desktop.store.store import Store
    from desktop.store.unit_of_work import UnitOfWork


def tell_due(store: Store, *, at_once: bool = False) -> bool:
    """Tell what is to be told; returns whether there was anything. Raises StoreUnavailable.

    With ``at_once`` nothing is waited for that could be gathered with it.
    """
    with store.read() as unit:
        teller = _Teller(unit, at_once=at_once)
        if not teller.has_something():
            return False
    with store.write() as unit:
        _Teller(unit, at_once=at_once).tell()
        unit.commit()
    return True


def tell_of_failure(store: Store, error: Exception) -> None:
    """Say in My Message Center that the office cannot be told of held messages. Raises StoreUnavailable."""
    title = tr("The office is not told of held messages")
    words = tr(
        "Notices and e-mails about messages of IB that are held cannot be made: {error}. Until they can be,"
        " look into To Be Sent By IB: where nobody decides, a message goes out at its delivery date all the same."
        " The log tells more. What was to be told is told as soon as it can be."
    )
    with store.write() as unit:
        unit.notices.add_of_staging(title, words.format(error=type(error).__name__), Priority.HIGH, None)
        unit.commit()


class _Teller:
    """Within one transaction."""

    def __init__(self, unit: UnitOfWork, *, at_once: bool) -> None:
        self._unit = unit
        self._policy: StagingPolicy = staging_policy()
        self._at_once = at_once
        self._settings: Mapping[str, Any] = unit.office.settings()
        self._zone = OFFICE_ZONE.of(self._settings)
        self._digests = unit.staging_mail.digests()

    def has_something(self) -> bool:
        return (
            self._are_arrivals_due()
            or self._unit.held_telling.has_reminders(self._policy.reminders)
            or self._are_decisions_due()
            or bool(self._digests_due())
        )

    def tell(self) -> None:
        self._users = [user for user in self._unit.office.users() if decides(user)]
        self._mailed = [user for user in self._users if is_email(user.email)]
        if self._are_arrivals_due():
            self._tell_arrivals()
        self._remind()
        if self._are_decisions_due():
            self._tell_decisions()
        self._digest()

    def _are_arrivals_due(self) -> bool:
        return self._is_due(self._unit.held_telling.arrivals(), self._policy.arrivals)

    def _are_decisions_due(self) -> bool:
        return self._is_due(self._unit.held_telling.decisions(), self._policy.decisions)

    def _is_due(self, span: Span | None, waits: tuple[timedelta, timedelta]) -> bool:
        """Whether nothing came for a while, or it has waited for long. Before a clock that was set back nothing waits."""
        if span is None:
            return False
        (first, last), now, (quiet, longest) = span, self._unit.now, waits
        return self._at_once or last > now or now - last >= quiet or now - first >= longest

    def _tell_arrivals(self) -> None:
        taken = self._unit.held_telling.take_arrivals()
        waiting = [(number, due) for number, state, _, due in taken if state is HeldState.PENDING]
        # What somebody has sent as it is meanwhile is told of among the decisions.
        gone = [
            number
            for number, state, decision, _ in taken
            if state is HeldState.DELIVERED and decision is Decision.NONE
        ]
        for group in self._grouped([number for number, _ in waiting]):
            title, body = arrived_words(self._unit, self._named(group), len(group), self._settings)
            self._add_notice(title, body, Priority.NORMAL, group)
        if gone:
            title, body = gone_words(self._unit, self._named(gone), len(gone), self._settings)
            self._add_notice(title, body, Priority.HIGH, gone)
        for user in self._mailed:
            # A digest that comes after the delivery date would be too late to decide.
            digest_at = self._next_digest_of(user)
            told = [number for number, due in waiting if digest_at is None or due <= digest_at]
            for group in self._grouped(told):
                self._mail(user, OfficeMailKind.HELD, f"held-{group[0]}-{len(group)}", group)

    def _remind(self) -> None:
        reminders = list(enumerate(self._policy.reminders, 1))
        ids: list[int] = []
        for which, before in reversed(reminders):
            ids += self._unit.held_telling.take_reminders(which, before)
        for group in self._grouped(ids):
            title, body = reminded_words(self._unit, self._named(group), len(group), self._settings)
            self._add_notice(title, body, Priority.HIGH, group)
            moment = f"{self._unit.now:%Y%m%d%H%M%S}"
            for user in self._mailed:
                uid = f"held-reminder-{group[0]}-{len(group)}-{moment}"
                self._mail(user, OfficeMailKind.HELD_REMINDER, uid, group)

    def _tell_decisions(self) -> None:
        """To those who did not decide it themselves."""
        taken = self._unit.held_telling.take_decisions()
        names = {event.by for _, event in taken}
        if not taken or not any(names - {user.name} for user in self._users):
            return
        title, body = decided_title(decisions_by(taken)), decided_words(self._unit, taken, self._settings)
        first = [number for number, _ in taken]
        self._add_notice(title, body, Priority.LOW, first)
        for user in self._mailed:
            theirs = [(number, event) for number, event in taken if event.by != user.name]
            if theirs and user.id not in self._digests:
                self._mail_decisions(user, theirs)

    def _mail_decisions(self, user: User, taken: Sequence[tuple[int, HeldEvent]]) -> None:
        named = taken[: self._policy.most_named]
        about = {
            ABOUT_MESSAGES: [number for number, _ in named],
            ABOUT_COUNT: len(taken),
            ABOUT_DECIDED: [list(each) for each in decisions_by(taken)],
        }
        number, event = taken[-1]
        uid = f"held-decided-{number}-{len(taken)}-{event.at:%Y%m%d%H%M%S%f}-{user.id}"
        self._unit.office_mail.add(uid, OfficeMailKind.HELD_DECIDED, user, about)

    def _digests_due(self) -> list[tuple[int, datetime]]:
        now = self._unit.now
        return [
            (user_id, due)
            for user_id, kept in self._digests.items()
            for due in [digest_moments(kept.hour, self._zone, now)[0]]
            # One that was made ahead of now was made before the clock was set back.
            if kept.digested_at < due or kept.digested_at > now + timedelta(days=1)
        ]

    def _digest(self) -> None:
        by_id = {user.id: user for user in self._mailed}
        for user_id, due in self._digests_due():
            known = self._digests[user_id]
            if not self._unit.staging_mail.take(user_id, known) or user_id not in by_id:
                continue
            user = by_id[user_id]
            decided = self._unit.held_telling.decided_since(known.digested_at)
            others = [each for each in decided if each[0] != user.name]
            if not self._unit.held.waiting()[0] and not others:
                continue
            about = {ABOUT_SINCE: known.digested_at.isoformat()}
            uid = f"held-digest-{due:%Y%m%d%H%M}-{user.id}"
            self._unit.office_mail.add(uid, OfficeMailKind.HELD_DIGEST, user, about)

    def _next_digest_of(self, user: User) -> datetime | None:
        kept = self._digests.get(user.id)
        return None if kept is None else next_digest_after(kept.hour, self._zone, self._unit.now)

    def _grouped(self, ids: Sequence[int]) -> list[list[int]]:
        """Each by itself while they are few, else all together."""
        if len(ids) < self._policy.most_single:
            return [[number] for number in ids]
        return [list(ids)]

    def _named(self, ids: Sequence[int]) -> Sequence[int]:
        return ids[: self._policy.most_named]

    def _add_notice(self, title: str, body: str, priority: Priority, ids: Sequence[int]) -> None:
        self._unit.notices.add_of_staging(title, body, priority, ids[0] if len(ids) == 1 else None)

    def _mail(self, user: User, kind: OfficeMailKind, uid: str, ids: Sequence[int]) -> None:
        about = {ABOUT_MESSAGES: list(self._named(ids)), ABOUT_COUNT: len(ids)}
        self._unit.office_mail.add(f"{uid}-{user.id}", kind, user, about)
