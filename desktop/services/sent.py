"""Reading what the office has sent: the list, each message, each delivery, and exactly what left."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.errors import Refused
from desktop.language import tr
from desktop.late import late
from desktop.models.account import AccountLine
from desktop.models.attachment import AttachedFile
from desktop.models.channel import Channel
from desktop.models.delivery import DeliveryLine, DeliveryState, DeliveryTotals
from desktop.models.delivery_history import DeliveryTry, MessageEvent
from desktop.models.folding import words
from desktop.models.outbox import WORKER_IS_SILENT, WRONG, SilentClaims
from desktop.models.outgoing import OutgoingMessage
from desktop.models.phase import MessageAct, MessagePhase
from desktop.models.send_limits import Hold
from desktop.models.sent_content import ClientBulletin, ClientMessage, ClientView, SentContent, SentImage
from desktop.services.sending_rules import limits_in, opens_next
from desktop.services.store_list import StoreList
from desktop.services.trial_words import trial_event

if TYPE_CHECKING:
    from datetime import datetime
    from email import parser, policy
    from email.message import EmailMessage

    from desktop.content import packing
    from desktop.services import holder
    from desktop.store.store import Store
    from desktop.store.unit_of_work import UnitOfWork
else:
    holder = late("desktop.services.holder")
    packing = late("desktop.content.packing")
    parser = late("email.parser")
    policy = late("email.policy")


@dataclass(frozen=True, slots=True)
class DeliveryFilter:
    """Which of a message's deliveries are listed; no ``states`` means all."""

    text: str = ""
    states: frozenset[DeliveryState] = frozenset()


@dataclass(frozen=True, slots=True)
class SentHead:
    """A sent message and what its page says about it.

    ``template`` is the name of its template, empty without one. ``trouble`` says why mail does not
    leave just now, and ``tried_at`` when it is tried next; empty when it does, or when that is not what
    this message waits for. ``hold`` says by which of the office's rules it stands still, None when by
    none. ``mails_follow`` while what is posted within the store, in no time, leaves before the mails.
    ``since_pause`` counts what was leaving when it paused by itself and was answered since: all, and what
    of it went wrong. ``silent`` is what workers had in hand that do not answer any more.
    ``began_at`` is when one that waited was let leave, ``taken_back`` by whom and when it was taken back instead.
    ``retry_at`` is when the next is tried again, where nothing of it moves before.
    """

    message: OutgoingMessage
    template: str
    trouble: str
    hold: Hold | None = None
    tried_at: datetime | None = None
    mails_follow: bool = False
    since_pause: tuple[int, int] = (0, 0)
    silent: SilentClaims | None = None
    began_at: datetime | None = None
    taken_back: MessageEvent | None = None
    retry_at: datetime | None = None


def delivery_list(store: Store, message_id: int) -> StoreList[DeliveryLine, DeliveryFilter]:
    """The deliveries of a message, ordered by number or state."""
    return StoreList(
        store,
        lambda unit, chosen: unit.sent.listed(message_id, words(chosen.text), chosen.states),
        lambda line: line.id,
        # Deliveries are made in order of number, so their ids are in that order.
        {"number": lambda line: line.id, "state": lambda line: line.state.value},
    )


def message_of(store: Store, message_id: int) -> OutgoingMessage:
    """The message as it was sent. Raises Refused when there is none."""
    with store.read() as unit:
        found = unit.messages.get(message_id)
    if found is None:
        raise _gone()
    return found


def head_of(store: Store, message_id: int) -> SentHead:
    """All that stands above a message's deliveries. Raises Refused when there is no such message."""
    with store.read() as unit:
        message = unit.messages.get(message_id)
        if message is None:
            raise _gone()
        named = unit.templates.by_id([message.template_id]) if message.template_id else {}
        hold = _hold(unit, message)
        trouble, tried_at = "", None
        if hold is None and _waits_for_mail(message):
            trouble, tried_at = unit.trouble.sentence(), unit.trouble.again_at()
        mails_follow = _waits_for_mail(message) and unit.outbox.posts_are_due(message_id)
        since_pause = _since_pause(unit, message)
        since = unit.now - WORKER_IS_SILENT
        silent = (
            unit.outbox.silent_claims(message_id, since, holder.ours()) if message.totals.sending else None
        )
        acts = {event.act: event for event in unit.control.events(message_id)} if message.release_at else {}
        began = acts.get(MessageAct.RELEASED)
        retry_at = None if hold or trouble else _retry_at(unit, message)
    template = "".join(template.content.name for template in named.values())
    return SentHead(
        message,
        template,
        trouble,
        hold,
        tried_at,
        mails_follow,
        since_pause,
        silent,
        began_at=began.at if began else None,
        taken_back=acts.get(MessageAct.TAKEN_BACK),
        retry_at=retry_at,
    )


def accounts_of(store: Store, message_id: int) -> tuple[int, ...]:
    """The accounts a message went to, in order of number: the start of a new message from this one."""
    with store.read() as unit:
        return unit.messages.accounts_of(message_id)


def tries(store: Store, delivery_id: int) -> list[DeliveryTry]:
    """Every try of a delivery in order, with time and the server's words, and who had it tried again."""
    with store.read() as unit:
        return unit.tries.of(delivery_id)


