"""Mails to the office's own users: added, claimed by one program at a time, settled."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, insert, or_, select, update

from desktop.models.change import ChangeKind, Subject
from desktop.models.office import User
from desktop.models.office_mail import OfficeMail, OfficeMailKind, OfficeMailState
from desktop.store.office_mail_tables import office_mail
from desktop.store.rows import Rows

_QUEUED, _SENDING = OfficeMailState.QUEUED.value, OfficeMailState.SENDING.value
_WAITS = office_mail.c.state.in_([_QUEUED, _SENDING])


class OfficeMailRows(Rows):
    """A claim that its holder lets lapse is taken over by the next one; only the holder settles it."""

    def add(self, uid: str, kind: OfficeMailKind, user: User, about: Mapping[str, Any]) -> None:
        """Send this as soon as may be; one with the same ``uid`` is sent only once."""
        known = select(office_mail.c.id).where(office_mail.c.uid == uid)
        if self._connection.execute(known).first() is not None:
            return
        values = {
            "uid": uid,
            "kind": kind,
            "user_id": user.id,
            "user_name": user.name,
            "address": user.email,
            "about": json.dumps(about),
            "state": _QUEUED,
            "added_at": self._unit.now,
            "due_at": self._unit.now,
            "changed_at": self._unit.now,
        }
        self._connection.execute(insert(office_mail).values(values))
        self._unit.touch(Subject.OFFICE_MAIL, ChangeKind.CREATED)

    def claim(self, holder: str, until: datetime) -> OfficeMail | None:
        """Take the one that has been due longest; nobody else takes it before ``until``."""
        due = (
            select(office_mail.c.id)
            .where(_WAITS, office_mail.c.due_at <= self._unit.now)
            .order_by(office_mail.c.due_at, office_mail.c.id)
            .limit(1)
            .with_for_update(skip_locked=True)
            .scalar_subquery()
        )
        # Whoever had it before may have handed it over and died before saying so.
        lapsed = or_(office_mail.c.in_doubt, office_mail.c.state == _SENDING)
        taken = (
            update(office_mail)
            .where(office_mail.c.id == due)
            .values(
                state=_SENDING, holder=holder, due_at=until, tries=office_mail.c.tries + 1, in_doubt=lapsed
            )
            .returning(office_mail)
        )
        row = self._connection.execute(taken).first()
        return None if row is None else _mail(row)

    def settle(
        self,
        holder: str,
        mail: OfficeMail,
        state: OfficeMailState,
        words: str,
        again_at: datetime | None = None,
        *,
        in_doubt: bool = False,
    ) -> bool:
        """Say what became of a claim; ``again_at`` is for one that waits again, ``in_doubt`` for one that may
        have arrived all the same. False where it had lapsed.
        """
        values: dict[str, Any] = {"state": state, "words": words, "holder": "", "changed_at": self._unit.now}
        if again_at is not None:
            values["due_at"] = again_at
        if in_doubt:
            values["in_doubt"] = True
        mine = update(office_mail).where(
            office_mail.c.id == mail.id, office_mail.c.holder == holder, office_mail.c.state == _SENDING
        )
        if self._connection.execute(mine.values(values)).rowcount != 1:
            return False
        self._unit.touch(Subject.OFFICE_MAIL, ChangeKind.CHANGED, mail.id)
        return True

    def hurry(self, within: timedelta) -> None:
        """Let those be tried at once that are due ``within`` this time."""
        now = self._unit.now
        waiting = update(office_mail).where(
            office_mail.c.state == _QUEUED, office_mail.c.due_at > now, office_mail.c.due_at <= now + within
        )
        if self._connection.execute(waiting.values(due_at=now)).rowcount:
            self._unit.touch(Subject.OFFICE_MAIL, ChangeKind.CHANGED)

    def next_due_at(self) -> datetime | None:
        """When the next one may be tried; None where none waits."""
        found: datetime | None = self._connection.execute(
            select(func.min(office_mail.c.due_at)).where(_WAITS)
        ).scalar_one()
        return found

    def count_since(self, user_id: int, kind: OfficeMailKind, since: datetime) -> int:
        """How many mails of a kind were made for a user since then."""
        mine = (office_mail.c.user_id == user_id, office_mail.c.kind == kind)
        return self._connection.execute(
            select(func.count()).select_from(office_mail).where(*mine, office_mail.c.added_at > since)
        ).scalar_one()

    def of_user(self, user_id: int, limit: int) -> list[OfficeMail]:
        """A user's newest mails."""
        found = select(office_mail).where(office_mail.c.user_id == user_id)
        rows = self._connection.execute(found.order_by(office_mail.c.id.desc()).limit(limit))
        return [_mail(row) for row in rows]


def _mail(row: Any) -> OfficeMail:
    return OfficeMail(
        row.id,
        row.uid,
        OfficeMailKind(row.kind),
        row.user_name,
        row.address,
        json.loads(row.about),
        OfficeMailState(row.state),
        row.tries,
        row.words,
        row.added_at,
        row.in_doubt,
    )
