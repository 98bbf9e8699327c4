"""Writing a message: what there is to choose from, what is still wrong, and how it looks so far."""

from __future__ import annotations

import enum
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from desktop.content.logo import InlineImage
from desktop.content.places import Place
from desktop.content.prepared import PreparedMessage, Rendered
from desktop.content.template_problems import Problem, problems, stray_marks
from desktop.language import tr
from desktop.models.account import AccountLine
from desktop.models.channel import Channel, Channels
from desktop.models.folding import words
from desktop.models.language_variant import LanguageVariant
from desktop.models.office import User
from desktop.models.outgoing import ComposeMode, MessageDraft, OutgoingMessage, recipient_of
from desktop.models.template import Template
from desktop.services.letters import letter_of
from desktop.services.permission import refuse_of_broker
from desktop.services.sent import accounts_of, message_of

if TYPE_CHECKING:
    from desktop.store.store import Store

_NAMED = 3


class DraftField(enum.StrEnum):
    """The fields of the editor, in the order in which they stand there."""

    TEMPLATE = "template"
    TEMPLATE_NAME = "template_name"
    CHANNELS = "channels"
    ACCOUNTS = "accounts"
    REPLY_TO = "reply_to"
    SUBJECT = "subject"
    CONTENT = "content"
    SEND_AT = "send_at"


@dataclass(frozen=True, slots=True)
class DraftProblem:
    """What must be mended before a draft can go on; ``place`` only where it stands in a text."""

    field: DraftField
    sentence: str
    place: Place | None = None
    length: int = 0
    suggestion: str = ""
    language: str = ""
    """The language variant in which it stands; empty for the default words."""


@dataclass(frozen=True, slots=True)
class EditorChoices:
    """What the editor offers: the office's users and the templates by name."""

    users: tuple[User, ...]
    templates: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class ChosenAccounts:
    """The recipients in short: how many, the first by name, and how many lack what a channel needs."""

    count: int
    first: tuple[AccountLine, ...]
    no_email: int
    no_tws: int
    not_open: int


@dataclass(frozen=True, slots=True)
class LivePreview:
    """The draft as one recipient would get it; ``rendered`` is None while a problem stands in its way."""

    problems: tuple[DraftProblem, ...]
    rendered: Rendered | None = None
    images: tuple[InlineImage, ...] = ()


def editor_choices(store: Store) -> EditorChoices:
    """What the editor offers."""
    with store.read() as unit:
        return EditorChoices(tuple(unit.office.users()), tuple(unit.templates.names()))


def draft_problems(
    draft: MessageDraft, *, as_template: bool = False, now: datetime | None = None
) -> tuple[DraftProblem, ...]:
    """All problems of ``draft``, in the order of the fields. A template needs no accounts."""
    found = (*field_problems(draft, as_template=as_template, now=now), *text_problems(draft))
    return tuple(sorted(found, key=lambda each: list(DraftField).index(each.field)))


def field_problems(
    draft: MessageDraft, *, as_template: bool = False, now: datetime | None = None
) -> tuple[DraftProblem, ...]:
    """What is empty and must not be, and a time that has passed; quickly told, without reading the texts."""
    found = [*_choice_problems(draft, as_template=as_template)]
    if not draft.channels:
        found.append(DraftProblem(DraftField.CHANNELS, tr("Choose at least one delivery method.")))
    if not as_template:
        found += _sending_problems(draft)
    if not draft.subject.strip():
        found.append(DraftProblem(DraftField.SUBJECT, tr("Enter a subject.")))
    if not draft.content.strip():
        found.append(DraftProblem(DraftField.CONTENT, tr("Write the message.")))
    for variant in draft.variants:
        found += _variant_problems(variant)
    if now is not None and draft.send_at is not None and draft.send_at <= now:
        found.append(DraftProblem(DraftField.SEND_AT, tr("This time has passed. Choose a later one.")))
    return tuple(found)


def text_problems(draft: MessageDraft) -> tuple[DraftProblem, ...]:
    """Unknown keywords and errors of form in the subject and the content."""
    default = LanguageVariant("", draft.subject, draft.content)
    return tuple(
        _in_text(field, each, variant.language)
        for variant in (default, *draft.variants)
        for field, text in ((DraftField.SUBJECT, variant.subject), (DraftField.CONTENT, variant.content))
        for each in (*problems(text), *stray_marks(text))
    )


def live_preview(
    store: Store, actor: User, draft: MessageDraft, account_id: int | None, language: str | None = None
) -> LivePreview:
    """How ``draft`` looks to the account, or with the example values where there is none.

    In the account's own language, unless another ``language`` is asked for.
    """
    found = text_problems(draft)
    if found:
        return LivePreview(found)
    with store.read() as unit:
        letter = letter_of(unit, draft, actor)
        accounts = unit.accounts.by_id([account_id]) if account_id is not None else {}
    recipient = next((recipient_of(account) for account in accounts.values()), None)
    if language is None:
        language = recipient.language if recipient else ""
    prepared = PreparedMessage(letter.source_for(language))
    values = letter.values(recipient) if recipient else letter.example_values()
    return LivePreview((), prepared.render(values), prepared.images)