def events(store: Store, message_id: int) -> list[MessageEvent]:
    """The test mails of a message, then what was done to it since the click, by whom and when, in order."""
    with store.read() as unit:
        trials = unit.trials.of(unit.messages.origin(message_id)[0])
        return [*map(trial_event, trials), *unit.control.events(message_id)]


def under_way(store: Store) -> tuple[int, DeliveryTotals]:
    """How many messages are under way, and the totals of those together."""
    with store.read() as unit:
        return unit.outbox.under_way()


def mail_trouble(store: Store) -> str:
    """Why mail does not leave just now; empty when it does."""
    with store.read() as unit:
        return unit.trouble.sentence()


def content_of(store: Store, delivery_id: int) -> SentContent | None:
    """What left for one recipient, byte for byte; None when nothing did or it was not recorded."""
    with store.read() as unit:
        kept = unit.contents.of(delivery_id)
    if kept is None:
        return None
    channel, packed, base = kept
    return _READERS[channel](packing.unpack(packed, base.dictionary, base.tail))


def client_view(store: Store, account_id: int) -> ClientView:
    """What the client of an account finds in the message center and on the bulletin board."""
    with store.read() as unit:
        messages = unit.sent.client_messages(account_id)
        bulletins = unit.sent.bulletins(account_id)
    return ClientView(
        tuple(ClientMessage(*each) for each in messages), tuple(ClientBulletin(*each) for each in bulletins)
    )


def account_line(store: Store, account_id: int) -> AccountLine:
    """What a heading says of an account. Raises Refused when there is none."""
    with store.read() as unit:
        found = unit.accounts.lines([account_id]).get(account_id)
    if found is None:
        raise Refused(tr("There is no such account"), tr("It is not in this store."))
    return found


def _waits_for_mail(message: OutgoingMessage) -> bool:
    """Whether it would go on, did mail leave."""
    is_under_way = message.phase is MessagePhase.RUNNING and not message.totals.is_settled
    return is_under_way and Channel.EMAIL in message.channels


def _since_pause(unit: UnitOfWork, message: OutgoingMessage) -> tuple[int, int]:
    if message.phase is not MessagePhase.PAUSED or message.paused_by:
        return 0, 0
    marks = unit.control.last_tries(message.id)
    return len(marks), marks.count(WRONG)


def _retry_at(unit: UnitOfWork, message: OutgoingMessage) -> datetime | None:
    if message.phase is not MessagePhase.RUNNING or message.totals.sending or not message.totals.queued:
        return None
    due_at = unit.outbox.first_due_at(message.id)
    return due_at if due_at is not None and due_at > unit.now else None


def _hold(unit: UnitOfWork, message: OutgoingMessage) -> Hold | None:
    if not message.totals.queued:
        return None
    values, release = unit.office.settings(), message.release_at
    if message.phase is MessagePhase.WAITING and message.only_office_hours and release is not None:
        opens_at = opens_next(values, release)
        return None if opens_at == release else Hold(opens_at)
    if message.phase is not MessagePhase.RUNNING:
        return None
    limits = limits_in(values, unit.now)
    if message.only_office_hours and limits.opens_at is not None:
        return Hold(limits.opens_at)
    if not limits.mails_an_hour or Channel.EMAIL not in message.channels:
        return None
    until = unit.outbox.mails_held_until(message.id, limits.mails_an_hour)
    return None if until is None else Hold(until, limits.mails_an_hour)


def _gone() -> Refused:
    return Refused(tr("There is no such message"), tr("It is not in this store."))


def _mail(raw: bytes) -> SentContent:
    parsed = parser.BytesParser(policy=policy.default).parsebytes(raw)
    return SentContent(
        channel=Channel.EMAIL,
        raw=raw,
        subject=str(parsed["Subject"] or ""),
        headers=tuple((name, str(value)) for name, value in parsed.items()),
        html=_part(parsed, "html"),
        text=_part(parsed, "plain"),
        images=tuple(
            SentImage(str(part["Content-ID"]).strip("<> "), part.get_content_type(), part.get_content())
            for part in parsed.walk()
            if part.get_content_maintype() == "image" and part["Content-ID"]
        ),
        files=tuple(
            AttachedFile(part.get_filename() or "", part.get_content_type(), _bytes_of(part))
            for part in parsed.iter_attachments()
            if part.get_content_disposition() == "attachment"
        ),
    )


def _part(parsed: EmailMessage, kind: str) -> str:
    found = parsed.get_body(preferencelist=(kind,))
    return "" if found is None else str(found.get_content())


def _bytes_of(part: EmailMessage) -> bytes:
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""


def _view(raw: bytes) -> SentContent:
    kept = json.loads(raw)
    images = tuple(
        SentImage(image["cid"], image["mime_type"], base64.b64decode(image["data"]))
        for image in kept["images"]
    )
    files = tuple(
        AttachedFile(file["name"], file["mime_type"], base64.b64decode(file["data"]))
        for file in kept.get("files", ())
    )
    return SentContent(
        Channel.MESSAGE_CENTER, raw, kept["subject"], html=kept["html"], images=images, files=files
    )


def _bulletin(raw: bytes) -> SentContent:
    text = raw.decode()
    return SentContent(Channel.BULLETIN, raw, text.partition("\n")[0], text=text)


_READERS = {Channel.EMAIL: _mail, Channel.MESSAGE_CENTER: _view, Channel.BULLETIN: _bulletin}
