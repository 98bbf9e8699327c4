"""From the click on "Send to 100,000 accounts" to the message in the outbox, and how long the window stood still.

The speed of a computer varies by half within minutes, so there are three rounds, each on new stores: written are
the middle one's time and the longest stall of all.
The peer is what a first program would do: one INSERT a recipient and one a delivery in one transaction on
the thread of the window, which stands still meanwhile.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from benchmarks.account_csv import write_accounts
from benchmarks.desks import desk_for
from benchmarks.figure import Figure
from benchmarks.postgres_server import postgres_server
from benchmarks.screen import since, stalls, themed_application, turn, wait_until
from desktop import settings
from desktop.bridge.deliveries import Deliveries
from desktop.bridge.desk import Desk
from desktop.channels.mail_folder import MailFolder
from desktop.channels.smtp import SmtpChannel
from desktop.models.channel import Channel
from desktop.models.imports import ImportKind
from desktop.models.outgoing import MessageDraft
from desktop.services.importing import import_file
from desktop.services.office import found_office
from desktop.services.ways import Ways
from desktop.store.address import StoreAddress
from desktop.store.opening import open_store
from desktop.views.preview.preview_page import PreviewPage
from desktop.views.remembered_file import RememberedFile
from desktop.views.sent.sent_page import SentPage

if TYPE_CHECKING:
    from desktop.models.office import User
    from desktop.store.store import Store

NAME = "Send click"
_SIZE, _SHORT = 100_000, 1_000
_ROUNDS = 3
_WATCHED_S, _WATCHED_SHORT_S = 10.0, 1.0
_PEER = "one INSERT a recipient and a delivery on the window's thread"


@dataclass
class _Times:
    """Milliseconds."""

    queued: float = 0.0
    stall_of_click: float = 0.0
    stall_of_delivery: float = 0.0


def run(short: bool) -> list[Figure]:  # noqa: FBT001 - the name every benchmark's function has
    """On both kinds of store."""
    themed_application()
    size, watched, rounds = (_SHORT, _WATCHED_SHORT_S, 1) if short else (_SIZE, _WATCHED_S, _ROUNDS)
    taken: dict[str, list[_Times]] = {"SQLite": [], "PostgreSQL": []}
    theirs: list[float] = []
    with tempfile.TemporaryDirectory(prefix="mc-bench-") as folder:
        accounts = Path(folder) / "accounts.csv"
        write_accounts(accounts, size)
        for number in range(rounds):
            taken["SQLite"].append(_ours(str(Path(folder) / f"office-{number}.db"), accounts, watched))
            with postgres_server() as url:
                taken["PostgreSQL"].append(_ours(url, accounts, watched))
            theirs.append(_theirs(Path(folder) / f"peer-{number}.db", size))
    peer = median(theirs)
    figures = []
    for kind, times in taken.items():
        of = f"{size:,} recipients, {kind}"
        queued = median(each.queued for each in times)
        click, delivery = max(t.stall_of_click for t in times), max(t.stall_of_delivery for t in times)
        figures += [
            Figure(f"Click to queued, {of}", queued, _PEER, peer, "ms"),
            Figure(f"Longest stall from click to queued, {of}", click, _PEER, peer, "ms"),
            Figure(f"Longest stall while delivering, {of}", delivery, _PEER, peer, "ms"),
        ]
    return figures


def _ours(place: str, accounts: Path, watched: float) -> _Times:
    store = open_store(StoreAddress.parse(place))
    actor = found_office(store, "Harbor Advisors", "Ada Byron", "ada@office.example")
    with store.write() as unit:
        unit.office.save_settings({settings.UNDO_SECONDS.key: 0})
        unit.commit()
    import_file(store, actor, ImportKind.ACCOUNTS, accounts)
    times = _Times()
    with desk_for(store, actor, accounts.parent) as desk:
        _send(desk, _draft(store, actor), times)
        _deliver(desk, times, watched)
    store.close()
    return times


def _draft(store: Store, actor: User) -> MessageDraft:
    with store.read() as unit:
        chosen = tuple(line.id for lines in unit.accounts.open_lines() for line, _text in lines)
    return MessageDraft(
        channels=frozenset({Channel.MESSAGE_CENTER, Channel.EMAIL}),
        accounts=chosen,
        reply_to=actor.email,
        subject="Your quarter, {{ account_number }}",
        content="Dear {{ account_title }},\n\nnothing has changed.",
        signature_user=actor.id,
    )


def _send(desk: Desk, draft: MessageDraft, times: _Times) -> None:
    """Open Preview to Send, wait until it has checked everybody, and click."""
    page = PreviewPage(desk, RememberedFile(desk.mail_folder / "remembered.json"), draft)
    page.resize(1100, 700)
    page.show()
    wait_until(lambda: page.send_button.isEnabled() and not desk.jobs.busy)
    queued: list[float] = []
    desk.store.listen(lambda _change: queued.append(time.perf_counter()))
    with stalls() as gaps:
        start = time.perf_counter()
        page.send_button.click()
        wait_until(lambda: bool(queued) and not desk.jobs.busy)
    times.queued = (queued[0] - start) * 1000
    times.stall_of_click = max(gaps)
    page.hide()
    page.deleteLater()
    turn()


def _deliver(desk: Desk, times: _Times, watched: float) -> None:
    """Deliver beside the window while Sent By Me shows it."""
    folder = desk.mail_folder
    ways = Ways(SmtpChannel, lambda: MailFolder(folder), lambda: None)
    page = SentPage(desk, RememberedFile(folder / "remembered.json"))
    page.resize(1100, 700)
    page.show()
    deliveries = Deliveries(desk.store, ways)
    deliveries.start()
    over = time.perf_counter() + watched
    with stalls() as gaps:
        wait_until(lambda: time.perf_counter() > over)
    times.stall_of_delivery = max(gaps)
    deliveries.stop()
    page.hide()
    page.deleteLater()
    deliveries.deleteLater()
    turn()


def _theirs(path: Path, size: int) -> float:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE recipient (id INTEGER PRIMARY KEY, number TEXT, title TEXT, email TEXT)")
    connection.execute(
        "CREATE TABLE delivery (id INTEGER PRIMARY KEY, recipient INTEGER, channel TEXT, state TEXT)"
    )
    start = time.perf_counter()
    for number in range(size):
        values = (number, f"U{number:07}", f"Client {number}", f"client{number}@mail.example")
        connection.execute("INSERT INTO recipient VALUES (?, ?, ?, ?)", values)
        for channel in "WE":
            connection.execute(
                "INSERT INTO delivery (recipient, channel, state) VALUES (?, ?, 'queued')", (number, channel)
            )
    connection.commit()
    taken = since(start)
    connection.close()
    return taken
