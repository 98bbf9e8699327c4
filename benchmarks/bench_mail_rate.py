"""E-mails a second from the outbox to a mail server on this computer, each recorded durably.

The peers send mails of the same size to the same server: a plain loop of ``EmailMessage`` and
``smtplib`` that neither fills keywords nor records, and Postfix's ``smtp-source`` where it is installed.
"""

from __future__ import annotations

import shutil
import smtplib
import subprocess
import tempfile
import time
from email.message import EmailMessage
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.account_csv import write_accounts
from benchmarks.figure import Figure
from benchmarks.mail_sink import HOST, mail_sink
from benchmarks.postgres_server import postgres_server
from desktop import settings
from desktop.channels.mail_folder import MailFolder
from desktop.channels.smtp import SmtpChannel
from desktop.content.markdown_html import html_of
from desktop.models.channel import Channel
from desktop.models.imports import ImportKind
from desktop.models.mail_server import MailSecurity
from desktop.models.outgoing import MessageDraft
from desktop.services.delivering import Deliverer
from desktop.services.importing import import_file
from desktop.services.office import found_office
from desktop.services.sending import send
from desktop.services.ways import Ways
from desktop.store.address import StoreAddress
from desktop.store.opening import open_store

if TYPE_CHECKING:
    from desktop.store.store import Store

NAME = "Mail rate"
_SIZE, _SHORT = 2_000, 200
_SESSIONS = 20
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


def run(short: bool) -> list[Figure]:  # noqa: FBT001 - the name every benchmark's function has
    """Both kinds of store, and the peers, against the same server."""
    count = _SHORT if short else _SIZE
    html = html_of(CONTENT)  # before anything is timed: it loads the Markdown library
    with mail_sink() as (sink, port), tempfile.TemporaryDirectory(prefix="mc-bench-") as folder:
        accounts = Path(folder) / "accounts.csv"
        write_accounts(accounts, count)
        embedded = count / _ours(str(Path(folder) / "office.db"), accounts, port)
        with postgres_server() as url:
            shared = count / _ours(url, accounts, port)
        loop, size = _plain_loop(html, count, port)
        peers = {f"EmailMessage and smtplib to {sink}, nothing recorded": count / loop}
        source = shutil.which("smtp-source")
        if source:
            name = f"smtp-source -d, {_SESSIONS} sessions to {sink}"
            peers[name] = count / _postfix(source, count, size, port)
    names = {f"E-mails recorded in SQLite, {count:,}": embedded}
    names[f"E-mails recorded in PostgreSQL, {count:,}"] = shared
    return [
        Figure(name, ours, peer, theirs, "mails/s")
        for name, ours in names.items()
        for peer, theirs in peers.items()
    ]


def _queued(place: str, accounts: Path, port: int) -> Store:
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


def _ours(place: str, accounts: Path, port: int) -> float:
    store = _queued(place, accounts, port)
    ways = Ways(SmtpChannel, lambda: MailFolder(accounts.parent / "mail"), lambda: None)
    deliverer = Deliverer(store, ways, "benchmark")
    start = time.perf_counter()
    while not (report := deliverer.step()).was_idle:
        assert not report.trouble, report.trouble
    deliverer.close()
    seconds = time.perf_counter() - start
    with store.read() as unit:
        message = unit.messages.get(1)
    assert message is not None
    assert message.totals.delivered == message.recipients, message.totals
    store.close()
    return seconds


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
