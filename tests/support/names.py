"""Finds what can be used and has no name that a screen reader could say."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QTabBar,
    QTextEdit,
    QWidget,
)

_USED = (
    QAbstractButton, QAbstractItemView, QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit, QProgressBar,
    QTabBar, QTextEdit,
)  # fmt: skip


def nameless(window: QWidget) -> list[str]:
    """What is in view in ``window`` without a name: its class, and those of what it stands in."""
    named = {label.buddy() for label in window.findChildren(QLabel) if label.text()}
    shown = (each for each in window.findChildren(QWidget) if each.isVisible() and _is_used(each))
    return [_place(each) for each in shown if not (each in named or _name(each))]


def _is_used(widget: QWidget) -> bool:
    within = isinstance(widget.parentWidget(), (QLineEdit, QComboBox, QAbstractSpinBox))
    if within or isinstance(widget, QHeaderView):
        return False
    return isinstance(widget, _USED) or bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)


def _name(widget: QWidget) -> str:
    return widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")


def _place(widget: QWidget) -> str:
    around, names = widget.parentWidget(), [type(widget).__name__]
    while around is not None and len(names) < 5:
        names.append(type(around).__name__)
        around = around.parentWidget()
    return " in ".join(names)
