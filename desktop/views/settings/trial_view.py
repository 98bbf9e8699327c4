"""Shows a trial of the mail server: each step as it went, and what to do about the one that failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.views.icons import pixmap
from desktop.views.kit.words import Words
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from desktop.models.mail_trial import TrialReport, TrialStep


class TrialView(QWidget):
    """Empty until a trial begins."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.headline = Words("", "strong").wrapped()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("Progress"))
        self._steps = QVBoxLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme_of(self).scale.small)
        column.addWidget(self.headline)
        column.addWidget(self.bar)
        column.addLayout(self._steps)
        self._steps.setSpacing(theme_of(self).scale.small)
        self.hide()

    def begin(self) -> None:
        """A trial is under way."""
        self._clear()
        self.headline.setText(tr("Trying the server…"))
        self.bar.setRange(0, 0)
        self.bar.show()
        self.show()

    def report(self, done: int, total: int, step: str) -> None:
        """This step has begun."""
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self.headline.setText(tr("{step}…").format(step=step))

    def show_report(self, trial: TrialReport) -> None:
        """What came of it."""
        self._clear()
        self.bar.hide()
        self.headline.setText(
            tr("The server is ready to take mail.") if trial.ok else tr("Mail cannot be sent like this.")
        )
        for step in trial.steps:
            self._steps.addWidget(self._line(step))
        self.show()

    def clear(self) -> None:
        """Nothing was tried, or something else than what stands in the form now."""
        self._clear()
        self.hide()

    def _clear(self) -> None:
        while (item := self._steps.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _line(self, step: TrialStep) -> QWidget:
        scale = theme_of(self).scale
        line = QWidget()
        said = tr("well") if step.ok else tr("failed")
        line.setAccessibleName(f"{step.name}, {said}: {step.words} {step.remedy}".strip())
        mark = QLabel()
        icon, role = ("check-circle", "success") if step.ok else ("error-circle", "danger")
        mark.setPixmap(pixmap(icon, role, ratio=self.devicePixelRatioF()))
        mark.setAccessibleName(said)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Words(step.name, "strong"))
        words.addWidget(Words(step.words, "" if step.ok else "problem").wrapped())
        if step.remedy:
            words.addWidget(Words(step.remedy).wrapped())
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(scale.small)
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        return line
