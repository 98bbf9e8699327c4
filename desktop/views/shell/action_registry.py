"""All that can be done in the window just now; menus, palette and sheet are drawn from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence

from desktop.views.icons import keep_icon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.views.shell.action import Action


class ActionRegistry(QObject):
    """Keeps a ``QAction`` for each ``Action``; ids are unique, adding one twice is a ValueError."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._actions: dict[str, tuple[Action, QAction]] = {}
        self._groups: dict[str, QActionGroup] = {}
        self._told_keys: dict[str, Sequence[tuple[str, str]]] = {}
        self._held: list[str] | None = None

    def add(self, *actions: Action) -> None:
        for action in actions:
            if action.id in self._actions:
                raise ValueError(f"There is an action {action.id} already")
            self._actions[action.id] = (action, self._made(action))
        self.changed.emit()

    def remove(self, action_id: str) -> None:
        _, shown = self._actions.pop(action_id)
        self.changed.emit()
        shown.deleteLater()

    def all(self) -> list[Action]:
        """In the order they were added."""
        return [action for action, _ in self._actions.values()]

    def tell_keys(self, title: str, keys: Sequence[tuple[str, str]]) -> None:
        """Keys that a screen has for itself, as words and portable shortcut; none where it is not there."""
        self._told_keys[title] = keys

    def told_keys(self) -> dict[str, Sequence[tuple[str, str]]]:
        """By the title of their screen."""
        return {title: keys for title, keys in self._told_keys.items() if keys}

    def shown(self, action_id: str) -> QAction:
        """What menus and tool bars show of it; its enabled and checked states are set there."""
        return self._actions[action_id][1]

    def set_enabled(self, action_id: str, enabled: bool, why_not: str = "") -> None:  # noqa: FBT001 (one truth, as Qt's setters)
        """``why_not`` says on hover why it is not, where a button stands for it."""
        shown = self.shown(action_id)
        shown.setToolTip(why_not)
        shown.setEnabled(enabled)

    def run(self, action_id: str) -> None:
        """Do it as if it had been chosen from a menu; a disabled action does nothing."""
        self.shown(action_id).trigger()

    def dress(self, *action_ids: str) -> None:
        """Give these their icons, now that they are about to be seen; drawing them takes a while."""
        for action_id in action_ids:
            action, shown = self._actions[action_id]
            if action.icon and shown.icon().isNull():
                keep_icon(shown, action.icon, "text-quiet")

    def hold(self) -> None:
        """What is chosen from now on happens at ``release``, but for what can be done at once."""
        self._held = []

    def release(self) -> None:
        """Do what was chosen meanwhile, as far as it is allowed by now."""
        held, self._held = self._held or [], None
        for action_id in held:
            self.run(action_id)

    def _do(self, action: Action) -> None:
        if self._held is None or action.at_once:
            action.handler()
        elif action.id not in self._held:
            self._held.append(action.id)

    def _made(self, action: Action) -> QAction:
        shown = QAction(action.text.replace("&", "&&"), self)
        shown.setObjectName(action.id)
        shown.setEnabled(action.enabled)
        shown.setCheckable(action.checkable)
        if action.shortcut:
            shown.setShortcut(action.shortcut)
        if action.group:
            group = self._groups.setdefault(action.group, QActionGroup(self))
            group.addAction(shown)
        shown.triggered.connect(lambda _checked=False: self._do(action))
        return shown


def key_words(action: Action) -> str:
    """The shortcut as this system writes it, empty for none."""
    return native_keys(action.shortcut)


def native_keys(shortcut: str) -> str:
    """A portable shortcut as this system writes it."""
    return QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText)
