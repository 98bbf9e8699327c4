"""The folders of templates beside their list: chosen to filter, dropped on to move."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from desktop.language import tr
from desktop.models.template import Shelf
from desktop.services.template_folders import Folders
from desktop.views.shell.place_delegate import COUNT, GAP, ICON, ID, PlaceDelegate
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData
    from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent, QPaintEvent
    from PySide6.QtWidgets import QWidget

    from desktop.models.template import Place, TemplateFolder

TEMPLATES_MIME = "application/x-message-center-templates"
"""Ids of templates that are being dragged, as a JSON list."""


class FolderList(QListWidget):
    """All templates, those in no folder, the folders, and what was deleted."""

    place_chosen = Signal(object)  # Place
    templates_dropped = Signal(object, object)  # Place, tuple of ids

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folders: tuple[TemplateFolder, ...] = ()
        self._target: QListWidgetItem | None = None
        self.setObjectName("placeList")
        self.setAccessibleName(tr("Folders"))
        self.setItemDelegate(PlaceDelegate(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        self.show_folders(Folders((), {}))
        self.currentItemChanged.connect(self._on_current_changed)

    @property
    def place(self) -> Place:
        row = self.currentRow()
        return _place(self.item(row)) if row >= 0 else Shelf.ALL

    @property
    def folder(self) -> TemplateFolder | None:
        """The folder that is chosen; None on a shelf."""
        return next((each for each in self._folders if each.id == self.place), None)

    def show_folders(self, found: Folders) -> None:
        """What there is now; the choice stays where it still exists."""
        wanted, self._folders = self.place, found.folders
        blocked = self.blockSignals(True)
        self._target = None
        self.clear()
        self._add(Shelf.ALL, tr("All templates"), "template", found)
        self._add(Shelf.NO_FOLDER, tr("No folder"), "list", found)
        for folder in found.folders:
            self._add(folder.id, folder.name, "folder-open", found)
        self._add_gap()
        self._add(Shelf.DELETED, tr("Deleted"), "trash", found)
        self.setCurrentItem(self._item(wanted) or self.item(0))
        self.blockSignals(blocked)
        if self.place != wanted:
            self.place_chosen.emit(self.place)

    def choose(self, place: Place) -> None:
        item = self._item(place)
        if item is not None:
            self.setCurrentItem(item)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(TEMPLATES_MIME):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._aim(self._droppable(event.position().toPoint()))
        event.setAccepted(self._target is not None)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._aim(None)
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        target = self._droppable(event.position().toPoint())
        self._aim(None)
        ids = _dragged(event.mimeData())
        if target is not None and ids:
            event.acceptProposedAction()
            self.templates_dropped.emit(_place(target), ids)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._target is None:
            return
        theme = theme_of(self)
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("accent"), theme.scale.ring))
        box = QRectF(self.visualItemRect(self._target)).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(box, theme.scale.radius, theme.scale.radius)
        painter.end()

    def _add(self, place: Place, title: str, icon: str, found: Folders) -> None:
        item = QListWidgetItem(title, self)
        item.setData(ID, str(place))
        item.setData(ICON, icon)
        item.setData(COUNT, found.counts.get(place, 0))
        item.setToolTip(title)

    def _add_gap(self) -> None:
        gap = QListWidgetItem(self)
        gap.setData(GAP, True)
        gap.setFlags(Qt.ItemFlag.NoItemFlags)

    def _item(self, place: Place) -> QListWidgetItem | None:
        items = (self.item(row) for row in range(self.count()))
        return next((item for item in items if item.data(ID) == str(place)), None)

    def _droppable(self, at: QPoint) -> QListWidgetItem | None:
        item = self.itemAt(at)
        if item is None or not item.data(ID):
            return None
        return None if _place(item) in (Shelf.ALL, Shelf.DELETED) else item

    def _aim(self, target: QListWidgetItem | None) -> None:
        if target is not self._target:
            self._target = target
            self.viewport().update()

    def _on_current_changed(self, current: QListWidgetItem | None, _before: object) -> None:
        if current is not None:
            self.place_chosen.emit(self.place)


def _place(item: QListWidgetItem) -> Place:
    kept = str(item.data(ID))
    return int(kept) if kept.isdecimal() else Shelf(kept)


def _dragged(data: QMimeData) -> tuple[int, ...]:
    try:
        found = json.loads(bytes(data.data(TEMPLATES_MIME).data()))
    except ValueError:
        return ()
    return tuple(each for each in found if isinstance(each, int)) if isinstance(found, list) else ()
