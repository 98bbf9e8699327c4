"""Every shortcut on one page, grouped as the menus are."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.views.kit.button import Button
from desktop.views.kit.words import Words
from desktop.views.shell.action import Action, Menu, menu_title
from desktop.views.shell.action_registry import ActionRegistry, key_words
from desktop.views.theme.theme import theme_of


class ShortcutSheet(QDialog):
    """Reads the registry when it is made; open it with ``open()``."""

    def __init__(self, registry: ActionRegistry, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Keyboard shortcuts"))
        self._actions = [action for action in registry.all() if action.shortcut]
        self._sheet = QWidget()
        self._grid = QGridLayout(self._sheet)
        self._arrange()
        self._fill()

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
                self._add_group(menu_title(menu) if menu else tr("Elsewhere"), group)
        self._grid.setRowStretch(self._grid.rowCount(), 1)

    def _add_group(self, title: str, group: list[Action]) -> None:
        first = self._grid.rowCount()
        head = Words(title, "strong")
        head.setContentsMargins(0, theme_of(self).scale.small if first > 1 else 0, 0, 0)
        self._grid.addWidget(head, first, 0)
        for row, action in enumerate(group, first + 1):
            self._grid.addWidget(Words(action.text), row, 0)
            self._grid.addWidget(Words(key_words(action), "key"), row, 1, Qt.AlignmentFlag.AlignRight)
