"""A client's message center and bulletins, as the client would find them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QStackedWidget, QTableView, QVBoxLayout, QWidget

from desktop.errors import Refused
from desktop.language import tr
from desktop.services.sent import account_line, client_view, content_of
from desktop.views.kit.empty_state import EmptyState
from desktop.views.kit.html_viewer import HtmlViewer
from desktop.views.kit.moments import short_moment, whole_moment
from desktop.views.kit.opened_head import OpenedHead
from desktop.views.kit.tab_bar import TabBar
from desktop.views.kit.words import Words
from desktop.views.lists.title_header import TitleHeader
from desktop.views.sent.client_item_model import ClientItemModel
from desktop.views.sent.file_strip import FileStrip
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from datetime import datetime

    from PySide6.QtCore import QModelIndex
    from PySide6.QtGui import QKeyEvent

    from desktop.bridge.desk import Desk
    from desktop.models.account import AccountLine
    from desktop.models.sent_content import ClientView, SentContent

_MESSAGES, _BULLETINS = 0, 1


class ClientCenterPage(QWidget):
    """A page over the area: messages and bulletins, each a list with the chosen one beside it."""

    closed = Signal()

    def __init__(self, desk: Desk, account_id: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._account_id = account_id
        self._view: ClientView | None = None
        self._build()
        self._arrange()
        self.tabs.currentChanged.connect(lambda _index: self._show_list())
        args = (desk.store, account_id)
        desk.jobs.read(account_line, *args, then=self._on_account, failed=self._on_failed, owner=self)
        desk.jobs.read(client_view, *args, then=self._on_view, owner=self)

    def _build(self) -> None:
        self.head = OpenedHead(tr("Back to the message (Esc)"), self.closed.emit)
        self.tabs = TabBar(tr("What the client finds"))
        self.tabs.addTab(tr("Message Center"))
        self.tabs.addTab(tr("TWS Bulletin"))
        self._model = ClientItemModel(self._shortly, self)
        self.table = QTableView()
        self.table.setModel(self._model)
        self.table.selectionModel().currentRowChanged.connect(self._on_row_changed)
        self.table.setAccessibleName(tr("Messages of the client"))
        self.table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(theme_of(self).row_height)
        header = TitleHeader(parent=self.table)
        header.setStretchLastSection(True)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.table.setHorizontalHeader(header)
        self.subject = Words("", "emphasis").wrapped()
        self.moment = Words("", "caption")
        self.files = FileStrip(self._desk.notices)
        self.viewer = HtmlViewer()
        words = tr("What is sent to this account over this channel will be here.")
        self.nothing = EmptyState("message-center", tr("Nothing here"), words)

    def _arrange(self) -> None:
        scale = theme_of(self).scale
        self.head.add_line(self.tabs)
        pane = QWidget()
        pane.setObjectName("readingPane")
        inside = QVBoxLayout(pane)
        inside.setContentsMargins(scale.large, scale.medium, scale.large, scale.large)
        inside.setSpacing(scale.small)
        inside.addWidget(self.subject)
        inside.addWidget(self.moment)
        inside.addWidget(self.files)
        inside.addWidget(self.viewer, 1)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(self.table)
        self.split.addWidget(pane)
        self.split.setStretchFactor(0, 2)
        self.split.setStretchFactor(1, 3)
        self._body = QStackedWidget()
        self._body.addWidget(self.split)
        self._body.addWidget(self.nothing)
        self.setFocusProxy(self.table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self._body, 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _on_account(self, line: AccountLine) -> None:
        self.head.header.set_title(f"{line.number}  {' '.join(line.title.split())}")
        self.head.header.set_sentence(tr("What this client finds, as the client would see it."))

    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, Refused):
            self._desk.notices.trouble(error)
        self.closed.emit()

    def _on_view(self, view: ClientView) -> None:
        self._view = view
        self._show_list()

    def _show_list(self) -> None:
        if self._view is None:
            return
        rows = self._rows(self._view)
        title = tr("Subject") if self.tabs.currentIndex() == _MESSAGES else tr("Bulletin")
        self._model.show_rows(rows, title)
        self.table.setColumnWidth(0, self.table.fontMetrics().averageCharWidth() * 14)
        self._body.setCurrentWidget(self.split if rows else self.nothing)
        if rows:
            self.table.selectRow(0)

    def _rows(self, view: ClientView) -> list[tuple[datetime, str]]:
        if self.tabs.currentIndex() == _MESSAGES:
            return [(each.sent_at, each.subject) for each in view.messages]
        return [(each.posted_at, each.text.partition("\n")[0]) for each in view.bulletins]

    def _shortly(self, moment: datetime) -> str:
        return short_moment(moment, self._desk.zone, self._desk.now())

    def _on_row_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if self._view is None or not current.isValid():
            return
        desk = self._desk
        if self.tabs.currentIndex() == _BULLETINS:
            bulletin = self._view.bulletins[current.row()]
            self._say(bulletin.text.partition("\n")[0], bulletin.posted_at)
            self.viewer.show_text(bulletin.text)
            return
        message = self._view.messages[current.row()]
        self._say(message.subject, message.sent_at)
        self.viewer.show_text("")
        args = (desk.store, message.delivery_id)
        desk.jobs.read(content_of, *args, then=self._on_content, owner=self, latest="content")

    def _say(self, subject: str, moment: datetime) -> None:
        self.subject.setText(subject)
        self.moment.setText(whole_moment(moment, self._desk.zone))
        self.files.show_files(())

    def _on_content(self, content: SentContent | None) -> None:
        # A bulletin may have been chosen while this was read.
        if content is not None and self.tabs.currentIndex() == _MESSAGES:
            self.files.show_files(content.files)
            self.viewer.show_html(content.html, {image.cid: image.data for image in content.images})
