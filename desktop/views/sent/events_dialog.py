"""What was done to a message, by whom and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.models.phase import MessageAct, MessagePhase
from desktop.views.kit.button import Button
from desktop.views.kit.moments import short_moment, whole_moment
from desktop.views.kit.words import Words
from desktop.views.sent.standing_words import event_words
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.bridge.desk import Desk
    from desktop.models.delivery_history import MessageEvent
    from desktop.models.outgoing import OutgoingMessage


class EventsDialog(QDialog):
    """Oldest first: the test mails, the click, and what was done since."""

    def __init__(
        self,
        message: OutgoingMessage,
        events: Sequence[MessageEvent],
        desk: Desk,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("What was done"))
        words = tr("Scheduled by {name}") if message.scheduled else tr("Sent by {name}")
        if message.phase is MessagePhase.TAKEN_BACK and not message.scheduled:
            words = tr("Queued by {name}")
        first = (
            message.sent_at,
            words.format(name=message.sent_by) if message.sent_by else tr("Sent at its date"),
        )
        hours = message.only_office_hours
        lines = [(event.act, (event.at, _line(event, only_office_hours=hours))) for event in events]
        tests = [line for act, line in lines if act is MessageAct.TESTED]
        since = [line for act, line in lines if act is not MessageAct.TESTED]
        self.lines = [*tests, first, *since]
        self._desk = desk
        self._arrange()

    def _arrange(self) -> None:
        scale = theme_of(self).scale
        self.setMinimumWidth(scale.width_sheet)
        column = QVBoxLayout(self)
        column.setContentsMargins(scale.wide, scale.wide, scale.wide, scale.large)
        column.setSpacing(scale.medium)
        column.addWidget(Words(tr("What was done to this message"), "emphasis"))
        column.addWidget(self._list(), 1)
        close = Button(tr("Close"), self.accept)
        close.setDefault(True)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(close)
        column.addLayout(row)

    def _list(self) -> QWidget:
        scale = theme_of(self).scale
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(scale.large)
        grid.setVerticalSpacing(scale.small)
        grid.setColumnStretch(1, 1)
        for place, (at, words) in enumerate(self.lines):
            when = Words(short_moment(at, self._desk.zone, self._desk.now()), "quiet")
            when.setToolTip(whole_moment(at, self._desk.zone))
            what = Words(words).wrapped()
            what.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(when, place, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(what, place, 1)
        grid.setRowStretch(len(self.lines), 1)
        scroll = QScrollArea()
        scroll.setAccessibleName(tr("What was done"))
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setWidget(inside)
        return scroll


def _line(event: MessageEvent, *, only_office_hours: bool) -> str:
    words = event_words(event)
    if event.act is MessageAct.RELEASED and only_office_hours:
        # It may have been closed just then.
        words = tr("Its time came: it leaves within office hours")
    return tr("{what}, by {name}").format(what=words, name=event.by) if event.by else words
