"""Inquiries to the broker: asked, added to, ended, reopened and read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.content.cleaning import authored, in_a_row, one_line
from desktop.errors import Conflict, Refused
from desktop.language import tr
from desktop.models.change import Change
from desktop.models.folding import words
from desktop.models.inquiry import Inquiry, InquiryEntry, InquiryFile, InquiryStep, after
from desktop.models.inquiry_draft import InquiryAttachment, InquiryDraft
from desktop.models.inquiry_filter import InquiryFilter
from desktop.models.office import Role, User
from desktop.services.inquiry_files import check_files
from desktop.services.inquiry_policy import inquiry_policy
from desktop.services.office_values import zone_in
from desktop.services.permission import ASKERS, require, require_any
from desktop.services.store_list import StoreList

if TYPE_CHECKING:
    from desktop.store.store import Store
    from desktop.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Submitted:
    """An inquiry that is in the store, under its reference number."""

    inquiry_id: int
    number: str
    change: Change


@dataclass(frozen=True, slots=True)
class Thread:
    """An inquiry with its entries, oldest first. ``about`` is the subject of the broker message, or empty."""

    inquiry: Inquiry
    entries: Sequence[InquiryEntry]
    about: str


def submit(store: Store, actor: User, draft: InquiryDraft) -> Submitted:
    """Ask the broker; the broker's side gets it with ``asking.hand_over``. Raises Refused.

    Where no answer came the same form may submit it again: it stays one inquiry, under its first number.
    """
    require_any(actor, ASKERS)
    title = tr("The inquiry was not submitted")
    subject = _subject(title, draft.subject)
    text = _text(title, draft.text, is_needed=True)
    check_files(title, draft.attachments)
    with store.write(actor.name) as unit:
        if draft.message_id is not None and unit.broker.get(draft.message_id) is None:
            raise Refused(
                title,
                tr("The message that it is about is no longer in the store."),
                tr("Ask without naming it: write a new inquiry."),
            )
        number = unit.inquiries.next_number(f"{_year(unit)}-")
        earlier = unit.inquiries.of_uid(draft.uid)
        if earlier is not None:
            _refuse_other(title, unit, earlier, subject, text, draft.attachments)
            return Submitted(earlier.id, earlier.number, Change())
        files = _kept(unit, draft.attachments)
        inquiry_id = unit.inquiries.add(number, subject, text, files, draft.message_id, draft.uid)
        return Submitted(inquiry_id, number, unit.commit())


def _refuse_other(
    title: str,
    unit: UnitOfWork,
    earlier: Inquiry,
    subject: str,
    text: str,
    attachments: Sequence[InquiryAttachment],
) -> None:
    """Raises Refused where what a form submitted before was not the same."""
    first = unit.inquiries.thread(earlier.id)[0]
    before = (earlier.subject, first.body, [(file.name, file.digest) for file in first.files])
    if before != (subject, text, [(file.name, file.digest) for file in attachments]):
        raise Refused(
            title,
            tr("The first try has arrived after all, as inquiry {number}.").format(number=earlier.number),
            tr("Cancel this form, open that inquiry, and add there what you changed since."),
        )


def add(
    store: Store,
    actor: User,
    inquiry_id: int,
    version: int,
    text: str,
    attachments: Sequence[InquiryAttachment] = (),
) -> Change:
    """Add to an inquiry that is open. Raises Refused, and Conflict where it has changed since ``version``."""
    return _step(store, actor, inquiry_id, version, InquiryStep.ADDED, text, attachments)


def close(store: Store, actor: User, inquiry_id: int, version: int, text: str = "") -> Change:
    """Close an inquiry: nothing more is asked. Raises as ``add`` does."""
    return _step(store, actor, inquiry_id, version, InquiryStep.CLOSED, text)


def cancel(store: Store, actor: User, inquiry_id: int, version: int, text: str = "") -> Change:
    """Take an inquiry back that awaits an answer. Raises as ``add`` does."""
    return _step(store, actor, inquiry_id, version, InquiryStep.CANCELLED, text)


def reopen(store: Store, actor: User, inquiry_id: int, version: int, text: str = "") -> Change:
    """Open an ended inquiry again. Raises as ``add`` does."""
    return _step(store, actor, inquiry_id, version, InquiryStep.REOPENED, text)


def mark_read(store: Store, actor: User, inquiry_id: int, version: int, *, is_read: bool = True) -> Change:
    """Mark the answer read for the whole office; a later one than ``version`` knew stays unread."""
    require(actor, Role.VIEWER)
    with store.write(actor.name) as unit:
        unit.inquiries.mark_read(inquiry_id, version, is_read=is_read)
        return unit.commit()


def thread(store: Store, inquiry_id: int) -> Thread | None:
    """An inquiry with all its entries; None where it is not there."""
    with store.read() as unit:
        inquiry = unit.inquiries.get(inquiry_id)
        if inquiry is None:
            return None
        about = unit.broker.get(inquiry.message_id) if inquiry.message_id is not None else None
        entries = unit.inquiries.thread(inquiry_id)
        return Thread(inquiry, entries, about.line.subject if about is not None else "")


def about_message(store: Store, message_id: int) -> list[Inquiry]:
    """The inquiries about a broker message, newest first."""
    with store.read() as unit:
        return unit.inquiries.about(message_id)


def draft_about(store: Store, message_id: int | None) -> InquiryDraft:
    """An inquiry that names a message, with its subject filled in. Raises Refused where the message is gone."""
    if message_id is None:
        return InquiryDraft()
    with store.read() as unit:
        message = unit.broker.get(message_id)
    if message is None:
        raise Refused(tr("There is nothing to ask about"), tr("The message is no longer in the store."))
    words = tr("{broker_id}: {subject}").format(broker_id=message.broker_id, subject=message.line.subject)
    return InquiryDraft(in_a_row(words)[: inquiry_policy().subject_characters], message_id=message_id)


def file_data(store: Store, file: InquiryFile) -> bytes:
    """The bytes of a file of an entry. Raises Refused where they are not in the store."""
    with store.read() as unit:
        data = unit.files.data([file.digest]).get(file.digest)
    if data is None:
        raise Refused(tr("The file was not saved"), tr("It is not in the store."))
    return data


def unread_answers(store: Store) -> int:
    """How many inquiries have an answer that nobody has read."""
    with store.read() as unit:
        return unit.inquiries.unread()


def inquiry_list(store: Store) -> StoreList[Inquiry, InquiryFilter]:
    """The office's inquiries, by ``at``, the moment of the latest change, or ``number``."""
    return StoreList(
        store,
        lambda unit, narrowed: unit.inquiries.listed(words(narrowed.text), is_open=narrowed.is_open),
        lambda inquiry: inquiry.id,
        {"at": lambda inquiry: inquiry.changed_at, "number": lambda inquiry: inquiry.number},
    )


