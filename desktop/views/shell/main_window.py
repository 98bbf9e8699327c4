"""The window's frame. What it shows is given to it; it knows no screen, no store and no service."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMainWindow, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.late import late
from desktop.views.shell.action import Action
from desktop.views.shell.area import Area
from desktop.views.shell.menus import fill_menus
from desktop.views.shell.office_status import OfficeStatus
from desktop.views.shell.place import Place
from desktop.views.shell.places_column import PlacesColumn
from desktop.views.shell.window_state import keep_geometry, restore_geometry
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QCloseEvent, QKeyEvent

    from desktop.bridge.shown_notice import ShownNotice
    from desktop.views.kit import busy, fault_dialog
    from desktop.views.kit.notice_stack import NoticeSource
    from desktop.views.remembered import Remembered
    from desktop.views.shell import floating_notices
    from desktop.views.shell.action_registry import ActionRegistry
    from desktop.views.shell.area_spec import AreaSpec
else:
    busy = late("desktop.views.kit.busy")
    fault_dialog = late("desktop.views.kit.fault_dialog")
    floating_notices = late("desktop.views.shell.floating_notices")

_SPLITTER = "window/places"
_PLACE = "window/place"


class MainWindow(QMainWindow):
    """Menu bar, places at the left, areas beside them, notices over these, a status line below."""

    place_shown = Signal(str)
    tabs_wanted = Signal(str)  # of the place in view, from a page that is open over them
    closing = Signal()

    def __init__(
        self,
        registry: ActionRegistry,
        areas: Sequence[AreaSpec],
        remembered: Remembered,
        *,
        first: str = "",
        pages_later: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """``first`` is the area of the very first time; later ones begin where the last one ended.

        With ``pages_later`` there are none before ``show_pages``, so that the window is there sooner.
        """
        super().__init__(parent)
        self.setWindowTitle(tr("Message Center"))
        self.registry = registry
        self._remembered = remembered
        self._title = tr("Message Center")
        self._unread = 0
        self.places = PlacesColumn()
        self.status = OfficeStatus()
        self.may_close: Callable[[], bool] = lambda: True
        self._content = QStackedWidget()
        self._content.setObjectName("content")
        self._areas: dict[str, Area] = {}
        self._has_pages = not pages_later
        self._notices: floating_notices.FloatingNotices | None = None
        self._source: NoticeSource | None = None
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._arrange()
        for spec in areas:
            self._add_area(spec)
        self._connect()
        self._restore(first or (areas[0].id if areas else ""))

    @property
    def area(self) -> Area:
        """The area in view."""
        area = self._content.currentWidget()
        if isinstance(area, Area):
            return area
        raise LookupError("The window has no area")

    @property
    def notices(self) -> floating_notices.FloatingNotices:
        """What stands over the pages; made when there are pages."""
        if self._notices is None:
            self._notices = floating_notices.FloatingNotices(self._content)
            self._notices.fault_arrived.connect(self._on_fault_arrived)
            self._notices.focus_left.connect(self._on_notice_left)
        return self._notices

    def area_of(self, area_id: str) -> Area:
        return self._areas[area_id]

    def show_pages(self) -> None:
        """Fill the area in view, and give its page the keyboard."""
        if not self._has_pages:
            self._has_pages = True
            self.area.enter()
            self.area.show_tab(self.area.tab).setFocus()
            if self._source is not None:
                self.notices.listen(self._source)

    def show_place(self, place_id: str, tab_id: str = "") -> None:
        """Go to an area, and to one of its tabs."""
        self.places.select(place_id)
        if tab_id:
            self._areas[place_id].show_tab(tab_id)

    def show_page(self, page: QWidget) -> None:
        """Open ``page`` over the area in view, until ``close_page``."""
        self.area.push(page)

    def close_page(self, page: QWidget | None = None, *, keep: bool = False) -> None:
        """Close ``page``, or the topmost of the area in view; the focus goes back to where it was."""
        owner = next((area for area in self._areas.values() if page in area.opened), self.area)
        owner.pop(page, keep=keep)

    def listen(self, source: NoticeSource) -> None:
        """Show the notices of ``source``, those that waited first."""
        self._source = source
        if self._has_pages:
            self.notices.listen(source)

    def set_office(self, name: str, *, is_sample: bool, who: str = "") -> None:
        """``who`` works here: said where the office has others, who could be meant."""
        self.places.set_office(name, is_sample=is_sample)
        whole = tr("{office}, {name}, Message Center") if who else tr("{office}, Message Center")
        self._title = whole.format(office=name, name=who)
        self._show_title()

    def set_unread(self, count: int) -> None:
        """How much is unread, for whoever sees no more of the window than its title."""
        self._unread = count
        self._show_title()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.may_close():
            event.ignore()
            return
        keep_geometry(self, self._remembered)
        self._remembered.set_value(_SPLITTER, self._splitter.sizes())
        self.closing.emit()
        super().closeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What nobody below took: from the places, too, one looks through the page beside them."""
        if not (event.matches(QKeySequence.StandardKey.Find) and self.area.look_for()):
            super().keyPressEvent(event)

    def _show_title(self) -> None:
        self.setWindowTitle(f"({self._unread:,}) {self._title}" if self._unread else self._title)

    def _arrange(self) -> None:
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self.places)
        self._splitter.addWidget(self._content)
        self._splitter.setStretchFactor(1, 1)
        self._splitter.setHandleWidth(theme_of(self).scale.hairline)
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._splitter, 1)
        column.addWidget(self.status)
        self.setCentralWidget(middle)

    def _add_area(self, spec: AreaSpec) -> None:
        area = Area(spec, self.registry)
        self._areas[spec.id] = area
        self._content.addWidget(area)
        area.currentChanged.connect(self._on_page_changed)
        self.places.add_place(Place(spec.id, spec.title, spec.icon, spec.extra))

    def _connect(self) -> None:
        self.places.place_chosen.connect(self._on_place_chosen)
        self.places.place_chosen_again.connect(self._on_place_chosen_again)
        self._content.currentChanged.connect(self._on_page_changed)
        self.registry.changed.connect(self._on_actions_changed)
        self.registry.add(
            Action(
                "first-menu", tr("Open the first menu"), self._open_first_menu, shortcut="F10", at_once=True
            )
        )

    def _restore(self, first: str) -> None:
        width = theme_of(self).scale.width_places
        sizes = self._remembered.value(_SPLITTER)
        kept = isinstance(sizes, list) and len(sizes) == 2 and all(isinstance(size, int) for size in sizes)
        restore_geometry(self, self._remembered)
        self._splitter.setSizes(sizes if kept else [width, max(self.width() - width, width)])
        place = self._remembered.value(_PLACE)
        if first:
            self.show_place(place if place in self._areas else first)

    def _on_place_chosen(self, place_id: str) -> None:
        area = self._areas.get(place_id)
        if area is None:
            # A place without an area of its own: whoever added it shows what belongs there.
            self.place_shown.emit(place_id)
            return
        self._remembered.set_value(_PLACE, place_id)
        self._content.setCurrentWidget(area)
        if self._has_pages:
            area.enter()
        self.place_shown.emit(place_id)

    def _on_place_chosen_again(self, place_id: str) -> None:
        area = self._areas.get(place_id)
        if area is None or area is not self.area or area.shows_tabs:
            return
        at_work = (each.isVisibleTo(page) for page in area.opened for each in page.findChildren(busy.Busy))
        # Nobody would see what came of its work.
        if not any(at_work):
            self.tabs_wanted.emit(place_id)

    def _on_page_changed(self) -> None:
        if self._notices is not None:
            self._notices.make_room()

    def _on_actions_changed(self) -> None:
        fill_menus(self.menuBar(), self.registry)
        # An action that stands in no menu still answers to its keys.
        for action in self.registry.all():
            self.addAction(self.registry.shown(action.id))

    def _open_first_menu(self) -> None:
        if titles := self.menuBar().actions():
            self.menuBar().setActiveAction(titles[0])

    def _on_notice_left(self) -> None:
        self.area.focus_page()

    def _on_fault_arrived(self, notice: ShownNotice) -> None:
        if not self.findChildren(fault_dialog.FaultDialog):
            fault_dialog.FaultDialog(notice.text, notice.detail, self).open()
