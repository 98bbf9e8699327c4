"""How fast a message is put into the outbox, and how fast its deliveries are claimed and finished again.

The peers do the same one row at a time: an INSERT a recipient and a delivery, a claim a delivery. That a
claim costs the same however much is queued is measured at three sizes on PostgreSQL, each in a store of its own and a
part of each in turn, since the speed of a computer varies by half within minutes.
"""

from __future__ import annotations

import tempfile
import time
import uuid
from contextlib import ExitStack
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import insert, select

from benchmarks.believable_accounts import believable
from benchmarks.figure import Figure
from benchmarks.postgres_server import postgres_server
from desktop import settings
from desktop.models.channel import Channel
from desktop.models.delivery import DeliveryState, delivery_id
from desktop.models.outbox import Outcome
from desktop.models.outgoing import MessageDraft
from desktop.services.message_control import stop_rest
from desktop.services.office import found_office
from desktop.services.sending import send
from desktop.store.address import StoreAddress
from desktop.store.import_rows import ACCOUNT_FIELDS
from desktop.store.opening import open_store
from desktop.store.tables import account, delivery, outgoing_message, recipient

if TYPE_CHECKING:
    from datetime import datetime

    from desktop.models.account import AccountLine
    from desktop.models.office import User
    from desktop.store.store import Store

NAME = "Outbox"
_SIZE, _SHORT = 100_000, 500
_QUEUED, _QUEUED_SHORT = (10_000, 100_000, 1_000_000), (500,)
_FINISHED, _FINISHED_SHORT = 8_000, 400
_BATCH, _ONE_BY_ONE = 500, 100
_TURNS = 4
_PART = 10_000
_LEASE = timedelta(minutes=10)
_TO_EACH = frozenset({Channel.EMAIL})
_ROW_BY_ROW = "one INSERT a recipient and a delivery, in one transaction"
_CLAIM_EACH = "one claim at a time"


def run(short: bool) -> list[Figure]:  # noqa: FBT001 - the name every benchmark's function has
    """Fan-out on both kinds of store, then claims; on PostgreSQL at three sizes of the queue."""
    size, sizes = (_SHORT, _QUEUED_SHORT) if short else (_SIZE, _QUEUED)
    finished = _FINISHED_SHORT if short else _FINISHED
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="mc-bench-"))
        embedded = _Outbox(str(Path(folder) / "office.db"), size)
        stack.callback(embedded.store.close)
        shared = {}
        for queued in sizes:
            shared[queued] = _Outbox(stack.enter_context(postgres_server()), queued)
            stack.callback(shared[queued].store.close)
        figures = [*embedded.fan_out(size, "SQLite"), *shared[max(sizes)].fan_out(size, "PostgreSQL")]
        return (
            figures + _claims({size: embedded}, finished, "SQLite") + _claims(shared, finished, "PostgreSQL")
        )


