"""Where the window was and how large, brought back onto a screen that is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QGuiApplication

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QMainWindow

    from desktop.views.remembered import Remembered

_KEY = "window/geometry"
_LEAST = QSize(760, 480)
_FIRST = QSize(1180, 760)


def fit(wished: QRect, screens: Sequence[QRect]) -> QRect:
    """``wished`` moved and shrunk onto the screen it overlaps most; the first one where it meets none."""
    if not screens:
        return wished

    def overlap(screen: QRect) -> int:
        common = screen.intersected(wished)
        return common.width() * common.height() if common.isValid() else 0

    screen = max(screens, key=overlap)
    size = wished.size().boundedTo(screen.size())
    left = min(max(wished.left(), screen.left()), screen.right() + 1 - size.width())
    top = min(max(wished.top(), screen.top()), screen.bottom() + 1 - size.height())
    return QRect(left, top, size.width(), size.height())


def restore_geometry(window: QMainWindow, remembered: Remembered) -> None:
    """Put the window where it was; in the middle of the first screen the first time."""
    screens = [screen.availableGeometry() for screen in QGuiApplication.screens()]
    kept = remembered.value(_KEY)
    window.setMinimumSize(_LEAST.boundedTo(screens[0].size()) if screens else _LEAST)
    numbers = kept.get("rect") if isinstance(kept, dict) else None
    if isinstance(numbers, list) and len(numbers) == 4 and all(isinstance(number, int) for number in numbers):
        wished = QRect(*numbers)
    else:
        wished = (
            QRect(screens[0].topLeft(), _FIRST) if screens else QRect(0, 0, _FIRST.width(), _FIRST.height())
        )
        if screens:
            wished.moveCenter(screens[0].center())
    window.setGeometry(fit(wished, screens))
    if isinstance(kept, dict) and kept.get("maximised") is True:
        window.showMaximized()


def keep_geometry(window: QMainWindow, remembered: Remembered) -> None:
    rect = window.normalGeometry() if window.isMaximized() else window.geometry()
    remembered.set_value(
        _KEY, {"rect": [rect.x(), rect.y(), rect.width(), rect.height()], "maximised": window.isMaximized()}
    )
