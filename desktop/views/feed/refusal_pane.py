"""One refused line: why, its text to be corrected, and what can be done with it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.views.kit.button import Button
from desktop.views.kit.words import Words
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from desktop.models.feed import FeedRefusal

_LONGEST_LAID_OUT = 200_000


class RefusalPane(QWidget):
    """``try_wanted`` carries the refusal and the corrected text, None for the line as it came."""

    try_wanted = Signal(object, object)
    discard_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("readingPane")
        self._shown: FeedRefusal | None = None
        self._allowed = True
        self._is_busy = False
        self._laid_out = ""
        self.reason = Words("", "problem").wrapped()
        self.cut = Words(tr("The line was too long to be kept whole."), "quiet").wrapped()
        self.text = QPlainTextEdit()
        self.text.setObjectName("reading")
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.text.setAccessibleName(tr("The line"))
        self.text.setTabChangesFocus(True)
        self.again_button = Button(tr("Try again"), self._on_again)
        self.corrected_button = Button(tr("Take as corrected"), self._on_corrected)
        self.discard_button = Button(tr("Discard"), self._on_discard)
        self._arrange()
        self.text.textChanged.connect(self._offer)
        self.show_refusal(None)

    @property
    def is_changed(self) -> bool:
        """Whether the text was corrected and not taken yet."""
        return self._shown is not None and self.text.toPlainText() != self._laid_out

    def show_refusal(self, refusal: FeedRefusal | None) -> None:
        """Show a line; of the one that is shown already, only what changed about it."""
        is_same = self._shown is not None and refusal is not None and refusal.id == self._shown.id
        self._shown = refusal
        self.setVisible(refusal is not None)
        if refusal is not None and not is_same:
            self._laid_out = _laid_out(refusal)
            self.text.setPlainText(self._laid_out)
            # Qt shows some characters as others: what was changed is told by what it shows.
            self._laid_out = self.text.toPlainText()
        if refusal is not None:
            if not (is_same and self.is_changed):
                self.reason.setText(refusal.reason)
            self.cut.setVisible(not refusal.is_whole)
        self._offer()

    def show_reason(self, refusal_id: int, reason: str) -> None:
        """It was tried, and this is why it is still refused."""
        if self._shown is not None and self._shown.id == refusal_id:
            self.reason.setText(tr("Still refused: {reason}").format(reason=reason))

    def forget(self, refusal_id: int) -> None:
        """This line is settled; what was typed goes with it."""
        if self._shown is not None and self._shown.id == refusal_id:
            self.show_refusal(None)

    def set_allowed(self, may: bool) -> None:  # noqa: FBT001 (one truth, as Qt's setters)
        self._allowed = may
        self.text.setReadOnly(not may)
        self._offer()

    def show_alone(self, *, is_alone: bool) -> None:
        """Whether this line is all that is chosen; otherwise discarding is not offered beside one of many."""
        self.discard_button.setVisible(is_alone)

    def set_busy(self, *, is_busy: bool) -> None:
        """A line is being tried."""
        self._is_busy = is_busy
        self._offer()

    def _offer(self) -> None:
        may = self._allowed and not self._is_busy and self._shown is not None
        changed = self.is_changed
        self.again_button.setEnabled(may and not changed and self._shown is not None and self._shown.is_whole)
        self.corrected_button.setEnabled(may and changed)
        self.discard_button.setEnabled(may)

    def _on_again(self) -> None:
        self.try_wanted.emit(self._shown, None)

    def _on_corrected(self) -> None:
        self.try_wanted.emit(self._shown, self.text.toPlainText())

    def _on_discard(self) -> None:
        self.discard_wanted.emit(self._shown)

    def _arrange(self) -> None:
        scale = theme_of(self).scale
        column = QVBoxLayout(self)
        column.setContentsMargins(scale.large, scale.medium, scale.large, scale.large)
        column.setSpacing(scale.small)
        column.addWidget(self.reason)
        column.addWidget(self.cut)
        column.addWidget(self.text, 1)
        row = QHBoxLayout()
        row.setSpacing(scale.small)
        row.addWidget(self.again_button)
        row.addWidget(self.corrected_button)
        row.addStretch(1)
        row.addWidget(self.discard_button)
        column.addLayout(row)


def _laid_out(refusal: FeedRefusal) -> str:
    """The line, on several where it can be read as JSON and nothing of it is lost that way."""
    if len(refusal.text) > _LONGEST_LAID_OUT:
        return refusal.text
    try:
        read = json.loads(
            refusal.text, object_pairs_hook=_no_name_twice, parse_float=_exact, parse_constant=_exact
        )
        words = json.dumps(read, ensure_ascii=False, indent=2)
        words.encode("utf-8")
    except (ValueError, RecursionError):
        return refusal.text
    return words


def _no_name_twice(pairs: list[tuple[str, object]]) -> dict[str, object]:
    whole = dict(pairs)
    if len(whole) < len(pairs):
        raise ValueError("a name stands twice")
    return whole


def _exact(figure: str) -> float:
    """The number, where it is written again as it stands."""
    number = float(figure)
    if repr(number) != figure:
        raise ValueError("it would not be written the same")
    return number
