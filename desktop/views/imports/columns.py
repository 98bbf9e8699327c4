"""How a file is read and which of its columns fills which field, to be looked at and changed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.models.imports import FileFormat, ImportPlan
from desktop.services.import_files.encodings import DELIMITERS, ENCODINGS, delimiter_title, encoding_title
from desktop.services.import_files.kinds import FIELDS
from desktop.services.import_files.matching import lacking
from desktop.views.imports.field_words import field_title
from desktop.views.imports.kind_words import kind_title
from desktop.views.kit.button import Button
from desktop.views.kit.choice_box import ChoiceBox
from desktop.views.kit.elided import ElidedLabel
from desktop.views.kit.field import Field
from desktop.views.kit.form_scroll import FormScroll
from desktop.views.kit.words import Words
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from desktop.models.imports import FileLook
    from desktop.services.import_files.field import Field as FileField

_MOST_SAMPLES = 3
_CHARACTERS = 18
_MOST_OF_LINE = 200  # characters


class Columns(QWidget):
    """``reading_changed`` asks for another look; ``kind_wanted`` takes the file for another kind of list."""

    changed = Signal()
    reading_changed = Signal(object)  # Reading
    kind_wanted = Signal(object)  # ImportKind

    def __init__(self, look: FileLook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._fields = FIELDS[look.plan.kind]
        self.sentence = Words("").wrapped()
        self.switch_button = Button(tr("Import it as another list"), self._on_switch, variant="link")
        self.encodings, self.delimiters, self.sheets = ChoiceBox(), ChoiceBox(), ChoiceBox()
        self.choosers = [self._chooser(place) for place in range(len(self._fields))]
        self._samples = [ElidedLabel("", "quiet") for _ in self._fields]
        self._shows_problems = False
        self._arrange()
        self._fill_reading()
        self._on_matched()

    @property
    def plan(self) -> ImportPlan:
        """As it is chosen now."""
        return replace(self.look.plan, places=tuple(chooser.currentData() for chooser in self.choosers))

    @property
    def problem(self) -> str:
        """What keeps the file from being checked, in words."""
        if not any(place is not None for place in self.plan.places):
            first = ", ".join(filter(None, self.look.header))
            return tr("None of its columns is known. Is it the right file? Its first line is: {line}").format(
                line=first[:_MOST_OF_LINE]
            )
        missing = [field_title(field.name) for field in lacking(self.look.plan.kind, self.plan.places)]
        if missing:
            return tr("Choose the columns for: {names}.").format(names=", ".join(missing))
        chosen = [place for place in self.plan.places if place is not None]
        twice = sorted({self.look.header[place] for place in chosen if chosen.count(place) > 1})
        if twice:
            return tr("These columns are chosen twice: {names}.").format(names=", ".join(twice))
        return ""

    def focus_first_gap(self) -> None:
        """Where the next choice is to be made."""
        self.choosers[min(self._troubles(), default=0)].setFocus()

    def show_problems(self) -> None:
        """Say beside each field what keeps the file from being checked, until it is mended."""
        self._shows_problems = True
        self._show_samples()
        self.focus_first_gap()

    def _troubles(self) -> dict[int, str]:
        """What is wrong with the choice for a field, by its place."""
        places = self.plan.places
        missing = lacking(self.look.plan.kind, places)
        words = {self._fields.index(field): tr("Choose the column that holds it.") for field in missing}
        twice = tr("This column is chosen twice.")
        return words | {
            at: twice for at, place in enumerate(places) if place is not None and places.count(place) > 1
        }

    # How it is laid out

    def _arrange(self) -> None:
        scale = theme_of(self).scale
        head = QVBoxLayout()
        head.setContentsMargins(scale.large, scale.medium, scale.large, scale.small)
        head.setSpacing(scale.small)
        self.switch_button.setVisible(False)
        head.addWidget(self.sentence)
        head.addWidget(self.switch_button, 0, Qt.AlignmentFlag.AlignLeft)
        head.addLayout(self._reading_row())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._matches(), 1)

    def _reading_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme_of(self).scale.large)
        is_text = self.look.plan.reading.format is FileFormat.TEXT
        if is_text:
            row.addWidget(Field(tr("Encoding"), self.encodings))
            row.addWidget(Field(tr("Columns are separated by"), self.delimiters))
        else:
            row.addWidget(Field(tr("Sheet"), self.sheets))
        for box in (self.encodings, self.delimiters) if not is_text else (self.sheets,):
            box.setParent(self)
            box.setAccessibleName(tr("Does not matter for this file"))
            box.hide()
        row.addStretch(1)
        return row

    def _matches(self) -> FormScroll:
        scale = theme_of(self).scale
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(scale.large, scale.small, scale.large, scale.large)
        grid.setHorizontalSpacing(scale.large)
        grid.setVerticalSpacing(scale.small)
        for place, words in enumerate((tr("Field"), tr("Column of the file"), tr("What stands there"))):
            grid.addWidget(Words(words, "caption"), 0, place)
        for row, field in enumerate(self._fields):
            chooser = self.choosers[row]
            label = Words(self._title(field), "strong" if field.required else "")
            label.setBuddy(chooser)
            chooser.setAccessibleName(self._title(field))
            for place, part in enumerate((label, chooser, self._samples[row])):
                grid.addWidget(part, row + 1, place)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 2)
        grid.setRowStretch(len(self._fields) + 1, 1)
        return FormScroll(inside)

    @staticmethod
    def _title(field: FileField) -> str:
        title = field_title(field.name)
        return tr("{field} (needed)").format(field=title) if field.required else title

    # What is chosen

    def _chooser(self, place: int) -> ChoiceBox:
        chooser = ChoiceBox()
        # Not as wide as the longest name: a sentence for a name would push the samples out of view.
        chooser.setMinimumContentsLength(_CHARACTERS)
        chooser.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        chooser.addItem(tr("none"), None)
        for at, name in enumerate(self.look.header):
            chooser.addItem(name or tr("column {n} without a name").format(n=at + 1), at)
        found = self.look.plan.places[place]
        chooser.setCurrentIndex(0 if found is None else found + 1)
        chooser.activated.connect(self._on_matched)
        return chooser

    def _fill_reading(self) -> None:
        reading = self.look.plan.reading
        for encoding in ENCODINGS:
            self.encodings.addItem(encoding_title(encoding), encoding)
        for delimiter in DELIMITERS:
            self.delimiters.addItem(delimiter_title(delimiter), delimiter)
        for sheet in self.look.sheets:
            self.sheets.addItem(sheet, sheet)
        chosen = (
            (self.encodings, reading.encoding),
            (self.delimiters, reading.delimiter),
            (self.sheets, reading.sheet),
        )
        for box, value in chosen:
            box.setCurrentIndex(box.findData(value))
            box.activated.connect(self._on_reading_chosen)

    def _on_reading_chosen(self) -> None:
        wanted = replace(
            self.look.plan.reading,
            encoding=self.encodings.currentData() or "",
            delimiter=self.delimiters.currentData() or "",
            sheet=self.sheets.currentData() or "",
        )
        if wanted != self.look.plan.reading:
            self.reading_changed.emit(wanted)

    def _on_switch(self) -> None:
        self.kind_wanted.emit(self.look.better_kind)

    def _on_matched(self) -> None:
        self._show_samples()
        better = self.look.better_kind
        self.sentence.setText(self._sentence())
        if better is not None:
            self.switch_button.relabel(tr("Import it as: {kind}").format(kind=kind_title(better)))
        self.switch_button.setVisible(better is not None)
        self.changed.emit()

    def _show_samples(self) -> None:
        troubles = self._troubles() if self._shows_problems else {}
        for at, (chooser, sample, field) in enumerate(
            zip(self.choosers, self._samples, self._fields, strict=True)
        ):
            trouble = troubles.get(at, "")
            sample.set_look("problem" if trouble else "quiet")
            sample.setText(trouble or self._sample(chooser.currentData(), field))
            chooser.setProperty("problem", bool(trouble))
            chooser.setAccessibleDescription(trouble)
            chooser.style().polish(chooser)

    def _sample(self, place: int | None, field: FileField) -> str:
        if place is None:
            return ""
        texts = dict.fromkeys(row[place] for row in self.look.samples if row[place])
        shown = ", ".join([*texts][:_MOST_SAMPLES]) or tr("nothing in the first rows")
        if field.has_zeros and place in self.look.numeric:
            return tr("{values} (numbers, which have lost any leading zeros)").format(values=shown)
        return shown

    def _sentence(self) -> str:
        if self.look.better_kind is not None:
            return tr("By its columns this looks like another list: {kind}.").format(
                kind=kind_title(self.look.better_kind)
            )
        if not self.look.certain:
            guess = tr(
                "The encoding is a guess. See whether names with accents are right, or choose another."
            )
            return f"{guess} {self.problem}".strip()
        if self.problem:
            return self.problem
        if self.plan.places != self.look.plan.places:
            return tr(
                "The columns are matched as you chose. Nothing is stored before you have seen what it does."
            )
        if self.look.remembered:
            return tr("The columns are matched as when such a file was imported last.")
        return tr("The columns are matched by their names. Change what is not right.")
