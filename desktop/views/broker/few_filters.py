"""All filters in one menu, for a window in which they have no room beside each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.language import tr
from desktop.views.kit.menu_button import MenuButton

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop.views.broker.broker_filters import BrokerFilters
    from desktop.views.broker.pane_place import PaneMenu
    from desktop.views.broker.search_menu import SearchMenu


class FewFilters(MenuButton):
    """The menus of the others, as they are."""

    def __init__(
        self, filters: BrokerFilters, searches: SearchMenu, place: PaneMenu, parent: QWidget | None = None
    ) -> None:
        super().__init__(tr("Filters"), parent, keeps_name=True)
        self._filters = filters
        for button in (filters.type, filters.channel, filters.date):
            self._add(button)
        self.opens.addSeparator()
        self.unread = self.opens.addAction(filters.unread.text(), filters.unread.click)
        self.trash = self.opens.addAction(filters.trash.text(), filters.trash.click)
        self.opens.addSeparator()
        for button in (searches, place):
            self._add(button)
        for action in (self.unread, self.trash):
            action.setCheckable(True)
        filters.named.connect(self._show)
        self._show()

    def _add(self, button: MenuButton) -> None:
        self.opens.addMenu(button.opens).setText(button.accessibleName())

    def _show(self) -> None:
        search = self._filters.search
        self.unread.setChecked(search.is_unread)
        self.trash.setChecked(search.in_trash)
        filters = self._filters
        said = [each.said for each in (filters.type, filters.channel, filters.date)]
        said += [each.text() for each in (filters.unread, filters.trash) if each.isChecked()]
        self.say(", ".join(filter(None, said)))
