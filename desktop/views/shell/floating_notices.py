"""The notices over the pages of a window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QTimer, Signal
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
    QWidget,
)

from desktop.bridge.shown_notice import NoticeKind
from desktop.views.kit.form_scroll import FormScroll
from desktop.views.kit.notice_stack import NoticeStack
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from desktop.bridge.shown_notice import ShownNotice
    from desktop.views.kit.notice_bar import NoticeBar
    from desktop.views.theme.scale import Scale


_CONTROLS = (QAbstractButton, QComboBox, QLineEdit, QTabBar, QTextEdit, QPlainTextEdit)
_HIGHEST = 4
"""It climbs no higher than to this part of the page, counted from above."""


class FloatingNotices(NoticeStack):
    """Stands over what it is put on, so that nothing moves when a notice comes.

    It keeps clear of the lower edge, where pages have their buttons, and stands above those that are higher
    up. What tells of trouble may stand there for long: forms keep clear of it. ``focus_left`` when one goes
    in which the keyboard was.
    """

    fault_arrived = Signal(object)
    focus_left = Signal()

    def __init__(self, ground: QWidget) -> None:
        super().__init__(ground)
        ground.installEventFilter(self)
        # Not at once: while a page is taken apart nobody may look into it.
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._fit)

    def show_notice(self, notice: ShownNotice) -> object:  # type: ignore[override]
        bar = super().show_notice(notice)
        self._place()
        if notice.kind is NoticeKind.FAULT:
            self.fault_arrived.emit(notice)
        return bar

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.parent() and event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        handled = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._place()
        return handled

    def _place(self) -> None:
        self._put()
        self.make_room()

    def _put(self) -> None:
        ground = self.parentWidget()
        if ground is None:
            return
        scale = theme_of(self).scale
        width = min(scale.width_sheet, ground.width())
        height = self.heightForWidth(width) if self.hasHeightForWidth() else self.sizeHint().height()
        bottom = self._bottom(ground, width, height, scale)
        self.setGeometry((ground.width() - width) // 2, bottom - height, width, height)
        self.raise_()

    def _bottom(self, ground: QWidget, width: int, height: int, scale: Scale) -> int:
        """Where it covers nothing that is pressed or filled in; as low as ever where there is no such place."""
        lowest = bottom = ground.height() - 2 * scale.huge
        controls = self._controls(ground)
        while bottom - height >= ground.height() // _HIGHEST:
            rect = QRect((ground.width() - width) // 2, bottom - height, width, height)
            covered = [control.top() for control in controls if control.intersects(rect)]
            if not covered:
                return bottom
            bottom = min(covered) - scale.tiny
        return lowest

    def _controls(self, ground: QWidget) -> list[QRect]:
        """Where they are seen; those of a form only where it does not keep clear by itself."""
        keeps_clear = any(bar.tells_of_trouble for bar in self.bars)
        seen: list[QRect] = []
        for control in (each for kind in _CONTROLS for each in ground.findChildren(kind)):
            form = _form_around(control)
            if not control.isVisible() or self.isAncestorOf(control) or _only_shows(control):
                continue
            if form is None:
                seen.append(_place_in(ground, control))
            elif not keeps_clear:
                seen.append(_place_in(ground, control) & _place_in(ground, form.viewport()))
        return seen

    def make_room(self) -> None:
        """A page or a form has come into view, or what stands over it has changed."""
        self._soon.start()

    def _remove(self, bar: NoticeBar) -> None:
        focus = QApplication.focusWidget()
        if focus is not None and bar.isAncestorOf(focus):
            # Before it is hidden, or Qt would pass the focus on to whatever stands after it.
            self.focus_left.emit()
        super()._remove(bar)
        self.make_room()

    def _fit(self) -> None:
        if self.isVisible():
            self._put()
        self._clear_forms()

    def _clear_forms(self) -> None:
        ground = self.parentWidget()
        if ground is None:
            return
        top = self.y() if self.isVisible() and any(bar.tells_of_trouble for bar in self.bars) else None
        for form in ground.findChildren(FormScroll):
            if form.isVisible():
                below = form.mapTo(ground, QPoint(0, form.height())).y()
                form.keep_clear(0 if top is None else max(below - top, 0))


def _place_in(ground: QWidget, widget: QWidget) -> QRect:
    return QRect(widget.mapTo(ground, QPoint(0, 0)), widget.size())


def _only_shows(control: QWidget) -> bool:
    return isinstance(control, QTextEdit | QPlainTextEdit) and control.isReadOnly()


def _form_around(control: QWidget) -> FormScroll | None:
    around = control.parentWidget()
    while around is not None and not isinstance(around, FormScroll):
        around = around.parentWidget()
    return around