def _step(
    store: Store,
    actor: User,
    inquiry_id: int,
    version: int,
    step: InquiryStep,
    text: str,
    attachments: Sequence[InquiryAttachment] = (),
) -> Change:
    require_any(actor, ASKERS)
    title = tr("The inquiry was not changed")
    cleaned = _text(title, text, is_needed=step is InquiryStep.ADDED)
    check_files(title, attachments)
    with store.write(actor.name) as unit:
        files = _kept(unit, attachments)
        if not unit.inquiries.step(inquiry_id, version, step, cleaned, files):
            if _is_done(unit, actor, inquiry_id, version, step, cleaned, files):
                return Change()
            _refuse(title, unit.inquiries.get(inquiry_id), version, step)
        return unit.commit()


def _is_done(
    unit: UnitOfWork,
    actor: User,
    inquiry_id: int,
    version: int,
    step: InquiryStep,
    text: str,
    files: Sequence[InquiryFile],
) -> bool:
    """Whether the one change since ``version`` is this very one: it arrived, and the answer to that was lost."""
    found = unit.inquiries.get(inquiry_id)
    if found is None or found.version != version + 1:
        return False
    last = max(unit.inquiries.thread(inquiry_id), key=lambda entry: entry.id)
    return (last.by, last.step, last.body, last.files) == (actor.name, step, text, tuple(files))


def _refuse(title: str, found: Inquiry | None, version: int, step: InquiryStep) -> None:
    if found is None:
        raise Refused(title, tr("It is no longer in the store."))
    if found.version != version:
        raise Conflict(
            title,
            tr("A colleague or the broker has changed it meanwhile."),
            tr("Look at it as it is now, then do it again."),
        )
    if after(found.status, step) is None and not found.status.is_open:
        raise Refused(title, tr("It is ended."), tr("Reopen it first."))
    raise Refused(title, tr("This is not possible as it stands now."), tr("Close it instead."))


def _subject(title: str, subject: str) -> str:
    cleaned, most = one_line(subject), inquiry_policy().subject_characters
    if not cleaned:
        raise Refused(
            title, tr("It has no subject."), tr("Say in a few words what it is about."), about="subject"
        )
    if len(cleaned) > most:
        sentence = tr("The subject has {n} characters; {most} are allowed.")
        raise Refused(
            title,
            sentence.format(n=f"{len(cleaned):,}", most=f"{most:,}"),
            tr("Make it shorter."),
            about="subject",
        )
    return cleaned


def _text(title: str, text: str, *, is_needed: bool) -> str:
    cleaned, most = authored(text).strip(), inquiry_policy().text_characters
    if is_needed and not cleaned:
        raise Refused(title, tr("It says nothing yet."), tr("Write what you want to know."), about="text")
    if len(cleaned) > most:
        sentence = tr("The text has {n} characters; {most} are allowed.")
        raise Refused(
            title,
            sentence.format(n=f"{len(cleaned):,}", most=f"{most:,}"),
            tr("Make it shorter, or attach the rest as a file."),
            about="text",
        )
    return cleaned


def _kept(unit: UnitOfWork, attachments: Sequence[InquiryAttachment]) -> list[InquiryFile]:
    return [InquiryFile(each.name, unit.files.keep(each.data), len(each.data)) for each in attachments]


def _year(unit: UnitOfWork) -> int:
    """The year where the office is."""
    return unit.now.astimezone(zone_in(unit.office.settings())).year
