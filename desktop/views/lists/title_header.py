"""The titles above a list's columns: cut with dots and whole on hover, lit up only where a click does something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFontMetrics, QHelpEvent
from PySide6.QtWidgets import QHeaderView, QStyle, QToolTip

from desktop.views.kit.elided import plain_tip
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QStyleOptionHeader, QWidget

_UNDER_A_HAND = QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_Sunken


class TitleHeader(QHeaderView):
    """``sorts`` tells of a section whether a click on it sorts; without it none does."""

    def __init__(self, sorts: Callable[[int], bool] | None = None, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._sorts = sorts
        self.setSectionsClickable(sorts is not None)
        self.setHighlightSections(False)

    def shown_title(self, section: int) -> str:
        """The title as it is cut now."""
        room = self.sectionSize(section) - 2 * theme_of(self).scale.small
        return self._metrics().elidedText(self._title(section), Qt.TextElideMode.ElideRight, room)

    def initStyleOptionForIndex(self, option: QStyleOptionHeader, section: int) -> None:
        super().initStyleOptionForIndex(option, section)
        option.text = self.shown_title(section)
        if self._sorts is None or not self._sorts(section):
            option.state &= ~_UNDER_A_HAND

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() != QEvent.Type.ToolTip:
            return super().viewportEvent(event)
        asked: QHelpEvent = event  # type: ignore[assignment]
        section = self.logicalIndexAt(asked.pos())
        title = self._title(section) if section >= 0 else ""
        is_cut = section >= 0 and self.shown_title(section) != title
        QToolTip.showText(asked.globalPos(), plain_tip(title) if is_cut else "", self.viewport())
        return True

    def _title(self, section: int) -> str:
        return str(self.model().headerData(section, Qt.Orientation.Horizontal) or "")

    def _metrics(self) -> QFontMetrics:
        """Of the font that the style sheet sets titles in, which the header itself does not know."""
        return QFontMetrics(theme_of(self).font("caption"))
