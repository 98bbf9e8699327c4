"""The reading pane of Sent By IB: the chosen message as the broker wrote it, its keywords set off."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.errors import Refused
from desktop.language import tr
from desktop.late import late
from desktop.views.kit.first_paint import FirstPaint
from desktop.views.kit.html_viewer import HtmlViewer
from desktop.views.kit.subject_line import SubjectLine
from desktop.views.kit.words import Words
from desktop.views.message.broker_words import meta_words
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from desktop.bridge.desk import Desk
    from desktop.models.broker_message import BrokerLine
    from desktop.services import broker_reading
    from desktop.services.broker_reading import BrokerReading
    from desktop.store.store import Store
else:
    # What reads a message takes long to load, which whoever has just pressed a key must not wait for.
    broker_reading = late("desktop.services.broker_reading")

# So long a message must have been before the eyes to count as read.
_SEEN_MS = 700


class BrokerPane(QWidget):
    """``seen`` brings the id of a message that was before the eyes for a moment."""

    seen = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("readingPane")
        self._desk = desk
        self._line: BrokerLine | None = None
        self._was_painted = self._waits = False
        self.subject = SubjectLine()
        self.meta = Words("", "caption").wrapped()
        self.note = Words("", "quiet").wrapped()
        self.viewer = HtmlViewer()
        self._looking = QTimer(self, singleShot=True, interval=_SEEN_MS)
        self._looking.timeout.connect(self._on_looked)
        scale = theme_of(self).scale
        column = QVBoxLayout(self)
        column.setContentsMargins(scale.large, scale.medium, scale.large, scale.large)
        column.setSpacing(scale.small)
        for part in (self.subject, self.meta, self.note):
            column.addWidget(part)
        column.addWidget(self.viewer, 1)
        FirstPaint(self).painted.connect(self._on_painted)
        self.show_nothing("")

    @property
    def message_id(self) -> int | None:
        """The message that is shown, or being read."""
        return None if self._line is None else self._line.id

    def show_line(self, line: BrokerLine) -> None:
        """Show this message; what is shown already is not read again."""
        before, self._line = self._line, line
        self.meta.setText(meta_words(line, self._desk.zone))
        if before is not None and before.id == line.id:
            return
        self._looking.stop()
        self._take_away("")
        self.subject.show_subject(line.subject)
        self.subject.show()
        self.meta.show()
        # Python runs one thread at a time: the row is first painted as chosen, with the pane that opens.
        self._waits = self.isVisible() and not self._was_painted
        if not self._waits:
            self._read()

    def _on_painted(self) -> None:
        self._was_painted = True
        if self._waits:
            self._read()

    def _read(self) -> None:
        desk, line = self._desk, self._line
        if line is None:
            return
        desk.jobs.read(
            _read,
            desk.store,
            line.id,
            then=functools.partial(self._on_read, line.id),
            failed=functools.partial(self._on_failed, line.id),
            owner=self,
            latest="message",
        )

    def show_nothing(self, words: str) -> None:
        """No message, or several: ``words`` say so."""
        self._line = None
        self._looking.stop()
        self._take_away(words)
        self.subject.hide()
        self.meta.hide()

    def look_away(self) -> None:
        """It is not before the eyes any more."""
        self._looking.stop()

    def _take_away(self, words: str) -> None:
        self.note.setText(words)
        self.note.setVisible(bool(words))
        self.viewer.show_text("")
        self.viewer.setVisible(not words)

    def _on_read(self, message_id: int, reading: BrokerReading) -> None:
        if self.message_id != message_id:
            return
        self.viewer.show_html(reading.text.template.view_html)
        self.note.setVisible(reading.text.is_cut)
        if reading.text.is_cut:
            self.note.setText(tr("This message is very long. Its beginning is shown."))
        self._looking.start()

    def _on_failed(self, message_id: int, error: Exception) -> None:
        if self.message_id == message_id and isinstance(error, Refused):
            self._take_away(f"{error.title}. {error.sentence}")

    def _on_looked(self) -> None:
        if self._line is not None and self.isVisible():
            self.seen.emit(self._line.id)


def _read(store: Store, message_id: int) -> BrokerReading:
    """Loads what it needs on the thread that reads."""
    return broker_reading.read_message(store, message_id)
