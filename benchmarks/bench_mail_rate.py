"""E-mails a second from the outbox to a mail server on this computer, each recorded durably, and the memory.

The peers send mails of the same size to the same server: a plain loop of ``EmailMessage`` and
``smtplib`` that neither fills keywords nor records, and Postfix's ``smtp-source`` where it is installed.
What that one sends changes by half within minutes, so each of three rounds has one of its own; the figure is the
round in the middle by its share. A shared store is served by one worker, and by two that share the connections.
"""

from __future__ import annotations

import shutil
import smtplib
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.account_csv import write_accounts
from benchmarks.figure import Figure
from benchmarks.mail_sink import HOST, mail_sink
from benchmarks.memory import shared_mb
from benchmarks.postgres_server import postgres_server
from desktop import settings
from desktop.content.markdown_html import html_of
from desktop.models.channel import Channel
from desktop.models.imports import ImportKind
from desktop.models.mail_server import MailSecurity
from desktop.models.outgoing import MessageDraft
from desktop.services.importing import import_file
from desktop.services.office import found_office
from desktop.services.sending import send
from desktop.store.address import StoreAddress
from desktop.store.opening import open_store

if TYPE_CHECKING:
    from desktop.store.store import Store

NAME = "Mail rate"
_ROOT = Path(__file__).parents[1]
_SIZE, _LOOPED, _SHORT = 20_000, 2_000, 200
_SESSIONS = 20
_MOST_MB = 150
_ROUNDS = 3
_LOOK_S = 0.25
_PARAGRAPH = (
    "The markets moved **more than usual** in the past quarter, and so did your account. We have looked"
    " at every position in it, and at what each has cost and brought. What follows is *our own view*;"
    " the [figures](https://office.example/figures) are the broker's, as they stand in your statement.\n\n"
    "- shares: a little more than before\n- bonds: the same\n- cash: enough for two years\n\n"
)
CONTENT = (
    "# Your quarter, {{ account_title }}\n\nDear {{ account_title }} ({{ account_number }}),\n\n"
    "{% if city == 'Chicago' %}Our office in Chicago is open again.\n\n{% endif %}"
    + _PARAGRAPH * 10
    + "You log in as {{ username }}. With regards from {{ office_name }}, {{ today }}\n"
)


@dataclass(frozen=True)
class _Round:
    """What was sent in a second, and what ``smtp-source`` sent right before, 0 where it is not installed."""

    rate: float
    source: float
    memory: float

    @property
    def share(self) -> float:
        return self.rate / self.source if self.source else self.rate


def run(short: bool) -> list[Figure]:  # noqa: FBT001 - the name every benchmark's function has
    """Both kinds of store, and the peers, against the same server."""
    count, looped, rounds = (_SHORT, _SHORT, 1) if short else (_SIZE, _LOOPED, _ROUNDS)
    html = html_of(CONTENT)  # before anything is timed: it loads the Markdown library
    source = shutil.which("smtp-source")
    taken: dict[str, list[_Round]] = {}
    with mail_sink() as (sink, port), tempfile.TemporaryDirectory(prefix="mc-bench-") as folder:
        accounts = Path(folder) / "accounts.csv"
        write_accounts(accounts, count)
        loop, size = _plain_loop(html, looped, port)

        def take(kind: str, place: str, workers: int) -> None:
            theirs = count / _postfix(source, count, size, port) if source else 0.0
            seconds, memory = _ours(place, accounts, port, workers)
            taken.setdefault(kind, []).append(_Round(count / seconds, theirs, memory))

        for number in range(rounds):
            take("SQLite", str(Path(folder) / f"office-{number}.db"), 1)
            for kind, workers in (("PostgreSQL", 1), ("PostgreSQL, two workers", 2)):
                with postgres_server() as url:
                    take(kind, url, workers)
    plain = f"EmailMessage and smtplib to {sink}, nothing recorded"
    fast = f"smtp-source -d, {_SESSIONS} sessions to {sink}"
    return [
        figure
        for kind, kept in taken.items()
        for figure in _figures(kind, count, kept, {plain: looped / loop, fast: None})
    ]


