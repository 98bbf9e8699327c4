"""What Sent By IB says while nothing has come: where there are no clients yet, they come first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.language import tr
from desktop.late import late
from desktop.models.change import Subject
from desktop.models.office import Role
from desktop.views.kit.button import Button
from desktop.views.kit.empty_state import EmptyState

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from desktop.bridge.desk import Desk
    from desktop.models.change import Change
    from desktop.services import office
else:
    office = late("desktop.services.office")


class NothingFromIb(EmptyState):
    """One step at a time: the client list, without which the feed is refused, then a file of the feed.

    Only ``can_take_feed`` offers the file, and only administrators are offered either.
    """

    feed_wanted = Signal()
    import_wanted = Signal()

    def __init__(self, desk: Desk, *, can_take_feed: bool, parent: QWidget | None = None) -> None:
        self._desk = desk
        self._can_take_feed = can_take_feed
        self.feed_button = Button(tr("Take a feed file…"), self._ask_for_feed)
        self.import_button = Button(tr("Import clients"), self._ask_for_import)
        steps = QWidget()
        column = QVBoxLayout(steps)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.feed_button)
        column.addWidget(self.import_button)
        super().__init__("mail", "", "", steps, parent)
        self._take(has_clients=True)
        desk.refresh.changed.connect(self._on_changed)

    def showEvent(self, event: QShowEvent) -> None:
        """Clients may have come since it was shown last."""
        super().showEvent(event)
        self._read()

    def _on_changed(self, change: Change) -> None:
        if self.isVisible() and change.of(Subject.ACCOUNTS):
            self._read()

    def _read(self) -> None:
        desk = self._desk
        desk.jobs.read(
            office.has_clients,
            desk.store,
            then=lambda found: self._take(has_clients=found),
            owner=self,
            latest="clients",
        )

    def _take(self, *, has_clients: bool) -> None:
        may = self._desk.actor.may(Role.ADMIN)
        self.import_button.setVisible(may and not has_clients)
        self.feed_button.setVisible(may and has_clients and self._can_take_feed)
        if has_clients:
            words = tr(
                "What IB sends to your clients comes in by its feed, and stands here with the accounts it concerns."
            )
            self.set_words(tr("Nothing from IB yet"), words)
        else:
            words = tr(
                "Your client list comes first: of IB’s feed only messages about accounts that stand in it are taken."
            )
            self.set_words(tr("No clients yet"), words)

    def _ask_for_feed(self) -> None:
        self.feed_wanted.emit()

    def _ask_for_import(self) -> None:
        self.import_wanted.emit()
