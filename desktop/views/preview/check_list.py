"""What is to be known before a message goes out, beside the message itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QScrollArea, QVBoxLayout, QWidget

from desktop.language import tr, trn
from desktop.views.icons import pixmap
from desktop.views.kit.button import Button
from desktop.views.kit.words import Words
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.models.account import AccountLine
    from desktop.views.preview.check_items import CheckItem

_NAMED = 3


class CheckList(QScrollArea):
    """Sentences with marks; the accounts they speak of can be chosen to be looked at."""

    account_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._items: tuple[CheckItem, ...] = ()
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName(tr("Looking for missing values"))
        self._waiting = Words(tr("Looking for missing values"), "quiet").wrapped()
        self._rows = QVBoxLayout()
        self._arrange()
        theme_of(self).changed.connect(self._fill)

    @property
    def sentences(self) -> list[str]:
        """What is said now."""
        return [item.sentence for item in self._items]

    def show_items(self, items: Sequence[CheckItem]) -> None:
        if tuple(items) != self._items:
            self._items = tuple(items)
            self._fill()

    def show_progress(self, done: int, total: int) -> None:
        """How far the search for missing values is; ``done`` equal to ``total`` hides it."""
        self._progress.setRange(0, max(total, 1))
        self._progress.setValue(done)
        for part in (self._progress, self._waiting):
            part.setVisible(done < total)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.DevicePixelRatioChange:
            self._fill()

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
        self._rows.setSpacing(scale.small)
        column.addWidget(self._waiting)
        column.addWidget(self._progress)
        column.addLayout(self._rows)
        column.addStretch()
        self.setWidget(inside)

    def _fill(self) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for each in self._items:
            self._rows.addWidget(self._row(each))

    def _row(self, item: CheckItem) -> QWidget:
        scale = theme_of(self).scale
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(scale.small)
        mark = QLabel()
        mark.setPixmap(pixmap(item.icon, item.role, ratio=self.devicePixelRatioF()))
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Words(item.sentence).wrapped())
        for account in item.accounts[:_NAMED]:
            words.addWidget(self._link(account), 0, Qt.AlignmentFlag.AlignLeft)
        named = min(len(item.accounts), _NAMED)
        if named and item.count > named:
            more = item.count - named
            words.addWidget(Words(trn("and {n} more", "and {n} more", more), "quiet"))
        row.addLayout(words, 1)
        return line

    def _link(self, account: AccountLine) -> Button:
        title = " ".join(account.title.split())
        link = Button("", lambda: self.account_chosen.emit(account.id), variant="link")
        width = theme_of(self).scale.width_places - theme_of(self).scale.huge
        shown = link.fontMetrics().elidedText(
            f"{account.number}  {title}", Qt.TextElideMode.ElideRight, width
        )
        link.relabel(shown)
        link.setAccessibleName(tr("Look at {title}, {number}").format(title=title, number=account.number))
        return link
