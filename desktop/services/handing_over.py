"""Hands one delivery over and says what became of it; whatever goes wrong stays with this one recipient."""

from __future__ import annotations

import logging
from datetime import datetime

from desktop.channels.mail import Answer, Deferred, Letter, Rejected, Unconfirmed
from desktop.errors import Refused, StoreUnavailable
from desktop.language import tr
from desktop.models.channel import Channel
from desktop.models.delivery import DeliveryState
from desktop.models.mail_server import MailServer
from desktop.models.outbox import Claim, Outcome
from desktop.services.delivery_policy import delivery_policy
from desktop.services.in_hand import MessagesInHand
from desktop.services.made import Made

_log = logging.getLogger(__name__)
Handled = tuple[Outcome, Made | None]
"""What became of a claim, and what left for it, if anything did."""


class Handler:
    """Makes each delivery and passes it on."""

    def __init__(self, messages: MessagesInHand) -> None:
        self._messages = messages
        self._server = MailServer("")

    def use(self, server: MailServer) -> None:
        """Send in the name that ``server`` is set up with from now on."""
        self._server = server

    def within_the_store(self, claim: Claim) -> Handled:
        """Make what is posted in the same transaction as its record. Raises StoreUnavailable."""
        made = self._made(claim)
        if isinstance(made, str):
            return Outcome(claim, DeliveryState.FAILED, made), None
        text = made.text if claim.channel is Channel.BULLETIN else ""
        outcome = Outcome(claim, DeliveryState.DELIVERED, subject=made.subject, text=text)
        return outcome, made

    def letter(self, claim: Claim) -> tuple[Letter, Made] | Handled:
        """The mail of ``claim``, or what became of it where it cannot be made. Raises StoreUnavailable."""
        made = self._made(claim)
        if isinstance(made, str):
            return Outcome(claim, DeliveryState.FAILED, made), None
        cast = made.cast
        if cast is None:
            return Letter(made.envelope_from, made.to, made.content, claim.recipient.number), made
        letter = Letter(made.envelope_from, made.to, cast.raw(), claim.recipient.number, cast.may_have_dots)
        return letter, made

    def answered(self, claim: Claim, made: Made, answer: Answer, now: datetime) -> Handled:
        """What became of a mail that was handed over. Raises Unreachable; it has not left then."""
        failure = answer.failure
        if failure is None:
            return _left(claim, DeliveryState.DELIVERED, answer.words, made)
        if isinstance(failure, Rejected):
            return Outcome(claim, DeliveryState.FAILED, failure.words), None
        if isinstance(failure, Deferred):
            return _deferred(claim, failure.words, now), None
        if isinstance(failure, Unconfirmed):
            return _left(claim, DeliveryState.UNCONFIRMED, failure.words, made)
        raise failure

    def broken_off(self, claim: Claim, made: Made) -> Handled:
        """What becomes of a mail when the program failed: whether it left is not known, so never again."""
        _log.exception("delivery %d broke off", claim.delivery_id)
        words = tr("The program failed while this was being sent. It may or may not have arrived.")
        return _left(claim, DeliveryState.UNCONFIRMED, words, made)

    def _made(self, claim: Claim) -> Made | str:
        """The delivery, or why it cannot be made."""
        try:
            return self._messages.of(claim.message_id).make(claim, self._server)
        except StoreUnavailable:
            raise
        except Refused as refusal:
            return refusal.sentence
        except Exception:  # noqa: BLE001 - a fault met with one recipient must not hold up the others
            _log.exception("delivery %d could not be made", claim.delivery_id)
            return tr("The message could not be put together for this recipient.")


def _left(claim: Claim, state: DeliveryState, words: str, made: Made) -> Handled:
    return Outcome(claim, state, words, subject=made.subject), made


def _deferred(claim: Claim, words: str, now: datetime) -> Outcome:
    wait = delivery_policy().wait_after(claim.tries)
    if wait is None:
        given_up = tr("{words} (given up after {n} tries)").format(words=words, n=f"{claim.tries:,}")
        return Outcome(claim, DeliveryState.FAILED, given_up)
    return Outcome(claim, DeliveryState.QUEUED, words, next_try_at=now + wait)
