"""A message of the broker that was held, made ready once, from which each of its deliveries is made."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from desktop.content.broker_text import BrokerText
from desktop.content.headers import mail_address
from desktop.content.mail import Envelope, MailBuilder, message_id_for
from desktop.content.prepared import Rendered
from desktop.errors import Refused
from desktop.language import tr
from desktop.models.channel import Channel
from desktop.models.mail_server import MailServer
from desktop.models.outbox import Claim
from desktop.models.outgoing import OutgoingMessage
from desktop.services.broker_reading import values_for
from desktop.services.made import Made, view_made
from desktop.services.office_day import in_office_zone
from desktop.settings import OFFICE_NAME, OFFICE_ZONE

if TYPE_CHECKING:
    from desktop.models.broker_message import BrokerRecipient
    from desktop.store.unit_of_work import UnitOfWork

_TOGETHER = 500
_KEPT = 2_000
# Where no mail server is set up, mails are files: from a name that can belong to nobody (RFC 2606).
_FROM = "broker@no-address.example"

Load = Callable[[int, int], Mapping[int, "BrokerRecipient"]]
"""Recipients by account: so many of them, beginning with that recipient of the outgoing message."""


class BrokerInHand:
    """Makes the deliveries of one held message: whole, as the broker wrote it, in nobody else's dress.

    ``load`` reads the values of its recipients, some at a time. Raises Refused when the message is gone.
    """

    def __init__(self, unit: UnitOfWork, message: OutgoingMessage, load: Load) -> None:
        found = unit.broker.get(message.broker_message_id or 0)
        if found is None:
            raise Refused(tr("The message cannot be sent"), tr("It is no longer in the store."))
        settings = unit.office.settings()
        self._uid = unit.messages.origin(message.id)[0]
        self._sent_at = in_office_zone(message.sent_at, OFFICE_ZONE.of(settings))
        self._office = OFFICE_NAME.of(settings)
        self._text = BrokerText(
            found.line.subject, found.original or found.body, found.format, longest=sys.maxsize
        )
        self._builder = MailBuilder(self._uid, (), ())
        self._load = load
        self._known: dict[int, BrokerRecipient] = {}

    def make(self, claim: Claim, server: MailServer) -> Made:
        """The delivery of ``claim``. Raises Refused when it cannot be made for this recipient."""
        rendered = self._text.render(values_for(self._recipient(claim)))
        if claim.channel is Channel.EMAIL:
            return self._mail(claim, rendered, server)
        if claim.channel is Channel.MESSAGE_CENTER:
            return view_made(rendered, b', "images": [], "files": []}')
        text = rendered.bulletin.text
        return Made(rendered.subject, text.encode(), b"", text)

    def _recipient(self, claim: Claim) -> BrokerRecipient:
        """Deliveries come in the order of recipients, so those that follow are read along with one."""
        account_id = claim.recipient.account_id
        if account_id not in self._known:
            if len(self._known) > _KEPT:
                self._known.clear()
            self._known.update(self._load(claim.recipient.id, _TOGETHER))
        known = self._known.get(account_id)
        if known is None:
            raise Refused(tr("The message cannot be sent"), tr("The account is not among its recipients."))
        return known

    def _mail(self, claim: Claim, rendered: Rendered, server: MailServer) -> Made:
        from_address = server.from_address or _FROM
        envelope = Envelope(
            from_name=server.from_name or tr("IB, through {office}").format(office=self._office),
            from_address=from_address,
            to_address=claim.address,
            reply_to="",
            message_id=message_id_for(f"{self._uid}.{claim.delivery_id}", from_address.rpartition("@")[2]),
            date=self._sent_at,
        )
        return Made(
            rendered.subject,
            b"",
            self._builder.tail,
            envelope_from=mail_address(from_address),
            to=mail_address(claim.address),
            cast=self._builder.cast(rendered, envelope),
        )
