"""Sends a draft as one mail to the person who wrote it, to be looked at in a real mailbox before it goes out."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from desktop.channels.mail import Deferred, Rejected, Unconfirmed, Unreachable
from desktop.content.headers import mail_address
from desktop.content.mail import Envelope, build_mail, message_id_for
from desktop.content.prepared import PreparedMessage
from desktop.errors import Refused
from desktop.language import tr
from desktop.models.office import Role, User
from desktop.models.outgoing import MessageDraft, recipient_of
from desktop.models.trial_record import TrialResult
from desktop.services.enclosing import attached_files
from desktop.services.letters import letter_of, sender_in
from desktop.services.office_day import in_office_zone
from desktop.services.permission import require
from desktop.services.ways import Ways, leaves_by_server, mail_server_in
from desktop.settings import OFFICE_ZONE

if TYPE_CHECKING:
    from desktop.store.store import Store


@dataclass(frozen=True, slots=True)
class TrialLetter:
    """A test mail that has left. ``words`` are those of whoever took it."""

    address: str
    by_server: bool
    words: str


@dataclass(frozen=True, slots=True)
class _Made:
    raw: bytes
    sender: str
    to: str
    number: str
    subject: str


def send_trial(
    store: Store,
    actor: User,
    ways: Ways,
    draft: MessageDraft,
    account_id: int,
    check: Callable[[], None],
    uid: str,
) -> TrialLetter:
    """Send ``draft``, which is kept under ``uid``, as the account would get it, to ``actor`` alone.

    It is not counted; that it was tried, and what came of it, is recorded under ``uid``. ``check`` raises
    Cancelled when it was called off; once the mail is being handed over, it is too late. Raises Refused.
    """
    require(actor, Role.SENDER)
    with store.read() as unit:
        settings = unit.office.settings()
    made = _make(store, actor, draft, account_id)
    check()
    with store.write(actor.name) as unit:
        trial = unit.trials.note(uid, actor.email, made.number, made.subject)
        unit.commit()
    result, answer = TrialResult.NOT_SENT, ""
    channel = ways.mail(settings)
    by_server = leaves_by_server(settings)
    try:
        channel.open()
        check()
        answer = channel.send(made.sender, made.to, made.raw, tr("Test {number}").format(number=made.number))
        result = TrialResult.TAKEN if by_server else TrialResult.WRITTEN
    except Unreachable as trouble:
        answer = trouble.sentence
        raise _refused(trouble.sentence, trouble.remedy) from None
    except (Rejected, Deferred) as refusal:
        result, answer = TrialResult.REFUSED, refusal.words
        raise _refused(tr("The mail server refused it: {words}").format(words=answer)) from None
    except Unconfirmed as doubt:
        result, answer = TrialResult.UNCONFIRMED, doubt.words
        raise _refused(answer, tr("Look into your mailbox; it may have arrived.")) from None
    finally:
        channel.close()
        with store.write(actor.name) as unit:
            unit.trials.conclude(trial, result, answer)
            unit.commit()
    return TrialLetter(actor.email, by_server, answer)


def _make(store: Store, actor: User, draft: MessageDraft, account_id: int) -> _Made:
    with store.read() as unit:
        account = unit.accounts.by_id([account_id]).get(account_id)
        if account is None:
            raise _refused(tr("The account is no longer in the store."))
        # Mail programs put mails with the same subject together: this one must not pass for the real one.
        marked = _marked(draft)
        letter = letter_of(unit, marked, actor)
        files = attached_files(unit, draft.attachments)
        settings, now = unit.office.settings(), unit.now
    recipient = recipient_of(account)
    prepared = PreparedMessage(letter.source_for(recipient.language))
    server = mail_server_in(settings)
    from_name, from_address = sender_in(server, letter.source.office_name, draft.reply_to)
    own_id = f"test-{uuid.uuid4().hex}.0"
    envelope = Envelope(
        from_name=from_name,
        from_address=from_address,
        to_address=actor.email,
        reply_to=draft.reply_to,
        message_id=message_id_for(own_id, draft.reply_to.rpartition("@")[2]),
        date=in_office_zone(now, OFFICE_ZONE.of(settings)),
    )
    rendered = prepared.render(letter.values(recipient))
    raw = build_mail(rendered, prepared.images, envelope, files)
    to = mail_address(actor.email)
    return _Made(raw, mail_address(from_address), to, recipient.number, rendered.subject)


def _marked(draft: MessageDraft) -> MessageDraft:
    variants = tuple(replace(each, subject=f"[{tr('Test')}] {each.subject}") for each in draft.variants)
    return replace(draft, subject=f"[{tr('Test')}] {draft.subject}", variants=variants)


def _refused(sentence: str, remedy: str = "") -> Refused:
    return Refused(tr("The test mail was not sent"), sentence, remedy)
