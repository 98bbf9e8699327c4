"""Calls for attention: new urgent things on the desktop, and unread notices now and then in the window."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QSystemTrayIcon, QWidget

from desktop.bridge.shown_notice import NoticeKind, ShownNotice
from desktop.language import tr, trn
from desktop.late import late
from desktop.models.change import ChangeKind, Subject
from desktop.models.notice import Priority
from desktop.settings import DESKTOP_NOTICES, QUIET_HOURS

if TYPE_CHECKING:
    from datetime import datetime

    from desktop.bridge.desk import Desk
    from desktop.models import quiet_hours, reminders, subject_words
    from desktop.models.change import Change
    from desktop.services import reminder_policy
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


@dataclass(frozen=True, slots=True)
class Seen:
    """How far notices and broker messages have been looked through, by their ids."""

    notice: int
    message: int


class Attention(QObject):
    """From ``start`` on; what was there then is not announced. ``announce`` is given a title and words."""

    notices_wanted = Signal()

    def __init__(
        self, desk: Desk, remembered: Remembered, window: QWidget, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._remembered = remembered
        self._tray = Tray(window, self)
        self.announce: Callable[[str, str], object] = self._tray.announce
        self._seen: Seen | None = None
        self._told: dict[Priority, datetime] = {}
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self.remind)
        desk.refresh.changed.connect(self._on_changed)

    def start(self) -> None:
        """The first rows are there: what comes from now on is new."""
        now = self._desk.now()
        self._told = dict.fromkeys(Priority, now)
        self._timer.start()
        self._desk.jobs.read(_seen_now, self._desk.store, then=self._on_seen, owner=self)

    def remind(self) -> None:
        """Speak of unread notices where it is time for it."""
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
        self._desk.jobs.read(_urgent, self._desk.store, self._seen, ids, then=self._on_urgent, owner=self)

    def _on_urgent(self, found: tuple[Seen, list[str]]) -> None:
        seen, subjects = found
        self._seen = seen if self._seen is None else _furthest(self._seen, seen)
        if subjects and self._may_announce():
            title = trn("{n} new of high priority", "{n} new of high priority", len(subjects))
            self.announce(title, subject_words.subject_words(one_line.one_line(subjects[0])))

    def _may_announce(self) -> bool:
        value = self._remembered.value
        kept = {option.key: value(option.key, option.default) for option in (DESKTOP_NOTICES, QUIET_HOURS)}
        hours = quiet_hours.quiet_hours(QUIET_HOURS.of(kept))
        at = self._desk.now().astimezone(self._desk.zone).time()
        return DESKTOP_NOTICES.of(kept) and (hours is None or not hours.holds(at))

    def _on_unread(self, found: tuple[dict[Priority, datetime], int]) -> None:
        unread, count = found
        now = self._desk.now()
        due = reminders.reminders_due(unread, self._told, reminder_policy.reminder_policy().every, now)
        if not due:
            return
        # All that is unread is in this one: nothing of it is spoken of again before its interval is over.
        self._told.update(dict.fromkeys(unread, now))
        words = trn("{n} notice is unread.", "{n} notices are unread.", count)
        if Priority.HIGH in unread:
            words = f"{words} {tr('High priority is among them.')}"
        self._desk.notices.show(
            ShownNotice(NoticeKind.INFO, words, action_label=tr("Show"), action=self.notices_wanted.emit)
        )


class Tray(QObject):
    """The system's own announcements, where it has some; its icon stands there from the first one on."""

    def __init__(self, window: QWidget, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window = window
        self._icon: QSystemTrayIcon | None = None

    def announce(self, title: str, words: str) -> None:
        if not QSystemTrayIcon.isSystemTrayAvailable():
            return
        if self._icon is None:
            self._icon = QSystemTrayIcon(self._window.windowIcon(), self)
            self._icon.messageClicked.connect(self._on_clicked)
        self._icon.show()
        self._icon.showMessage(title, words)

    def _on_clicked(self) -> None:
        self._window.showNormal()
        self._window.raise_()
        self._window.activateWindow()


def _furthest(one: Seen, other: Seen) -> Seen:
    return Seen(max(one.notice, other.notice), max(one.message, other.message))


def _seen_now(store: Store) -> Seen:
    with store.read() as unit:
        return Seen(unit.notices.newest_id(), unit.broker.newest_id())


def _urgent(store: Store, seen: Seen, ids: Collection[int]) -> tuple[Seen, list[str]]:
    with store.read() as unit:
        told = [notice.subject for notice in unit.notices.urgent_since(seen.notice)]
        sent = [subject for _, subject in unit.broker.urgent(ids, seen.message)]
        return Seen(unit.notices.newest_id(), unit.broker.newest_id()), [*sent, *told]


def _unread(store: Store) -> tuple[dict[Priority, datetime], int]:
    with store.read() as unit:
        return unit.notices.unread_by_priority(), unit.notices.unread()
