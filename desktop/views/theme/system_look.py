"""What the system says about looks: dark or light, contrast, motion."""

from __future__ import annotations

import functools

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAccessibilityHints, QGuiApplication, QStyleHints
from PySide6.QtWidgets import QApplication


class SystemLook(QObject):
    """Reads the system's wishes and tells when they change."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hints, self._accessibility = _kept()
        self._hints.colorSchemeChanged.connect(self.changed)
        self._accessibility.contrastPreferenceChanged.connect(self.changed)

    def is_dark(self) -> bool:
        return self._hints.colorScheme() is Qt.ColorScheme.Dark

    def wants_contrast(self) -> bool:
        preference = self._accessibility.contrastPreference()
        return preference is Qt.ContrastPreference.HighContrast

    def wants_motion(self) -> bool:
        """Whether things may move; systems that ask for calm switch menu animation off."""
        return QApplication.isEffectEnabled(Qt.UIEffect.UI_AnimateMenu) or QApplication.isEffectEnabled(
            Qt.UIEffect.UI_General
        )


@functools.cache
def _kept() -> tuple[QStyleHints, QAccessibilityHints]:
    """Qt's own, for the life of the program: PySide takes them for gone with whoever last held them."""
    hints = QGuiApplication.styleHints()
    return hints, hints.accessibility()
