"""One entry of a thread: who wrote it and when, its words, and its files to be saved."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from desktop.content.cleaning import authored, in_order
from desktop.content.file_names import safe_name
from desktop.language import tr
from desktop.services.enclosing import size_words
from desktop.views.inquiries.inquiry_words import step_words
from desktop.views.kit.button import Button
from desktop.views.kit.moments import short_moment, whole_moment
from desktop.views.kit.words import Words
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from desktop.bridge.desk import Desk
    from desktop.models.inquiry import InquiryEntry, InquiryFile


class EntryView(QFrame):
    """The broker's stand at the left on a ground of their own, the office's at the right."""

    file_wanted = Signal(object)  # InquiryFile

    def __init__(self, desk: Desk, entry: InquiryEntry, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("entry")
        self.setProperty("side", "office" if entry.by else "broker")
        self.buttons: list[Button] = []
        scale = theme_of(self).scale
        who = entry.by or tr("IB")
        done = step_words(entry.step)
        head = QHBoxLayout()
        head.setSpacing(scale.small)
        head.addWidget(Words(f"{who} {done}" if done else who, "strong"))
        head.addStretch(1)
        self.handed = Words("", "caption")
        head.addWidget(self.handed)
        at = Words(short_moment(entry.at, desk.zone, desk.now()), "caption")
        at.setToolTip(whole_moment(entry.at, desk.zone))
        head.addWidget(at)
        column = QVBoxLayout(self)
        column.setContentsMargins(scale.medium, scale.small, scale.medium, scale.small)
        column.setSpacing(scale.tiny)
        column.addLayout(head)
        self.body = BodyText(in_order(authored(entry.body)))
        self.body.setAccessibleName(tr("{who} wrote").format(who=who))
        column.addWidget(self.body)
        self.body.setHidden(not entry.body)
        for file in entry.files:
            column.addWidget(self._button(file), 0, Qt.AlignmentFlag.AlignLeft)
        self.show_handed(entry)

    def show_handed(self, entry: InquiryEntry) -> None:
        """Say so while the broker's side has still to get it."""
        self.handed.setText("" if entry.is_handed else tr("not handed over yet"))

    def _button(self, file: InquiryFile) -> Button:
        name = safe_name(file.name, tr("attachment"))
        words = tr("{name} ({size})").format(name=_short(name), size=size_words(file.size))
        button = Button(words, functools.partial(self.file_wanted.emit, file), variant="link", icon="export")
        button.setToolTip(tr("Save {name}").format(name=name))
        self.buttons.append(button)
        return button


class BodyText(QPlainTextEdit):
    """Plain text, as high as it is long, broken within words where need be."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("reading")
        self.setReadOnly(True)
        self.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(0)
        self.setPlainText(text)

    def sizeHint(self) -> QSize:
        # A plain document measures its height in lines.
        lines = max(int(self.document().size().height()), 1)
        edge = self.height() - self.viewport().height()
        return QSize(super().sizeHint().width(), lines * self.fontMetrics().lineSpacing() + max(edge, 0) + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()


def _short(name: str) -> str:
    """Cut in the middle, so that its ending is seen."""
    return name if len(name) <= 32 else f"{name[:18]}…{name[-12:]}"
