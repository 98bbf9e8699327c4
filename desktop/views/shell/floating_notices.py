"""The notices over the pages of a window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QTimer, Signal
from PySide6.QtWidgets import QApplication

from desktop.bridge.shown_notice import NoticeKind
from desktop.views.kit.form_scroll import FormScroll
from desktop.views.kit.notice_stack import NoticeStack
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop.bridge.shown_notice import ShownNotice
    from desktop.views.kit.notice_bar import NoticeBar


class FloatingNotices(NoticeStack):
    """Stands over what it is put on, so that nothing moves when a notice comes.

    It keeps clear of the lower edge, where pages have their buttons. What tells of trouble may stand there
    for long: forms keep clear of it. ``focus_left`` when one goes in which the keyboard was.
    """

    fault_arrived = Signal(object)
    focus_left = Signal()

    def __init__(self, ground: QWidget) -> None:
        super().__init__(ground)
        ground.installEventFilter(self)
        # Not at once: while a page is taken apart nobody may look into it.
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._clear_forms)

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
        ground = self.parentWidget()
        if ground is None:
            return
        scale = theme_of(self).scale
        width = min(scale.width_sheet, ground.width())
        height = self.heightForWidth(width) if self.hasHeightForWidth() else self.sizeHint().height()
        self.setGeometry(
            (ground.width() - width) // 2, ground.height() - height - 2 * scale.huge, width, height
        )
        self.raise_()
        self.make_room()

    def make_room(self) -> None:
        """A form has come into view, or what stands over it has changed."""
        self._soon.start()

    def _remove(self, bar: NoticeBar) -> None:
        focus = QApplication.focusWidget()
        if focus is not None and bar.isAncestorOf(focus):
            # Before it is hidden, or Qt would pass the focus on to whatever stands after it.
            self.focus_left.emit()
        super()._remove(bar)
        self.make_room()

    def _clear_forms(self) -> None:
        ground = self.parentWidget()
        if ground is None:
            return
        top = self.y() if self.isVisible() and any(bar.tells_of_trouble for bar in self.bars) else None
        for form in ground.findChildren(FormScroll):
            if form.isVisible():
                below = form.mapTo(ground, QPoint(0, form.height())).y()
                form.keep_clear(0 if top is None else max(below - top, 0))
