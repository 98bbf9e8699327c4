"""Saved decisions by type of message. One that is changed or ended stays, so that it can be shown."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, insert, select, text, update

from desktop.models.change import ChangeKind, Subject
from desktop.models.held_message import Election, ElectionEffect
from desktop.models.message_order import first_id
from desktop.models.staging import Decision
from desktop.store.broker_tables import broker_message, broker_type
from desktop.store.rows import Rows
from desktop.store.staging_tables import election

_STANDS = election.c.ended_at.is_(None)
_LOCK = text("SELECT pg_advisory_xact_lock(7302954)")


class ElectionRows(Rows):
    """At most one stands for each type."""

    def standing(self) -> dict[str, Election]:
        """Those that stand, by type."""
        rows = self._connection.execute(select(election).where(_STANDS))
        return {row.type: _election(row) for row in rows}

    def listed(self) -> list[Election]:
        """Those that stand by name, then those that have ended, the latest first."""
        standing = select(election).where(_STANDS).order_by(election.c.type_name, election.c.type)
        ended = select(election).where(~_STANDS).order_by(election.c.ended_at.desc(), election.c.id.desc())
        return [
            _election(row) for statement in (standing, ended) for row in self._connection.execute(statement)
        ]

    def make(
        self, type_: str, decision: Decision, instead_of: int | None = None, made_with: int | None = None
    ) -> bool:
        """Let ``decision`` stand for a type; ``instead_of`` is the one that stood as far as is known, or None.

        ``made_with`` is the held message that was decided so. False, and nothing changed, where it has
        changed meanwhile.
        """
        if self._unit.is_postgres:
            self._connection.execute(_LOCK)
        stands = self._connection.execute(
            select(election.c.id).where(_STANDS, election.c.type == type_)
        ).scalar_one_or_none()
        if stands != instead_of:
            return False
        if stands is not None:
            self.end(stands)
        name = select(broker_type.c.name).where(broker_type.c.type == type_)
        made = {
            "type": type_,
            "type_name": self._connection.execute(name).scalar_one_or_none() or type_,
            "decision": decision.value,
            "made_by": self._unit.actor,
            "made_at": self._unit.now,
            "made_with": made_with,
        }
        number = self._connection.execute(insert(election).values(made).returning(election.c.id)).scalar_one()
        self._unit.touch(Subject.ELECTIONS, ChangeKind.CREATED, number)
        return True

    def end(self, election_id: int) -> bool:
        """Let it stand no longer; False where it stood no more."""
        ended = self._connection.execute(
            update(election)
            .where(election.c.id == election_id, _STANDS)
            .values(ended_by=self._unit.actor, ended_at=self._unit.now)
        ).rowcount
        if ended:
            self._unit.touch(Subject.ELECTIONS, ChangeKind.CHANGED, election_id)
        return bool(ended)

    def note_applied(self, counts: Mapping[int, int]) -> None:
        """Remember how many messages each election has just decided."""
        for election_id, count in counts.items():
            self._connection.execute(
                update(election)
                .where(election.c.id == election_id)
                .values(applied=election.c.applied + count, applied_at=self._unit.now)
            )
        if counts:
            self._unit.touch(Subject.ELECTIONS, ChangeKind.CHANGED, *counts)

    def effect(self, type_: str, since: datetime, named: int = 20) -> ElectionEffect:
        """What an election of the type would have decided since then: what could be held."""
        table = broker_message.c
        among = table.type == type_, table.id >= first_id(since), table.deliver_at.is_not(None)
        messages, recipients = self._connection.execute(
            select(func.count(), func.coalesce(func.sum(table.recipients), 0)).where(*among)
        ).one()
        newest = select(table.subject).where(*among).order_by(table.id.desc()).limit(named)
        subjects = tuple(self._connection.execute(newest).scalars())
        return ElectionEffect(since, messages, int(recipients), subjects)


def _election(row: Row[Any]) -> Election:
    return Election(
        row.id,
        row.type,
        row.type_name,
        Decision(row.decision),
        row.made_by,
        row.made_at,
        row.applied,
        row.applied_at,
        row.ended_by,
        row.ended_at,
        row.made_with,
    )
