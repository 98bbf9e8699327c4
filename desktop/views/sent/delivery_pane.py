"""One delivery of a message: what left, byte for byte, or why nothing did."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.models.channel import Channel
from desktop.models.delivery import OPEN_STATES, DeliveryState
from desktop.models.office import Role
from desktop.services.sent import content_of, tries
from desktop.views.kit.button import Button
from desktop.views.kit.elided import ElidedLabel
from desktop.views.kit.file_names import file_name
from desktop.views.kit.html_viewer import HtmlViewer
from desktop.views.kit.saving import ask_where
from desktop.views.kit.status_mark import StatusMark
from desktop.views.kit.words import Words
from desktop.views.sent.delivery_explained import explained
from desktop.views.sent.file_strip import FileStrip
from desktop.views.sent.paper import paper_html, way_words
from desktop.views.sent.sent_forms import SentForms
from desktop.views.sent.standing_words import coming_moment
from desktop.views.sent.tries_list import TriesList
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from desktop.bridge.desk import Desk
    from desktop.models.delivery import DeliveryLine
    from desktop.models.delivery_history import DeliveryTry
    from desktop.models.sent_content import SentContent

_ROWS_IN_VIEW = 4
"""Rows of a list: what of the message is in view at least, however much is said above it."""
_ALL = 1000
"""A stretch beside which that of empty room counts for nothing."""


class DeliveryPane(QWidget):
    """``client_wanted`` carries the id of the account whose message center is asked for, ``resend_wanted``
    that of a delivery of which nobody knows whether it arrived.
    """

    client_wanted = Signal(int)
    resend_wanted = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.line: DeliveryLine | None = None
        self.content: SentContent | None = None
        self._standing: tuple[bool, datetime | None] = (False, None)
        self.setObjectName("readingPane")
        self._build()
        self._arrange()
        self.show_line(None)

    def show_line(self, line: DeliveryLine | None) -> None:
        """Show a delivery; what is shown already is not read again."""
        before, self.line = self.line, line
        self._head.setVisible(line is not None)
        if line is None:
            self._take(None)
            self.tries.hide()
            self._say(
                tr("No recipient is chosen"), tr("Choose one to see what was sent, or why nothing was.")
            )
            return
        self.who.setText(f"{line.number}  {' '.join(line.title.split())}")
        self.mark.set_state(line.state)
        self.way.setText(way_words(line))
        if before is None or _told(before) != _told(line):
            self._read(line)

    def show_standing(self, *, is_paused: bool, held_until: datetime | None = None) -> None:
        """Whether the message is paused, and until when mail is held back: nothing is tried again before."""
        standing = is_paused, held_until
        if standing != self._standing:
            self._standing = standing
            if self.line is not None and self.line.state is DeliveryState.QUEUED:
                self._say(*self._explained(self.line))

    def _build(self) -> None:
        self.who = ElidedLabel("", "emphasis")
        self.mark = StatusMark(DeliveryState.QUEUED)
        self.way = ElidedLabel("", "caption")
        self.client_button = Button(tr("As the client sees it"), self._on_client)
        self.forms = SentForms()
        self.files = FileStrip(self._desk.notices)
        self._paper = HtmlViewer(self)
        self._paper.hide()
        self.title = Words("", "strong")
        self.sentence = Words("", "quiet").wrapped()
        self.sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.eml_button = Button(tr("Save as EML…"), self._on_eml)
        self.pdf_button = Button(tr("Save as PDF…"), self._on_pdf)
        self.print_button = Button(tr("Print…"), self._on_print)
        self.copy_button = Button(tr("Copy"), self._on_copy)
        self.resend_button = Button(tr("Resend this one…"), self._on_resend)
        self.tries = TriesList(self._desk)
        self._buttons = (self.eml_button, self.pdf_button, self.print_button, self.copy_button)

    def _arrange(self) -> None:
        scale = theme_of(self).scale
        self._head = QWidget()
        head = QHBoxLayout(self._head)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(scale.small)
        words = QVBoxLayout()
        words.setSpacing(scale.tiny)
        words.addWidget(self.who)
        below = QHBoxLayout()
        below.setSpacing(scale.medium)
        below.addWidget(self.mark)
        below.addWidget(self.way, 1)
        words.addLayout(below)
        head.addLayout(words, 1)
        head.addWidget(self.resend_button, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.client_button, 0, Qt.AlignmentFlag.AlignTop)
        for button in self._buttons:
            self.forms.add_action(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(scale.large, scale.medium, scale.large, scale.large)
        column.setSpacing(scale.small)
        column.addWidget(self._head)
        column.addWidget(self._scrolled(), 1)

    def _scrolled(self) -> QScrollArea:
        """What is known of the delivery; where it does not fit, it is moved and the message stays readable."""
        scale = theme_of(self).scale
        self.forms.viewer.setMinimumHeight(_ROWS_IN_VIEW * scale.row_comfortable)
        self.forms.viewer.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scale.small)
        column.addWidget(self.title)
        column.addWidget(self.sentence)
        column.addWidget(self.tries)
        column.addWidget(self.files)
        column.addWidget(self.forms, _ALL)
        # Where there is no message to show, what is said does not spread over its room.
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidgetResizable(True)
        scroll.setWidget(inside)
        return scroll

    def _read(self, line: DeliveryLine) -> None:
        # Nothing of another recipient may be saved, or even seen, under this one's name.
        self._take(None)
        self.tries.hide()
        self._read_tries(line)
        if line.state is DeliveryState.SKIPPED or line.state in OPEN_STATES:
            self._on_read(line.id, None)
            return
        desk = self._desk
        desk.jobs.read(
            content_of,
            desk.store,
            line.id,
            then=functools.partial(self._on_read, line.id),
            owner=self,
            latest="content",
        )

    def _read_tries(self, line: DeliveryLine) -> None:
        if line.channel is not Channel.EMAIL:
            return
        desk = self._desk
        then = functools.partial(self._on_tries, line.id)
        desk.jobs.read(tries, desk.store, line.id, then=then, owner=self, latest="tries")

    def _on_tries(self, delivery_id: int, found: Sequence[DeliveryTry]) -> None:
        if self.line is not None and self.line.id == delivery_id:
            self.tries.show_tries(found)

    def _on_read(self, delivery_id: int, content: SentContent | None) -> None:
        if self.line is None or self.line.id != delivery_id:
            return
        self._take(content)
        plain = content is not None and self.line.state is DeliveryState.DELIVERED
        self._say(*(("", "") if plain else self._explained(self.line)))
        if content is not None:
            self.forms.show_content(content)
            self.forms.show()
            self.eml_button.setVisible(content.channel is Channel.EMAIL)

    def _explained(self, line: DeliveryLine) -> tuple[str, str]:
        is_paused, held_until = self._standing
        desk, moment, again = self._desk, max(line.next_try_at, held_until or line.next_try_at), ""
        if moment > desk.now():
            again = coming_moment(moment, desk.zone, desk.now())
        return explained(line, is_paused=is_paused, again=again)

    def _take(self, content: SentContent | None) -> None:
        self.content = content
        for button in self._buttons:
            button.setEnabled(content is not None)
        self.files.show_files(content.files if content is not None else ())
        if content is None:
            self.forms.clear()

    def _say(self, title: str, sentence: str) -> None:
        for words, label in ((title, self.title), (sentence, self.sentence)):
            label.setText(words)
            label.setVisible(bool(words))
        is_unknown = self.line is not None and self.line.state is DeliveryState.UNCONFIRMED
        self.resend_button.setVisible(is_unknown)
        self.resend_button.setEnabled(self._desk.actor.may(Role.SENDER))
        self.forms.hide()

    def _on_client(self) -> None:
        if self.line is not None:
            self.client_wanted.emit(self.line.account_id)

    def _on_resend(self) -> None:
        if self.line is not None:
            self.resend_wanted.emit(self.line.id)

    def _on_copy(self) -> None:
        """What is chosen in the message, else all of it."""
        viewer = self.forms.viewer
        chosen = viewer.textCursor().selection().toPlainText()
        QGuiApplication.clipboard().setText(chosen or viewer.toPlainText())

    def _on_eml(self) -> None:
        if self.content is not None:
            raw = self.content.raw
            name = self._file_name("eml")
            notices = self._desk.notices
            ask_where(self, tr("Save as EML"), name, lambda path: path.write_bytes(raw), notices)

    def _on_pdf(self) -> None:
        name = self._file_name("pdf")
        self._put_on_paper()
        ask_where(self, tr("Save as PDF"), name, self._paper.save_pdf, self._desk.notices)

    def _on_print(self) -> None:
        self._put_on_paper()
        self._paper.ask_print()

    def _put_on_paper(self) -> None:
        if self.line is not None and self.content is not None:
            images = {image.cid: image.data for image in self.content.images}
            self._paper.show_html(paper_html(self.line, self.content, self._desk.zone), images)

    def _file_name(self, ending: str) -> str:
        number = self.line.number if self.line else ""
        return file_name(number, self.content.subject if self.content else "", ending)


def _told(line: DeliveryLine) -> tuple[object, ...]:
    """What the pane says of it: another try with the same answer is news too."""
    return line.id, line.state, line.words, line.tries, line.next_try_at
