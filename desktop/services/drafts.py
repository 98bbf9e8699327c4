"""Messages that are being written: kept while they are, found again, thrown away."""

from __future__ import annotations

import enum
import logging
import uuid
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from desktop.errors import Refused
from desktop.language import tr
from desktop.models.change import Change
from desktop.models.folding import words
from desktop.models.kept_draft import DraftLine, DraftSnapshot, KeptDraft
from desktop.models.office import Role, User
from desktop.models.outgoing import MessageDraft
from desktop.services.permission import require
from desktop.services.store_list import StoreList

if TYPE_CHECKING:
    from desktop.services.draft_files import DraftFiles
    from desktop.store.store import Store
    from desktop.store.unit_of_work import UnitOfWork

_DELETED_STAY = timedelta(days=30)
_log = logging.getLogger(__name__)


class DraftFate(enum.StrEnum):
    """What became of an attempt to keep a draft. The last three: by another window of this person."""

    SAVED = "saved"
    IN_FILE = "in_file"
    NOWHERE = "nowhere"
    CHANGED = "changed"
    DELETED = "deleted"
    SENT = "sent"


@dataclass(frozen=True, slots=True)
class DraftReport:
    """``kept`` is what the store has now; ``refusal`` says why a draft is not in the store."""

    fate: DraftFate
    kept: KeptDraft | None = None
    refusal: Refused | None = None


def new_uid() -> str:
    """A name for a draft, and for the sending it becomes."""
    return uuid.uuid4().hex


def is_worth_keeping(draft: MessageDraft) -> bool:
    """Whether somebody wrote or chose something in it; the first choices of the editor are nothing."""
    bare = replace(
        MessageDraft(),
        mode=draft.mode,
        template_id=draft.template_id,
        channels=draft.channels,
        reply_to=draft.reply_to,
        branded=draft.branded,
        signature_user=draft.signature_user,
        send_at=draft.send_at,
        only_office_hours=draft.only_office_hours,
    )
    return draft != bare


def save_draft(store: Store, files: DraftFiles, actor: User, taken: DraftSnapshot) -> DraftReport:
    """Keep a snapshot in the store, or in a file of this desktop while the store cannot take it."""
    try:
        report = _save(store, actor, taken)
    except Refused as refusal:
        return DraftReport(keep_in_file(files, taken), refusal=refusal)
    if report.fate in {DraftFate.SAVED, DraftFate.SENT}:
        files.forget(taken)
    return report


def keep_in_file(files: DraftFiles, taken: DraftSnapshot) -> DraftFate:
    """Keep a snapshot on this desktop alone."""
    try:
        files.write(taken)
    except OSError as error:
        _log.warning("a draft was not written to its file: %s", error.strerror)
        return DraftFate.NOWHERE
    return DraftFate.IN_FILE


def keep(unit: UnitOfWork, actor: User, draft: MessageDraft) -> int:
    """Make ``draft`` a new draft of ``actor`` within a transaction; returns its id."""
    taken = DraftSnapshot(new_uid(), actor.id, "", 0, 0, unit.now, draft)
    return unit.drafts.add(taken).id


def open_draft(store: Store, actor: User, draft_id: int) -> KeptDraft:
    """The draft. Raises Refused when it is not there any more."""
    with store.read() as unit:
        found = unit.drafts.get(draft_id, actor.id)
    if found is None:
        raise Refused(
            tr("The draft is not there any more"),
            tr("It was sent or deleted in another window."),
            tr("Look for it under Sent By Me."),
        )
    return found


def draft_by_uid(store: Store, actor: User, uid: str) -> KeptDraft | None:
    """The actor's draft of this uid; None when there is none any more."""
    with store.read() as unit:
        found = unit.drafts.by_uid(uid)
        return None if found is None else unit.drafts.get(found.id, actor.id)


def delete_drafts(store: Store, actor: User, ids: Collection[int]) -> Change:
    """Delete drafts of the actor; ``restore_drafts`` takes it back."""
    with store.write(actor.name) as unit:
        unit.drafts.delete(ids, actor.id)
        return unit.commit()


def restore_drafts(store: Store, actor: User, ids: Collection[int]) -> Change:
    """Take a deletion back."""
    with store.write(actor.name) as unit:
        unit.drafts.restore(ids, actor.id)
        return unit.commit()


def discard_draft(store: Store, files: DraftFiles, actor: User, uid: str) -> int | None:
    """Delete the draft of this uid wherever it is kept; its id where the store has it."""
    files.drop(uid)
    with store.write(actor.name) as unit:
        found = unit.drafts.by_uid(uid)
        if found is None:
            return None
        unit.drafts.delete([found.id], actor.id)
        unit.commit()
    return found.id


def count_drafts(store: Store, actor: User) -> int:
    """How many drafts the actor has."""
    with store.read() as unit:
        return unit.drafts.count(actor.id)


def draft_list(store: Store, owner: Callable[[], int]) -> StoreList[DraftLine, str]:
    """Drafts of whom ``owner`` names, ordered by changed_at, subject or recipients; filtered by a text."""
    return StoreList(
        store,
        lambda unit, text: unit.drafts.listed(owner(), words(text)),
        lambda line: line.id,
        {
            "changed_at": lambda line: line.changed_at,
            "subject": lambda line: line.subject,
            "recipients": lambda line: line.recipients,
        },
    )


def take_in(store: Store, files: DraftFiles, actor: User) -> int:
    """Bring into the store what was kept in files while it was away; returns how many drafts gained by it.

    Of two states of one draft the newer counts. Where a file and the store went on apart, both
    are kept. What was sent meanwhile does not come back. Raises Refused and leaves the files.
    """
    gained = 0
    for taken in files.of(actor.id):
        with store.write(actor.name) as unit:
            gained += _take_in(unit, taken)
            unit.commit()
        files.forget(taken)
    return gained


def forget_deleted(store: Store, actor: User, now: datetime) -> None:
    """Remove for good what the actor deleted long ago."""
    with store.write(actor.name) as unit:
        unit.drafts.forget_deleted(actor.id, now - _DELETED_STAY)
        unit.commit()


def _save(store: Store, actor: User, taken: DraftSnapshot) -> DraftReport:
    require(actor, Role.SENDER)
    with store.write(actor.name) as unit:
        if unit.messages.sent_as(taken.uid) is not None:
            return DraftReport(DraftFate.SENT)
        kept = unit.drafts.save(taken)
        if kept is None:
            theirs = unit.drafts.by_uid(taken.uid)
            if theirs is not None:
                return DraftReport(DraftFate.CHANGED, theirs)
            if unit.drafts.is_deleted(taken.uid):
                return DraftReport(DraftFate.DELETED)
            # Never there, or its maker took it away for good long ago.
            kept = unit.drafts.add(taken)
        unit.commit()
    return DraftReport(DraftFate.SAVED, kept)


def _take_in(unit: UnitOfWork, taken: DraftSnapshot) -> bool:
    if unit.messages.sent_as(taken.uid) is not None:
        return False
    present = unit.drafts.by_uid(taken.uid)
    if present is None:
        if unit.drafts.is_deleted(taken.uid):
            return False
        unit.drafts.add(taken)
        return True
    if present.writer == taken.writer:
        return present.edits < taken.edits and unit.drafts.save(taken) is not None
    if unit.drafts.save(taken) is None:
        # Another window went on from an earlier state: nobody's words are thrown away.
        unit.drafts.add(replace(taken, uid=new_uid()))
    return True
