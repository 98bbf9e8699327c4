"""Sends a message: checks it, settles what it says of the sender, and puts it into the outbox whole."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from desktop.content.template_text import TemplateText
from desktop.errors import Refused
from desktop.language import tr
from desktop.models.change import Change
from desktop.models.channel import Channel
from desktop.models.office import Role, User
from desktop.models.outbox import SendOrder
from desktop.models.outgoing import ComposeMode, MessageDraft
from desktop.models.send_check import SendCheck, WayCheck
from desktop.services.enclosing import check_enclosures, check_variants
from desktop.services.kept_words import as_kept
from desktop.services.missing import settle_missing
from desktop.services.office_day import name_and_day
from desktop.services.permission import refuse_of_broker, require
from desktop.services.scheduling import check_send_at, release_at
from desktop.services.sending_rules import leaves_at
from desktop.services.settled import tell_settled
from desktop.services.templates import keep_template, template_content

if TYPE_CHECKING:
    from desktop.store.store import Store
    from desktop.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Sent:
    """A message after it was put into the outbox.

    For ``undo_seconds`` from now nothing of it leaves; 0 where it leaves at once, or at a moment chosen.
    """

    message_id: int
    change: Change
    undo_seconds: int = 0


def new_uid() -> str:
    """A name for one sending; see ``send``."""
    return uuid.uuid4().hex


def send(store: Store, actor: User, draft: MessageDraft, *, uid: str = "") -> Sent:
    """Put ``draft`` into the outbox for every account that is still open; a new template is kept with it.

    It begins to leave when the office's undo period is over and ``draft.send_at`` has come.

    ``uid`` names this sending: asked for again under the same one, as after a connection that broke
    just when it was done, nothing is sent a second time. The draft of this uid is gone from then
    on. Raises Refused, with nothing sent or kept, for whatever the person can mend.
    """
    require(actor, Role.SENDER)
    draft = as_kept(draft)
    _check_words(draft)
    with store.write(actor.name) as unit:
        done = unit.messages.sent_as(uid) if uid else None
        if done is not None:
            return Sent(done, Change())
        check_enclosures(unit, _title(), draft)
        users = unit.office.users()
        _check_reply_to(draft, users)
        signer = _signer(draft, users)
        if draft.mode is ComposeMode.NEW_TEMPLATE:
            draft = replace(draft, template_id=keep_template(unit, template_content(draft)))
        check_send_at(unit, draft.send_at)
        if uid:
            unit.drafts.forget(uid)
        return _put_out(unit, _order(unit, draft, actor, signer, uid or new_uid()))


def resend_to_all(store: Store, actor: User, message_id: int) -> Sent:
    """Send the same content once more to all the same accounts that are still open.

    Signature and sender stay those of the first time. Raises Refused.
    """
    require(actor, Role.SENDER)
    with store.write(actor.name) as unit:
        message = unit.messages.get(message_id)
        if message is None:
            raise Refused(tr("The message was not sent again"), tr("It is no longer in the store."))
        refuse_of_broker(unit, message_id, tr("The message was not sent again"))
        office_name, letter_day = name_and_day(unit)
        order = SendOrder(
            uid=new_uid(),
            subject=message.subject,
            content=message.content,
            variants=message.variants,
            attachments=message.attachments,
            channels=message.channels,
            accounts=unit.messages.accounts_of(message_id),
            reply_to=message.reply_to,
            branded=message.branded,
            signature=message.signature,
            signature_user=message.signature_user,
            sender_name=unit.messages.origin(message_id)[1],
            office_name=office_name,
            letter_day=letter_day,
            template_id=message.template_id,
            resend_of=message_id,
            release_at=release_at(unit, None),
            missing=message.missing,
        )
        return _put_out(unit, order)


def check(store: Store, draft: MessageDraft, limit: int = 200) -> SendCheck:
    """Who will get ``draft``, and who will not and why; at most ``limit`` named for each channel."""
    with store.read() as unit:
        not_open = unit.accounts.not_open(draft.accounts)
        closed = {account.id for account in not_open}
        accounts = tuple(number for number in draft.accounts if number not in closed)
        ways = tuple(_way(unit, accounts, channel, limit) for channel in Channel if channel in draft.channels)
    return SendCheck(len(accounts), ways, tuple(not_open))


def _way(unit: UnitOfWork, accounts: tuple[int, ...], channel: Channel, limit: int) -> WayCheck:
    counts, first = unit.messages.unreachable(accounts, channel, limit)
    return WayCheck(channel, len(accounts) - sum(counts.values()), counts, tuple(first))


def _put_out(unit: UnitOfWork, order: SendOrder) -> Sent:
    branding_id = unit.office.branding()[0]
    message_id = unit.messages.send(order, branding_id)
    unit.groups.keep_applied(message_id, order.groups)
    message = unit.messages.get(message_id)
    if message is None or message.recipients == 0:
        raise Refused(
            _title(), tr("None of the chosen accounts is open any more."), tr("Choose recipients again.")
        )
    if message.template_id is not None:
        unit.templates.note_use(message.template_id)
    if settle_missing(unit, message):
        message = unit.messages.get(message_id) or message
    if message.totals.is_settled:
        tell_settled(unit, [message_id])
    undo = (order.release_at - unit.now) if order.release_at and not order.scheduled else timedelta()
    return Sent(message_id, unit.commit(), round(undo.total_seconds()))


def _order(unit: UnitOfWork, draft: MessageDraft, actor: User, signer: User | None, uid: str) -> SendOrder:
    wished = draft.send_at or unit.now
    leaves = leaves_at(unit.office.settings(), wished, only_office_hours=draft.only_office_hours)
    office_name, letter_day = name_and_day(unit, leaves)
    return SendOrder(
        uid=uid,
        subject=draft.subject,
        content=draft.content,
        channels=draft.channels,
        accounts=draft.accounts,
        reply_to=draft.reply_to,
        branded=draft.branded,
        signature=signer.signature if signer else "",
        signature_user=signer.id if signer else None,
        sender_name=signer.name if signer else actor.name,
        office_name=office_name,
        letter_day=letter_day,
        template_id=draft.template_id,
        release_at=release_at(unit, draft.send_at),
        scheduled=draft.send_at is not None,
        only_office_hours=draft.only_office_hours,
        variants=draft.variants,
        attachments=draft.attachments,
        missing=draft.missing,
        groups=draft.groups,
    )


def _check_words(draft: MessageDraft) -> None:
    missing = [
        (draft.subject.strip(), tr("It has no subject."), tr("Write one in step 4.")),
        (draft.content.strip(), tr("It says nothing yet."), tr("Write the content in step 4.")),
        (draft.channels, tr("No delivery method is chosen."), tr("Choose one in step 2.")),
        (draft.accounts, tr("Nobody is chosen to get it."), tr("Choose recipients in step 3.")),
    ]
    for present, sentence, remedy in missing:
        if not present:
            raise Refused(_title(), sentence, remedy)
    TemplateText(draft.subject, tr("Subject"))
    TemplateText(draft.content, tr("Content"))
    check_variants(_title(), draft.variants)


def _check_reply_to(draft: MessageDraft, users: list[User]) -> None:
    theirs = [user for user in users if user.email == draft.reply_to]
    if theirs and draft.reply_to and not any(user.active for user in theirs):
        raise Refused(
            _title(),
            tr("Answers would go to somebody who is not active here any more."),
            tr("Choose a ReplyTo address in step 4."),
        )
    if not theirs or not draft.reply_to:
        raise Refused(
            _title(),
            tr("Answers would go to no address of this office."),
            tr("Choose a ReplyTo address in step 4."),
        )


def _signer(draft: MessageDraft, users: list[User]) -> User | None:
    if draft.signature_user is None:
        return None
    for user in users:
        if user.id == draft.signature_user and user.active:
            return user
    raise Refused(
        _title(), tr("The person who signs no longer works here."), tr("Choose another signature in step 4.")
    )


def _title() -> str:
    return tr("The message was not sent")
