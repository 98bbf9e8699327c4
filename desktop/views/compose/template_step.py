"""Step 1: an existing template, a new one, or a message that is written once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QCompleter,
    QHBoxLayout,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from desktop.language import tr
from desktop.models.outgoing import ComposeMode
from desktop.views.kit.button import Button
from desktop.views.kit.choice_box import ChoiceBox
from desktop.views.kit.problem_words import ProblemWords
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.models.outgoing import MessageDraft


class TemplateStep(QWidget):
    """``template_chosen`` brings the id; ``changed`` follows any change; ``save_asked`` the button."""

    changed = Signal()
    template_chosen = Signal(int)
    save_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._template_id: int | None = None
        self._radios: dict[ComposeMode, QRadioButton] = {}
        self._fields: dict[ComposeMode, QWidget] = {}
        self._group = QButtonGroup(self)
        self.combo = self._make_combo()
        self.name = QLineEdit()
        self.name.setAccessibleName(tr("Name of the template"))
        self.name.setPlaceholderText(tr("Name of the template"))
        self.name.setMaxLength(200)
        self.save = Button(tr("Save template"), self.save_asked.emit)
        self.combo_problem, self.name_problem = ProblemWords(self.combo), ProblemWords(self.name)
        self._arrange()
        self._group.buttonClicked.connect(self._on_mode_clicked)
        self.combo.activated.connect(self._on_activated)
        self.name.textEdited.connect(self.changed)
        self._show_mode()

    @property
    def mode(self) -> ComposeMode:
        return next(mode for mode, radio in self._radios.items() if radio.isChecked())

    @property
    def template_id(self) -> int | None:
        return self._template_id if self.mode is ComposeMode.EXISTING_TEMPLATE else None

    def show_draft(self, draft: MessageDraft) -> None:
        self._template_id = draft.template_id
        self._radios[draft.mode].setChecked(True)
        self.name.setText(draft.template_name)
        self._pick()
        self._show_mode()

    def set_mode(self, mode: ComposeMode) -> None:
        self._radios[mode].setChecked(True)
        self._show_mode()

    def set_templates(self, names: Sequence[tuple[int, str]]) -> None:
        """What there is to choose from; the choice stays."""
        self.combo.clear()
        for number, name in names:
            self.combo.addItem(name, number)
        line = self.combo.lineEdit()
        if line is not None:
            line.setPlaceholderText(tr("Choose a template") if names else tr("There are no templates yet"))
        self._pick()

    @property
    def chosen_radio(self) -> QRadioButton:
        """The button of the chosen way."""
        return self._radios[self.mode]

    def first_field(self) -> QWidget:
        """Where a person goes on in the chosen way."""
        fields: dict[ComposeMode, QWidget] = {
            ComposeMode.EXISTING_TEMPLATE: self.combo,
            ComposeMode.NEW_TEMPLATE: self.name,
        }
        return fields.get(self.mode, self.chosen_radio)

    def _make_combo(self) -> ChoiceBox:
        combo = ChoiceBox()
        combo.setAccessibleName(tr("Template"))
        combo.setEditable(True)
        combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        combo.setMinimumContentsLength(12)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        completer = QCompleter(combo.model(), combo)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        combo.setCompleter(completer)
        return combo

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        words = {
            ComposeMode.EXISTING_TEMPLATE: tr("Use an existing template"),
            ComposeMode.NEW_TEMPLATE: tr("Create a new template"),
            ComposeMode.ONE_TIME: tr("One-time message"),
        }
        fields = {
            ComposeMode.EXISTING_TEMPLATE: self._below((self.combo,), self.combo_problem),
            ComposeMode.NEW_TEMPLATE: self._below((self.name, self.save), self.name_problem),
        }
        for mode, text in words.items():
            radio = QRadioButton(text)
            radio.setMinimumHeight(theme_of(self).scale.row_comfortable)
            self._radios[mode] = radio
            self._group.addButton(radio)
            column.addWidget(radio)
            if mode in fields:
                self._fields[mode] = fields[mode]
                column.addWidget(fields[mode])
        self._radios[ComposeMode.ONE_TIME].setChecked(True)

    def _below(self, parts: tuple[QWidget, ...], problem: ProblemWords) -> QWidget:
        """What belongs to one way, beneath its words; seen only while that way is chosen."""
        scale = theme_of(self).scale
        field = QWidget()
        row = QHBoxLayout()
        row.setSpacing(scale.small)
        for stretch, part in zip((1, 0), parts, strict=False):
            row.addWidget(part, stretch)
        column = QVBoxLayout(field)
        column.setContentsMargins(scale.wide, 0, 0, scale.tiny)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(problem)
        return field

    def _pick(self) -> None:
        self.combo.setCurrentIndex(
            -1 if self._template_id is None else self.combo.findData(self._template_id)
        )

    def _show_mode(self) -> None:
        for mode, field in self._fields.items():
            field.setVisible(mode is self.mode)

    def _on_mode_clicked(self) -> None:
        self._show_mode()
        if self.mode is not ComposeMode.ONE_TIME:
            self.first_field().setFocus()
        self.changed.emit()

    def _on_activated(self, index: int) -> None:
        self._template_id = self.combo.itemData(index)
        if self._template_id is not None:
            self.template_chosen.emit(self._template_id)
        self.changed.emit()
