"""Tells when a widget was painted for the first time, for what must not hold that up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer, Signal

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget


class FirstPaint(QObject):
    """A child of the widget it watches.

    ``counts`` says whether this paint is one that is waited for; ``painted`` follows ``after_ms`` later.
    """

    painted = Signal()

    def __init__(self, widget: QWidget, counts: Callable[[], bool] = lambda: True, after_ms: int = 0) -> None:
        super().__init__(widget)
        self._counts = counts
        self._timer = QTimer(self, interval=after_ms, singleShot=True)
        self._timer.timeout.connect(self.painted)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and self._counts():
            watched.removeEventFilter(self)
            # Now it is only being painted, and so is what lies beside it.
            self._timer.start()
        return False
