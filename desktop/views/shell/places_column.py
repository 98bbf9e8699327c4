"""The left column: whose office this is, and where one can go in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.views.kit.elided import ElidedLabel
from desktop.views.kit.pill import Pill
from desktop.views.shell.place_delegate import COUNT, GAP, ICON, ID, PROGRESS, PlaceDelegate
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from desktop.views.shell.place import Place


class PlacesColumn(QFrame):
    """A list for pointer, arrows and screen readers. Signals carry the place's id.

    ``place_chosen_again`` tells of a click, or of Enter, on the place that is the current one already.
    """

    place_chosen = Signal(str)
    place_chosen_again = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("places")
        self._office = ElidedLabel("", "emphasis")
        self._mark = Pill("", "mark")
        self.list = QListWidget()
        self.list.setObjectName("placeList")
        self.list.setAccessibleName(tr("Places"))
        self._delegate = PlaceDelegate(self.list)
        self.list.setItemDelegate(self._delegate)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMouseTracking(True)
        self.list.installEventFilter(self)
        self.list.viewport().installEventFilter(self)
        self._at_press: QListWidgetItem | None = None
        self.list.currentItemChanged.connect(self._on_current_changed)
        self.list.itemClicked.connect(self._on_clicked)
        theme_of(self).changed.connect(self._on_theme_changed)
        self._arrange()

    @property
    def office_words(self) -> tuple[str, str]:
        """The office's name and its mark, as they stand there."""
        return self._office.text(), self._mark.text()

    def set_office(self, name: str, *, is_sample: bool) -> None:
        self._office.setText(name)
        self._mark.setText(tr("Sample office") if is_sample else "")
        self._mark.setVisible(is_sample)

    def add_place(self, place: Place) -> None:
        if place.extra and not self._has_gap():
            gap = QListWidgetItem(self.list)
            gap.setData(GAP, True)
            gap.setFlags(Qt.ItemFlag.NoItemFlags)
        item = QListWidgetItem(place.title, self.list)
        item.setData(ID, place.id)
        item.setData(ICON, place.icon)

    def set_count(self, place_id: str, count: int, spoken: str = "") -> None:
        """``spoken`` is the count in words for screen readers: "4 unread"."""
        item = self._item(place_id)
        item.setData(COUNT, count)
        words = f"{item.text()}, {spoken or f'{count:,}'}" if count else item.text()
        item.setData(int(Qt.ItemDataRole.AccessibleTextRole), words)
        item.setToolTip(words)
        self.updateGeometry()

    def set_progress(self, place_id: str, share: float | None) -> None:
        """A thin bar below the place's title, 0 to 1; None takes it away."""
        self._item(place_id).setData(PROGRESS, share)
        self.list.doItemsLayout()

    def set_shown(self, place_id: str, shown: bool) -> None:  # noqa: FBT001 (one truth, as Qt's setters)
        self._item(place_id).setHidden(not shown)

    def select(self, place_id: str) -> None:
        self.list.setCurrentItem(self._item(place_id), QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def words(self) -> list[tuple[str, int]]:
        """Title and count of each place that is shown, from the top."""
        items = [self.list.item(row) for row in range(self.list.count())]
        return [
            (item.text(), item.data(COUNT) or 0) for item in items if item.data(ID) and not item.isHidden()
        ]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.list.scheduleDelayedItemsLayout()
        elif event.type() == QEvent.Type.MouseButtonPress:
            # The place that is clicked becomes the current one before it is told of the click.
            self._at_press = self.list.currentItem()
        elif watched is self.list and _is_enter(event):
            self._choose_again(self.list.currentItem())
        return super().eventFilter(watched, event)

    def sizeHint(self) -> QSize:
        return QSize(theme_of(self).scale.width_places, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Narrower than this the names of the places are broken within their words, or cut off."""
        scale = theme_of(self).scale
        rows = [row for row in range(self.list.count()) if not self.list.item(row).isHidden()]
        model = self.list.model()
        needed = max((self._delegate.least_width(model.index(row, 0)) for row in rows), default=0)
        # A name that is written without spaces would be one long word.
        width = min(max(scale.width_places * 3 // 4, needed + 2 * scale.small), scale.width_places)
        return QSize(width, super().minimumSizeHint().height())

    def _arrange(self) -> None:
        scale = theme_of(self).scale
        head = QVBoxLayout()
        head.setContentsMargins(scale.small, 0, scale.tiny, 0)
        head.setSpacing(scale.tiny)
        head.addWidget(self._office)
        head.addWidget(self._mark)
        column = QVBoxLayout(self)
        column.setContentsMargins(scale.small, scale.large, scale.small, scale.small)
        column.setSpacing(scale.medium)
        column.addLayout(head)
        column.addWidget(self.list, 1)

    def _has_gap(self) -> bool:
        return any(self.list.item(row).data(GAP) for row in range(self.list.count()))

    def _item(self, place_id: str) -> QListWidgetItem:
        for row in range(self.list.count()):
            if self.list.item(row).data(ID) == place_id:
                return self.list.item(row)
        raise KeyError(place_id)

    def _on_current_changed(self, current: QListWidgetItem | None, _before: object) -> None:
        if current is not None and current.data(ID):
            self.place_chosen.emit(current.data(ID))

    def _on_clicked(self, item: QListWidgetItem) -> None:
        if item is self._at_press:
            self._choose_again(item)

    def _choose_again(self, item: QListWidgetItem | None) -> None:
        if item is not None and item.data(ID):
            self.place_chosen_again.emit(item.data(ID))

    def _on_theme_changed(self) -> None:
        self.list.doItemsLayout()


def _is_enter(event: QEvent) -> bool:
    keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
    if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress or event.key() not in keys:
        return False
    # Ctrl+Enter is meant for the page beside the places.
    return not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
