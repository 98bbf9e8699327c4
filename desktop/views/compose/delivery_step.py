"""Step 2: the ways by which the message goes out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from desktop.content.bulletin import bulletin_policy
from desktop.language import tr
from desktop.models.channel import Channel
from desktop.views.kit.delivery_words import channel_word
from desktop.views.kit.words import Words
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from desktop.content.bulletin import Bulletin
    from desktop.models.channel import Channels


class DeliveryStep(QWidget):
    """Checkboxes in any combination; for a bulletin also how much of its length is used."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        scale = theme_of(self).scale
        self.boxes = {channel: QCheckBox(channel_word(channel)) for channel in Channel}
        self.counter = Words("", "quiet").wrapped()
        self.counter.hide()
        row = QHBoxLayout()
        row.setSpacing(scale.small)
        for box in self.boxes.values():
            box.setMinimumHeight(scale.row_comfortable)
            box.clicked.connect(self._on_clicked)
            row.addWidget(box)
        row.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.counter)

    @property
    def channels(self) -> Channels:
        return frozenset(channel for channel, box in self.boxes.items() if box.isChecked())

    def set_channels(self, channels: Channels) -> None:
        for channel, box in self.boxes.items():
            box.setChecked(channel in channels)
        self._show_counter()

    def show_bulletin(self, bulletin: Bulletin | None) -> None:
        """Count the characters; None while the message cannot be put together."""
        self._show_counter()
        if bulletin is None:
            return
        words = tr("Bulletin: {used} of {limit} characters").format(
            used=f"{bulletin.length:,}", limit=f"{bulletin.limit:,}"
        )
        if bulletin.is_cut:
            over = bulletin.length - bulletin.limit
            cut = tr("The last {n} are cut off, for this recipient.").format(n=f"{over:,}")
            words = f"{words}. {cut}"
        self.counter.setText(words)
        self.counter.set_look("problem" if bulletin.is_cut else "quiet")

    def _show_counter(self) -> None:
        if not self.counter.text():
            limit = f"{bulletin_policy().max_characters:,}"
            self.counter.setText(
                tr("Bulletin: at most {limit} characters, without formatting").format(limit=limit)
            )
        self.counter.setVisible(Channel.BULLETIN in self.channels)

    def _on_clicked(self) -> None:
        self._show_counter()
        self.changed.emit()
