"""The offices that the pictures show: one just founded, one that has written to its clients for months."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from desktop.channels.mail import Rejected, Unconfirmed
from desktop.models.channel import Channel, channels_of
from desktop.models.delivery import DeliveryState
from desktop.models.outbox import Outcome
from desktop.models.outgoing import MessageDraft
from desktop.services.delivering import Deliverer
from desktop.services.office import found_office
from desktop.services.sample.filling import fill_sample_office
from desktop.services.sending import send
from tests.gallery.screen import OfficeKind
from tests.support.clock import Clock
from tests.support.fake_mail import FakeMail
from tests.support.stores import new_store, without_undo

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.models.account import Account
    from desktop.models.office import User
    from desktop.store.store import Store

NOW = datetime(2026, 11, 20, 20, 4, tzinfo=UTC)
SETTLED, UNDER_WAY = "Your documents for the year end", "A change to our fees"
SCHEDULED, PAUSED = "Our hours over the holidays", "A new address for your letters"
_LETTER = """Dear {{ account_title | default: "Client" }},

the **{what}** for account {{ account_number }} is ready.

- You find it in *Reports*.
- Nothing needs to be signed.

Please answer this message if something is not clear.
"""


def found_offices(folder: Path) -> None:
    """Make both offices, each in a store of its own."""
    clock = Clock(NOW)
    store = new_store(store_path(folder, OfficeKind.EMPTY), clock)
    found_office(
        store, "Harbor Lane Advisors", "Jordan Avery", "avery@harborlane.example", "America/New_York"
    )
    store.close()
    clock.now = NOW - timedelta(hours=5)
    store = new_store(store_path(folder, OfficeKind.FILLED), clock)
    fill_sample_office(store, accounts=900, messages=60, today=NOW.date())
    _send_settled(store, clock)
    _send_paused(store, clock)
    _send_scheduled(store, clock)
    _send_under_way(store, clock)
    store.close()


def store_path(folder: Path, kind: OfficeKind) -> Path:
    return folder / f"{kind}.db"


def draft_to(accounts: list[Account], sender: User, subject: str, channels: str = "WEB") -> MessageDraft:
    """A message like those an office writes."""
    return MessageDraft(
        channels=channels_of(channels),
        accounts=tuple(account.id for account in accounts),
        reply_to=sender.email,
        subject=subject,
        content=_LETTER.replace("{what}", "yearly statement"),
        signature_user=sender.id,
    )


def clients(store: Store, count: int) -> list[Account]:
    """Some open accounts, in the order of their numbers."""
    with store.read() as unit:
        found = unit.accounts.by_id([line.id for line in unit.accounts.first_open(count)])
    return sorted(found.values(), key=lambda account: account.details.number)


def user(store: Store) -> User:
    """Who works at this desk."""
    with store.read() as unit:
        return next(each for each in unit.office.users() if each.user_id == "avery")


def _send_settled(store: Store, clock: Clock) -> None:
    """A message that is through, with a few that failed."""
    accounts = [account for account in clients(store, 60) if account.details.email]
    mail = FakeMail()
    for place in (2, 9, 23):
        address = accounts[place].details.email
        mail.answers[address] = [Rejected(f"550 5.1.1 <{address}>: mailbox unavailable", 550)]
    mail.answers[accounts[14].details.email] = [Unconfirmed("The connection broke before the answer.")]
    without_undo(store)
    send(store, user(store), draft_to(clients(store, 60), user(store), SETTLED))
    worker = Deliverer(store, mail.ways(), "worker")
    while not worker.step().was_idle:
        clock.move(seconds=2)
    worker.close()


def _send_paused(store: Store, clock: Clock) -> None:
    """A message that the program paused, because most of its mails were refused."""
    clock.now = NOW - timedelta(minutes=40)
    accounts = clients(store, 300)
    refused = [Rejected("550 5.7.1 Message rejected: the sender's address is not allowed", 550)]
    mail = FakeMail({account.details.email: list(refused) for account in accounts})
    send(store, user(store), draft_to(accounts, user(store), PAUSED, "E"))
    worker = Deliverer(store, mail.ways(), "worker")
    worker.step()
    worker.close()


def _send_scheduled(store: Store, clock: Clock) -> None:
    """A message that waits for Monday morning."""
    clock.now = NOW - timedelta(minutes=20)
    draft = draft_to(clients(store, 180), user(store), SCHEDULED, "WE")
    send(store, user(store), replace(draft, send_at=NOW + timedelta(days=2, hours=18)))


def _send_under_way(store: Store, clock: Clock) -> None:
    """A message of which some are through, and a good part is in the hands of another worker."""
    without_undo(store)
    clock.now = NOW - timedelta(seconds=24)
    send(store, user(store), draft_to(clients(store, 240), user(store), UNDER_WAY, "WE"))
    clock.move(seconds=12)
    worker = Deliverer(store, FakeMail().ways(), "worker", batch=100)
    for _ in range(2):
        worker.step()
        clock.move(seconds=6)
    worker.close()
    clock.now = NOW
    with store.write() as unit:
        held = unit.outbox.claim("another worker", NOW + timedelta(days=1), 1_000, tuple(Channel))
        later = [Outcome(c, DeliveryState.QUEUED, next_try_at=NOW + timedelta(days=1)) for c in held[18:]]
        unit.outbox.record("another worker", [], later, [])
        unit.commit()
