"""A sent message made ready once, from which each of its deliveries is made."""

from __future__ import annotations

import base64
import json
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from desktop.content.headers import mail_address
from desktop.content.mail import Envelope, MailBuilder, message_id_for
from desktop.content.prepared import MessageSource, PreparedMessage, Rendered
from desktop.errors import Refused
from desktop.language import tr
from desktop.models.attachment import AttachedFile
from desktop.models.channel import Channel
from desktop.models.mail_server import MailServer
from desktop.models.outbox import Claim
from desktop.models.outgoing import OutgoingMessage
from desktop.services.broker_in_hand import BrokerInHand
from desktop.services.enclosing import attached_files
from desktop.services.letters import letter_sent, sender_in
from desktop.services.made import Made, view_made
from desktop.services.office_day import in_office_zone
from desktop.services.sending_rules import leaves_at
from desktop.settings import OFFICE_ZONE

if TYPE_CHECKING:
    from desktop.models.broker_message import BrokerRecipient
    from desktop.store.store import Store
    from desktop.store.unit_of_work import UnitOfWork

_KEPT = 8
_LANGUAGES_KEPT = 256


@dataclass(frozen=True, slots=True)
class _Version:
    """The message in one language."""

    prepared: PreparedMessage
    builder: MailBuilder
    view_tail: bytes

    @classmethod
    def of(cls, uid: str, source: MessageSource, files: Sequence[AttachedFile]) -> _Version:
        prepared = PreparedMessage(source)
        return cls(prepared, MailBuilder(uid, prepared.images, files), _view_tail(prepared, files))


class MessageInHand:
    """Makes the deliveries of one message that the office wrote. Raises Refused when its text has problems."""

    def __init__(self, unit: UnitOfWork, message: OutgoingMessage) -> None:
        settings = unit.office.settings()
        self._uid = unit.messages.origin(message.id)[0]
        dated = leaves_at(settings, _wished(message), only_office_hours=message.only_office_hours)
        self._sent_at = in_office_zone(dated, OFFICE_ZONE.of(settings))
        self._reply_to = message.reply_to
        self._letter = letter_sent(unit, message)
        self._files = attached_files(unit, message.attachments)
        self._versions: dict[int, _Version] = {}
        self._by_language: dict[str, _Version] = {}

    def make(self, claim: Claim, server: MailServer) -> Made:
        """The delivery of ``claim``. Raises Refused when it cannot be made for this recipient."""
        language = claim.recipient.language
        version = self._by_language.get(language) or self._version_for(language)
        rendered = version.prepared.render(self._letter.values(claim.recipient))
        if claim.channel is Channel.EMAIL:
            return self._mail(claim, rendered, server, version.builder)
        if claim.channel is Channel.MESSAGE_CENTER:
            return view_made(rendered, version.view_tail)
        text = rendered.bulletin.text
        return Made(rendered.subject, text.encode(), b"", text)

    def _version_for(self, language: str) -> _Version:
        """The message in the language of a recipient, made ready when it is first needed."""
        source = self._letter.source_for(language)
        known = self._versions.get(id(source))
        if known is None:
            known = self._versions[id(source)] = _Version.of(self._uid, source, self._files)
        if len(self._by_language) < _LANGUAGES_KEPT:
            self._by_language[language] = known
        return known

    def _mail(self, claim: Claim, rendered: Rendered, server: MailServer, builder: MailBuilder) -> Made:
        from_name, from_address = sender_in(server, self._letter.source.office_name, self._reply_to)
        envelope = Envelope(
            from_name=from_name,
            from_address=from_address,
            to_address=claim.address,
            reply_to=self._reply_to,
            # The domain of the message's own ReplyTo: settings may change between two tries.
            message_id=message_id_for(f"{self._uid}.{claim.delivery_id}", self._reply_to.rpartition("@")[2]),
            date=self._sent_at,
        )
        cast = builder.cast(rendered, envelope)
        return Made(
            rendered.subject,
            b"",
            builder.tail,
            envelope_from=mail_address(from_address),
            to=mail_address(claim.address),
            cast=cast,
        )


class MessagesInHand:
    """The messages being worked on, the last few of them kept ready."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._kept: OrderedDict[int, MessageInHand | BrokerInHand] = OrderedDict()

    def of(self, message_id: int) -> MessageInHand | BrokerInHand:
        """The message, made ready. Raises Refused and StoreUnavailable."""
        known = self._kept.get(message_id)
        if known is None:
            with self._store.read() as unit:
                known = self._kept[message_id] = self._made_ready(unit, message_id)
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(message_id)
        return known

    def _made_ready(self, unit: UnitOfWork, message_id: int) -> MessageInHand | BrokerInHand:
        message = unit.messages.get(message_id)
        if message is None:
            raise Refused(tr("The message cannot be sent"), tr("It is no longer in the store."))
        if message.broker_message_id is None:
            return MessageInHand(unit, message)
        return BrokerInHand(unit, message, partial(self._values, message))

    def _values(self, message: OutgoingMessage, first: int, most: int) -> Mapping[int, BrokerRecipient]:
        with self._store.read() as unit:
            return unit.held_release.recipients(message.broker_message_id or 0, message.id, first, most)


def _wished(message: OutgoingMessage) -> datetime:
    """The click, or the moment for which it was scheduled: what mails say of their date, where the office is open."""
    return message.release_at if message.scheduled and message.release_at else message.sent_at


def _view_tail(prepared: PreparedMessage, files: Sequence[AttachedFile]) -> bytes:
    images = [
        {"cid": image.cid, "mime_type": image.mime_type, "data": base64.b64encode(image.data).decode()}
        for image in prepared.images
    ]
    listed = [
        {"name": file.name, "mime_type": file.mime_type, "data": base64.b64encode(file.data).decode()}
        for file in files
    ]
    return f', "images": {json.dumps(images)}, "files": {json.dumps(listed)}}}'.encode()
