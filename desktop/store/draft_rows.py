"""Messages that are being written, in the store: each person's own."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, func, insert, or_, select, update

from desktop.models.change import ChangeKind, Subject
from desktop.models.channel import channel_letters, channels_of
from desktop.models.draft_form import ReadDraft, draft_form, read_form
from desktop.models.folding import fold
from desktop.models.kept_draft import DraftLine, DraftSnapshot, KeptDraft
from desktop.models.packed_ids import pack_ids, unpack_ids
from desktop.store.draft_tables import draft, draft_recipients
from desktop.store.listed import Listed, contains_all
from desktop.store.rows import Rows

_ORDERS = {"changed_at": draft.c.changed_at, "subject": draft.c.subject, "recipients": draft.c.recipients}


class DraftRows(Rows):
    """Drafts by their owners. A deleted one stays, hidden, for a while; one that was sent goes at once."""

    def save(self, taken: DraftSnapshot) -> KeptDraft | None:
        """Put a snapshot in the place of what it goes on from.

        It goes on from its ``version``, or from whatever its own writer saved last: that writer's
        last answer may have been lost. None, with nothing written, when another writer was there.
        """
        basis = or_(draft.c.version == taken.version, draft.c.writer == taken.writer)
        here = (draft.c.uid == taken.uid, draft.c.owner == taken.owner, draft.c.deleted_at.is_(None), basis)
        statement = (
            update(draft).where(*here).values(version=draft.c.version + 1, **self._values(taken))
        ).returning(draft.c.id, draft.c.version)
        row = self._connection.execute(statement).one_or_none()
        if row is None:
            return None
        if taken.new_recipients:
            self._put_recipients(row.id, taken.draft.accounts)
        self._unit.touch(Subject.DRAFTS, ChangeKind.CHANGED, row.id)
        return self._just_kept(row.id, row.version, taken)

    def add(self, taken: DraftSnapshot) -> KeptDraft:
        """Store a draft that was not there before."""
        values = {"uid": taken.uid, "owner": taken.owner, "version": 1, **self._values(taken)}
        statement = insert(draft).values(values).returning(draft.c.id)
        number: int = self._connection.execute(statement).scalar_one()
        packed = pack_ids(taken.draft.accounts)
        self._connection.execute(insert(draft_recipients).values(draft_id=number, packed=packed))
        self._unit.touch(Subject.DRAFTS, ChangeKind.CREATED, number)
        return self._just_kept(number, 1, taken)

    def get(self, draft_id: int, owner: int) -> KeptDraft | None:
        """The draft, unless it is deleted, somebody else's or not there."""
        return self._one(draft.c.id == draft_id, draft.c.owner == owner, draft.c.deleted_at.is_(None))

    def by_uid(self, uid: str) -> KeptDraft | None:
        """The draft of this uid, unless it is deleted or not there."""
        return self._one(draft.c.uid == uid, draft.c.deleted_at.is_(None))

    def is_deleted(self, uid: str) -> bool:
        """Whether a person deleted the draft of this uid."""
        statement = select(draft.c.id).where(draft.c.uid == uid, draft.c.deleted_at.is_not(None))
        return self._connection.execute(statement).scalar_one_or_none() is not None

    def count(self, owner: int) -> int:
        """How many drafts this user has."""
        statement = select(func.count()).where(draft.c.owner == owner, draft.c.deleted_at.is_(None))
        return self._connection.execute(statement).scalar_one()

    def listed(self, owner: int, words: Sequence[str]) -> Listed[DraftLine]:
        """The user's drafts whose text has all the words; by changed_at, subject or recipients."""
        conditions = [
            draft.c.owner == owner,
            draft.c.deleted_at.is_(None),
            *contains_all(draft.c.search_text, words),
        ]
        return Listed(self._connection, select(draft), draft, draft.c.id, _ORDERS, conditions, _line)

    def delete(self, ids: Collection[int], owner: int) -> None:
        """Hide drafts of this user."""
        self._hide(ids, owner, self._unit.now)
        self._unit.touch(Subject.DRAFTS, ChangeKind.DELETED, *ids)

    def restore(self, ids: Collection[int], owner: int) -> None:
        """Show deleted drafts of this user again."""
        self._hide(ids, owner, None)
        self._unit.touch(Subject.DRAFTS, ChangeKind.CREATED, *ids)

    def forget(self, uid: str) -> None:
        """Remove the draft of this uid for good, because it was sent."""
        self._remove(draft.c.uid == uid)

    def forget_deleted(self, owner: int, before: datetime) -> None:
        """Remove for good what this user deleted before then."""
        self._remove(draft.c.owner == owner, draft.c.deleted_at < before)

    def _remove(self, *conditions: ColumnElement[bool]) -> None:
        numbers = select(draft.c.id).where(*conditions)
        self._connection.execute(delete(draft_recipients).where(draft_recipients.c.draft_id.in_(numbers)))
        gone = (
            self._connection.execute(delete(draft).where(*conditions).returning(draft.c.id)).scalars().all()
        )
        if gone:
            self._unit.touch(Subject.DRAFTS, ChangeKind.DELETED, *gone)

    def _hide(self, ids: Collection[int], owner: int, moment: datetime | None) -> None:
        chosen = (draft.c.id.in_(list(ids)), draft.c.owner == owner)
        self._connection.execute(update(draft).where(*chosen).values(deleted_at=moment))

    def _put_recipients(self, draft_id: int, accounts: Sequence[int]) -> None:
        here = draft_recipients.c.draft_id == draft_id
        self._connection.execute(update(draft_recipients).where(here).values(packed=pack_ids(accounts)))

    def _just_kept(self, number: int, version: int, taken: DraftSnapshot) -> KeptDraft:
        read = ReadDraft(taken.draft)
        return KeptDraft(number, taken.uid, version, taken.writer, taken.edits, self._unit.now, read)

    def _one(self, *conditions: ColumnElement[bool]) -> KeptDraft | None:
        joined = draft.outerjoin(draft_recipients, draft_recipients.c.draft_id == draft.c.id)
        statement = select(draft, draft_recipients.c.packed).select_from(joined).where(*conditions)
        row = self._connection.execute(statement).one_or_none()
        return None if row is None else _kept(row)

    def _values(self, taken: DraftSnapshot) -> dict[str, Any]:
        written = taken.draft
        return {
            "writer": taken.writer,
            "edits": taken.edits,
            "form": draft_form(written),
            "subject": _storable(written.subject),
            "channels": channel_letters(written.channels),
            "recipients": len(written.accounts),
            "changed_at": self._unit.now,
            "search_text": fold(_storable(f"{written.subject} {written.content}")),
        }


def _storable(text: str) -> str:
    """Without what a database cannot hold as text: NUL, and halves of characters."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def _kept(row: Row[Any]) -> KeptDraft:
    found = read_form(row.form)
    try:
        accounts = unpack_ids(row.packed or b"")
    except ValueError:
        accounts, found = (), replace(found, is_damaged=True)
    # What the words can no longer tell, the row may.
    subject = found.draft.subject or (row.subject if found.is_damaged else "")
    read = ReadDraft(replace(found.draft, accounts=accounts, subject=subject), found.is_damaged)
    return KeptDraft(row.id, row.uid, row.version, row.writer, row.edits, row.changed_at, read)


def _line(row: Row[Any]) -> DraftLine:
    damaged = read_form(row.form).is_damaged
    return DraftLine(row.id, row.subject, row.recipients, channels_of(row.channels), row.changed_at, damaged)
