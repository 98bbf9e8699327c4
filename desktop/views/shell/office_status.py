"""The line at the bottom: which office, which store, where mail goes, whether deliveries run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QWidget

from desktop.language import tr
from desktop.views.icons import keep_icon
from desktop.views.kit.elided import plain_tip
from desktop.views.kit.words import Words
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from collections.abc import Callable

_ORDER = ("office", "store", "staging", "feed", "sending", "mail", "deliveries")


class OfficeStatus(QFrame):
    """Quiet segments, always in the same order however their words come in; some can be clicked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("officeStatus")
        self.setAccessibleName(tr("Status"))
        self._segments: dict[str, QToolButton] = {}
        self._dots: dict[str, Words] = {}
        self._actions: dict[str, Callable[[], object] | None] = {}
        scale = theme_of(self).scale
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(scale.medium, 2, scale.medium, 2)
        self._row.setSpacing(scale.tiny)
        self._row.addStretch(1)
        self._row.addStrut(self._height_with_icon())

    def set_segment(
        self,
        name: str,
        text: str,
        tooltip: str = "",
        *,
        icon: str = "",
        role: str = "text-quiet",
        on_click: Callable[[], object] | None = None,
    ) -> None:
        """Set or replace what the segment says. The empty text hides it."""
        segment = self._segments.get(name) or self._add(name)
        segment.setText(text.replace("&", "&&"))
        segment.setToolTip(plain_tip(tooltip or text))
        segment.setAccessibleName(text)
        segment.setAccessibleDescription(tooltip)
        segment.setVisible(bool(text))
        self._place_dots()
        clickable = on_click is not None
        segment.setFocusPolicy(Qt.FocusPolicy.TabFocus if clickable else Qt.FocusPolicy.NoFocus)
        segment.setProperty("leads", clickable)
        segment.style().polish(segment)
        segment.setCursor(Qt.CursorShape.PointingHandCursor if clickable else Qt.CursorShape.ArrowCursor)
        self._actions[name] = on_click
        if icon:
            keep_icon(segment, icon, role)
            segment.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)

    def segment(self, name: str) -> QToolButton:
        return self._segments[name]

    def texts(self) -> list[str]:
        """What is shown, from the left."""
        return [part.accessibleName() for part in self._segments.values() if not part.isHidden()]

    def _add(self, name: str) -> QToolButton:
        segment = QToolButton(self)
        segment.clicked.connect(lambda: self._on_segment_clicked(name))
        self._dots[name] = Words("·", "caption")
        self._segments[name] = segment
        self._segments = {each: self._segments[each] for each in sorted(self._segments, key=_rank)}
        at = 2 * list(self._segments).index(name) + 1
        self._row.insertWidget(at, self._dots[name])
        self._row.insertWidget(at + 1, segment)
        return segment

    def _height_with_icon(self) -> int:
        """What a segment with an icon takes: the line has this from the start, so that nothing above it jumps."""
        segment = QToolButton(self)
        segment.setText("·")
        segment.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        # An arrow takes the room that the style gives to icons; drawing one would take a while.
        segment.setArrowType(Qt.ArrowType.DownArrow)
        segment.ensurePolished()
        height = segment.sizeHint().height()
        segment.hide()
        segment.deleteLater()
        return height

    def _place_dots(self) -> None:
        before = False
        for name, segment in self._segments.items():
            shown = not segment.isHidden()
            self._dots[name].setVisible(shown and before)
            before = before or shown

    def _on_segment_clicked(self, name: str) -> None:
        action = self._actions[name]
        if action is not None:
            action()


def _rank(name: str) -> int:
    return _ORDER.index(name) if name in _ORDER else len(_ORDER)
