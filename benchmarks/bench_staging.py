"""10,000 held messages of 100 recipients each whose delivery dates fall into one minute: until all are in the outbox.

One worker hands them out while it also delivers, beside a window that shows Sent By IB; the store is embedded.
The delivery date is met by the clock of the store, which is set forward when all is ready.
"""

from __future__ import annotations

import json
import os
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from benchmarks.account_csv import write_accounts
from benchmarks.desks import desk_for
from benchmarks.figure import Figure
from benchmarks.screen import stalls, themed_application, turn, wait_until
from desktop import settings
from desktop.bridge.deliveries import Deliveries
from desktop.channels.mail_folder import MailFolder
from desktop.channels.smtp import SmtpChannel
from desktop.models.change import Subject
from desktop.models.imports import ImportKind
from desktop.services import enrolling
from desktop.services.importing import import_file
from desktop.services.ingesting import ingest_file
from desktop.services.office import found_office
from desktop.services.ways import Ways
from desktop.store.address import StoreAddress
from desktop.store.opening import open_store
from desktop.views.broker.sent_by_ib_page import SentByIbPage
from desktop.views.remembered_file import RememberedFile

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.models.office import User
    from desktop.store.store import Store

NAME = "Staging"
_MESSAGES, _RECIPIENTS = 10_000, 100
_SHORT = 50
_PEER = "what it may take"
_MINUTE_S = 60
_BODY = (
    "Dear {{ account_title }},\n\nyour account **{{ account_number }}** has {{ amount }} of {{ currency }}.\n"
)


class _Clock:
    """The computer's, set forward."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


def run(short: bool) -> list[Figure]:  # noqa: FBT001 - the name every benchmark's function has
    """How long until the last is in the outbox, and how long the window stood still meanwhile."""
    themed_application()
    count = _SHORT if short else _MESSAGES
    with tempfile.TemporaryDirectory(prefix="mc-bench-") as name:
        folder, clock = Path(name), _Clock()
        store = open_store(StoreAddress.parse(str(folder / "office.db")), clock=clock)
        actor = _prepared(store, clock, folder, count)
        seconds, stall = _handed_out(store, actor, clock, folder, count)
        store.close()
    of = f"{count:,} messages of {_RECIPIENTS} recipients, SQLite"
    return [
        Figure(f"Due in one minute to all in the outbox, {of}", seconds, _PEER, 60, "s"),
        Figure(f"Longest stall of the window meanwhile, {of}", stall, _PEER, 50, "ms"),
    ]


def _prepared(store: Store, clock: _Clock, folder: Path, count: int) -> User:
    """An office that takes part in staging, and what it holds."""
    actor = found_office(store, "Harbor Advisors", "Ada Byron", "ada@office.example")
    with store.write() as unit:
        unit.office.save_settings({settings.UNDO_SECONDS.key: 0})
        unit.commit()
    accounts = folder / "accounts.csv"
    write_accounts(accounts, 5_000)
    import_file(store, actor, ImportKind.ACCOUNTS, accounts)
    enrolling.elect(store, actor, on=True)
    clock.ahead = enrolling.takes_effect_at(store) - datetime.now(UTC)
    with store.read() as unit:
        numbers = [line.number for lines in unit.accounts.open_lines() for line, _text in lines]
    feed = folder / "feed.jsonl"
    _write_feed(feed, numbers, count, clock())
    taken = ingest_file(store, actor, feed)
    assert taken.messages == count
    return actor


def _write_feed(path: Path, numbers: Sequence[str], count: int, now: datetime) -> None:
    due = now + timedelta(days=1)
    with path.open("w", encoding="utf-8") as file:
        for place in range(count):
            first = place * 37 % (len(numbers) - _RECIPIENTS)
            recipients = [
                {"account": number, "values": {"amount": f"{place:,}.00", "currency": "EUR"}}
                for number in numbers[first : first + _RECIPIENTS]
            ]
            record = {
                "v": 1,
                "kind": "message",
                "id": f"IB-{place}",
                "type": f"TYPE_{place % 12}",
                "type_name": f"Type {place % 12}",
                "priority": "normal",
                "sent_at": f"{now + timedelta(seconds=place % 3600):%Y-%m-%dT%H:%M:%SZ}",
                "subject": "Account {{ account_number }}: {{ amount }}",
                "body": _BODY,
                "format": "markdown",
                "channels": ["W", "E"],
                "recipients": recipients,
                "staging": {"deliver_at": f"{due + timedelta(seconds=place % _MINUTE_S):%Y-%m-%dT%H:%M:%SZ}"},
            }
            file.write(json.dumps(record) + "\n")


def _handed_out(store: Store, actor: User, clock: _Clock, folder: Path, count: int) -> tuple[float, float]:
    """Seconds until none is held any more, and the longest stall in milliseconds."""
    ways = Ways(SmtpChannel, lambda: MailFolder(folder / "mail"), lambda: None)
    with desk_for(store, actor, folder) as desk:
        page = SentByIbPage(desk, RememberedFile(folder / "remembered.json"))
        page.resize(1100, 700)
        page.show()
        wait_until(lambda: not desk.jobs.busy)
        deliveries = Deliveries(store, ways)
        deliveries.start()
        clock.ahead += timedelta(days=1, seconds=_MINUTE_S)
        handed: set[int] = set()
        store.listen(lambda change: handed.update(*(touch.ids for touch in change.of(Subject.STAGING))))
        start = time.perf_counter()
        with stalls() as gaps:
            wait_until(lambda: len(handed) == count)
        seconds = time.perf_counter() - start
        deliveries.stop()
        page.hide()
        page.deleteLater()
        deliveries.deleteLater()
        turn()
    return seconds, max(gaps)
