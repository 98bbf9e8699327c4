"""Looks at a draft from all sides behind the window, and tells what is to be known of it so far."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.bridge.cancel import CancelToken
from desktop.content.links import open_links
from desktop.models.missing_rule import with_rule
from desktop.services.alike import alike_messages
from desktop.services.enclosed import enclosed_in
from desktop.services.lacking import unreached
from desktop.services.reach import Reach, check_reach
from desktop.services.survey import survey
from desktop.views.preview.check_item import Standing
from desktop.views.preview.enclosed_items import enclosed_items
from desktop.views.preview.reach_items import edge_item, reach_items, worker_item
from desktop.views.preview.text_items import (
    alike_items,
    link_items,
    missing_items,
    subject_items,
    unused_items,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop.bridge.desk import Desk
    from desktop.models.channel import Channel
    from desktop.models.delivery import SkipReason
    from desktop.models.missing_rule import MissingRule
    from desktop.models.outgoing import MessageDraft
    from desktop.models.survey import Survey
    from desktop.services.alike import AlikeMessage
    from desktop.services.enclosed import Enclosed
    from desktop.views.preview.check_item import CheckItem


class PreviewChecks(QObject):
    """``draft`` is the message with what was settled here. ``reached`` is None until it is known.

    Whatever is counted in lines, languages and recipients is counted of those who get the message.
    """

    changed = Signal()
    progressed = Signal(int, int)
    surveyed = Signal(object)  # Survey
    stopped = Signal()

    def __init__(self, desk: Desk, draft: MessageDraft, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.draft = draft
        self._reach: Reach | None = None
        self._is_counting = False
        self.survey: Survey | None = None
        self.is_looking = False
        self._alike: tuple[AlikeMessage, ...] | None = None
        self._enclosed: Enclosed | None = None
        texts = (("", draft.content), *((each.language, each.content) for each in draft.variants))
        self._links = tuple((language, link) for language, text in texts for link in open_links(text))
        self._token = CancelToken()
        desk.delivering_changed.connect(self.changed)

    @property
    def is_ready(self) -> bool:
        """Whether enough is known to send: all were looked at, or a person called the look off."""
        return self._reach is not None and not self.is_looking and not self._is_counting

    @property
    def reached(self) -> int | None:
        return None if self._reach is None else len(self._reach.accounts)

    @property
    def recipients(self) -> tuple[int, ...]:
        """Those who get the message, as far as it is known; all of them where nobody would, to see why."""
        return (self._reach.accounts if self._reach else ()) or self.draft.accounts

    def look(self) -> None:
        """Look at everything anew."""
        self._count()
        self.look_at_all()

    def look_at_all(self) -> None:
        """Look at every recipient once."""
        desk = self._desk
        self.is_looking = True
        self._token = token = CancelToken()
        self.progressed.emit(0, len(self.draft.accounts))
        desk.jobs.read(
            survey,
            desk.store,
            desk.actor,
            self.draft,
            then=self._take_survey,
            failed=self._on_failed,
            owner=self,
            latest="survey",
            progress=self._on_progress,
            token=token,
        )

    def stop(self) -> None:
        """Call off the look at every recipient."""
        self._token.cancel()
        self.is_looking = False
        self.stopped.emit()
        self.changed.emit()

    def settle(self, rule: MissingRule) -> None:
        """Do as ``rule`` says for those who have no value for its keyword."""
        self.draft = replace(self.draft, missing=with_rule(self.draft.missing, rule))
        self.look_at_all()

    def find_left_out(
        self, reason: SkipReason, channel: Channel | None, then: Callable[[Sequence[int]], object]
    ) -> None:
        """Tell ``then`` the ids of all who are skipped on ``channel`` for ``reason``; without one, of the closed."""
        if channel is None:
            then([account.id for account in self._reach.check.not_open] if self._reach else [])
            return
        desk, accounts = self._desk, self._reach.counted if self._reach else self.draft.accounts
        desk.jobs.read(
            unreached, desk.store, accounts, channel, reason, then=then, owner=self, latest="unreached"
        )

    def items(self) -> list[CheckItem]:
        """All that is known by now, in its order."""
        found: list[CheckItem] = []
        if self.survey is not None:
            found += missing_items(self.survey, self.draft.missing)
            if self.survey.boundaries:
                found.append(edge_item(self.survey.boundaries))
        if not self._desk.is_delivering:
            found.append(worker_item(is_embedded=self._desk.store.address.is_embedded))
        if self._reach is not None:
            found += reach_items(self._reach.check)
        if self._enclosed is not None:
            found += enclosed_items(self._enclosed)
        if self.survey is not None:
            found += [*subject_items(self.survey.subject), *unused_items(self.survey)]
        found += link_items(self._links)
        if self._alike is not None:
            found += alike_items(self._alike, self._desk.zone, self._desk.now())
        return _told_apart(found)

    def first_problem(self) -> CheckItem | None:
        """What has to be settled before anything else."""
        return next((item for item in self.items() if item.standing is Standing.PROBLEM), None)

    def _count(self) -> None:
        """Those who are skipped for want of a value are not reached."""
        desk = self._desk
        self._is_counting = True
        skipped = self.survey.skipped if self.survey else frozenset()
        desk.jobs.read(
            check_reach, desk.store, self.draft, skipped, then=self._take_reach, owner=self, latest="check"
        )

    def _take_reach(self, found: Reach) -> None:
        self._reach = found
        self._is_counting = False
        self._look_at_recipients()
        self.changed.emit()

    def _look_at_recipients(self) -> None:
        """Which languages they get, and what they were sent lately."""
        desk = self._desk
        draft = replace(self.draft, accounts=self.recipients)
        desk.jobs.read(alike_messages, desk.store, draft, then=self._take_alike, owner=self, latest="alike")
        desk.jobs.read(
            enclosed_in, desk.store, draft, then=self._take_enclosed, owner=self, latest="enclosed"
        )

    def _take_alike(self, alike: tuple[AlikeMessage, ...]) -> None:
        self._alike = alike
        self.changed.emit()

    def _take_enclosed(self, found: Enclosed) -> None:
        self._enclosed = found
        self.changed.emit()

    def _take_survey(self, found: Survey) -> None:
        before = self.survey.skipped if self.survey else frozenset()
        self.survey = found
        self.is_looking = False
        if found.skipped != before:
            self._count()
        self.progressed.emit(1, 1)
        self.surveyed.emit(found)
        self.changed.emit()

    def _on_failed(self, _error: Exception) -> None:
        self.stop()

    def _on_progress(self, done: int, total: int, _words: str) -> None:
        if self.is_looking:
            self.progressed.emit(done, total)


def _told_apart(items: Sequence[CheckItem]) -> list[CheckItem]:
    """Each under a key of its own: in two languages something can stand at the same line and column."""
    met: Counter[str] = Counter()
    apart = []
    for item in items:
        met[item.key] += 1
        again = met[item.key]
        apart.append(replace(item, key=f"{item.key} {again}") if again > 1 else item)
    return apart
