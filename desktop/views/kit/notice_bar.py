"""One notice on screen: an icon, the words, perhaps an action, and a way to close it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.bridge.shown_notice import NoticeKind, ShownNotice
from desktop.language import tr
from desktop.views.icons import pixmap
from desktop.views.kit.button import Button
from desktop.views.kit.icon_button import IconButton
from desktop.views.kit.words import Words
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from PySide6.QtGui import QEnterEvent

_LOOKS = {
    NoticeKind.INFO: ("info", "info"),
    NoticeKind.SUCCESS: ("check-circle", "success"),
    NoticeKind.WARNING: ("warning", "warning"),
    NoticeKind.ERROR: ("error-circle", "danger"),
    NoticeKind.FAULT: ("error-circle", "danger"),
}
_BEAT_MS = 1000
_STAYS = frozenset({NoticeKind.WARNING, NoticeKind.ERROR, NoticeKind.FAULT})


class NoticeBar(QFrame):
    """Goes by itself after a while, unless it tells of trouble or the pointer or focus rests on it."""

    closed = Signal()

    def __init__(self, notice: ShownNotice, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.notice = notice
        self.setObjectName("notice")
        self.setProperty("kind", notice.kind.value)
        self.setAccessibleName(" ".join(part for part in (notice.text, self._detail()) if part))
        self._mark = QLabel()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(theme_of(self).scale.notice_milliseconds)
        self._timer.timeout.connect(self.close_notice)
        self._left = notice.seconds
        self._beat = QTimer(self, interval=_BEAT_MS)
        self._beat.timeout.connect(self._count_down)
        self.action: Button | None = None
        self._arrange()
        theme_of(self).changed.connect(self._on_theme_changed)
        self._on_theme_changed()
        if self._left:
            self._beat.start()
        elif not self.stays:
            self._timer.start()

    @property
    def stays(self) -> bool:
        """Whether it waits to be closed, or for its seconds to be over."""
        return self.tells_of_trouble or self.notice.waits or self._beat.isActive()

    @property
    def tells_of_trouble(self) -> bool:
        """Whether it stays until it is closed."""
        return self.notice.kind in _STAYS

    @property
    def is_waiting(self) -> bool:
        """Whether its time is running out just now."""
        return self._timer.isActive()

    def close_notice(self) -> None:
        self._timer.stop()
        self._beat.stop()
        self.closed.emit()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: object) -> None:
        if not self.stays:
            self._timer.start()
        super().leaveEvent(event)  # type: ignore[arg-type]

    def _detail(self) -> str:
        return "" if self.notice.kind is NoticeKind.FAULT else self.notice.detail

    def _arrange(self) -> None:
        scale = theme_of(self).scale
        words = QVBoxLayout()
        words.setSpacing(0)
        text = Words(self.notice.text, "strong" if self._detail() else "").wrapped()
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        words.addWidget(text)
        if self._detail():
            detail = Words(self._detail()).wrapped()
            detail.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            words.addWidget(detail)
        row = QHBoxLayout(self)
        row.setContentsMargins(scale.medium, scale.small, scale.small, scale.small)
        row.setSpacing(scale.small)
        edge = Qt.AlignmentFlag.AlignTop if self._detail() else Qt.AlignmentFlag.AlignVCenter
        row.addWidget(self._mark, 0, edge)
        row.addLayout(words, 1)
        if self.notice.action is not None:
            self.action = Button(self._action_words(), self._on_action_chosen)
            # It is gone once pressed: by a click the focus stays where a person works.
            self.action.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            row.addWidget(self.action)
        row.addWidget(IconButton("close", tr("Close this notice"), self.close_notice), 0, edge)

    def _action_words(self) -> str:
        label = self.notice.action_label
        return tr("{what} ({n} s)").format(what=label, n=self._left) if self._left else label

    def _count_down(self) -> None:
        self._left -= 1
        if self._left <= 0:
            self.close_notice()
        elif self.action is not None:
            self.action.relabel(self._action_words())

    def _on_action_chosen(self) -> None:
        action = self.notice.action
        self.close_notice()
        if action is not None:
            action()

    def _on_theme_changed(self) -> None:
        name, role = _LOOKS[self.notice.kind]
        self._mark.setPixmap(pixmap(name, role, ratio=self.devicePixelRatioF()))
