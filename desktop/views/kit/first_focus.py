"""Pages that pass the focus on to one of their own, without being a stop of the Tab key themselves."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


class FirstFocus(QWidget):
    """What a page is given the focus for stands in ``first``.

    A focus proxy would have the Tab key stop at the page as well: from there it goes on after the proxy, and
    whatever stands before it, say the buttons of the head, would never be come to.
    """

    first: QWidget | None = None

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """Give the focus to what comes first."""
        if self.first is None:
            super().setFocus(reason)
        else:
            self.first.setFocus(reason)