def _figures(kind: str, count: int, rounds: list[_Round], peers: dict[str, float | None]) -> list[Figure]:
    """The round in the middle beside each peer; a peer without a rate of its own is the round's ``smtp-source``."""
    middle = sorted(rounds, key=lambda one: one.share)[len(rounds) // 2]
    name = f"E-mails recorded in {kind}, {count:,}"
    rates = [
        Figure(name, middle.rate, peer, middle.source if rate is None else rate, "mails/s")
        for peer, rate in peers.items()
        if rate is not None or middle.source
    ]
    memory = max(one.memory for one in rounds)
    return [*rates, Figure(f"Memory in all, {kind}, {count:,}", memory, "what it may take", _MOST_MB, "MB")]


def _queued(place: str, accounts: Path, port: int, connections: int) -> Store:
    """A store with a message in its outbox to all ``accounts``, to leave through the server at ``port``."""
    store = open_store(StoreAddress.parse(place))
    actor = found_office(store, "Harbor Advisors", "Ada Byron", "ada@office.example")
    import_file(store, actor, ImportKind.ACCOUNTS, accounts)
    with store.write() as unit:
        unit.office.save_settings(
            {
                settings.UNDO_SECONDS.key: 0,
                settings.MAIL_HOST.key: HOST,
                settings.MAIL_PORT.key: port,
                settings.MAIL_SECURITY.key: MailSecurity.NONE.value,
                settings.MAIL_FROM.key: "news@office.example",
                settings.MAIL_CONNECTIONS.key: connections,
                settings.UNDO_SECONDS.key: 0,
            }
        )
        chosen = tuple(line.id for lines in unit.accounts.open_lines() for line, _text in lines)
        unit.commit()
    draft = MessageDraft(
        channels=frozenset({Channel.EMAIL}),
        accounts=chosen,
        reply_to=actor.email,
        subject="Your quarter, {{ account_number }}",
        content=CONTENT,
        signature_user=actor.id,
    )
    send(store, actor, draft)
    return store


def _ours(place: str, accounts: Path, port: int, workers: int) -> tuple[float, float]:
    """Seconds, and the most memory that the sending processes took together, in MB."""
    store = _queued(place, accounts, port, _SESSIONS // workers)
    command = [sys.executable, "-m", "benchmarks.mail_sender", place]
    running = [
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=_ROOT) for _ in range(workers)
    ]
    together = 0.0
    while any(process.poll() is None for process in running):
        together = max(together, shared_mb([process.pid for process in running]))
        time.sleep(_LOOK_S)
    told = [tuple(map(float, process.communicate()[0].split())) for process in running]
    assert all(process.returncode == 0 for process in running)
    seconds = max(end for _, end, _ in told) - min(start for start, _, _ in told)
    with store.read() as unit:
        message = unit.messages.get(1)
    store.close()
    assert message is not None
    assert message.totals.delivered == message.recipients, message.totals
    return seconds, together if workers > 1 else told[0][2]


def _plain_loop(html: str, count: int, port: int) -> tuple[float, int]:
    """Seconds, and the size of one mail."""
    size = 0
    line = smtplib.SMTP(HOST, port, local_hostname="localhost")
    start = time.perf_counter()
    for number in range(count):
        mail = EmailMessage()
        mail["From"] = "Harbor Advisors <news@office.example>"
        mail["To"] = f"client{number}@a-mail.example"
        mail["Reply-To"] = "ada@office.example"
        mail["Subject"] = f"Your quarter, U{number:07}"
        mail.set_content(CONTENT)
        mail.add_alternative(html, subtype="html")
        line.send_message(mail)
        size = size or len(mail.as_bytes())
    seconds = time.perf_counter() - start
    line.quit()
    return seconds, size


def _postfix(source: str, count: int, size: int, port: int) -> float:
    sessions = ["-s", str(_SESSIONS), "-m", str(count), "-l", str(size)]
    addresses = ["-f", "news@office.example", "-t", "client@a-mail.example"]
    start = time.perf_counter()
    subprocess.run([source, "-d", *sessions, *addresses, f"{HOST}:{port}"], check=True)
    return time.perf_counter() - start
