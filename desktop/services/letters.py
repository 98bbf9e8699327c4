"""Turns a draft into what is rendered, in one place, so that what is seen is what is sent."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from desktop.content.keywords import examples, values_of
from desktop.content.pictures import inline_pictures, pictures_named
from desktop.content.prepared import MessageSource
from desktop.models.language_variant import LanguageVariant, variant_for
from desktop.models.mail_server import MailServer
from desktop.models.missing_rule import Rules, defaults_of
from desktop.models.office import User
from desktop.models.outgoing import MessageDraft, OutgoingMessage, Recipient
from desktop.services.office_day import office_day
from desktop.services.sending_rules import leaves_at
from desktop.settings import OFFICE_NAME, OFFICE_ZONE

if TYPE_CHECKING:
    from desktop.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Letter:
    """A message with everything that is the same for all of its recipients."""

    source: MessageSource
    sender_name: str
    today: str
    variants: tuple[tuple[LanguageVariant, MessageSource], ...] = ()
    missing: Rules = ()

    def source_for(self, language: str) -> MessageSource:
        """What a client of ``language`` gets."""
        chosen = variant_for([variant for variant, _ in self.variants], language)
        return next((source for variant, source in self.variants if variant is chosen), self.source)

    def values(self, recipient: Recipient) -> dict[str, str]:
        """What the keywords are filled with for ``recipient``."""
        own = values_of(
            recipient, office_name=self.source.office_name, sender_name=self.sender_name, today=self.today
        )
        return defaults_of(self.missing) | own if self.missing else own

    def same_values(self) -> dict[str, str]:
        """Those that are the same for all recipients."""
        return {"office_name": self.source.office_name, "sender_name": self.sender_name, "today": self.today}

    def example_values(self) -> dict[str, str]:
        """The same before there is a recipient: example values, but the office's own are real."""
        own = self.same_values()
        return (
            defaults_of(self.missing)
            | examples()
            | {name: value for name, value in own.items() if value.strip()}
        )


def letter_of(unit: UnitOfWork, draft: MessageDraft, actor: User) -> Letter:
    """``draft`` as it would be sent just now by ``actor``."""
    signer = signer_of(unit, draft)
    settings = unit.office.settings()
    source = MessageSource(
        subject=draft.subject,
        content=draft.content,
        branded=draft.branded,
        branding=unit.office.branding()[1],
        signature=signer.signature if signer else "",
        office_name=OFFICE_NAME.of(settings),
    )
    sender_name = signer.name if signer else actor.name
    wished = draft.send_at or unit.now
    leaves = leaves_at(settings, wished, only_office_hours=draft.only_office_hours)
    today = office_day(leaves, OFFICE_ZONE.of(settings))
    return _with_variants(unit, Letter(source, sender_name, today, missing=draft.missing), draft.variants)


def letter_sent(unit: UnitOfWork, message: OutgoingMessage) -> Letter:
    """``message`` as it was sent, whatever has changed in the office since."""
    source = MessageSource(
        subject=message.subject,
        content=message.content,
        branded=message.branded,
        branding=unit.office.branding_by_id(unit.messages.branding_id(message.id)),
        signature=message.signature,
        office_name=message.office_name,
    )
    letter = Letter(source, unit.messages.origin(message.id)[1], message.letter_day, missing=message.missing)
    return _with_variants(unit, letter, message.variants)


def _with_variants(unit: UnitOfWork, letter: Letter, variants: tuple[LanguageVariant, ...]) -> Letter:
    """``letter`` in its other languages, each with the pictures that it names."""
    sources = [
        letter.source,
        *(replace(letter.source, subject=v.subject, content=v.content) for v in variants),
    ]
    named = [pictures_named([source.content]) for source in sources]
    kept = unit.files.data([digest for digests in named for digest in digests])
    first, *others = [
        replace(source, pictures=inline_pictures({each: kept[each] for each in digests if each in kept}))
        for source, digests in zip(sources, named, strict=True)
    ]
    return replace(letter, source=first, variants=tuple(zip(variants, others, strict=True)))


def signer_of(unit: UnitOfWork, draft: MessageDraft) -> User | None:
    """The active user whose signature ``draft`` bears, or None."""
    users = unit.office.users()
    return next((user for user in users if user.id == draft.signature_user and user.active), None)


def sender_in(server: MailServer, office_name: str, reply_to: str) -> tuple[str, str]:
    """Name and address that mails come from.

    Without a server set up, files are written as if the address that answers go to had sent them.
    """
    return server.from_name or office_name, server.from_address or reply_to
