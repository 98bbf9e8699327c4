"""What the system says about looks: dark or light, contrast, motion."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAccessibilityHints, QGuiApplication
from PySide6.QtWidgets import QApplication


class SystemLook(QObject):
    """Reads the system's wishes and tells when they change."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self.changed)
        _accessibility().contrastPreferenceChanged.connect(self.changed)

    def is_dark(self) -> bool:
        return QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark

    def wants_contrast(self) -> bool:
        preference = _accessibility().contrastPreference()
        return preference is Qt.ContrastPreference.HighContrast

    def wants_motion(self) -> bool:
        """Whether things may move; systems that ask for calm switch menu animation off."""
        return QApplication.isEffectEnabled(Qt.UIEffect.UI_AnimateMenu) or QApplication.isEffectEnabled(
            Qt.UIEffect.UI_General
        )


@cache
def _accessibility() -> QAccessibilityHints:
    # PySide 6.11 hands Qt's own object over as if it were Python's: it dies with the first reference to it.
    return QGuiApplication.styleHints().accessibility()