def _claims(outboxes: dict[int, _Outbox], count: int, kind: str) -> list[Figure]:
    """Claim, begin and settle ``count`` e-mails of each, by how many are queued in it."""
    for queued in sorted(outboxes, reverse=True):
        outboxes[queued].queue(queued)
    done, seconds = dict.fromkeys(outboxes, 0), dict.fromkeys(outboxes, 0.0)
    for _ in range(_TURNS):
        for queued, outbox in outboxes.items():
            part, taken = outbox.finish(min(count, queued // 2) // _TURNS, min(_BATCH, queued // 20))
            done[queued] += part
            seconds[queued] += taken
    figures = []
    for queued, outbox in outboxes.items():
        part, taken = outbox.finish(_ONE_BY_ONE, 1)
        name = f"Claimed and finished with {queued:,} queued, {kind}"
        ours = done[queued] / seconds[queued]
        figures.append(Figure(name, ours, _CLAIM_EACH, part / taken, "deliveries/s"))
    return figures


class _Outbox:
    """An office with so many accounts, and what is measured in it."""

    def __init__(self, place: str, accounts: int) -> None:
        self.store: Store = open_store(StoreAddress.parse(place))
        self.actor: User = found_office(self.store, "Harbor Advisors", "Ada Byron", "ada@office.example")
        with self.store.write() as unit:
            unit.office.save_settings({settings.UNDO_SECONDS.key: 0})
            lines = believable(accounts)
            while part := [_account(line) for line, _text in islice(lines, _PART)]:
                unit.sample.add_accounts(part)
            unit.commit()
        self.accounts = tuple(range(1, accounts + 1))

    def fan_out(self, size: int, kind: str) -> list[Figure]:
        """From the call to the commit; Message Center and e-mail to each."""
        theirs = self._row_by_row(size // 10)
        start = time.perf_counter()
        message = self._sent(size, frozenset({Channel.MESSAGE_CENTER, Channel.EMAIL}))
        ours = size / (time.perf_counter() - start)
        stop_rest(self.store, self.actor, message)
        return [Figure(f"Fan-out to {size:,}, {kind}", ours, _ROW_BY_ROW, theirs, "recipients/s")]

    def queue(self, count: int) -> None:
        """Send an e-mail to so many."""
        self._sent(count, _TO_EACH)

    def _sent(self, size: int, channels: frozenset[Channel]) -> int:
        draft = MessageDraft(
            channels=channels,
            accounts=self.accounts[:size],
            reply_to=self.actor.email,
            subject="Your quarter",
            content="Dear {{ account_title }},\n\nnothing has changed.",
        )
        return send(self.store, self.actor, draft).message_id

    def finish(self, count: int, batch: int) -> tuple[int, float]:
        """Claim, begin and settle ``count`` of what is queued; how many it were at last, and the seconds."""
        holder, done = uuid.uuid4().hex, 0
        start = time.perf_counter()
        while done < count:
            with self.store.write() as unit:
                claims = unit.outbox.claim(holder, unit.now + _LEASE, batch, _TO_EACH)
                unit.commit()
            assert claims
            with self.store.write() as unit:
                unit.outbox.record(holder, [claim.delivery_id for claim in claims], [], [])
                unit.commit()
            outcomes = [Outcome(claim, DeliveryState.DELIVERED, "250 OK") for claim in claims]
            with self.store.write() as unit:
                assert len(unit.outbox.record(holder, [], outcomes, [])[0]) == len(claims)
                unit.commit()
            done += len(claims)
        return done, time.perf_counter() - start

    def _row_by_row(self, count: int) -> float:
        """Recipients a second, undone again: as a program does that adds its records one by one."""
        with self.store.write() as unit:
            connection, moment = unit.connection, unit.now
            common = [column for column in account.c if column.name in recipient.c and column.name != "id"]
            rows = connection.execute(select(account.c.id, *common).limit(count)).mappings().all()
            values = {"uid": "peer", "branded": False, "sent_at": moment, "recipients": 0}
            message = connection.execute(
                insert(outgoing_message).values(values).returning(outgoing_message.c.id)
            ).scalar_one()
            start = time.perf_counter()
            for row in rows:
                known = {**row, "message_id": message, "account_id": row["id"]}
                del known["id"]
                number = connection.execute(
                    insert(recipient).values(known).returning(recipient.c.id)
                ).scalar_one()
                for channel in (Channel.MESSAGE_CENTER, Channel.EMAIL):
                    connection.execute(insert(delivery).values(_queued(message, number, channel, moment)))
            seconds = time.perf_counter() - start
        return count / seconds


def _account(line: AccountLine) -> tuple[object, ...]:
    known = {
        "number": line.number,
        "title": line.title,
        "account_type": "INDIVIDUAL",
        "status": "open",
        "client_id": f"C-{line.id}",
        "email": line.email,
        "username": line.username,
        "tws_access": line.tws_access,
    }
    return (line.id, *(known.get(name, "") for name in ACCOUNT_FIELDS))


def _queued(message: int, recipient_id: int, channel: Channel, moment: datetime) -> dict[str, object]:
    return {
        "id": delivery_id(recipient_id, channel),
        "message_id": message,
        "recipient_id": recipient_id,
        "channel": channel.value,
        "state": DeliveryState.QUEUED.value,
        "next_try_at": moment,
        "changed_at": moment,
    }
