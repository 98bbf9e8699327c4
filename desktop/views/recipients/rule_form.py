"""The conditions of a rule: type, language, how an account can be reached, and since when it has been open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QCheckBox, QDateEdit, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.models.account_group import GroupRule
from desktop.models.channel import Channel
from desktop.views.kit.delivery_words import channel_word
from desktop.views.kit.form_rows import FormRows
from desktop.views.kit.group_words import language_words, type_words
from desktop.views.kit.section_picking import SectionPicker
from desktop.views.kit.words import Words
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from desktop.services.recipient_evaluation import RuleWords

_ABREAST = 4


class RuleForm(QWidget):
    """What is not ticked asks for nothing; ``words`` are the types and languages to choose from."""

    changed = Signal()

    def __init__(self, words: RuleWords, rule: GroupRule, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # What a rule asks for stays to be unticked also when no account has it any more.
        types = dict.fromkeys((*words.account_types, *sorted(rule.account_types)))
        languages = dict.fromkeys((*words.languages, *sorted(rule.languages)))
        self.types = _boxes(types, type_words, rule.account_types)
        self.languages = _boxes(languages, language_words, rule.languages)
        self.ways = _boxes(Channel, channel_word, rule.channels)
        self.since = QCheckBox(tr("Opened since"))
        self.day = QDateEdit()
        self._build(rule, today)
        self._arrange()
        self._connect()

    @property
    def rule(self) -> GroupRule:
        """What is asked for now."""
        day = self.day.date().toPython()
        return GroupRule(
            _ticked(self.types),
            _ticked(self.languages),
            frozenset(Channel(value) for value in _ticked(self.ways)),
            day if self.since.isChecked() else None,  # type: ignore[arg-type]
        )

    def _build(self, rule: GroupRule, today: date) -> None:
        since = rule.opened_since or today.replace(month=1, day=1)
        self.day.setDisplayFormat("d MMM yyyy")
        self.day.lineEdit().setTextMargins(theme_of(self).scale.tiny, 0, 0, 0)
        self.day.setDate(QDate(since.year, since.month, since.day))
        self.day.setAccessibleName(tr("Opened since"))
        SectionPicker(self.day)
        self.since.setChecked(rule.opened_since is not None)
        self.day.setEnabled(self.since.isChecked())

    def _arrange(self) -> None:
        form = FormRows()
        form.add_step(tr("Type"), _row(self.types.values()))
        form.add_step(tr("Language"), _row(self.languages.values()))
        form.add_step(tr("Reachable by"), _row(self.ways.values()))
        opened = QWidget()
        row = QHBoxLayout(opened)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme_of(self).scale.small)
        row.addWidget(self.since)
        row.addWidget(self.day)
        row.addStretch(1)
        form.add_step(tr("Opened"), opened)
        form.add_step(tr("Status"), Words(tr("Always open: nobody else can be written to."), "quiet"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(form)

    def _connect(self) -> None:
        for box in (*self.types.values(), *self.languages.values(), *self.ways.values(), self.since):
            box.toggled.connect(lambda _on: self.changed.emit())
        self.since.toggled.connect(self.day.setEnabled)
        self.day.dateChanged.connect(lambda _day: self.changed.emit())


def _boxes(values: Iterable[str], words: Callable[..., str], ticked: Iterable[str]) -> dict[str, QCheckBox]:
    boxes = {value: QCheckBox(words(value).replace("&", "&&")) for value in values}
    for value in ticked:
        boxes[value].setChecked(True)
    return boxes


def _ticked(boxes: dict[str, QCheckBox]) -> frozenset[str]:
    return frozenset(value for value, box in boxes.items() if box.isChecked())


def _row(boxes: Iterable[QCheckBox]) -> QWidget:
    block = QWidget()
    grid = QGridLayout(block)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setVerticalSpacing(0)
    grid.setHorizontalSpacing(theme_of(block).scale.small)
    for at, box in enumerate(boxes):
        grid.addWidget(box, at // _ABREAST, at % _ABREAST)
    for column in range(_ABREAST):
        grid.setColumnStretch(column, 1)
    return block
