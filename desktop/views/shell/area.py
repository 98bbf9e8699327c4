"""One area of the window: its head, its tabs, and the pages that are opened over them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.views.kit.page_header import PageHeader
from desktop.views.kit.primary_button import PrimaryButton
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from desktop.views.shell.action_registry import ActionRegistry
    from desktop.views.shell.area_spec import AreaSpec


class Area(QStackedWidget):
    """Builds each tab's page when it is first shown. Pages opened over the area keep it as it was."""

    tab_shown = Signal(str)

    def __init__(self, spec: AreaSpec, registry: ActionRegistry, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("area")
        self.spec = spec
        self._built: dict[str, QWidget] = {}
        self._came_from: dict[QWidget, tuple[QWidget | None, QWidget | None]] = {}
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(spec.title)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(True)
        if len(spec.tabs) < 2:
            self.tabs.hide()
        self._pages = QStackedWidget()
        self._pages.setObjectName("pages")
        self.header = PageHeader(spec.title, spec.sentence)
        self._add_primary(registry)
        self._arrange()
        for tab in spec.tabs:
            self.tabs.addTab(tab.title.replace("&", "&&"))
        self.tabs.currentChanged.connect(self._on_tab_changed)

    @property
    def tab(self) -> str:
        """The id of the tab that is chosen."""
        return self.spec.tabs[max(self.tabs.currentIndex(), 0)].id

    @property
    def opened(self) -> list[QWidget]:
        """The pages opened over the area, the topmost last."""
        return [page for at in range(1, self.count()) if (page := self.widget(at))]

    @property
    def shows_tabs(self) -> bool:
        """Whether the tabs are in view, and no page that is open over them."""
        return self.currentIndex() == 0

    def enter(self) -> None:
        """The area comes into view: the chosen tab's page is there from now on."""
        self._show_page(self.tabs.currentIndex())

    def show_tab(self, tab_id: str) -> QWidget:
        """Choose a tab and give its page."""
        index = [tab.id for tab in self.spec.tabs].index(tab_id)
        self.tabs.setCurrentIndex(index)
        return self._show_page(index)

    def set_tab_shown(self, tab_id: str, shown: bool) -> None:  # noqa: FBT001 - as Qt's own
        """Whether the tab is there."""
        self.tabs.setTabVisible([tab.id for tab in self.spec.tabs].index(tab_id), shown)

    def set_tab_count(self, tab_id: str, count: int, spoken: str = "") -> None:
        """A quiet count beside the tab's title; ``spoken`` says it in words."""
        index = [tab.id for tab in self.spec.tabs].index(tab_id)
        title = self.spec.tabs[index].title
        shown = f"{title}  {count:,}" if count else title
        self.tabs.setTabText(index, shown.replace("&", "&&"))
        self.tabs.setTabToolTip(index, spoken if count else "")
        self.tabs.setAccessibleTabName(index, f"{title}, {spoken or f'{count:,}'}" if count else title)

    def push(self, page: QWidget) -> None:
        """Open ``page`` over the whole area; closing it leads back to what is in view now."""
        self._came_from[page] = (self.currentWidget(), self.focusWidget())
        self.addWidget(page)
        self.setCurrentWidget(page)
        page.setFocus()
        # A page that names who has the focus may still be reading what it shows there.
        focus: QWidget | None = page.focusWidget()
        if page.focusProxy() is None and focus is None and not page.hasFocus():
            page.focusNextChild()

    def show_tabs(self) -> None:
        """Bring the tabs into view; pages that are open stay open behind them."""
        self.setCurrentIndex(0)

    def focus_page(self) -> None:
        """Give the keyboard to the page in view."""
        if (page := self._page_in_view()) is not None:
            page.setFocus()

    def look_for(self) -> bool:
        """Do what the page in view does when it is asked to find; whether it has anything that can be looked through."""
        page, keys = self._page_in_view(), QKeySequence(QKeySequence.StandardKey.Find)
        for shortcut in page.findChildren(QShortcut) if page is not None else ():
            part = shortcut.parent()
            if shortcut.key() == keys and isinstance(part, QWidget) and part.isVisible():
                shortcut.activated.emit()
                return True
        return False

    def _page_in_view(self) -> QWidget | None:
        return self._pages.currentWidget() if self.currentIndex() == 0 else self.currentWidget()

    def pop(self, page: QWidget | None = None, *, keep: bool = False) -> None:
        """Close ``page``, or the topmost, and give the focus back to where it was.

        It is deleted unless its owner wants to ``keep`` it for another time.
        """
        if not self.opened:
            return
        page = page or self.opened[-1]
        before, focus = self._came_from.pop(page)
        in_view = page is self.currentWidget()
        self.removeWidget(page)
        page.hide()
        page.setParent(None)
        if not keep:
            page.deleteLater()
        if in_view:
            self.setCurrentIndex(0 if before is None else max(self.indexOf(before), 0))
            if focus is not None:
                focus.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add_primary(self, registry: ActionRegistry) -> None:
        if not self.spec.primary:
            return
        action = registry.shown(self.spec.primary)
        button = PrimaryButton(action.text().replace("&&", "&"), action.trigger)

        def offer() -> None:
            button.setEnabled(action.isEnabled())
            button.tell_why_not("" if action.isEnabled() else action.toolTip())

        offer()
        action.changed.connect(offer)
        self.header.add_action(button)

    def _arrange(self) -> None:
        scale = theme_of(self).scale
        head = QFrame()
        head.setObjectName("areaHead")
        inside = QVBoxLayout(head)
        several = len(self.spec.tabs) > 1
        inside.setContentsMargins(scale.large, scale.large, scale.large, 0 if several else scale.medium)
        inside.setSpacing(scale.small)
        inside.addWidget(self.header)
        inside.addWidget(self.tabs)
        area = QWidget()
        column = QVBoxLayout(area)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self._pages, 1)
        self.addWidget(area)

    def _on_tab_changed(self, index: int) -> None:
        if self.isVisible():
            self._show_page(index)

    def _show_page(self, index: int) -> QWidget:
        spec = self.spec.tabs[max(index, 0)]
        if spec.id not in self._built:
            page = spec.factory()
            page.setAccessibleName(page.accessibleName() or tr("{tab} page").format(tab=spec.title))
            self._built[spec.id] = page
            self._pages.addWidget(page)
        self._pages.setCurrentWidget(self._built[spec.id])
        self.tab_shown.emit(spec.id)
        return self._built[spec.id]
