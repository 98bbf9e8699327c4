"""What is to be known before a message goes out, beside the message itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QScrollArea, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.views.kit.button import Button
from desktop.views.kit.words import Words
from desktop.views.preview.check_item import Standing
from desktop.views.preview.check_row import CheckRow, standing_word
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.models.missing_rule import MissingRule
    from desktop.views.preview.check_item import CheckItem, CheckLine, TextPlace


class CheckList(QScrollArea):
    """Three groups of items, the ones to be settled first; what an item speaks of can be gone to."""

    account_chosen = Signal(int)
    place_chosen = Signal(object)  # TextPlace
    message_chosen = Signal(int)
    accounts_chosen = Signal(object)  # AccountsOf
    rule_chosen = Signal(object)  # MissingRule
    stop_asked = Signal()
    again_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.rows: dict[str, CheckRow] = {}
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName(tr("Looking at all recipients"))
        self._waiting = Words("", "quiet").wrapped()
        self.stop = Button(tr("Stop looking"), self.stop_asked.emit, variant="link")
        self.again = Button(tr("Look at all of them"), self.again_asked.emit, variant="link")
        self._heads = {standing: Words(standing_word(standing), "caption") for standing in Standing}
        self._groups = {standing: QVBoxLayout() for standing in Standing}
        self._shown: dict[Standing, list[CheckRow]] = {standing: [] for standing in Standing}
        self._arrange()
        theme_of(self).changed.connect(self._paint)

    @property
    def sentences(self) -> list[str]:
        """What is said now, in the order in which it stands."""
        return [row.item.sentence for standing in Standing for row in self._shown[standing]]

    def show_items(self, items: Sequence[CheckItem]) -> None:
        """Each item keeps its row, and with it what is open and what is being typed."""
        for key in self.rows.keys() - {item.key for item in items}:
            row = self.rows.pop(key)
            row.hide()
            row.deleteLater()
        for item in items:
            if item.key in self.rows:
                self.rows[item.key].take(item)
            else:
                self.rows[item.key] = self._made(item)
        for standing in Standing:
            group = self._groups[standing]
            own = [self.rows[item.key] for item in items if item.standing is standing]
            for place, row in enumerate(own):
                group.insertWidget(place, row)
            self._shown[standing] = own
            self._heads[standing].setVisible(bool(own))
        self._lead_in_order()

    def _lead_in_order(self) -> None:
        """Tab goes from row to row as they stand, and not as they were made."""
        before: QWidget = self.again
        for standing in Standing:
            for row in self._shown[standing]:
                for widget in row.stops():
                    self.setTabOrder(before, widget)
                    before = widget

    def show_progress(self, done: int, total: int) -> None:
        """How far the look at all recipients is; ``done`` equal to ``total`` hides it."""
        self._progress.setRange(0, max(total, 1))
        self._progress.setValue(done)
        self._waiting.setText(
            tr("Looking at all recipients: {n} of {all}").format(n=f"{done:,}", all=f"{total:,}")
        )
        self.again.hide()
        for part in (self._progress, self._waiting, self.stop):
            part.setVisible(done < total)

    def show_stopped(self) -> None:
        """The look was called off."""
        self.show_progress(1, 1)
        self._waiting.setText(tr("Not all recipients were looked at. Missing values may be left."))
        self._waiting.show()
        self.again.show()

    def lead_to(self, key: str) -> None:
        """Bring an item into view, open, with the keyboard on it."""
        self.ensureWidgetVisible(self.rows[key].lead())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.DevicePixelRatioChange:
            self._paint()

    def _arrange(self) -> None:
        scale = theme_of(self).scale
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(tr("Before you send"))
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, scale.small, 0)
        column.setSpacing(scale.small)
        column.addWidget(Words(tr("Before you send"), "strong"))
        column.addWidget(self._waiting)
        column.addWidget(self._progress)
        links = QHBoxLayout()
        for button in (self.stop, self.again):
            links.addWidget(button)
        links.addStretch()
        column.addLayout(links)
        for standing in Standing:
            column.addWidget(self._heads[standing])
            column.addLayout(self._groups[standing])
            self._groups[standing].setSpacing(scale.tiny)
            self._heads[standing].hide()
        column.addStretch()
        self.setWidget(inside)
        for part in (self.stop, self.again, self._waiting, self._progress):
            part.hide()

    def _made(self, item: CheckItem) -> CheckRow:
        scale = theme_of(self).scale
        width = self.width() - scale.icon_small - 3 * scale.large
        row = CheckRow(item, width, self.widget())
        row.line_chosen.connect(self._on_line_chosen)
        row.rule_chosen.connect(self._on_rule_chosen)
        return row

    def _on_rule_chosen(self, rule: MissingRule) -> None:
        self.rule_chosen.emit(rule)

    def _on_line_chosen(self, line: CheckLine) -> None:
        place: TextPlace | None = line.place
        if line.account is not None:
            self.account_chosen.emit(line.account)
        elif place is not None:
            self.place_chosen.emit(place)
        elif line.message is not None:
            self.message_chosen.emit(line.message)
        elif line.accounts is not None:
            self.accounts_chosen.emit(line.accounts)

    def _paint(self) -> None:
        for row in self.rows.values():
            row.paint_mark()
