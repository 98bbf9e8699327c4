"""Take a feed file: choose it, see how far it is, and what came of it."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QFrame, QPlainTextEdit, QStackedWidget, QVBoxLayout, QWidget

from desktop.bridge.cancel import CancelToken
from desktop.errors import Refused
from desktop.language import tr, trn
from desktop.services.feed.feed_words import report_words
from desktop.services.ingesting import ingest_until_stopped
from desktop.views.kit.busy import Busy
from desktop.views.kit.button import Button
from desktop.views.kit.empty_state import EmptyState
from desktop.views.kit.file_dialogs import FilePurpose, file_dialog
from desktop.views.kit.page_header import PageHeader
from desktop.views.kit.primary_button import PrimaryButton
from desktop.views.kit.words import Words
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from desktop.bridge.desk import Desk
    from desktop.bridge.progress import Progress
    from desktop.models.feed import FeedReport
    from desktop.models.office import User
    from desktop.store.store import Store


class TakeFeedPage(QWidget):
    """A page over the area. Closing it while a file is taken stops after the records in hand."""

    closed = Signal()
    refused_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Take a feed file"))
        self._desk = desk
        self._stop = CancelToken()
        self._path: Path | None = None
        self.busy = Busy()
        words = tr(
            "Choose a file of JSON Lines as IB sends it. What is there already is not taken twice,"
            " and a faulty line does not hold up the others."
        )
        self.state = EmptyState("import", tr("No file chosen yet"), words)
        self.outcome = Words("", "emphasis").wrapped()
        self.details = QPlainTextEdit()
        self.details.setObjectName("reading")
        self.details.setReadOnly(True)
        self.details.document().setDocumentMargin(0)
        self.details.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.details.setAccessibleName(tr("What came of it"))
        self.close_button = Button(tr("Close"), self._on_close)
        self.refused_button = Button(tr("Show refused lines"), self.refused_wanted.emit)
        self.choose_button = PrimaryButton(tr("Choose file…"), self.ask_for_file)
        self._arrange()
        self._connect()

    def ask_for_file(self) -> QFileDialog:
        """Let the person choose; the file is taken at once."""
        dialog = file_dialog(self, tr("Choose the file that IB sent"), FilePurpose.FEED)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([tr("Feed of IB (*.jsonl *.ndjson *.json *.txt)"), tr("All files (*)")])
        dialog.fileSelected.connect(lambda path: self.take_file(Path(path)))
        dialog.open()
        return dialog

    def take_file(self, path: Path) -> None:
        """Take this file, in a lane that holds up nobody."""
        desk, self._path, self._stop = self._desk, path, CancelToken()
        self.choose_button.setEnabled(False)
        self.refused_button.hide()
        self.busy.begin(tr("Taking {file}…").format(file=path.name))
        self._pages.setCurrentWidget(self.busy)
        self.busy.cancel_button.setFocus()
        desk.jobs.write_long(
            _take,
            desk.store,
            desk.actor,
            path,
            # Not the token of the job: what was taken before the stop is still to be told.
            self._stop,
            then=self._on_taken,
            failed=self._on_failed,
            owner=self,
            progress=self._on_progress,
        )

    def _on_progress(self, done: int, total: int, words: str) -> None:
        self.busy.report(done, total, words)
        if not self._stop.cancelled:
            self.busy.detail.setText(words)

    def _on_taken(self, found: tuple[FeedReport, bool]) -> None:
        report, was_stopped = found
        name = self._path.name if self._path is not None else ""
        heading = tr("{file} is taken").format(file=name)
        if was_stopped:
            heading = tr("Stopped. What was taken of {file} stays.").format(file=name)
        elif report.refused:
            heading = trn(
                "{n} line of {file} was refused", "{n} lines of {file} were refused", report.refused
            ).format(file=name)
        self._show(heading, report_words(name, report, self._desk.now().astimezone(self._desk.zone)))
        self.refused_button.setVisible(report.refused > 0)

    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, Refused):
            self._show(error.title, f"{error.sentence}\n{error.remedy}".strip())
        else:
            self._show(tr("The file was not taken to its end"), tr("What was taken stays; try it again."))

    def _show(self, heading: str, details: str) -> None:
        self.outcome.setText(heading)
        self.details.setPlainText(details)
        self.choose_button.setEnabled(True)
        self._pages.setCurrentWidget(self._result)
        self.choose_button.setFocus()

    def _on_close(self) -> None:
        self._stop.cancel()
        self.closed.emit()

    def _arrange(self) -> None:
        scale = theme_of(self).scale
        head = QFrame()
        head.setObjectName("areaHead")
        inside = QVBoxLayout(head)
        inside.setContentsMargins(scale.large, scale.large, scale.large, scale.medium)
        header = PageHeader(tr("Take a feed file"))
        for button in (self.close_button, self.refused_button, self.choose_button):
            header.add_action(button)
        inside.addWidget(header)
        self.refused_button.hide()
        self._result = QWidget()
        result = QVBoxLayout(self._result)
        result.setContentsMargins(scale.large, scale.large, scale.large, scale.large)
        result.setSpacing(scale.medium)
        result.addWidget(self.outcome)
        result.addWidget(self.details, 1)
        self._pages = QStackedWidget()
        for page in (self.state, self.busy, self._result):
            self._pages.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self._pages, 1)
        self.setFocusProxy(self.choose_button)

    def _connect(self) -> None:
        self.busy.cancelled.connect(self._on_cancelled)
        within = Qt.ShortcutContext.WidgetWithChildrenShortcut
        leave = QShortcut(QKeySequence(QKeySequence.StandardKey.Cancel), self, context=within)
        leave.activated.connect(self._on_close)

    def _on_cancelled(self) -> None:
        self._stop.cancel()
        self.busy.detail.setText(tr("What was taken stays."))


def _take(
    store: Store, actor: User, path: Path, stop: CancelToken, progress: Progress
) -> tuple[FeedReport, bool]:
    size = path.stat().st_size if path.exists() else 0
    began = time.monotonic()

    def tell(read: int, taken: int) -> None:
        stop.check()
        progress.check()
        progress.report(read, size, _pace_words(read, size, taken, time.monotonic() - began))

    return ingest_until_stopped(store, actor, path, tell)


def _pace_words(read: int, size: int, taken: int, spent: float) -> str:
    left = max(spent, 0.001) * max(size - read, 0) / max(read, 1)
    return tr("{taken}, {rate} a second, {left} s left").format(
        taken=trn("{n} record", "{n} records", taken),
        rate=f"{taken / max(spent, 0.001):,.0f}",
        left=f"{left:,.0f}",
    )
