"""One item of the check list: a mark and a sentence, with its detail to be opened below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.views.icons import keep_icon, pixmap
from desktop.views.kit.button import Button
from desktop.views.kit.elided import plain_tip
from desktop.views.kit.icon_button import IconButton
from desktop.views.kit.words import Words
from desktop.views.preview.check_item import Standing
from desktop.views.preview.settle_box import SettleBox
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent

    from desktop.views.preview.check_item import CheckItem, CheckLine

MARKS = {
    Standing.PROBLEM: ("error-circle", "danger"),
    Standing.LOOK: ("eye", "info"),
    Standing.OK: ("check", "success"),
}


class CheckRow(QWidget):
    """Keeps its place, its detail and what is being typed in it while what it says changes."""

    line_chosen = Signal(object)  # CheckLine
    rule_chosen = Signal(object)  # MissingRule

    def __init__(self, item: CheckItem, width: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.item = item
        self._width = width
        self._mark = QLabel()
        self._sentence = Words("").wrapped()
        self.toggle = IconButton("chevron-right", "", self._on_toggled)
        self.detail = QWidget()
        self._lines = QVBoxLayout()
        self.settle: SettleBox | None = None
        self._arrange()
        self._fill()

    @property
    def is_open(self) -> bool:
        return not self.detail.isHidden()

    def take(self, item: CheckItem) -> None:
        """Say something new under the same key."""
        if item != self.item:
            self.item = item
            self._fill()

    def open(self) -> None:
        """Show the detail."""
        if not self.is_open and self._has_detail:
            self._on_toggled()

    def lead(self) -> QWidget:
        """Give the keyboard to what can be done about it; the widget that has it now."""
        self.open()
        if self.settle is not None:
            self.settle.take_focus()
            return self.settle
        self.toggle.setFocus()
        return self

    def stops(self) -> list[QWidget]:
        """Where the keyboard halts in it, in order."""
        settling = self.settle.stops() if self.settle is not None else []
        places = (self._lines.itemAt(place) for place in range(self._lines.count()))
        links = [item.widget() for item in places if item is not None]
        return [self.toggle, *settling, *(link for link in links if isinstance(link, Button))]

    def paint_mark(self) -> None:
        icon, role = MARKS[self.item.standing]
        self._mark.setAccessibleName(standing_word(self.item.standing))
        self._mark.setPixmap(pixmap(icon, role, ratio=self.devicePixelRatioF()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The whole sentence is a place to press, as well as the mark at its end."""
        if event.button() is Qt.MouseButton.LeftButton and self._has_detail:
            self._on_toggled()
            return
        super().mousePressEvent(event)

    @property
    def _has_detail(self) -> bool:
        return bool(self.item.lines) or self.item.rule is not None

    def _arrange(self) -> None:
        scale = theme_of(self).scale
        # The first line of the sentence stands level with its mark, however many lines follow.
        height = self.toggle.sizeHint().height()
        self._mark.setFixedHeight(height)
        self._sentence.setMinimumHeight(height)
        head = QHBoxLayout()
        head.setSpacing(scale.small)
        head.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self._sentence, 1)
        head.addWidget(self.toggle, 0, Qt.AlignmentFlag.AlignTop)
        inside = QVBoxLayout(self.detail)
        inside.setContentsMargins(scale.icon_small + scale.small, 0, 0, scale.small)
        inside.setSpacing(scale.tiny)
        self._settling = QVBoxLayout()
        inside.addLayout(self._settling)
        inside.addLayout(self._lines)
        self._lines.setSpacing(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.detail)
        self.detail.hide()

    def _fill(self) -> None:
        item = self.item
        self._sentence.setText(item.sentence)
        self.toggle.setVisible(self._has_detail)
        self._name_toggle()
        self.paint_mark()
        if item.rule is not None:
            if self.settle is None:
                self.settle = SettleBox(item)
                self.settle.rule_chosen.connect(self.rule_chosen)
                self._settling.addWidget(self.settle)
            self.settle.take(item)
        while (old := self._lines.takeAt(0)) is not None:
            widget = old.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for line in item.lines:
            self._lines.addWidget(self._line(line), 0, Qt.AlignmentFlag.AlignLeft)
        if not self._has_detail:
            self.detail.hide()

    def _line(self, line: CheckLine) -> QWidget:
        if not line.leads_on:
            words = Words(line.words, "quiet").wrapped()
            words.setFixedWidth(self._width)
            words.setContentsMargins(theme_of(self).scale.tiny, 0, 0, theme_of(self).scale.tiny)
            # A layout asks a label of this width for the height of another, and cuts off its last lines.
            words.setMinimumHeight(words.heightForWidth(self._width))
            return words
        link = Button("", lambda: self.line_chosen.emit(line), variant="link")
        shown = link.fontMetrics().elidedText(line.words, Qt.TextElideMode.ElideRight, self._width)
        link.relabel(shown)
        link.setAccessibleName(line.spoken or line.words)
        if shown != line.words:
            link.setToolTip(plain_tip(line.words))
        return link

    def _on_toggled(self) -> None:
        self.detail.setVisible(self.detail.isHidden())
        self._name_toggle()

    def _name_toggle(self) -> None:
        keep_icon(self.toggle, "chevron-down" if self.is_open else "chevron-right", "text-quiet")
        words = tr("Hide what is behind: {sentence}") if self.is_open else tr("Show more: {sentence}")
        self.toggle.setAccessibleName(words.format(sentence=self.item.sentence))
        self.toggle.setToolTip(tr("Hide") if self.is_open else tr("Show more"))


def standing_word(standing: Standing) -> str:
    """What the mark says, in words."""
    return {
        Standing.PROBLEM: tr("To be settled first"),
        Standing.LOOK: tr("Worth a look"),
        Standing.OK: tr("In order"),
    }[standing]
