"""Import: choose a file, see what it would do, then let it be done, whole or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from desktop.bridge.cancel import CancelToken
from desktop.errors import Cancelled, Refused
from desktop.language import tr
from desktop.models.imports import ImportKind
from desktop.models.office import Role
from desktop.services.importing import import_file, preview_file, summary
from desktop.services.permission import require
from desktop.views.imports.busy import Busy
from desktop.views.imports.file_choice import FileChoice
from desktop.views.imports.findings import Findings
from desktop.views.kit.button import Button
from desktop.views.kit.empty_state import EmptyState
from desktop.views.kit.page_header import PageHeader
from desktop.views.kit.primary_button import PrimaryButton
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QDragEnterEvent, QDropEvent

    from desktop.bridge.desk import Desk
    from desktop.bridge.progress import Progress
    from desktop.models.imports import ImportReport
    from desktop.models.office import User
    from desktop.store.store import Store
    from desktop.views.remembered import Remembered


class ImportPage(QWidget):
    """A page over the area. ``write_wanted`` is the next step after clients were imported."""

    closed = Signal()
    imported = Signal(object)  # ImportReport
    write_wanted = Signal()

    def __init__(
        self,
        desk: Desk,
        remembered: Remembered,
        kind: ImportKind = ImportKind.ACCOUNTS,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Import"))
        self._desk, self._remembered = desk, remembered
        self._path: Path | None = None
        self._stop = CancelToken()
        self._running = False
        self.findings: Findings | None = None
        self.choice = FileChoice(kind, desk.notices)
        self.busy = Busy()
        self.state = EmptyState("import", "", "")
        self.close_button = Button(tr("Close"), self._on_close)
        self.again_button = Button(tr("Read the file again"), self._preview)
        self.write_button = PrimaryButton(tr("Write to them"), self.write_wanted.emit)
        self.import_button = PrimaryButton(tr("Import"), self._import)
        self._arrange()
        self._connect()
        self._begin()

    def take_file(self, path: Path) -> None:
        """Look through this file."""
        if self._running or not self.acceptDrops():
            return
        self._path = path
        self.choice.show_file(path)
        self._preview()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        urls = event.mimeData().urls()
        if len(urls) == 1 and urls[0].isLocalFile() and not self._running:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.take_file(Path(event.mimeData().urls()[0].toLocalFile()))

    def _arrange(self) -> None:
        scale = theme_of(self).scale
        head = QFrame()
        head.setObjectName("areaHead")
        inside = QVBoxLayout(head)
        inside.setContentsMargins(scale.large, scale.large, scale.large, scale.medium)
        inside.setSpacing(scale.medium)
        header = PageHeader(tr("Import"))
        for button in (self.close_button, self.again_button, self.import_button, self.write_button):
            header.add_action(button)
        inside.addWidget(header)
        inside.addWidget(self.choice)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.state)
        self._pages.addWidget(self.busy)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self._pages, 1)
        self.setFocusProxy(self.choice.choose_button)

    def _connect(self) -> None:
        self.choice.file_chosen.connect(self.take_file)
        self.choice.kind_chosen.connect(self._on_kind_chosen)
        self.busy.cancelled.connect(self._on_cancelled)
        within = Qt.ShortcutContext.WidgetWithChildrenShortcut
        leave = QShortcut(QKeySequence(QKeySequence.StandardKey.Cancel), self, context=within)
        leave.activated.connect(self._on_close)

    def _begin(self) -> None:
        words = tr("Choose a CSV file or drop it here. You see what it would do before anything is stored.")
        try:
            require(self._desk.actor, Role.ADMIN)
        except Refused as refusal:
            self.choice.setEnabled(False)
            self._show_state(refusal.title, f"{refusal.sentence} {refusal.remedy}")
            return
        self.setAcceptDrops(True)
        self._show_state(tr("No file chosen yet"), words)

    # Reading

    def _preview(self) -> None:
        if self._path is None:
            return
        self._run(tr("Reading {file}…").format(file=self._path.name), "")
        desk = self._desk
        desk.jobs.read(
            _looked,
            desk.store,
            desk.actor,
            self.choice.kind,
            self._path,
            self._stop,
            then=self._on_looked,
            failed=self._on_failed,
            progress=self.busy.report,
            owner=self,
        )

    def _on_looked(self, report: ImportReport | None) -> None:
        if report is None:
            self._on_stopped()
            return
        self._running = False
        self._drop_findings()
        self.findings = findings = Findings(self._desk, self._remembered, report)
        findings.decided.connect(self._show_buttons)
        self._pages.addWidget(findings)
        self._show(findings)
        first = findings.leave_out if findings.leave_out.isVisible() else self.import_button
        first.setFocus()

    # Importing

    def _import(self) -> None:
        if self._path is None or self.findings is None or not self.findings.may_import:
            return
        skip = bool(self.findings.report.faults)
        self._run(
            tr("Importing {file}…").format(file=self._path.name),
            tr("Everything is stored in one step at the end. Cancel, and nothing is."),
        )
        desk = self._desk
        desk.jobs.write(
            _taken,
            desk.store,
            desk.actor,
            self.choice.kind,
            self._path,
            skip,
            self._stop,
            then=self._on_imported,
            failed=self._on_failed,
            progress=self.busy.report,
            owner=self,
        )

    def _on_imported(self, report: ImportReport | None) -> None:
        if report is None:
            self._on_stopped()
            return
        if not report.written:
            # The file is another one than the one that was looked through.
            self._on_looked(report)
            return
        self._running = False
        self._drop_findings()
        self._path = None
        self._show_state(summary(report), _next_words(report.kind))
        self.write_button.setVisible(report.kind is ImportKind.ACCOUNTS)
        (self.write_button if report.kind is ImportKind.ACCOUNTS else self.close_button).setFocus()
        self.imported.emit(report)

    def _on_cancelled(self) -> None:
        self._stop.cancel()

    def _on_stopped(self) -> None:
        self._running = False
        if self.findings is not None:
            self._show(self.findings)
            self.import_button.setFocus()
            return
        self._show_state(tr("Stopped"), tr("Nothing was imported."))
        self.again_button.setFocus()

    def _on_failed(self, error: Exception) -> None:
        self._running = False
        self._drop_findings()
        if isinstance(error, Refused):
            self._show_state(error.title, f"{error.sentence} {error.remedy}".strip())
        else:
            self._show_state(tr("The file could not be read"), tr("Nothing was imported."))
        self.choice.choose_button.setFocus()

    def _on_kind_chosen(self) -> None:
        self._drop_findings()
        if self._path is not None:
            self._preview()
        else:
            self._begin()

    def _on_close(self) -> None:
        """While something runs it is called off first."""
        if self._running:
            self.busy.cancel_button.click()
            return
        self.closed.emit()

    # What is shown

    def _run(self, sentence: str, detail: str) -> None:
        self._stop = CancelToken()
        self._running = True
        self.busy.begin(sentence, detail)
        self._show(self.busy)
        self.busy.cancel_button.setFocus()

    def _show_state(self, title: str, sentence: str) -> None:
        self.state.set_words(title, sentence)
        self._show(self.state)

    def _show(self, page: QWidget) -> None:
        self._pages.setCurrentWidget(page)
        self.choice.setEnabled(self.acceptDrops() and not self._running)
        self.write_button.hide()
        self._show_buttons()

    def _show_buttons(self) -> None:
        findings = self.findings if self._pages.currentWidget() is self.findings else None
        self.close_button.setEnabled(not self._running)
        self.again_button.setVisible(not self._running and self._path is not None)
        self.import_button.setVisible(findings is not None)
        if findings is not None:
            self.import_button.relabel(findings.button_words)
            self.import_button.setEnabled(findings.may_import)

    def _drop_findings(self) -> None:
        if self.findings is not None:
            self._pages.removeWidget(self.findings)
            self.findings.hide()
            self.findings.deleteLater()
            self.findings = None


def _next_words(kind: ImportKind) -> str:
    if kind is ImportKind.ACCOUNTS:
        return tr("All open accounts among them can be written to now.")
    if kind is ImportKind.BANKING:
        return tr("Choose another file, or close this page.")
    return tr("They can be chosen as who works here, in the settings.")


def _looked(
    store: Store, actor: User, kind: ImportKind, path: Path, stop: CancelToken, *, progress: Progress
) -> ImportReport | None:
    """None when it was called off."""
    return _or_none(lambda: preview_file(store, actor, kind, path, progress=_told(stop, progress)))


def _taken(
    store: Store,
    actor: User,
    kind: ImportKind,
    path: Path,
    skip: bool,  # noqa: FBT001 - jobs hand on positions
    stop: CancelToken,
    *,
    progress: Progress,
) -> ImportReport | None:
    """None when it was called off; nothing is stored then."""
    return _or_none(
        lambda: import_file(store, actor, kind, path, skip_faulty=skip, progress=_told(stop, progress))
    )


def _or_none(act: Callable[[], Any]) -> Any:
    """A job that is called off is silent; this page waits for a word of it."""
    try:
        return act()
    except Cancelled:
        return None


def _told(stop: CancelToken, progress: Progress) -> Callable[[int, int], None]:
    def told(done: int, total: int) -> None:
        stop.check()
        progress.report(done, total)

    return told
