"""Calls for attention: new urgent things on the desktop, and unread notices now and then in the window."""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.announcing import Announcer
from desktop.bridge.shown_notice import NoticeKind, ShownNotice
from desktop.language import tr, trn
from desktop.late import late
from desktop.models.change import ChangeKind, Subject
from desktop.models.notice import Priority
from desktop.settings import DESKTOP_NOTICES, QUIET_HOURS
from desktop.views.last_told import LastTold

if TYPE_CHECKING:
    from datetime import datetime

    from PySide6.QtWidgets import QWidget

    from desktop.bridge.desk import Desk
    from desktop.models import quiet_hours, reminders, subject_words
    from desktop.models.change import Change
    from desktop.services import reminder_policy
    from desktop.settings import Option
    from desktop.store.store import Store
    from desktop.views.kit import one_line
    from desktop.views.remembered import Remembered
else:
    quiet_hours = late("desktop.models.quiet_hours")
    reminders = late("desktop.models.reminders")
    subject_words = late("desktop.models.subject_words")
    one_line = late("desktop.views.kit.one_line")
    reminder_policy = late("desktop.services.reminder_policy")

_LOOK_MS = 60_000
_MOST_LATE = 1_000
"""How many are kept in mind that came in quiet hours and were sent before others that had come already."""


@dataclass(frozen=True, slots=True)
class Seen:
    """How far notices and broker messages have been looked through, by their ids."""

    notice: int
    message: int


@dataclass(frozen=True, slots=True)
class Urgent:
    """A message of the broker by its id, or with None a notice."""

    subject: str
    message: int | None = None


class Attention(QObject):
    """From ``start`` on; what was there then is not announced. ``announce`` is given a title, words, and what
    leads to what they are about.

    What comes within the quiet hours waits for their end, and is told then if nobody has read it.
    """

    notices_wanted = Signal()
    message_wanted = Signal(object)  # the id of a message of the broker, which needs 64 bits

    def __init__(
        self, desk: Desk, remembered: Remembered, window: QWidget, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._remembered = remembered
        self._announcer = Announcer(desk.jobs, window, self)
        self.announce: Callable[[str, str, Callable[[], object]], object] = self._announcer.announce
        self._seen: Seen | None = None
        self._waits = False
        self._late: list[int] = []
        self._said = ""
        self._last_told = LastTold(remembered, desk.store.address)
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self.look)
        desk.refresh.changed.connect(self._on_changed)

    def start(self) -> None:
        """The first rows are there: what comes from now on is new."""
        self._timer.start()
        self._desk.jobs.read(_seen_now, self._desk.store, then=self._on_seen, owner=self)

    def stop(self) -> None:
        """Before the window goes."""
        self._timer.stop()
        self._announcer.stop()

    def look(self) -> None:
        """Announce what waited, and speak of unread notices where it is time for it; not in quiet hours."""
        if self._is_quiet():
            return
        self._tell_new()
        self._desk.jobs.read(_unread, self._desk.store, then=self._on_unread, owner=self, latest="remind")

    def _on_seen(self, seen: Seen) -> None:
        self._seen = seen

    def _on_changed(self, change: Change) -> None:
        made = [
            touch
            for subject in (Subject.NOTICES, Subject.BROKER_MESSAGES)
            for touch in change.of(subject)
            if touch.kind is ChangeKind.CREATED
        ]
        if not made or self._seen is None:
            return
        ids = [each for touch in change.of(Subject.BROKER_MESSAGES) if touch in made for each in touch.ids]
        # Those that were sent after all that was seen are found without their ids.
        late = [each for each in ids if each <= self._seen.message]
        self._late = [*self._late, *late][-_MOST_LATE:]
        self._waits = True
        if not self._is_quiet():
            self._tell_new()

    def _tell_new(self) -> None:
        if not self._waits or self._seen is None:
            return
        late, self._late, self._waits = self._late, [], False
        self._desk.jobs.read(_urgent, self._desk.store, self._seen, late, then=self._on_urgent, owner=self)

    def _on_urgent(self, found: tuple[Seen, list[Urgent]]) -> None:
        seen, urgent = found
        self._seen = seen if self._seen is None else _furthest(self._seen, seen)
        if urgent and DESKTOP_NOTICES.of({DESKTOP_NOTICES.key: self._kept(DESKTOP_NOTICES)}):
            first = urgent[0]
            title = trn("{n} new of high priority", "{n} new of high priority", len(urgent))
            words = subject_words.subject_words(one_line.one_line(first.subject))
            self.announce(title, words, functools.partial(self._lead_to, first))

    def _lead_to(self, urgent: Urgent) -> None:
        if urgent.message is None:
            self.notices_wanted.emit()
        else:
            self.message_wanted.emit(urgent.message)

    def _is_quiet(self) -> bool:
        hours = quiet_hours.quiet_hours(QUIET_HOURS.of({QUIET_HOURS.key: self._kept(QUIET_HOURS)}))
        return hours is not None and hours.holds(self._desk.now().astimezone(self._desk.zone).time())

    def _kept(self, option: Option[Any]) -> Any:
        return self._remembered.value(option.key, option.default)

    def _on_unread(self, found: tuple[dict[Priority, datetime], int]) -> None:
        unread, count = found
        words = _unread_words(unread, count)
        if words != self._said:
            self._withdraw()  # somebody reads, or more has come: what it said is no longer so
        now, told = self._desk.now(), self._last_told.read()
        if not reminders.reminders_due(unread, told, reminder_policy.reminder_policy().every, now):
            return
        # All that is unread is in this one: nothing of it is spoken of again before its interval is over.
        self._last_told.write({**told, **dict.fromkeys(unread, now)})
        self._withdraw()
        self._said = words
        # It waits for whoever is away from the window.
        self._desk.notices.show(
            ShownNotice(
                NoticeKind.INFO, words, action_label=tr("Show"), action=self.notices_wanted.emit, waits=True
            )
        )

    def _withdraw(self) -> None:
        if self._said:
            self._desk.notices.withdraw(self._said)
            self._said = ""


def _unread_words(unread: Collection[Priority], count: int) -> str:
    words = trn("{n} notice is unread.", "{n} notices are unread.", count)
    return f"{words} {tr('High priority is among them.')}" if Priority.HIGH in unread else words


def _furthest(one: Seen, other: Seen) -> Seen:
    return Seen(max(one.notice, other.notice), max(one.message, other.message))


def _seen_now(store: Store) -> Seen:
    with store.read() as unit:
        return Seen(unit.notices.newest_id(), unit.broker.newest_id())


def _urgent(store: Store, seen: Seen, ids: Collection[int]) -> tuple[Seen, list[Urgent]]:
    with store.read() as unit:
        told = [Urgent(notice.subject) for notice in unit.notices.urgent_since(seen.notice)]
        sent = [Urgent(subject, number) for number, subject in unit.broker.urgent(ids, seen.message)]
        return Seen(unit.notices.newest_id(), unit.broker.newest_id()), [*sent, *told]


def _unread(store: Store) -> tuple[dict[Priority, datetime], int]:
    with store.read() as unit:
        return unit.notices.unread_by_priority(), unit.notices.unread()
