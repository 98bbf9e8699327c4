"""What is imported and from which file; and an example for who has none yet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.errors import Refused
from desktop.language import tr
from desktop.models.imports import ImportKind
from desktop.services.import_files.examples import save_example
from desktop.views.imports.kind_words import example_name, kind_help, kind_title
from desktop.views.kit.button import Button
from desktop.views.kit.choice_box import ChoiceBox
from desktop.views.kit.elided import ElidedLabel
from desktop.views.kit.file_dialogs import FilePurpose, file_dialog
from desktop.views.kit.words import Words
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from desktop.bridge.notices import NoticeBus


class FileChoice(QWidget):
    """``kind_chosen`` and ``file_chosen`` are told only of what a person chose."""

    kind_chosen = Signal()
    file_chosen = Signal(object)  # Path

    def __init__(self, kind: ImportKind, notices: NoticeBus, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._notices = notices
        self.kinds = ChoiceBox()
        for each in ImportKind:
            self.kinds.addItem(kind_title(each), each)
        self.kinds.setCurrentIndex(self.kinds.findData(kind))
        self.help = Words("", "quiet").wrapped()
        self.file_name = ElidedLabel(tr("No file chosen"), "quiet", middle=True)
        self.choose_button = Button(tr("Choose file…"), self.ask_for_file)
        self.example_button = Button(tr("Save an example file…"), self._ask_for_example, variant="link")
        self._arrange()
        self.kinds.activated.connect(self._on_kind_chosen)
        self._show_help()

    @property
    def kind(self) -> ImportKind:
        return ImportKind(self.kinds.currentData())

    def show_file(self, path: Path) -> None:
        """This file was chosen."""
        self.file_name.setText(path.name)
        self.file_name.set_look("strong")

    def ask_for_file(self) -> None:
        dialog = file_dialog(self, tr("Choose the file to import"), FilePurpose.IMPORT)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([tr("Lists (*.csv *.tsv *.txt *.xlsx *.ods)"), tr("All files (*)")])
        dialog.fileSelected.connect(lambda path: self.file_chosen.emit(Path(path)))
        dialog.open()

    def save_example(self, path: Path) -> None:
        """Write a file with every column of the chosen kind."""
        try:
            save_example(self.kind, path)
        except Refused as refusal:
            self._notices.trouble(refusal)
            return
        self._notices.tell(tr("Saved as {file}.").format(file=path.name))

    def show_kind(self, kind: ImportKind) -> None:
        """The file turned out to be of this kind."""
        self.kinds.setCurrentIndex(self.kinds.findData(kind))
        self._show_help()

    def _ask_for_example(self) -> None:
        dialog = file_dialog(self, tr("Save an example file"), FilePurpose.IMPORT)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.selectFile(example_name(self.kind))
        dialog.fileSelected.connect(lambda path: self.save_example(Path(path)))
        dialog.open()

    def _arrange(self) -> None:
        scale = theme_of(self).scale
        first = QHBoxLayout()
        first.setSpacing(scale.medium)
        first.addWidget(self._label(tr("Import"), self.kinds))
        first.addWidget(self.kinds)
        first.addWidget(self.help, 1)
        second = QHBoxLayout()
        second.setSpacing(scale.medium)
        second.addWidget(self._label(tr("File"), self.choose_button))
        second.addWidget(self.choose_button)
        second.addWidget(self.file_name, 1)
        second.addWidget(self.example_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scale.small)
        column.addLayout(first)
        column.addLayout(second)

    def _label(self, words: str, widget: QWidget) -> Words:
        label = Words(words)
        label.setMinimumWidth(theme_of(self).scale.width_label)
        label.setBuddy(widget)
        widget.setAccessibleName(widget.accessibleName() or words)
        return label

    def _on_kind_chosen(self) -> None:
        self._show_help()
        self.kind_chosen.emit()

    def _show_help(self) -> None:
        self.help.setText(kind_help(self.kind))
