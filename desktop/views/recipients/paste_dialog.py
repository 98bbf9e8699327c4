"""Takes account numbers as they come, and says of each that cannot be chosen why not, before anything is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.language import tr, trn
from desktop.services.csv_writing import guarded_copy
from desktop.services.recipient_pasting import PastedNumbers, pasted_numbers
from desktop.views.kit.button import Button
from desktop.views.kit.screen_room import screen_room
from desktop.views.kit.words import Words
from desktop.views.recipients.paste_box import PasteBox
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.bridge.desk import Desk

_REST_MS = 150
_MOST_LISTED = 500
_NAMED = 3


class PasteDialog(QDialog):
    """The ids of the accounts that were found are carried by the signals."""

    add_wanted = Signal(tuple)
    remove_wanted = Signal(tuple)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Paste account numbers"))
        self._desk = desk
        self._found = PastedNumbers()
        self._rest = QTimer(self, interval=_REST_MS, singleShot=True)
        self.box = PasteBox()
        self.summary = Words("", "strong").wrapped()
        self.left_out = QPlainTextEdit(self)
        self.copy = Button(tr("Copy this list"), self._on_copy)
        self.clear = Button(tr("Clear"), self.box.begin_anew)
        self.remove = Button(tr("Remove from the choice"), self._on_remove)
        self.add = Button(tr("Add to the choice"), self._on_add, variant="primary")
        self._build()
        self._arrange()
        self.box.edited.connect(self._rest.start)
        self._rest.timeout.connect(self._look)
        self._show(self._found)
        self.box.setFocus()

    def _build(self) -> None:
        self.left_out.setReadOnly(True)
        self.left_out.setTabChangesFocus(True)
        self.left_out.setAccessibleName(tr("Numbers that cannot be chosen"))
        for part in (self.left_out, self.copy):
            part.setParent(self)
            part.hide()

    def _arrange(self) -> None:
        scale = theme_of(self).scale
        self.resize(scale.width_sheet, min(scale.width_sheet, screen_room(self)))
        column = QVBoxLayout(self)
        column.setContentsMargins(scale.wide, scale.wide, scale.wide, scale.large)
        column.setSpacing(scale.small)
        column.addWidget(Words(tr("Paste account numbers"), "emphasis"))
        column.addWidget(self.box, 3)
        column.addWidget(self.summary)
        column.addWidget(self.left_out, 2)
        row = QHBoxLayout()
        row.setSpacing(scale.small)
        for button in (self.copy, self.clear):
            row.addWidget(button)
        row.addStretch(1)
        for button in (Button(tr("Cancel"), self.reject), self.remove, self.add):
            row.addWidget(button)
        column.addSpacing(scale.medium)
        column.addLayout(row)

    def _look(self) -> None:
        self._desk.jobs.read(
            pasted_numbers,
            self._desk.store,
            self.box.whole_text,
            then=self._show,
            progress=self._on_progress,
            owner=self,
            latest="numbers",
        )

    def _on_progress(self, done: int, total: int, _words: str) -> None:
        if done < total:
            words = tr("Looking up {done} of {total}…")
            self.summary.setText(words.format(done=f"{done:,}", total=f"{total:,}"))

    def _show(self, found: PastedNumbers) -> None:
        self._found = found
        self.summary.setText(_summary(found))
        listed = _left_out_lines(found)
        self._line_up(_cut(listed))
        for part in (self.left_out, self.copy):
            part.setVisible(bool(listed))
        count = len(found.open_ids)
        self.add.relabel(trn("Add {n} account", "Add {n} accounts", count))
        self.remove.relabel(trn("Remove {n}", "Remove {n}", count))
        for button in (self.add, self.remove):
            button.setEnabled(count > 0)

    def _line_up(self, lines: list[str]) -> None:
        """The reasons stand below each other, however long what they speak of is."""
        metrics = self.left_out.fontMetrics()
        named = [line.partition("\t")[0] for line in lines if "\t" in line]
        widest = max(map(metrics.horizontalAdvance, named), default=0)
        self.left_out.setTabStopDistance(widest + theme_of(self).scale.large)
        self.left_out.setPlainText("\n".join(lines))

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText("\n".join(_left_out_lines(self._found)))

    def _on_add(self) -> None:
        self.accept()
        self.add_wanted.emit(self._found.open_ids)

    def _on_remove(self) -> None:
        self.accept()
        self.remove_wanted.emit(self._found.open_ids)


def _summary(found: PastedNumbers) -> str:
    count = len(found.open_ids)
    if not count and not found.left_out:
        return tr("No account number yet.")
    parts = [
        (count, trn("{n} open account found", "{n} open accounts found", count)),
        (len(found.unknown), trn("{n} unknown", "{n} unknown", len(found.unknown))),
        (len(found.closed), trn("{n} closed", "{n} closed", len(found.closed))),
        (len(found.pending), trn("{n} pending", "{n} pending", len(found.pending))),
        (found.repeated, trn("{n} named twice", "{n} named more than once", found.repeated)),
    ]
    first, *others = [words for amount, words in parts if amount or words is parts[0][1]]
    return ", ".join((first, *others)) + "." + _unclear_words(found.unclear)


def _unclear_words(unclear: Sequence[str]) -> str:
    if not unclear:
        return ""
    shown = [*unclear[:_NAMED], "…"] if len(unclear) > _NAMED else unclear
    words = trn("{n} is no account number: {them}", "{n} are no account numbers: {them}", len(unclear))
    return f" {words}".format(them=", ".join(shown))


def _left_out_lines(found: PastedNumbers) -> list[str]:
    """One line a number, with a tab before the reason: a spreadsheet takes it as two columns."""
    kinds = (
        (found.unknown, tr("unknown: no account has this number")),
        (found.closed, tr("closed: cannot be written to")),
        (found.pending, tr("pending: cannot be written to yet")),
        (found.unclear, tr("not an account number")),
    )
    return [f"{guarded_copy(number)}\t{reason}" for numbers, reason in kinds for number in numbers]


def _cut(lines: list[str]) -> list[str]:
    if len(lines) <= _MOST_LISTED:
        return lines
    more = trn(
        "and {n} more, which are copied too", "and {n} more, which are copied too", len(lines) - _MOST_LISTED
    )
    return [*lines[:_MOST_LISTED], more]
