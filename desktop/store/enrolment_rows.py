"""Whether the office takes part in message staging: one row, changed only from what it is known to be."""

from __future__ import annotations

from sqlalchemy import insert, select, update

from desktop.models.change import ChangeKind, Subject
from desktop.models.enrolment import Enrolment, EnrolmentState
from desktop.store.rows import Rows
from desktop.store.staging_tables import enrolment, enrolment_event

_THE_ONE = enrolment.c.id == 1


class EnrolmentRows(Rows):
    """The enrolment. A restart that has passed is written down by whoever looks first."""

    def stored(self) -> Enrolment:
        """The enrolment as it is written down."""
        row = self._connection.execute(select(enrolment).where(_THE_ONE)).one()
        return Enrolment(row.is_on, row.changes_at, row.elected_by, row.elected_at, row.version)

    def settle(self) -> Enrolment:
        """The enrolment now; in a transaction that writes. What took effect stays so, whatever clocks do."""
        known = self.stored()
        while True:
            now = known.settled(self._unit.now)
            if now == known or self.change(known, now):
                return self.stored() if now != known else known
            known = self.stored()

    def change(self, before: Enrolment, after: Enrolment, by: str = "") -> bool:
        """Pass from ``before`` to ``after``; False where somebody else has changed it. ``by`` nobody: a restart."""
        changed = self._connection.execute(
            update(enrolment)
            .where(_THE_ONE, enrolment.c.version == before.version)
            .values(
                version=before.version + 1,
                is_on=after.is_on,
                changes_at=after.changes_at,
                elected_by=after.elected_by,
                elected_at=after.elected_at,
            )
        ).rowcount
        if not changed:
            return False
        at = before.changes_at if not by and before.changes_at else self._unit.now
        event = {"at": at, "by": by, "state": after.state.value, "changes_at": after.changes_at}
        self._connection.execute(insert(enrolment_event).values(event))
        self._unit.touch(Subject.ENROLMENT, ChangeKind.CHANGED)
        return True

    def history(self) -> list[tuple[Enrolment, EnrolmentState]]:
        """What was elected and what took effect, the latest first: by whom and when, and the state it led to."""
        rows = self._connection.execute(select(enrolment_event).order_by(enrolment_event.c.id.desc()))
        return [
            (
                Enrolment(changes_at=row.changes_at, elected_by=row.by, elected_at=row.at),
                EnrolmentState(row.state),
            )
            for row in rows
        ]
