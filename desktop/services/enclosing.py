"""What a message carries beside its words: pictures and attachments, taken in, checked and handed out."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from desktop.content.enclosure_policy import enclosure_policy
from desktop.content.file_names import ending_of, safe_name
from desktop.content.pictures import picture_kind, pictures_named
from desktop.content.template_text import TemplateText
from desktop.errors import Refused
from desktop.language import tr
from desktop.models.attachment import AttachedFile, Attachment
from desktop.models.language_variant import LanguageVariant, language_tag
from desktop.models.office import Role, User
from desktop.models.outgoing import MessageDraft
from desktop.services.permission import require

if TYPE_CHECKING:
    from desktop.store.store import Store
    from desktop.store.unit_of_work import UnitOfWork

_MEGABYTE = 1_000_000
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe")


def keep_picture(store: Store, actor: User, data: bytes) -> str:
    """Keep a picture for a message; returns its name in the text. Raises Refused for what cannot be shown."""
    require(actor, Role.SENDER)
    title, policy = tr("The picture was not inserted"), enclosure_policy()
    if picture_kind(data) is None:
        raise Refused(title, tr("It is not a PNG, JPEG, GIF or WebP picture."), tr("Choose another file."))
    if len(data) > policy.picture_bytes:
        raise Refused(
            title,
            tr("It is larger than {size}.").format(size=size_words(policy.picture_bytes)),
            tr("Make it smaller first."),
        )
    with store.write(actor.name) as unit:
        name = unit.files.short_name(unit.files.keep(data))
        unit.commit()
    return name


def keep_attachment(store: Store, actor: User, name: str, data: bytes) -> Attachment:
    """Keep a file for a message. Raises Refused for programs, and for what is empty or too large."""
    require(actor, Role.SENDER)
    found = attachment_of(name, data)
    with store.write(actor.name) as unit:
        unit.files.keep(data)
        unit.commit()
    return found


def attachment_of(name: str, data: bytes) -> Attachment:
    """What ``data`` will be as an attachment, under a safe name. Raises Refused."""
    policy = enclosure_policy()
    safe = safe_name(name, tr("attachment"))
    title = tr("“{name}” was not attached").format(name=safe)
    ending = ending_of(safe)
    if is_program(safe, data):
        raise Refused(
            title,
            tr("It is a program, or can start one. Mail servers refuse such files."),
            tr("Send the document itself, as a PDF for example."),
        )
    if not data:
        raise Refused(title, tr("It is empty."))
    if len(data) > policy.attachment_bytes:
        raise Refused(
            title,
            tr("It is larger than {size}, which many mail servers refuse.").format(
                size=size_words(policy.attachment_bytes)
            ),
            tr("Make it smaller, or tell where it can be found."),
        )
    mime_type = policy.types.get(ending, "application/octet-stream")
    return Attachment(safe, mime_type, len(data), hashlib.sha256(data).hexdigest())


def with_attachment(present: Sequence[Attachment], added: Attachment) -> tuple[Attachment, ...]:
    """``present`` and ``added``, under a name of its own. Raises Refused when it is too much together."""
    if added.digest in {each.digest for each in present}:
        return tuple(present)
    check_sizes(tr("“{name}” was not attached").format(name=added.name), [*present, added])
    return (*present, replace(added, name=name_beside([each.name for each in present], added.name)))


def is_program(name: str, data: bytes) -> bool:
    """Whether a file is a program or can start one, by its ending or by how it begins."""
    return ending_of(name) in enclosure_policy().refused or data.startswith(_PROGRAMS)


def name_beside(present: Sequence[str], name: str) -> str:
    """``name``, with a number where one of ``present`` is called the same."""
    taken = {each.casefold() for each in present}
    stem, dot, ending = name.rpartition(".")
    own, count = name, 1
    while own.casefold() in taken:
        count += 1
        own = f"{stem} ({count}).{ending}" if dot else f"{name} ({count})"
    return own


def check_sizes(title: str, attachments: Sequence[Attachment], pictures: int = 0) -> None:
    """Raise Refused when a message would carry too much; ``pictures`` are bytes."""
    policy = enclosure_policy()
    if len(attachments) > policy.attachments:
        raise Refused(
            title,
            tr("A message carries {n} attachments at most.").format(n=policy.attachments),
            tr("Take one away."),
        )
    whole = sum(each.size for each in attachments) + pictures
    if whole > policy.message_bytes:
        raise Refused(
            title,
            tr("Attachments and pictures would be {size} together; {most} are allowed.").format(
                size=size_words(whole), most=size_words(policy.message_bytes)
            ),
            tr("Take one away, or make it smaller."),
        )


def check_variants(title: str, variants: Sequence[LanguageVariant]) -> None:
    """Raise Refused for a variant that says nothing, that has an error, or that is there twice."""
    tags = [language_tag(variant.language) for variant in variants]
    if len(set(tags)) < len(tags) or "" in tags:
        raise Refused(title, tr("It has two versions for the same language."), tr("Remove one of them."))
    for variant in variants:
        if not variant.subject.strip() or not variant.content.strip():
            raise Refused(
                title,
                tr("It says nothing yet in the language “{language}”.").format(language=variant.language),
                tr("Write it, or remove that language."),
            )
        TemplateText(variant.subject, tr("Subject"))
        TemplateText(variant.content, tr("Content"))


def check_enclosures(unit: UnitOfWork, title: str, draft: MessageDraft) -> None:
    """Raise Refused when a file that ``draft`` names is not in the store, or all is too large."""
    pictures = pictures_named(words_of(draft))
    digests = {*pictures, *(each.digest for each in draft.attachments)}
    sizes = unit.files.sizes(digests)
    if digests - sizes.keys():
        raise Refused(
            title,
            tr("A picture or an attachment of it is not in the store."),
            tr("Take it away in step 4 and insert it again."),
        )
    check_sizes(title, draft.attachments, sum(sizes[digest] for digest in pictures))


def words_of(draft: MessageDraft) -> list[str]:
    """The content of ``draft`` in every language."""
    return [draft.content, *(variant.content for variant in draft.variants)]


def attached_files(unit: UnitOfWork, attachments: Sequence[Attachment]) -> tuple[AttachedFile, ...]:
    """The attachments with their bytes. Raises Refused when one is not in the store."""
    data = unit.files.data([each.digest for each in attachments])
    if any(each.digest not in data for each in attachments):
        raise Refused(tr("The message cannot be sent"), tr("An attachment of it is not in the store."))
    return tuple(AttachedFile(each.name, each.mime_type, data[each.digest]) for each in attachments)


def size_words(size: int) -> str:
    """A size as a person reads it."""
    if size >= _MEGABYTE:
        return tr("{n} MB").format(n=f"{size / _MEGABYTE:,.1f}".removesuffix(".0"))
    return tr("{n} KB").format(n=f"{max(size / 1000, 0.1):,.1f}".removesuffix(".0"))
