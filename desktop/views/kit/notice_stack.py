"""The notices on screen, newest last, fed by a bus that kept them until somebody listened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QPropertyAnimation, SignalInstance
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QGraphicsOpacityEffect, QVBoxLayout, QWidget

from desktop.bridge.shown_notice import NoticeKind, ShownNotice
from desktop.views.kit.notice_bar import NoticeBar
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST = 4


class NoticeSource(Protocol):
    """A bus: ``arrived`` tells that something waits, ``take`` hands it over once, ``withdrawn`` takes it back."""

    @property
    def arrived(self) -> SignalInstance: ...

    @property
    def withdrawn(self) -> SignalInstance: ...

    def take(self) -> Sequence[ShownNotice]: ...


class NoticeStack(QWidget):
    """Shows at most a few at a time: the oldest that need not stay gives way."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        scale = theme_of(self).scale
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(scale.large, scale.small, scale.large, scale.small)
        self._column.setSpacing(scale.small)
        self._source: NoticeSource | None = None
        self.hide()

    @property
    def bars(self) -> list[NoticeBar]:
        """Those on screen, oldest first."""
        items = (self._column.itemAt(at) for at in range(self._column.count()))
        return [bar for item in items if item and isinstance(bar := item.widget(), NoticeBar)]

    def listen(self, source: NoticeSource) -> None:
        """Show what waits there and what arrives from now on."""
        self._source = source
        source.arrived.connect(self._on_notice_arrived)
        source.withdrawn.connect(self._on_notice_withdrawn)
        self._on_notice_arrived()

    def show_notice(self, notice: ShownNotice) -> NoticeBar:
        """Trouble that stands there already is not said a second time: it may come up again and again."""
        for shown in self.bars:
            if shown.tells_of_trouble and shown.notice == notice:
                return shown
            if shown.notice.while_away and notice.while_away:
                self._remove(shown)
        bar = NoticeBar(notice, self)
        bar.closed.connect(lambda: self._leave(bar))
        passing = [shown for shown in self.bars if not shown.stays]
        if len(self.bars) >= _MOST and passing:
            self._remove(passing[0])
        self._column.addWidget(bar)
        bar.show()
        self.show()
        self._announce(bar)
        return bar

    def make_room(self) -> None:
        """A form has come into view, of which nothing should be covered for long."""

    def _on_notice_arrived(self, _notice: object = None) -> None:
        if self._source is not None:
            for notice in self._source.take():
                self.show_notice(notice)

    def _on_notice_withdrawn(self, text: str) -> None:
        for bar in self.bars:
            if bar.notice.text == text:
                self._remove(bar)

    def _announce(self, bar: NoticeBar) -> None:
        event = QAccessibleAnnouncementEvent(bar, bar.accessibleName())
        urgent = bar.notice.kind in {NoticeKind.ERROR, NoticeKind.FAULT}
        levels = QAccessible.AnnouncementPoliteness
        event.setPoliteness(levels.Assertive if urgent else levels.Polite)
        QAccessible.updateAccessibility(event)

    def _leave(self, bar: NoticeBar) -> None:
        theme = theme_of(self)
        if not theme.wants_motion or bar.stays or not bar.isVisible():
            self._remove(bar)
            return
        effect = QGraphicsOpacityEffect(bar)
        bar.setGraphicsEffect(effect)
        fade = QPropertyAnimation(effect, b"opacity", bar)
        fade.setDuration(theme.scale.motion_milliseconds)
        fade.setStartValue(1.0)
        fade.setEndValue(0.0)
        fade.finished.connect(lambda: self._remove(bar))
        fade.start()

    def _remove(self, bar: NoticeBar) -> None:
        self._column.removeWidget(bar)
        bar.hide()
        bar.deleteLater()
        self.setVisible(bool(self.bars))
