"""Sends the mails to the office's own users, one at a time, each made when it leaves."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any

from desktop.channels.mail import Deferred, Letter, MailChannel, Rejected, Unconfirmed, Unreachable
from desktop.content.headers import mail_address
from desktop.content.mail import message_id_for
from desktop.content.office_letter import OfficeEnvelope, OfficeLetter, office_mail
from desktop.errors import Refused, StoreUnavailable
from desktop.language import tr
from desktop.models.notice import Priority
from desktop.models.office_mail import OfficeMail, OfficeMailKind, OfficeMailState
from desktop.services.delivery_policy import delivery_policy
from desktop.services.letters import sender_in
from desktop.services.office_day import in_office_zone
from desktop.services.ways import Ways, mail_server_in
from desktop.settings import OFFICE_NAME, OFFICE_ZONE

if TYPE_CHECKING:
    from desktop.store.store import Store
    from desktop.store.unit_of_work import UnitOfWork

_log = logging.getLogger(__name__)
LEASE = timedelta(minutes=10)
"""A large mail may take minutes; longer than this nobody waits for whoever claimed it."""

_LISTEN_S = 0.25
_GRACE_S = 5.0

Builder = Callable[["UnitOfWork", OfficeMail], OfficeLetter]
"""Makes what a mail says from what it is about. Raises Refused where that is gone."""


class OfficeMailer:
    """``holder`` names this program and no other; ``builders`` make each kind of mail.

    When ``stopping`` is set, an answer is waited for as long as a person who ends the program would wait.
    """

    def __init__(
        self,
        store: Store,
        ways: Ways,
        holder: str,
        builders: Mapping[OfficeMailKind, Builder],
        stopping: threading.Event | None = None,
    ) -> None:
        self._store = store
        self._ways = ways
        self._holder = holder
        self._builders = builders
        self._stopping = stopping or threading.Event()

    def next_due_at(self) -> datetime | None:
        """When a mail may be tried; None where none waits. Raises StoreUnavailable."""
        with self._store.read() as unit:
            return unit.office_mail.next_due_at()

    def step(self) -> bool:
        """Send the mail that has been due longest; returns whether there was one. Raises StoreUnavailable."""
        with self._store.write() as unit:
            mail = unit.office_mail.claim(self._holder, unit.now + LEASE)
            unit.commit()
        if mail is None:
            return False
        try:
            words = self._send(mail)
        except Unreachable as trouble:
            self._wait(mail, trouble.sentence)
        except (Deferred, Unconfirmed) as answer:
            # Unconfirmed ones too: to the office itself, twice under one Message-ID is better than not at all.
            wait, in_doubt = delivery_policy().wait_after(mail.tries), isinstance(answer, Unconfirmed)
            if wait is None:
                self._fail(mail, answer.words)
            else:
                self._again(mail, answer.words, wait, in_doubt=in_doubt)
        except StoreUnavailable:
            raise  # the claim lapses, and the mail is tried again
        except (Rejected, Refused) as refusal:
            self._fail(mail, refusal.words if isinstance(refusal, Rejected) else refusal.sentence)
        except Exception:  # noqa: BLE001  a mail that cannot be made must not end the deliveries to clients
            _log.exception("a mail to the office was not made")
            self._fail(mail, tr("The program could not make it."))
        else:
            self._settle(mail, OfficeMailState.SENT, words)
        return True

    def _send(self, mail: OfficeMail) -> str:
        with self._store.read() as unit:
            letter = self._builders[mail.kind](unit, mail)
            if mail.in_doubt:
                letter = replace(letter, remark=_doubt_words())
            settings, now = unit.office.settings(), unit.now
        envelope = _envelope(mail, settings, now)
        raw = office_mail(letter, envelope)
        channel = self._ways.mail(settings)
        try:
            channel.open()
            return self._carried(
                channel, Letter(envelope.from_address, envelope.to_address, raw, f"office {mail.kind}")
            )
        finally:
            channel.close()

    def _carried(self, channel: MailChannel, letter: Letter) -> str:
        """The words of whoever took ``letter``. Raises Rejected, Deferred, Unreachable and Unconfirmed."""
        channel.hand(letter)
        until: float | None = None
        while True:
            answers = channel.hear(_LISTEN_S)
            if not answers and self._stopping.is_set():
                until = until or time.monotonic() + _GRACE_S
                answers = channel.give_up() if time.monotonic() >= until else []
            for answer in answers:
                if answer.failure is not None:
                    raise answer.failure
                return answer.words

    def _wait(self, mail: OfficeMail, words: str) -> None:
        """No server takes mail. Whoever has asked for this one, and looks out for it, is told so once."""
        again_at = self._store.clock() + delivery_policy().longest_pause
        is_told = mail.kind is OfficeMailKind.DETAILS and mail.tries == 1
        with self._store.write() as unit:
            is_ours = unit.office_mail.settle(self._holder, mail, OfficeMailState.QUEUED, words, again_at)
            if is_ours and is_told:
                unit.notices.add(
                    tr("A mail to {name} waits").format(name=mail.user_name),
                    tr(
                        "To {address}. {words} It leaves by itself when the mail server can be reached."
                    ).format(address=mail.address, words=words),
                )
            unit.commit()

    def _again(self, mail: OfficeMail, words: str, wait: timedelta, *, in_doubt: bool = False) -> None:
        again_at = self._store.clock() + wait
        self._settle(mail, OfficeMailState.QUEUED, words, again_at, in_doubt=in_doubt)

    def _fail(self, mail: OfficeMail, words: str) -> None:
        with self._store.write() as unit:
            if unit.office_mail.settle(self._holder, mail, OfficeMailState.FAILED, words):
                unit.notices.add(
                    tr("A mail to {name} was not sent").format(name=mail.user_name),
                    tr("To {address}. The answer was: {words}").format(address=mail.address, words=words),
                    Priority.HIGH,
                )
                unit.commit()

    def _settle(
        self,
        mail: OfficeMail,
        state: OfficeMailState,
        words: str,
        again_at: datetime | None = None,
        *,
        in_doubt: bool = False,
    ) -> None:
        with self._store.write() as unit:
            unit.office_mail.settle(self._holder, mail, state, words, again_at, in_doubt=in_doubt)
            unit.commit()


def _doubt_words() -> str:
    return tr("You may have this mail already: the first time no answer came. Both have the same Message-ID.")


def _envelope(mail: OfficeMail, settings: Mapping[str, Any], now: datetime) -> OfficeEnvelope:
    """Who it is from and to. Raises Refused where an address is none."""
    name, address = sender_in(mail_server_in(settings), OFFICE_NAME.of(settings), mail.address)
    sender = mail_address(address)
    return OfficeEnvelope(
        from_name=name,
        from_address=sender,
        to_name=mail.user_name,
        to_address=mail_address(mail.address),
        message_id=message_id_for(f"{mail.uid}.0", sender.rpartition("@")[2]),
        date=format_datetime(in_office_zone(now, OFFICE_ZONE.of(settings))),
    )
