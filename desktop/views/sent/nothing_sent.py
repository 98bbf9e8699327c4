"""What Sent By Me says while nothing was sent: where there are no clients yet, they come first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.language import tr
from desktop.models.change import Subject
from desktop.models.office import Role
from desktop.services.office import has_clients
from desktop.services.permission import why_not
from desktop.views.kit.button import Button
from desktop.views.kit.empty_state import EmptyState

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from desktop.bridge.desk import Desk
    from desktop.models.change import Change


class NothingSent(EmptyState):
    """One step at a time: the client list, then a message to those on it."""

    write_wanted = Signal()
    import_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        self._desk = desk
        self.write_button = Button(tr("Send Message To Clients"), self._write)
        self.import_button = Button(tr("Import clients"), self._import)
        steps = QWidget()
        column = QVBoxLayout(steps)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.write_button)
        column.addWidget(self.import_button)
        super().__init__("send", "", "", steps, parent)
        self._take(has_clients=True)
        desk.refresh.changed.connect(self._on_changed)
        desk.office_changed.connect(self._on_office_changed)

    def showEvent(self, event: QShowEvent) -> None:
        """Clients may have come since it was shown last."""
        super().showEvent(event)
        self._read()

    def _on_changed(self, change: Change) -> None:
        if self.isVisible() and change.of(Subject.ACCOUNTS):
            self._read()

    def _on_office_changed(self) -> None:
        if self.isVisible():
            self._read()

    def _read(self) -> None:
        desk = self._desk
        desk.jobs.read(
            has_clients,
            desk.store,
            then=lambda found: self._take(has_clients=found),
            owner=self,
            latest="clients",
        )

    def _take(self, *, has_clients: bool) -> None:
        first = not has_clients and self._desk.actor.may(Role.ADMIN)
        self.import_button.setVisible(first)
        self.write_button.setVisible(not first)
        cannot = why_not(self._desk.actor, Role.SENDER)
        self.write_button.setEnabled(not cannot)
        self.write_button.tell_why_not(cannot)
        if first:
            words = tr("Your client list comes first. Then write to all of them, or to some.")
            self.set_words(tr("No clients yet"), words)
            return
        words = tr("What you write to your clients is kept here, with what became of it for each of them.")
        self.set_words(tr("Nothing sent yet"), words)

    def _write(self) -> None:
        self.write_wanted.emit()

    def _import(self) -> None:
        self.import_wanted.emit()
