"""What is said and done about the trash of Sent By IB as a whole: for how long it keeps, and emptying it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from desktop.bridge.cancel import CancelToken
from desktop.language import tr, trn
from desktop.models.change import Subject
from desktop.models.office import Role
from desktop.services.broker_messages import Trash, empty_trash, trash_standing
from desktop.views.kit.button import Button
from desktop.views.kit.confirm import Confirm
from desktop.views.kit.words import Words
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from desktop.bridge.desk import Desk
    from desktop.models.change import Change

_SUBJECTS = (Subject.BROKER_MESSAGES, Subject.SETTINGS)


class TrashBar(QWidget):
    """Reads how the trash stands while it is in view; ``standing`` is None until it is read.

    ``emptying`` is told before the button can no longer be pressed: the keyboard may be on it.
    """

    counted = Signal()
    emptying = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.standing: Trash | None = None
        self.empty_button = Button(tr("Empty Trash…"), self.ask)
        self.words = Words("", "quiet").wrapped()
        self.words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        scale = theme_of(self).scale
        row = QHBoxLayout(self)
        row.setContentsMargins(scale.large, scale.small, scale.large, 0)
        row.setSpacing(scale.small)
        row.addWidget(self.empty_button)
        row.addWidget(self.words, 1)
        desk.refresh.changed.connect(self._on_changed)
        desk.office_changed.connect(self._show)
        self._show()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._read()

    def ask(self) -> Confirm | None:
        """Ask whether all of it shall go for good; nothing to ask where all of it stays."""
        trash = self.standing
        if trash is None or trash.count == trash.kept:
            return None
        going = trash.count - trash.kept
        sentence = tr(
            "They cannot be restored, and the feed of IB does not bring them again. That you did it is kept as a notice."
        )
        if trash.kept:
            sentence += " " + trn(
                "{n} more stays in the trash, because an inquiry is about it.",
                "{n} more stay in the trash, because inquiries are about them.",
                trash.kept,
            )
        question = Confirm(
            self,
            trn("Delete {n} message for good?", "Delete {n} messages for good?", going),
            sentence,
            trn("Delete {n} message for good", "Delete {n} messages for good", going),
            lambda: self._empty(trash),
            danger=True,
            cancel=tr("Keep the trash"),
        )
        question.open()
        return question

    def _empty(self, seen: Trash) -> None:
        desk, token = self._desk, CancelToken()
        self.emptying.emit()
        self.empty_button.setEnabled(False)
        # It tells of itself by a notice of the office and by the list.
        words = desk.store, desk.actor, seen, token.check
        desk.jobs.write_long(empty_trash, *words, then=self._tell, failed=self._on_failed, token=token)

    def _tell(self, gone: int) -> None:
        self._desk.notices.tell(
            trn("{n} message was deleted for good.", "{n} messages were deleted for good.", gone)
        )

    def _on_failed(self, error: Exception) -> None:
        self._desk.notices.failure(error)
        self._read()

    def _on_changed(self, change: Change) -> None:
        if self.isVisible() and any(change.of(subject) for subject in _SUBJECTS):
            self._read()

    def _read(self) -> None:
        desk = self._desk
        desk.jobs.read(trash_standing, desk.store, then=self._on_read, owner=self, latest="trash")

    def _on_read(self, trash: Trash) -> None:
        self.standing = trash
        self._show()
        self.counted.emit()

    def _show(self) -> None:
        trash = self.standing
        self.empty_button.setVisible(self._desk.actor.may(Role.ADMIN))
        self.empty_button.setEnabled(trash is not None and trash.count > trash.kept)
        stays = trash is not None and 0 < trash.count == trash.kept
        self.empty_button.tell_why_not(
            tr("What is left here stays, for inquiries are about it.") if stays else ""
        )
        self.words.setText("" if trash is None else rest_words(trash.days))


def rest_words(days: int) -> str:
    """For how long a deleted message can be restored."""
    return trn(
        "Deleted messages rest here for {n} day. Then they are gone for good.",
        "Deleted messages rest here for {n} days. Then they are gone for good.",
        days,
    )
