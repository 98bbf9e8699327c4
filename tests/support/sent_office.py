"""An office at its desk that has sent something, with a way out for mail that leads nowhere."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from desktop.bridge.commits import Commits
from desktop.bridge.desk import Desk
from desktop.bridge.jobs import Jobs
from desktop.bridge.notices import NoticeBus
from desktop.bridge.refresh import Refresh
from desktop.models.channel import Channel, channels_of
from desktop.models.office import Office
from desktop.models.outbox import SendOrder
from desktop.models.outgoing import MessageDraft
from desktop.services import sending
from desktop.services.delivering import Deliverer
from desktop.settings import UNDO_SECONDS
from tests.support.clock import Clock
from tests.support.fake_mail import FakeMail
from tests.support.stores import add_accounts, add_user, new_store, opened, without_undo

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.models.account import AccountDetails

CONTENT = "Dear {{ account_title }},\n\nyour **statement** for {{ account_number }} is ready."


class SentOffice:
    """``desk`` is what a screen is given. Whatever is sent and delivered is another program's doing,
    on a connection of its own; ``hear`` lets the desk know of it.
    """

    def __init__(self, folder: Path) -> None:
        self.clock = Clock()
        self.store = new_store(folder / "office.db", self.clock)
        self.theirs = opened(str(folder / "office.db"), self.clock)
        without_undo(self.store)
        self.user = add_user(self.store, signature="Ada Byron\nHarbor Advisors")
        self.mail = FakeMail()
        self.jobs = Jobs()
        self.desk = Desk(
            store=self.store,
            actor=self.user,
            office=Office("Harbor Advisors"),
            zone=ZoneInfo("Europe/Berlin"),
            jobs=self.jobs,
            refresh=Refresh(self.store.origin, merge_ms=0),
            notices=NoticeBus(),
            mail_folder=folder / "mail",
            now=self.clock,
        )
        Commits(self.store, self.desk.refresh, self.desk.refresh)
        self.jobs.faulted.connect(self.desk.notices.failure)
        self._feed = self.store.feed()
        self._worker = Deliverer(self.theirs, self.mail.ways(), "worker", batch=50)

    def send(
        self,
        accounts: list[AccountDetails],
        channels: str = "WEB",
        subject: str = "Statement",
        **draft: object,
    ) -> int:
        """Put a message to these (new) accounts into the outbox; returns its id."""
        return self.send_to(add_accounts(self.theirs, accounts), channels, subject, **draft)

    def send_to(
        self, ids: tuple[int, ...], channels: str = "WEB", subject: str = "Statement", **draft: object
    ) -> int:
        """Put a message to known accounts into the outbox; returns its id."""
        values: dict[str, object] = {"content": CONTENT, **draft}
        message = MessageDraft(
            channels=channels_of(channels),
            accounts=ids,
            reply_to=self.user.email,
            subject=subject,
            signature_user=self.user.id,
            **values,  # type: ignore[arg-type]
        )
        return sending.send(self.theirs, self.user, message).message_id

    def send_many(self, ids: tuple[int, ...], count: int) -> None:
        """Put many messages over the message center into the outbox at once."""
        with self.theirs.write(self.user.name) as unit:
            for number in range(count):
                subject = f"Message {number}"
                order = SendOrder(
                    uid=uuid.uuid4().hex,
                    subject=subject,
                    content=subject,
                    channels=frozenset({Channel.MESSAGE_CENTER}),
                    accounts=ids,
                    reply_to=self.user.email,
                    branded=False,
                    signature="",
                    signature_user=None,
                    sender_name=self.user.name,
                    office_name="Harbor Advisors",
                    letter_day="2026-11-20",
                )
                unit.messages.send(order, None)
            unit.commit()

    def deliver(self, steps: int = 1) -> None:
        for _ in range(steps):
            self._worker.step()

    def allow_undo(self, *, seconds: int) -> None:
        """How long a message that is sent from now on can be taken back."""
        with self.theirs.write() as unit:
            unit.office.save_settings({UNDO_SECONDS.key: seconds})
            unit.commit()

    def hear(self) -> None:
        """Tell the desk what the other program did, as a watch would."""
        change = self._feed.next_change(0)
        if change is not None:
            self.desk.refresh.take_heard(change)

    def close(self) -> None:
        assert self.jobs.stop()
        self._worker.close()
        self._feed.close()
        self.theirs.close()
        self.store.close()
