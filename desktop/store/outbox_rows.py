"""The outbox: deliveries are claimed by one holder, settled by that holder, or found abandoned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import case, delete, func, insert, literal, or_, select

from desktop.models.change import ChangeKind, Subject
from desktop.models.channel import Channel
from desktop.models.delivery import DeliveryState, DeliveryTotals
from desktop.models.outbox import CLAIM_LASTS, Kept, Outcome, SilentClaims, marks_of
from desktop.models.phase import MessagePhase
from desktop.store.claim_rows import ClaimRows
from desktop.store.delivery_states import goes_over, stands_in
from desktop.store.instants import micros
from desktop.store.mail_rate_rows import MailRateRows
from desktop.store.settling_rows import Settled, SettlingRows
from desktop.store.tables import (
    bulletin_post,
    client_message,
    delivery,
    outgoing_message,
    worker,
)


class OutboxRows(ClaimRows):
    """Deliveries that wait, are under way, or have just been settled."""

    @property
    def newly_settled(self) -> tuple[int, ...]:
        """The messages of which this transaction has settled the last open delivery."""
        return self._unit.counters.newly_settled

    def record(
        self, holder: str, next_mails: Collection[int], outcomes: Sequence[Outcome], kept: Sequence[Kept]
    ) -> tuple[list[Outcome], frozenset[int]]:
        """Write what became of claims and keep what left for them; note that ``next_mails`` may leave from now on.

        Returns the outcomes recorded, and the e-mails that may leave. A claim that ``holder`` no longer holds is
        left as it is, since somebody else has settled it, and must not leave. What is posted within the store
        itself leaves with its record, and is never begun.
        """
        begun, mine = SettlingRows(self._unit).record(holder, list(next_mails), self._settled(outcomes), kept)
        return self._recorded(outcomes, mine), frozenset(begun)

    def under_way(self) -> tuple[int, DeliveryTotals]:
        """How many messages are under way, and the totals of those together.

        What waits for its moment or was paused is not: nothing of it moves.
        """
        columns = [func.coalesce(func.sum(outgoing_message.c[state.value]), 0) for state in DeliveryState]
        is_open = outgoing_message.c.queued + outgoing_message.c.sending > literal(0, literal_execute=True)
        moves = outgoing_message.c.phase.in_([MessagePhase.RUNNING.value, MessagePhase.STOPPED.value])
        row = self._connection.execute(select(func.count(), *columns).where(is_open, moves)).one()
        return row[0], DeliveryTotals(*(int(value) for value in row[1:]))

    def mails_held_until(self, message_id: int, mails_an_hour: int) -> datetime | None:
        """When the mails of a message that are due may go on; None where none is due, or one may leave now."""
        due = select(delivery.c.id).where(
            delivery.c.message_id == message_id,
            goes_over(Channel.EMAIL),
            stands_in(DeliveryState.QUEUED),
            delivery.c.next_try_at <= self._unit.now,
        )
        if self._connection.execute(due.limit(1)).first() is None:
            return None
        return MailRateRows(self._unit).next_at(mails_an_hour)

    def posts_are_due(self, message_id: int) -> bool:
        """Whether something of a message is due, or in hand, that is posted within the store and is no mail."""
        ours = delivery.c.message_id == message_id
        in_hand = stands_in(DeliveryState.SENDING)
        waits = stands_in(DeliveryState.QUEUED)
        for channel in Channel:
            if channel is not Channel.EMAIL:
                of_channel = goes_over(channel)
                due = select(delivery.c.id).where(
                    ours, of_channel, waits, delivery.c.next_try_at <= self._unit.now
                )
                held = select(delivery.c.id).where(ours, of_channel, in_hand)
                if any(self._connection.execute(one.limit(1)).first() for one in (due, held)):
                    return True
        return False

    def first_due_at(self, message_id: int) -> datetime | None:
        """When the first of what is queued of a message may leave, whatever else holds it back; None where nothing is."""
        moments = [
            self._connection.execute(
                select(func.min(delivery.c.next_try_at)).where(
                    delivery.c.message_id == message_id, goes_over(channel), stands_in(DeliveryState.QUEUED)
                )
            ).scalar_one()
            for channel in Channel
        ]
        return min((moment for moment in moments if moment is not None), default=None)

    def silent_claims(self, message_id: int, since: datetime, ours: str) -> SilentClaims | None:
        """What of a message is held by workers that neither were heard of nor kept it ``since``; None where nothing is.

        Those whose names begin with ``ours`` are here: what keeps them from saying so is told elsewhere.
        """
        row = self._connection.execute(
            select(
                func.count(),
                func.coalesce(func.sum(case((delivery.c.begun, 1), else_=0)), 0),
                func.max(delivery.c.held_until),
            )
            .select_from(delivery.outerjoin(worker, worker.c.name == delivery.c.holder))
            .where(
                delivery.c.message_id == message_id,
                stands_in(DeliveryState.SENDING),
                delivery.c.held_until < since + CLAIM_LASTS,
                ~delivery.c.holder.startswith(ours, autoescape=True),
                or_(worker.c.seen_at.is_(None), worker.c.seen_at < since),
            )
        ).one()
        return SilentClaims(row[0], int(row[1]), row[2]) if row[0] else None

    def report_worker(self, name: str, standing: str) -> None:
        """Say that a worker is there, and in words how it stands."""
        self._connection.execute(delete(worker).where(worker.c.name == name))
        self._connection.execute(insert(worker).values(name=name, seen_at=self._unit.now, standing=standing))

    def forget_worker(self, name: str) -> None:
        """Say that a worker has ended."""
        self._connection.execute(delete(worker).where(worker.c.name == name))
        self._unit.touch(Subject.WORKERS, ChangeKind.DELETED)

    def workers(self) -> list[tuple[str, datetime, str]]:
        """Every worker's name, when it was last seen and how it stood."""
        rows = self._connection.execute(select(worker).order_by(worker.c.seen_at.desc()))
        return [(row.name, row.seen_at, row.standing) for row in rows]

    def _settled(self, outcomes: Sequence[Outcome]) -> list[Settled]:
        now = self._unit.now
        return [(o.claim.delivery_id, o.state.value, o.words, micros(o.next_try_at or now)) for o in outcomes]

    def _recorded(self, outcomes: Sequence[Outcome], mine: Collection[int]) -> list[Outcome]:
        """What follows from these being settled."""
        recorded = [outcome for outcome in outcomes if outcome.claim.delivery_id in mine]
        if recorded:
            self._post(recorded)
            self._unit.counters.move(
                Counter((o.claim.message_id, DeliveryState.SENDING, o.state) for o in recorded),
                marks_of(recorded),
            )
        return recorded

    def _post(self, outcomes: Sequence[Outcome]) -> None:
        arrived = [o for o in outcomes if o.state is DeliveryState.DELIVERED]
        common = [
            {"account_id": o.claim.recipient.account_id, "delivery_id": o.claim.delivery_id} for o in arrived
        ]
        pairs = list(zip(arrived, common, strict=True))
        letters = [
            {**row, "subject": o.subject, "sent_at": self._unit.now}
            for o, row in pairs
            if o.claim.channel is Channel.MESSAGE_CENTER
        ]
        bulletins = [
            {**row, "body": o.text, "posted_at": self._unit.now}
            for o, row in pairs
            if o.claim.channel is Channel.BULLETIN
        ]
        if letters:
            self._connection.execute(insert(client_message), letters)
        if bulletins:
            self._connection.execute(insert(bulletin_post), bulletins)
