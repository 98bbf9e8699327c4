"""Keeps what is being written, all the time: in the store, and in a file while the store does not answer."""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.models.kept_draft import DraftSnapshot
from desktop.models.save_pace import SavePace
from desktop.services.drafts import (
    DraftFate,
    DraftReport,
    discard_draft,
    is_worth_keeping,
    keep_in_file,
    new_uid,
    save_draft,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from desktop.bridge.desk import Desk
    from desktop.errors import Refused
    from desktop.models.kept_draft import KeptDraft
    from desktop.models.outgoing import MessageDraft

_PATIENCE_MS = 300
_SLOW_MS = 2_000
_FIRST_RETRY_MS, _LAST_RETRY_MS = 3_000, 30_000
_ELSEWHERE = {DraftFate.CHANGED, DraftFate.DELETED, DraftFate.SENT}


@dataclass(frozen=True, slots=True)
class DraftStanding:
    """How safe a draft is: ``saved_at``, or ``unsaved_since`` with where it is instead and why."""

    saved_at: datetime | None = None
    unsaved_since: datetime | None = None
    is_in_file: bool = False
    refusal: Refused | None = None


class DraftKeeper(QObject):
    """Told of every change by ``follow``. One save runs at a time; whatever takes longer is put in a file.

    ``timer`` and ``seconds`` are given by tests.
    """

    stood = Signal(object)  # DraftStanding
    kept_as = Signal(str)  # the uid under which it is in the store or in a file from now on
    overtaken = Signal(object)  # DraftReport: another window of this person was there

    def __init__(
        self,
        desk: Desk,
        begun: MessageDraft,
        kept: KeptDraft | None = None,
        parent: QObject | None = None,
        *,
        timer: QTimer | None = None,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        """``begun`` is what the editor began with, ``kept`` the draft of the store that this is."""
        super().__init__(parent)
        self._desk = desk
        self._seconds = seconds
        self.uid = kept.uid if kept else new_uid()
        self._version = kept.version if kept else 0
        self._writer = uuid.uuid4().hex
        self._edits = 0
        self._owner = desk.actor.id
        self._draft = begun
        self._saved: MessageDraft | None = begun
        self._stored_accounts = begun.accounts if kept else None
        self._pace = SavePace()
        self._since: datetime | None = None
        self._flying: DraftSnapshot | None = None
        self._left_behind: DraftSnapshot | None = None
        self._is_in_trouble = False
        self._refusal: Refused | None = None
        self._is_over = False
        self._timer = timer or QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_due)
        self._filed: DraftFate | None = None
        # A server that stands still refuses nothing: nobody else would say that the last "Saved" is over.
        self._slow = QTimer(self, singleShot=True, interval=_SLOW_MS)
        self._slow.timeout.connect(self._tell_slow)
        self._retry = QTimer(self, singleShot=True, interval=_FIRST_RETRY_MS)
        self._retry.timeout.connect(self.save_now)

    @property
    def is_stored(self) -> bool:
        """Whether the store has it, in this state or an earlier one."""
        return self._version > 0

    @property
    def is_unsaved(self) -> bool:
        """Whether something would be lost that is worth keeping."""
        worth = self.is_stored or is_worth_keeping(self._draft)
        # A file that the store does not know of must not outlive what it says.
        differs = self._draft != self._saved or self._is_in_trouble
        return not self._is_over and worth and differs

    def begin_with(self, draft: MessageDraft) -> None:
        """What the editor made of the first draft by itself is nobody's writing."""
        if not self.is_unsaved:
            self._draft = self._saved = draft

    def follow(self, draft: MessageDraft) -> None:
        """The draft is now this one."""
        if draft == self._draft:
            return
        self._draft = draft
        if not self.is_unsaved:
            self._rest()
            return
        if not self._pace.is_waiting and self._since is None:
            self._since = self._desk.now()
        wait = self._pace.changed(self._seconds())
        # What is on its way to the store is waited for no longer because somebody types on.
        if self._flying is None or not self._timer.isActive():
            self._timer.start(round(wait * 1000))

    def save_now(self) -> None:
        """Save what is not saved yet, unless that is being done."""
        if self._flying is not None or not self.is_unsaved:
            return
        self._pace.saved()
        self._flying = taken = self._take()
        self._filed = None
        self.kept_as.emit(self.uid)
        self._timer.start(_PATIENCE_MS)
        self._slow.start()
        desk = self._desk
        desk.jobs.write(
            save_draft,
            desk.store,
            desk.draft_files,
            desk.actor,
            taken,
            then=self._on_report,
            failed=self._on_fault,
            owner=self,
        )

    def leave(self, told: Callable[[DraftReport], object] | None = None) -> None:
        """The editor goes. What is not saved yet is saved all the same; ``told`` hears how that went."""
        desk = self._desk
        if not is_worth_keeping(self._draft):
            self._let_go()
        elif self.is_unsaved:
            taken = self._take()
            self.kept_as.emit(self.uid)
            # The store may be away for longer than the program is going to run.
            desk.jobs.write_aside(keep_in_file, desk.draft_files, taken)
            desk.jobs.write(save_draft, desk.store, desk.draft_files, desk.actor, taken, then=told)
        self.end()

    def discard(self, told: Callable[[int | None], object]) -> None:
        """Delete the draft; ``told`` gets its id, where the store had it."""
        desk = self._desk
        self.end()
        desk.jobs.write(discard_draft, desk.store, desk.draft_files, desk.actor, self.uid, then=told)

    def end(self) -> None:
        """Nothing more is saved: it was sent, deleted or left."""
        self._is_over = True
        self._rest()
        self._retry.stop()
        self._slow.stop()

    def sent(self) -> None:
        """It was sent: nothing of it may come back."""
        self.end()
        self._desk.jobs.write_aside(self._desk.draft_files.drop, self.uid)

    def part(self) -> None:
        """Go on as a draft of its own, apart from what another window made of it."""
        self._is_over = False
        self.uid, self._version, self._stored_accounts = new_uid(), 0, None
        self._saved = None
        self.save_now()

    def adopt(self, kept: KeptDraft) -> None:
        """Go on with what another window made of it; what was apart is deleted."""
        if self.is_stored:
            desk = self._desk
            desk.jobs.write(discard_draft, desk.store, desk.draft_files, desk.actor, self.uid)
        self._rest()
        self.uid, self._version = kept.uid, kept.version
        self._draft = self._saved = kept.read.draft
        self._stored_accounts = kept.read.draft.accounts

    def _let_go(self) -> None:
        """What was emptied again is kept nowhere."""
        desk = self._desk
        if self.is_stored or self._flying is not None:
            desk.jobs.write(discard_draft, desk.store, desk.draft_files, desk.actor, self.uid)
        elif self._edits:
            desk.jobs.write_aside(desk.draft_files.drop, self.uid)

    def _take(self) -> DraftSnapshot:
        self._edits += 1
        desk, accounts = self._desk, self._draft.accounts
        return DraftSnapshot(
            uid=self.uid,
            owner=self._owner,
            writer=self._writer,
            version=self._version,
            edits=self._edits,
            taken_at=desk.now(),
            draft=self._draft,
            new_recipients=accounts is not self._stored_accounts and accounts != self._stored_accounts,
        )

    def _rest(self) -> None:
        self._timer.stop()
        self._pace.saved()
        self._since = None

    def _on_due(self) -> None:
        """Time to save; where the store is slow or away, a file takes it first."""
        if self._flying is None and not self._is_in_trouble:
            self.save_now()
            return
        self._pace.saved()
        taken, desk = self._take(), self._desk
        desk.jobs.write_aside(keep_in_file, desk.draft_files, taken, then=self._on_filed, owner=self)

    def _on_filed(self, fate: DraftFate) -> None:
        self._filed = fate
        if self._is_in_trouble:
            self._tell_trouble(fate, self._refusal)
        elif self._flying is not None and not self._slow.isActive():
            self._tell_slow()

    def _tell_slow(self) -> None:
        """The store has not answered for so long that it must be said; it may still save."""
        self._tell_trouble(self._filed or DraftFate.NOWHERE, None)

    def _on_report(self, report: DraftReport) -> None:
        taken, self._flying = self._flying, None
        self._slow.stop()
        if taken is None or self._is_over:
            return
        if report.fate in _ELSEWHERE:
            self._on_elsewhere(taken, report)
        elif report.kept is not None:
            self._on_saved(taken, report.kept)
        else:
            self._on_trouble(report.fate, report.refusal)

    def _on_saved(self, taken: DraftSnapshot, kept: KeptDraft) -> None:
        self._is_in_trouble = False
        self._retry.stop()
        self._retry.setInterval(_FIRST_RETRY_MS)
        if taken.uid != self.uid:
            return
        self._version, self._saved, self._stored_accounts = kept.version, taken.draft, taken.draft.accounts
        if self._left_behind is not None:
            self._desk.jobs.write_aside(self._desk.draft_files.forget, self._left_behind)
            self._left_behind = None
        self._rest()
        if self.is_unsaved:
            self._since = self._desk.now()
            self._timer.start(round(self._pace.changed(self._seconds()) * 1000))
        self.stood.emit(DraftStanding(saved_at=kept.changed_at))

    def _on_fault(self, _error: Exception) -> None:
        """The program's own; it is shown and logged by whoever watches over the jobs."""
        self._flying = None
        self._slow.stop()
        desk = self._desk
        desk.jobs.write_aside(keep_in_file, desk.draft_files, self._take(), then=self._on_filed, owner=self)
        self._on_trouble(DraftFate.NOWHERE, None)

    def _on_trouble(self, fate: DraftFate, refusal: Refused | None) -> None:
        self._is_in_trouble = True
        self._retry.start()
        self._retry.setInterval(min(self._retry.interval() * 2, _LAST_RETRY_MS))
        self._tell_trouble(fate, refusal)

    def _tell_trouble(self, fate: DraftFate, refusal: Refused | None) -> None:
        self._refusal = refusal
        since = self._since or self._desk.now()
        self.stood.emit(DraftStanding(None, since, fate is DraftFate.IN_FILE, refusal))

    def _on_elsewhere(self, taken: DraftSnapshot, report: DraftReport) -> None:
        self._left_behind = taken
        if report.fate is DraftFate.SENT:
            self.end()
        else:
            self.part()
        self.overtaken.emit(report)
