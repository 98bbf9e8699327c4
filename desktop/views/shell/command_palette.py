"""Ctrl+K: everything that can be done, found by typing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QDialog,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desktop.language import tr
from desktop.models.folding import fold, words
from desktop.views.kit.words import Words
from desktop.views.shell.action_registry import ActionRegistry, key_words
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from desktop.views.shell.action import Action

_ID = int(Qt.ItemDataRole.UserRole)
_PATH = _ID + 1
_KEYS = _ID + 2
_SHOWN_ROWS = 9


class CommandPalette(QDialog):
    """Type, choose with the arrows, Enter does it, Escape leaves. Disabled actions are left out."""

    def __init__(self, registry: ActionRegistry, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setObjectName("commandPalette")
        self.setAccessibleName(tr("Commands"))
        self._registry = registry
        self._most_height = 0
        self.query = QLineEdit()
        self.query.setPlaceholderText(tr("Type a command"))
        self.query.setAccessibleName(tr("Type a command"))
        self._model = QStandardItemModel(self)
        self.list = QListView()
        self.list.setModel(self._model)
        self.list.setItemDelegate(_CommandDelegate(self.list))
        self.list.setAccessibleName(tr("Commands"))
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._none = Words(tr("Nothing by that name."), "quiet")
        self._arrange()
        self.query.textChanged.connect(self._on_query_changed)
        self.query.installEventFilter(self)
        self.list.clicked.connect(self._on_row_clicked)

    @property
    def found(self) -> list[str]:
        """The ids of the actions that match, best first."""
        return [self._model.index(row, 0).data(_ID) for row in range(self._model.rowCount())]

    def show_over(self, window: QWidget) -> None:
        """Open near the top of ``window`` with an empty query."""
        scale = theme_of(self).scale
        self.query.clear()
        self._on_query_changed("")
        width = min(scale.width_palette, window.width() - 2 * scale.huge)
        self._most_height = window.height() - 2 * scale.huge
        self.resize(width, self._height_of(self._model.rowCount()))
        top = window.mapToGlobal(window.rect().topLeft())
        self.move(top.x() + (window.width() - width) // 2, top.y() + scale.huge * 2)
        self.show()
        self.query.setFocus()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        # A click elsewhere is the answer no.
        if event.type() == QEvent.Type.ActivationChange and self.isVisible() and not self.isActiveWindow():
            self.reject()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self._moved(event.key()):
            return True
        return super().eventFilter(watched, event)

    def _arrange(self) -> None:
        scale = theme_of(self).scale
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self.query)
        inner = QVBoxLayout()
        inner.setContentsMargins(scale.tiny, scale.tiny, scale.tiny, scale.tiny)
        inner.addWidget(self.list, 1)
        self._none.setContentsMargins(scale.medium, scale.small, scale.medium, scale.small)
        inner.addWidget(self._none, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(inner, 1)

    def _height_of(self, count: int) -> int:
        """Of the palette with so many commands: nobody looks at empty ground."""
        theme = theme_of(self)
        row = self.list.sizeHintForRow(0) if count else self._none.sizeHint().height()
        around = self.query.sizeHint().height() + 2 * theme.scale.tiny + 2 * theme.scale.hairline
        return min(
            max(min(count, _SHOWN_ROWS), 1) * row + 2 * self.list.frameWidth() + around, self._most_height
        )

    def _moved(self, key: int) -> bool:
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._run(self.list.currentIndex())
            return True
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
        count = self._model.rowCount()
        if Qt.Key(key) not in steps or count == 0:
            return False
        step = steps[Qt.Key(key)]
        row = self.list.currentIndex().row() + step
        self._choose(row % count if abs(step) == 1 else max(0, min(row, count - 1)))
        return True

    def _choose(self, row: int) -> None:
        self.list.setCurrentIndex(self._model.index(row, 0))
        chosen = self._model.index(row, 0).data()
        self.query.setAccessibleDescription(chosen or "")

    def _on_query_changed(self, text: str) -> None:
        self._model.clear()
        for action in self._matching(text):
            item = QStandardItem(action.text)
            item.setData(action.id, _ID)
            item.setData(action.path, _PATH)
            item.setData(key_words(action), _KEYS)
            spoken = ", ".join(part for part in (action.text, action.path, key_words(action)) if part)
            item.setData(spoken, int(Qt.ItemDataRole.AccessibleTextRole))
            self._model.appendRow(item)
        self.list.setVisible(self._model.rowCount() > 0)
        self._none.setVisible(self._model.rowCount() == 0)
        self._choose(0)
        if self.isVisible():
            self.resize(self.width(), self._height_of(self._model.rowCount()))

    def _matching(self, text: str) -> list[Action]:
        asked = words(text)
        found = [
            action
            for action in self._registry.all()
            if self._registry.shown(action.id).isEnabled()
            and all(word in fold(f"{action.text} {action.path} {action.keywords}") for word in asked)
        ]
        # A name that begins with what was typed comes before one that only holds it.
        return sorted(found, key=lambda action: _rank(action, fold(text)))

    def _on_row_clicked(self, index: QModelIndex) -> None:
        self._run(index)

    def _run(self, index: QModelIndex) -> None:
        if index.isValid():
            chosen = index.data(_ID)
            self.accept()
            self._registry.run(chosen)


def _rank(action: Action, asked: str) -> int:
    name = fold(action.text)
    if not asked or name.startswith(asked):
        return 0
    return 1 if asked in name else 2


class _CommandDelegate(QStyledItemDelegate):
    """The command at the left with its place in the menus, its keys at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(super().sizeHint(option, index).width(), theme_of().row_height + theme_of().scale.tiny)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        theme = theme_of()
        rect: QRect = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("selection"))
            painter.drawRoundedRect(rect, theme.scale.tiny, theme.scale.tiny)
        inside = rect.adjusted(theme.scale.small, 0, -theme.scale.small, 0)
        left, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(theme.color("selection-text" if chosen else "text"))
        painter.drawText(inside, int(left | middle), index.data())
        used = painter.fontMetrics().horizontalAdvance(index.data()) + theme.scale.medium
        painter.setPen(theme.color("selection-text" if chosen else "text-quiet"))
        painter.setFont(theme.font("caption"))
        painter.drawText(inside, int(right | middle), index.data(_KEYS))
        painter.drawText(inside.adjusted(used, 0, 0, 0), int(left | middle), index.data(_PATH))
        painter.restore()
