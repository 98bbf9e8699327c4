"""A row of widgets that goes on in the next line where there is no room left."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from desktop.views.theme.theme import theme_of


class WrappingRow(QLayout):
    """Each widget at its own size, from left to right.

    Those from the one numbered ``apart`` on stand at the right end of their line; the one numbered ``grows``
    takes what is left over of its own.
    """

    def __init__(
        self, parent: QWidget | None = None, *, apart: int | None = None, grows: int | None = None
    ) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._apart = apart
        self._grows = grows
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(theme_of(parent).scale.small)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(QRect(0, 0, width, 0), move=False)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        margins = self.contentsMargins()
        return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom())

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, move=True)

    def _place(self, rect: QRect, *, move: bool) -> int:
        """Put the items into ``rect``, or only measure; returns the height they take."""
        margins = self.contentsMargins()
        left, y = margins.left(), margins.top()
        room = rect.width() - left - margins.right()
        for line in self._lines(room):
            height = max(item.sizeHint().height() for item in line)
            if move:
                self._put(line, QRect(rect.left() + left, rect.top() + y, room, height))
            y += height + self.spacing()
        return max(y - self.spacing(), margins.top()) + margins.bottom()

    def _lines(self, room: int) -> list[list[QLayoutItem]]:
        lines: list[list[QLayoutItem]] = []
        x = 0
        for item in self._items:
            if item.isEmpty():
                continue
            width = min(item.sizeHint().width(), room)
            if not lines or x + width > room:
                lines.append([])
                x = 0
            lines[-1].append(item)
            x += width + self.spacing()
        return lines

    def _put(self, line: list[QLayoutItem], rect: QRect) -> None:
        widths = [min(item.sizeHint().width(), rect.width()) for item in line]
        spare = rect.width() - sum(widths) - self.spacing() * (len(line) - 1)
        x = rect.left()
        for item, own in zip(line, widths, strict=True):
            number, width = self._items.index(item), own
            if number == self._grows:
                width, spare = own + spare, 0
            elif self._apart is not None and number >= self._apart:
                x, spare = x + spare, 0
            item.setGeometry(QRect(x, rect.top(), width, item.sizeHint().height()))
            x += width + self.spacing()
