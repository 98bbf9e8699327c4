"""Asks for an election about message staging, after saying in a few points what comes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.language import tr, trn
from desktop.views.enrolment.enrolment_words import effect_words
from desktop.views.kit.button import Button, Variant
from desktop.views.kit.words import Words
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime, tzinfo

    from desktop.services.enrolling import EnrolmentNow

_NAMED = 6


class EnrolmentQuestion(QDialog):
    """Window-modal and not blocking; ``on_yes`` is called when the verb is chosen."""

    def __init__(
        self,
        parent: QWidget | None,
        question: str,
        points: Sequence[str],
        verb: str,
        on_yes: Callable[[], object],
        *,
        variant: Variant = "primary",
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Message staging"))
        self.setAccessibleName(question)
        self.setAccessibleDescription(" ".join(points))
        self._on_yes = on_yes
        self.yes = Button(verb, self._on_yes_chosen, variant=variant)
        self.no = Button(tr("Cancel"), self.reject)
        self._arrange(question, points)
        first = self.yes if variant == "primary" else self.no
        first.setDefault(True)
        first.setFocus()

    def _arrange(self, question: str, points: Sequence[str]) -> None:
        scale = theme_of(self).scale
        self.setMinimumWidth(scale.width_dialog)
        column = QVBoxLayout(self)
        column.setContentsMargins(scale.wide, scale.wide, scale.wide, scale.large)
        column.setSpacing(scale.medium)
        column.addWidget(Words(question, "emphasis").wrapped())
        grid = QGridLayout()
        grid.setHorizontalSpacing(scale.small)
        grid.setVerticalSpacing(scale.small)
        grid.setColumnStretch(1, 1)
        for row, point in enumerate(points):
            grid.addWidget(Words("•", "quiet"), row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(Words(point).wrapped(), row, 1)
        column.addLayout(grid)
        column.addSpacing(scale.small)
        row_of_buttons = QHBoxLayout()
        row_of_buttons.setSpacing(scale.small)
        row_of_buttons.addStretch()
        row_of_buttons.addWidget(self.no)
        row_of_buttons.addWidget(self.yes)
        column.addLayout(row_of_buttons)

    def _on_yes_chosen(self) -> None:
        self.accept()
        self._on_yes()


def enable_question(
    parent: QWidget | None, standing: EnrolmentNow, here: tzinfo, now: datetime, on_yes: Callable[[], object]
) -> EnrolmentQuestion:
    """Before the office takes part."""
    when = effect_words(standing.effect_at, standing.restart_zone, here, now)
    points = (
        tr(
            "Messages of IB that can be held wait here until somebody decides on them: Send As Is, or Reject."
        ),
        tr("Silence means send: where nobody decides, a message goes out at its delivery date."),
        tr(
            "You will get more messages at first: a notice and an e-mail tell of every message that waits,"
            " until you have made elections for their types."
        ),
        _who_is_told(standing.told),
        tr(
            "It takes effect with the next restart at IB: on from {when}. You can withdraw until then."
        ).format(when=when),
    )
    return EnrolmentQuestion(
        parent, tr("Take part in message staging?"), points, tr("Enable Staging"), on_yes
    )


def opt_out_question(
    parent: QWidget | None, standing: EnrolmentNow, here: tzinfo, now: datetime, on_yes: Callable[[], object]
) -> EnrolmentQuestion:
    """Before the office takes part no more."""
    when = effect_words(standing.effect_at, standing.restart_zone, here, now)
    pending = tr("Messages that are pending then stay so and go out at their delivery dates, unless decided.")
    if standing.waiting:
        waiting = trn("{n} message is pending now.", "{n} messages are pending now.", standing.waiting)
        pending = f"{waiting} {pending}"
    points = (
        tr("From then on IB’s messages go to your clients at once. Nobody here sees them before."),
        pending,
        tr(
            "Elections rest: they decide nothing more, but they are kept, and apply again"
            " once the office takes part again."
        ),
        tr(
            "It takes effect with the next restart at IB: off from {when}. You can withdraw until then."
        ).format(when=when),
    )
    return EnrolmentQuestion(
        parent, tr("Opt out of message staging?"), points, tr("Opt out"), on_yes, variant="danger"
    )


def _who_is_told(names: Sequence[str]) -> str:
    if not names:
        return tr("No approver or administrator has an e-mail address: nobody gets e-mails about it.")
    shown = ", ".join(names[:_NAMED])
    if len(names) <= _NAMED:
        return tr("E-mails go to those who decide: {names}.").format(names=shown)
    more = len(names) - _NAMED
    return tr("E-mails go to those who decide: {names} and {n} more.").format(names=shown, n=f"{more:,}")
