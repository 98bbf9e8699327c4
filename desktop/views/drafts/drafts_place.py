"""Looks after this person's drafts beside the screens: their number, and those that wait in files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.errors import Refused
from desktop.language import tr
from desktop.late import late
from desktop.models.change import Subject

if TYPE_CHECKING:
    from datetime import datetime

    from desktop.bridge import shown_notice
    from desktop.bridge.desk import Desk
    from desktop.models import subject_words
    from desktop.models.change import Change
    from desktop.models.kept_draft import KeptDraft
    from desktop.models.office import User
    from desktop.services import drafts
    from desktop.services.draft_files import DraftFiles
    from desktop.store.store import Store
    from desktop.views.remembered import Remembered
else:
    shown_notice = late("desktop.bridge.shown_notice")
    subject_words = late("desktop.models.subject_words")
    drafts = late("desktop.services.drafts")

# What nobody waits for would hold up the first rows.
_SETTLED_MS = 500
_AGAIN_MS = 15_000


class DraftsPlace(QObject):
    """``counted`` brings the number of drafts. ``wanted`` asks to open the one of this id.

    What was being written when the program ended is offered once, at the next start.
    """

    counted = Signal(int)
    wanted = Signal(int)

    def __init__(self, desk: Desk, remembered: Remembered, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._remembered = remembered
        # Before anything can be written: what is begun now is not to be offered as what was begun before.
        self._begun = str(remembered.value(self._key, "") or "")
        self._settling = QTimer(self, singleShot=True, interval=_SETTLED_MS)
        self._settling.timeout.connect(self._look_after)
        self._again = QTimer(self, singleShot=True, interval=_AGAIN_MS)
        self._again.timeout.connect(self._look_after)
        desk.refresh.changed.connect(self._on_changed)
        desk.office_changed.connect(self._count)
        desk.draft_waits.connect(self._again.start)
        desk.settled.connect(self._on_settled)
        if desk.is_settled:
            self._on_settled()

    def stop(self) -> None:
        """The office is being closed: nothing more is begun."""
        self._settling.stop()
        self._again.stop()

    def remember(self, uid: str) -> None:
        """This draft is being written; empty when none is."""
        self._remembered.set_value(self._key, uid)

    @property
    def _key(self) -> str:
        return f"drafts/writing {self._desk.store.address.label}"

    def _on_settled(self) -> None:
        self._settling.start()
        self._count()

    def _on_changed(self, change: Change) -> None:
        if change.of(Subject.DRAFTS):
            self._count()

    def _count(self) -> None:
        desk = self._desk
        if not desk.is_known or not desk.is_settled:
            return
        desk.jobs.read(
            drafts.count_drafts, desk.store, desk.actor, then=self.counted.emit, owner=self, latest="count"
        )

    def _look_after(self) -> None:
        desk = self._desk
        desk.jobs.write(
            _look_after,
            desk.store,
            desk.draft_files,
            desk.actor,
            desk.now(),
            then=self._on_looked_after,
            failed=self._on_failed,
            owner=self,
        )

    def _on_looked_after(self, _gained: int) -> None:
        desk, begun = self._desk, self._begun
        self._begun = ""
        if begun:
            desk.jobs.read(drafts.draft_by_uid, desk.store, desk.actor, begun, then=self._offer, owner=self)

    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, Refused):
            self._again.start()

    def _offer(self, kept: KeptDraft | None) -> None:
        if kept is None:
            return
        subject = subject_words.brief_subject(kept.read.draft.subject) or tr("No subject")
        words = tr("You were writing “{subject}”. It is kept under Drafts.").format(subject=subject)
        self._desk.notices.show(
            shown_notice.ShownNotice(
                shown_notice.NoticeKind.INFO,
                words,
                action_label=tr("Go on writing"),
                action=lambda: self.wanted.emit(kept.id),
            )
        )


def _look_after(store: Store, files: DraftFiles, actor: User, now: datetime) -> int:
    gained = drafts.take_in(store, files, actor)
    drafts.forget_deleted(store, actor, now)
    return gained
