"""Import: choose a file, see what it would do, then let it be done, whole or not at all."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from desktop.bridge.cancel import CancelToken
from desktop.errors import Refused
from desktop.language import tr
from desktop.models.imports import ImportKind, Reading
from desktop.models.office import Role
from desktop.services.import_files.watched_file import OtherEncoding
from desktop.services.importing import summary
from desktop.services.permission import require
from desktop.views.imports import import_jobs
from desktop.views.imports.columns import Columns
from desktop.views.imports.encoding_choice import EncodingChoice
from desktop.views.imports.file_choice import FileChoice
from desktop.views.imports.finding_words import closing_question
from desktop.views.imports.findings import Findings
from desktop.views.kit.busy import Busy
from desktop.views.kit.button import Button
from desktop.views.kit.confirm import Confirm
from desktop.views.kit.empty_state import EmptyState
from desktop.views.kit.page_header import PageHeader
from desktop.views.kit.primary_button import PrimaryButton
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from PySide6.QtGui import QDragEnterEvent, QDropEvent

    from desktop.bridge.desk import Desk
    from desktop.models.imports import FileLook, ImportReport
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
        self._choices: import_jobs.Choices | None = None
        self.columns: Columns | None = None
        self.findings: Findings | None = None
        self.choice = FileChoice(kind, desk.notices)
        self.busy = Busy()
        self.encodings = EncodingChoice()
        self.state = EmptyState("import", "", "", self.encodings)
        self.close_button = Button(tr("Close"), self._on_close)
        self.again_button = Button(tr("Read the file again"), self._look)
        self.columns_button = Button(tr("Columns…"), self.show_columns)
        self.check_button = PrimaryButton(tr("Check the file"), self._check)
        self.write_button = PrimaryButton(tr("Write to them"), self.write_wanted.emit)
        self.import_button = PrimaryButton(tr("Import"), self._on_import)
        self._arrange()
        self._connect()
        self._begin()

    def take_file(self, path: Path) -> None:
        """Look through this file."""
        if self._running or not self.acceptDrops():
            return
        self._path = path
        self.choice.show_file(path)
        self._look()

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
        for button in (
            self.close_button,
            self.again_button,
            self.columns_button,
            self.check_button,
            self.import_button,
            self.write_button,
        ):
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
        self.encodings.chosen.connect(lambda name: self._look(Reading(encoding=name, delimiter="")))
        within = Qt.ShortcutContext.WidgetWithChildrenShortcut
        leave = QShortcut(QKeySequence(QKeySequence.StandardKey.Cancel), self, context=within)
        leave.activated.connect(self._on_close)

    def _begin(self) -> None:
        words = tr(
            "Choose a CSV or TSV file or a spreadsheet, or drop it here."
            " You see what it would do before anything is stored."
        )
        try:
            require(self._desk.actor, Role.ADMIN)
        except Refused as refusal:
            self.choice.setEnabled(False)
            self._show_state(refusal.title, f"{refusal.sentence} {refusal.remedy}")
            return
        self.setAcceptDrops(True)
        self._show_state(tr("No file chosen yet"), words)

    # Reading

    def _look(self, reading: Reading | None = None) -> None:
        if self._path is None:
            return
        self._drop_columns()
        self._run(tr("Reading {file}…").format(file=self._path.name), "")
        desk = self._desk
        desk.jobs.read(
            import_jobs.look,
            desk.store,
            desk.actor,
            self.choice.kind,
            self._path,
            reading,
            then=lambda look: self._on_looked(look, is_first=reading is None),
            failed=self._on_failed,
            owner=self,
        )

    def _on_looked(self, look: FileLook, *, is_first: bool) -> None:
        """Where nothing is open the file is checked at once; else the person is asked."""
        self._running = False
        self.columns = columns = Columns(look)
        columns.changed.connect(self._show_buttons)
        columns.reading_changed.connect(self._look)
        columns.kind_wanted.connect(self._on_kind_wanted)
        self._pages.addWidget(columns)
        if self._stop.cancelled:
            self._on_stopped()
        elif is_first and not columns.problem and (look.certain or look.remembered):
            self._check()
        else:
            self.show_columns()

    def show_columns(self) -> None:
        """How the file is read and matched, to be changed."""
        if self.columns is not None:
            self._drop_findings()
            self._show(self.columns)
            self.columns.focus_first_gap()

    def _check(self, *, is_whole: bool = False) -> None:
        if self._path is None or self.columns is None:
            return
        if self.columns.problem:
            self.columns.show_problems()
            return
        self._run(tr("Checking {file}…").format(file=self._path.name), "")
        self._choices = import_jobs.Choices(self.columns.plan, is_whole=is_whole)
        desk = self._desk
        desk.jobs.read(
            import_jobs.check,
            desk.store,
            desk.actor,
            self._path,
            self._choices,
            self._stop,
            then=self._on_checked,
            failed=self._on_failed,
            progress=self.busy.report,
            owner=self,
        )

    def _on_checked(self, report: ImportReport | None) -> None:
        if report is None or self._choices is None:
            self._on_stopped()
            return
        self._running = False
        self._drop_findings()
        is_whole = self._choices.is_whole
        self.findings = findings = Findings(self._desk, self._remembered, report, is_whole=is_whole)
        findings.decided.connect(self._show_buttons)
        findings.whole_wanted.connect(lambda on: self._check(is_whole=on))
        self._pages.addWidget(findings)
        self._show(findings)
        asked = (findings.leave_out, self.import_button, findings.lists.tabs)
        next((each for each in asked if each.isVisible() and each.isEnabled()), self.close_button).setFocus()

    # Importing

    def _on_import(self) -> None:
        """What closes most of an office's accounts is asked for twice."""
        findings = self.findings
        if findings is None or not findings.may_import:
            return
        if findings.report.closes_most:
            question, sentence = closing_question(findings.report)
            Confirm(self, question, sentence, findings.button_words, self._import, danger=True).open()
        else:
            self._import()

    def _import(self) -> None:
        if self._path is None or self._choices is None or self.findings is None:
            return
        self._choices = replace(self._choices, skip_faulty=bool(self.findings.report.faults))
        self._run(
            tr("Importing {file}…").format(file=self._path.name),
            tr("Everything is stored in one step at the end. Cancel, and nothing is."),
        )
        desk = self._desk
        desk.jobs.write(
            import_jobs.take,
            desk.store,
            desk.actor,
            self._path,
            self._choices,
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
            # The file is another one than the one that was checked.
            self._running = False
            self._drop_findings()
            self._check(is_whole=self._choices is not None and self._choices.is_whole)
            return
        self._running = False
        self._drop_findings()
        self._drop_columns()
        self._path = None
        self._show_state(summary(report), _next_words(report))
        can_write = report.kind is ImportKind.ACCOUNTS and bool(report.stored)
        self.write_button.setVisible(can_write)
        (self.write_button if can_write else self.close_button).setFocus()
        self.imported.emit(report)

    def _on_cancelled(self) -> None:
        self._stop.cancel()

    def _on_stopped(self) -> None:
        self._running = False
        if self.findings is not None:
            self._show(self.findings)
            self.import_button.setFocus()
            return
        if self.columns is not None:
            self.show_columns()
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
        if isinstance(error, OtherEncoding):
            self.encodings.offer()

    def _on_kind_chosen(self) -> None:
        if self._path is not None:
            self._look()
        else:
            self._begin()

    def _on_kind_wanted(self, kind: ImportKind) -> None:
        self.choice.show_kind(kind)
        self._look()

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
        self.encodings.hide()
        self.state.set_words(title, sentence)
        self._show(self.state)

    def _show(self, page: QWidget) -> None:
        self._pages.setCurrentWidget(page)
        self.choice.setEnabled(self.acceptDrops() and not self._running)
        self.write_button.hide()
        self._show_buttons()

    def _show_buttons(self) -> None:
        shown = self._pages.currentWidget()
        findings = self.findings if shown is self.findings else None
        self.close_button.setEnabled(not self._running)
        self.again_button.setVisible(not self._running and self._path is not None)
        self.columns_button.setVisible(findings is not None)
        self.check_button.setVisible(self.columns is not None and shown is self.columns)
        self.import_button.setVisible(findings is not None)
        if findings is not None:
            self.import_button.relabel(findings.button_words)
            self.import_button.setEnabled(findings.may_import)

    def _drop_columns(self) -> None:
        self._drop_findings()
        self._drop(self.columns)
        self.columns = None

    def _drop_findings(self) -> None:
        self._drop(self.findings)
        self.findings = None

    def _drop(self, page: QWidget | None) -> None:
        if page is not None:
            self._pages.removeWidget(page)
            page.hide()
            page.deleteLater()


def _next_words(report: ImportReport) -> str:
    if report.kind is ImportKind.ACCOUNTS:
        if not report.stored:
            return tr("Nothing can be sent to a closed account.")
        return tr("All open accounts among them can be written to now.")
    if report.kind is ImportKind.BANKING:
        return tr("Choose another file, or close this page.")
    return tr("They can be chosen as who works here, in the settings.")