def chosen_accounts(store: Store, accounts: tuple[int, ...], channels: Channels) -> ChosenAccounts:
    """What the editor says of the chosen ``accounts``; only lacks that matter to ``channels`` count."""
    with store.read() as unit:
        lines = unit.accounts.lines(accounts[:_NAMED])
        lacking = {
            channel: sum(unit.messages.unreachable(accounts, channel, 0)[0].values())
            for channel in channels
            if channel is not Channel.MESSAGE_CENTER and accounts
        }
        closed = len(unit.accounts.not_open(accounts)) if accounts else 0
    first = tuple(lines[number] for number in accounts[:_NAMED] if number in lines)
    return ChosenAccounts(
        len(accounts), first, lacking.get(Channel.EMAIL, 0), lacking.get(Channel.BULLETIN, 0), closed
    )


def line_of(store: Store, account_id: int) -> AccountLine | None:
    """Number and title of one account."""
    with store.read() as unit:
        return unit.accounts.lines([account_id]).get(account_id)


def find_among(store: Store, accounts: tuple[int, ...], query: str, limit: int = 12) -> list[AccountLine]:
    """The first of ``accounts`` in which all words of ``query`` are found, in order of number."""
    with store.read() as unit:
        return unit.accounts.find(accounts, words(query), limit)


def new_draft(actor: User, template: Template | None = None) -> MessageDraft:
    """The draft with which ``actor`` begins, made from ``template`` where there is one."""
    draft = MessageDraft(reply_to=actor.email, signature_user=actor.id if actor.active else None)
    return draft if template is None else made_from(draft, template)


def draft_like(store: Store, message_id: int) -> MessageDraft:
    """A new one-time draft with the words, ways and accounts of a sent message. Raises Refused for one of IB."""
    with store.read() as unit:
        refuse_of_broker(unit, message_id, tr("No new message was made"))
    return draft_from(message_of(store, message_id), accounts_of(store, message_id))


def draft_from(message: OutgoingMessage, accounts: tuple[int, ...]) -> MessageDraft:
    """A one-time draft like ``message``, to ``accounts``."""
    return MessageDraft(
        channels=message.channels,
        accounts=accounts,
        reply_to=message.reply_to,
        subject=message.subject,
        branded=message.branded,
        content=message.content,
        signature_user=message.signature_user,
        variants=message.variants,
        attachments=message.attachments,
        missing=message.missing,
    )


def made_from(draft: MessageDraft, template: Template) -> MessageDraft:
    """``draft`` with the words of ``template``; recipients, answers and signature stay."""
    return replace(
        draft,
        mode=ComposeMode.EXISTING_TEMPLATE,
        template_id=template.id,
        subject=template.content.subject,
        content=template.content.content,
        channels=template.content.channels,
        branded=template.content.branded,
        variants=template.content.variants,
        attachments=template.content.attachments,
    )


def _choice_problems(draft: MessageDraft, *, as_template: bool) -> list[DraftProblem]:
    if not as_template and draft.mode is ComposeMode.EXISTING_TEMPLATE and draft.template_id is None:
        return [DraftProblem(DraftField.TEMPLATE, tr("Choose a template from the list."))]
    needs_name = as_template or draft.mode is ComposeMode.NEW_TEMPLATE
    if needs_name and not draft.template_name.strip():
        return [DraftProblem(DraftField.TEMPLATE_NAME, tr("Give the template a name."))]
    return []


def _sending_problems(draft: MessageDraft) -> list[DraftProblem]:
    found = []
    if not draft.accounts:
        found.append(
            DraftProblem(DraftField.ACCOUNTS, tr("Choose at least one account with “Manage Recipients”."))
        )
    if not draft.reply_to:
        found.append(DraftProblem(DraftField.REPLY_TO, tr("Choose an address for answers.")))
    return found


def _variant_problems(variant: LanguageVariant) -> list[DraftProblem]:
    found = []
    if not variant.subject.strip():
        words = tr("Enter a subject in every language.")
        found.append(DraftProblem(DraftField.SUBJECT, words, language=variant.language))
    if not variant.content.strip():
        words = tr("Write the message in every language.")
        found.append(DraftProblem(DraftField.CONTENT, words, language=variant.language))
    return found


def _in_text(field: DraftField, problem: Problem, language: str) -> DraftProblem:
    return DraftProblem(field, problem.sentence, problem.place, problem.length, problem.suggestion, language)
