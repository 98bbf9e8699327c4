"""What happened to a held message, what was decided on others of its type, and notes to colleagues."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.models.subject_words import subject_words
from desktop.views.kit.button import Button
from desktop.views.kit.moments import short_moment, whole_moment
from desktop.views.kit.words import Words
from desktop.views.message.held_words import event_words, status_words
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.bridge.desk import Desk
    from desktop.models.held_message import HeldEvent, HeldLine

_NOTE_LINES = 3


class HistoryPanel(QScrollArea):
    """Oldest first. What is being typed stays, whatever is shown anew.

    ``noted`` carries a note that is to be kept, ``message_wanted`` the id of another held message.
    """

    noted = Signal(str)
    message_wanted = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.events: list[str] = []
        self.earlier: list[Button] = []
        self.note = QPlainTextEdit()
        self.note.setTabChangesFocus(True)
        self.note.setAccessibleName(tr("Note to colleagues"))
        self.note.setPlaceholderText(tr("Note to colleagues"))
        self.add_note = Button(tr("Add note"), self._on_note)
        self._history = QVBoxLayout()
        self._others = QVBoxLayout()
        self._others_head = Words(tr("Earlier messages of this type"), "caption")
        self._arrange()
        self.note.textChanged.connect(self._offer)
        self._offer()

    def show_events(self, events: Sequence[HeldEvent]) -> None:
        """What happened so far."""
        _empty(self._history)
        self.events = []
        for event in events:
            when = short_moment(event.at, self._desk.zone, self._desk.now())
            words = event_words(event)
            self.events.append(words)
            by = tr("{moment}, {name}").format(moment=when, name=event.by) if event.by else when
            head = Words(by, "quiet")
            head.setToolTip(whole_moment(event.at, self._desk.zone))
            said = Words(words).wrapped()
            said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._history.addWidget(head)
            self._history.addWidget(said)

    def show_earlier(self, lines: Sequence[HeldLine]) -> None:
        """Others of the type and how they ended."""
        _empty(self._others)
        self.earlier = []
        for held in lines:
            when = short_moment(held.line.sent_at, self._desk.zone, self._desk.now())
            words = tr("{moment}: {status}").format(moment=when, status=status_words(held))
            button = Button(words, functools.partial(self.message_wanted.emit, held.id), variant="link")
            button.setToolTip(subject_words(held.line.subject))
            self.earlier.append(button)
            self._others.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self._others_head.setVisible(bool(lines))

    def minimumSizeHint(self) -> QSize:
        """Wide enough for what it holds: it only scrolls up and down."""
        least, inside = super().minimumSizeHint(), self.widget()
        if inside is None:
            return least
        width = inside.minimumSizeHint().width() + self.verticalScrollBar().sizeHint().width()
        return QSize(min(max(least.width(), width), self.maximumWidth()), least.height())

    def half_written(self) -> str:
        """The note that was not added yet; empty for none."""
        return self.note.toPlainText() if self.note.toPlainText().strip() else ""

    def forget_note(self) -> None:
        """The note was kept. Who pressed the button can write another: it goes out of use with the text."""
        if self.add_note.hasFocus():
            self.note.setFocus()
        self.note.clear()

    def _arrange(self) -> None:
        scale = theme_of(self).scale
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.note.setFixedHeight(self.note.fontMetrics().lineSpacing() * _NOTE_LINES + 2 * scale.small)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(scale.large, scale.medium, scale.large, scale.medium)
        column.setSpacing(scale.small)
        self._history.setSpacing(scale.tiny)
        self._others.setSpacing(scale.tiny)
        column.addWidget(Words(tr("What happened"), "caption"))
        column.addLayout(self._history)
        column.addWidget(self.note)
        column.addWidget(self.add_note, 0, Qt.AlignmentFlag.AlignRight)
        column.addWidget(self._others_head)
        column.addLayout(self._others)
        column.addStretch()
        self.setWidget(inside)

    def _offer(self) -> None:
        self.add_note.setEnabled(bool(self.note.toPlainText().strip()))

    def _on_note(self) -> None:
        self.noted.emit(self.note.toPlainText())


def _empty(layout: QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
