"""Merges the changes of a moment, so that a window looks again once and not once a record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.models.change import Change, ChangeKind, Subject, Touch

if TYPE_CHECKING:
    from collections.abc import Iterable

_MERGE_MS = 50


class Refresh(QObject):
    """Announces merged changes. Our own and other people's are announced apart, because a
    colleague's change must never replace what somebody is typing.
    """

    changed = Signal(object)  # Change

    def __init__(self, origin: str, parent: QObject | None = None, merge_ms: int = _MERGE_MS) -> None:
        super().__init__(parent)
        self.origin = origin
        self._waiting: list[Change] = []
        self._timer = QTimer(self, singleShot=True, interval=merge_ms)
        self._timer.timeout.connect(self._on_timeout)

    def is_own(self, change: Change) -> bool:
        """Whether this program began it."""
        return change.origin == self.origin

    def take(self, change: Change) -> None:
        """A change this program made."""
        if not change.touches:
            return
        self._waiting.append(change)
        if not self._timer.isActive():
            self._timer.start()

    def take_heard(self, change: Change) -> None:
        """A change the store told of; our own among them were taken when they were made."""
        if not self.is_own(change):
            self.take(change)

    def _on_timeout(self) -> None:
        waiting, self._waiting = self._waiting, []
        own = [change for change in waiting if self.is_own(change)]
        foreign = [change for change in waiting if not self.is_own(change)]
        for group in (own, foreign):
            if group:
                self.changed.emit(_merged(group))


def _merged(changes: Iterable[Change]) -> Change:
    ids: dict[tuple[Subject, ChangeKind], frozenset[int] | None] = {}
    origins: set[str] = set()
    for change in changes:
        origins.add(change.origin)
        for touch in change.touches:
            key = (touch.subject, touch.kind)
            known = ids.get(key, frozenset())
            # No ids means all of them, and stays so.
            ids[key] = known | touch.ids if known is not None and touch.ids else None
    touches = tuple(Touch(subject, kind, found or frozenset()) for (subject, kind), found in ids.items())
    return Change(touches, origins.pop() if len(origins) == 1 else "")
