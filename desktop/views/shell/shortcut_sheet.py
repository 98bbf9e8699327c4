"""Every shortcut on one page, grouped as the menus are."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.views.kit.button import Button
from desktop.views.kit.words import Words
from desktop.views.shell.action import Menu, menu_title
from desktop.views.shell.action_registry import ActionRegistry, key_words, native_keys
from desktop.views.theme.theme import theme_of


class ShortcutSheet(QDialog):
    """Reads the registry when it is made; open it with ``open()``."""

    def __init__(self, registry: ActionRegistry, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Keyboard shortcuts"))
        self._actions = [action for action in registry.all() if action.shortcut]
        self._told = registry.told_keys()
        self._shown: list[tuple[str, str]] = []
        self._sheet = QWidget()
        self._grid = QGridLayout(self._sheet)
        self._arrange()
        self._fill()

    def words(self) -> dict[str, str]:
        """What is shown: each with its keys."""
        return dict(self._shown)

    def _arrange(self) -> None:
        scale = theme_of(self).scale
        self.resize(scale.width_dialog, scale.width_sheet)
        self._grid.setContentsMargins(0, 0, scale.small, 0)
        self._grid.setVerticalSpacing(scale.tiny)
        self._grid.setColumnStretch(0, 1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(self._sheet)
        scroll.setAccessibleName(tr("Keyboard shortcuts"))
        column = QVBoxLayout(self)
        column.setContentsMargins(scale.wide, scale.wide, scale.wide, scale.large)
        column.setSpacing(scale.medium)
        column.addWidget(Words(tr("Keyboard shortcuts"), "title"))
        column.addWidget(scroll, 1)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(Button(tr("Close"), self.accept))
        column.addLayout(row)

    def _fill(self) -> None:
        for menu in (*Menu, None):
            group = [action for action in self._actions if action.menu is menu]
            if group:
                title = menu_title(menu) if menu else tr("Elsewhere")
                self._add_group(title, [(action.text, key_words(action)) for action in group])
        for title, keys in self._told.items():
            self._add_group(title, [(words, native_keys(shortcut)) for words, shortcut in keys])
        self._grid.setRowStretch(self._grid.rowCount(), 1)

    def _add_group(self, title: str, group: list[tuple[str, str]]) -> None:
        self._shown += group
        first = self._grid.rowCount()
        head = Words(title, "strong")
        head.setContentsMargins(0, theme_of(self).scale.small if first > 1 else 0, 0, 0)
        self._grid.addWidget(head, first, 0)
        for row, (words, keys) in enumerate(group, first + 1):
            self._grid.addWidget(Words(words), row, 0)
            self._grid.addWidget(Words(keys, "key"), row, 1, Qt.AlignmentFlag.AlignRight)
