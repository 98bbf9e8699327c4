"""The lines above a message: from whom, to whom, where answers go, about what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from desktop.language import tr
from desktop.views.kit.elided import ElidedLabel, plain_tip
from desktop.views.kit.words import Words
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from desktop.services.previewing import SeenMessage


class HeaderLines(QWidget):
    """A mail has all of them, the other forms only what they carry."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        scale = theme_of(self).scale
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(scale.medium)
        grid.setVerticalSpacing(scale.tiny)
        grid.setColumnStretch(1, 1)
        self.lines: dict[str, Words] = {}
        self._labels: dict[str, Words] = {}
        names = {"from": tr("From"), "to": tr("To"), "reply_to": tr("ReplyTo"), "subject": tr("Subject")}
        for row, (key, name) in enumerate(names.items()):
            label = Words(name, "quiet")
            line = _subject() if key == "subject" else ElidedLabel()
            line.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
            grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(line, row, 1)
            self.lines[key], self._labels[key] = line, label

    def show_message(self, seen: SeenMessage, *, is_mail: bool) -> None:
        title = " ".join(seen.recipient.title.split())
        self.lines["from"].setText(f"{seen.from_name} <{seen.from_address}>")
        self.lines["to"].setText(seen.recipient.email if is_mail else f"{title}, {seen.recipient.number}")
        self.lines["reply_to"].setText(seen.reply_to)
        subject = self.lines["subject"]
        subject.setText(seen.rendered.subject)
        subject.setToolTip(plain_tip(seen.rendered.subject))
        for key in ("from", "reply_to"):
            self.lines[key].setVisible(is_mail)
            self._labels[key].setVisible(is_mail)


def _subject() -> Words:
    """In as many lines as it takes, for nothing leaves unseen; one long word does not widen the window."""
    line = Words("", "strong").wrapped()
    policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    policy.setHeightForWidth(True)
    line.setSizePolicy(policy)
    return line
