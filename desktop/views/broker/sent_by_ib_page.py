"""Sent By IB: every message of the broker to the office's clients, and the one that is chosen."""

from __future__ import annotations

import functools
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QHideEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop.language import tr, trn
from desktop.late import late
from desktop.models.broker_search import BrokerSearch
from desktop.models.change import Subject
from desktop.models.listing import Order
from desktop.models.office import Role
from desktop.services.broker_messages import broker_list, message_types
from desktop.services.permission import ASKERS, why_not
from desktop.views.broker.broker_filters import BrokerFilters
from desktop.views.broker.columns import broker_columns
from desktop.views.broker.few_filters import FewFilters
from desktop.views.broker.pane_place import PaneMenu, PanePlace
from desktop.views.broker.search_menu import SearchMenu
from desktop.views.broker.trash_bar import TrashBar
from desktop.views.kit.button import Button
from desktop.views.kit.kept_splitter import KeptSplitter
from desktop.views.kit.wrapping_row import WrappingRow
from desktop.views.lists.office_list import OfficeList
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.bridge.desk import Desk
    from desktop.models.broker_filter import BrokerFilter
    from desktop.models.broker_message import BrokerLine
    from desktop.views.broker import broker_deeds, broker_pane, nothing_from_ib
    from desktop.views.kit import progress_line
    from desktop.views.remembered import Remembered
else:
    broker_deeds = late("desktop.views.broker.broker_deeds")
    broker_pane = late("desktop.views.broker.broker_pane")
    nothing_from_ib = late("desktop.views.broker.nothing_from_ib")
    progress_line = late("desktop.views.kit.progress_line")


class SentByIbPage(QWidget):
    """Signals carry a message's id, ``write_wanted`` that of the one whose clients are to be written to.

    With ``can_take_feed`` an empty list of an office with clients offers to take a file of the feed.
    """

    opened = Signal(object)
    inquiry_wanted = Signal(object)
    write_wanted = Signal(object)
    feed_wanted = Signal()
    import_wanted = Signal()
    copies_wanted = Signal()

    def __init__(
        self,
        desk: Desk,
        remembered: Remembered,
        *,
        can_take_feed: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._remembered = remembered
        self._can_take_feed = can_take_feed
        self._pane: broker_pane.BrokerPane | None = None
        self._way: Qt.Orientation | None = None
        self.filters = BrokerFilters()
        self.searches = SearchMenu(remembered, desk.store.address.label, lambda: self.search)
        self.place_menu = PaneMenu(remembered)
        self._build_list()
        self._build_buttons()
        self._arrange()
        self._connect()
        # It is shown in a moment; begun only then, its rows would come when the page has been painted without them.
        self.list.model.start()

    @property
    def search(self) -> BrokerSearch:
        """All that the list is narrowed by."""
        return self.filters.search._replace(text=self.list.filter_bar.edit.text())

    @cached_property
    def deeds(self) -> broker_deeds.BrokerDeeds:
        """What can be done to messages."""
        deeds = broker_deeds.BrokerDeeds(self._desk, self)
        self.progress.follow(deeds.under_way)
        return deeds

    @cached_property
    def progress(self) -> progress_line.ProgressLine:
        """How far a change to very many is."""
        line = progress_line.ProgressLine(self)
        self._column.insertWidget(self._column.indexOf(self.trash_bar), line)
        return line

    @cached_property
    def nothing(self) -> nothing_from_ib.NothingFromIb:
        """What stands there while nothing has come."""
        nothing = nothing_from_ib.NothingFromIb(self._desk, can_take_feed=self._can_take_feed)
        nothing.feed_wanted.connect(self.feed_wanted)
        nothing.import_wanted.connect(self.import_wanted)
        return nothing

    @property
    def pane(self) -> broker_pane.BrokerPane:
        """The reading pane, made when it is first needed."""
        if self._pane is None:
            self._pane = pane = broker_pane.BrokerPane(self._desk)
            pane.seen.connect(lambda message_id: self.deeds.mark([message_id], is_read=True))
            pane.setMinimumWidth(theme_of(self).scale.width_places)
            self.split.addWidget(pane)
        return self._pane

    def apply(self, search: BrokerSearch) -> None:
        """Narrow the list to what was looked for before."""
        bar = self.list.filter_bar
        # Not those of the line itself: its button that clears it listens to them.
        blocked = bar.blockSignals(True)
        bar.edit.setText(search.text)
        bar.blockSignals(blocked)
        self.filters.choose(search._replace(text=""))
        self.list.refilter()
        if search.type:
            self._read_types()

    def show_type(self, kind: str) -> None:
        """All messages of this type, and no other filter."""
        self.apply(BrokerSearch(type=kind))

    def step_from(self, message_id: int, step: int) -> int | None:
        """Choose the row so many below; its message, or None at the end of the list."""
        model = self.list.model
        place = model.place_of(message_id)
        if place is None or not 0 <= place + step < model.total:
            return None
        self.list.table.selectRow(place + step)
        return model.id_at(place + step)

    def _build_list(self) -> None:
        desk = self._desk
        self.list = OfficeList(
            "broker",
            desk,
            self._remembered,
            broker_list(desk.store),
            broker_columns(desk),
            order=Order("at", descending=True),
            subjects=[Subject.BROKER_MESSAGES],
            placeholder=tr("Filter: subject, account, type, text"),
            filter_of=self._filter_of,
        )
        self.list.vacancy.make_empty(lambda: self.nothing)
        self.list.table.setAccessibleName(tr("Messages of IB"))
        self.few = FewFilters(self.filters, self.searches, self.place_menu)
        for widget in (self.filters, self.searches, self.place_menu, self.few):
            self.list.add_filter(widget)
        # What has no room goes into one menu, and must not keep the window from becoming narrow.
        self.list.filter_bar.setMinimumWidth(1)
        self.few.hide()
        # What is chosen and how many there are take room as well.
        self.filters.named.connect(self._fit_filters)
        self.list.filter_bar.count_changed.connect(self._fit_filters)

    def _filter_of(self, text: str) -> BrokerFilter:
        return self.filters.search._replace(text=text).narrowed(self._desk.now(), self._desk.zone)

    def _word_vacancy(self) -> None:
        """The trash as a whole is not filtered: where nothing is in it, that is said."""
        self.list.count_apart(is_apart=self.search.in_trash)
        if self.search == BrokerSearch(in_trash=True):
            words = tr("What you delete rests here for a while and can be restored.")
            self.list.vacancy.word_unmatched(tr("The trash is empty"), words, "trash")
        else:
            self.list.vacancy.word_unmatched()

    def _build_buttons(self) -> None:
        self.view_button = Button(tr("View Message"), self._view)
        self.inquiry_button = Button(tr("Submit Inquiry"), self._ask)
        self.read_button = Button(tr("Mark as read"), lambda: self._mark(is_read=True))
        self.unread_button = Button(tr("Mark as unread"), lambda: self._mark(is_read=False))
        self.copies_button = Button(tr("Copies by e-mail…"), self.copies_wanted.emit)
        self.copies_button.setToolTip(tr("Every new message, or those of some types, as your clients get it"))
        self.trash_bar = TrashBar(self._desk)
        self.trash_bar.hide()
        self.delete_button = Button(tr("Delete"), self._delete)
        self.restore_button = Button(tr("Restore"), self._restore)

    def _arrange(self) -> None:
        scale = theme_of(self).scale
        bar = QFrame()
        bar.setObjectName("buttonBar")
        left = (self.view_button, self.inquiry_button, self.copies_button)
        right = (self.read_button, self.unread_button, self.delete_button, self.restore_button)
        row = WrappingRow(bar, apart=len(left))
        row.setContentsMargins(scale.large, scale.small, scale.large, scale.small)
        for button in (*left, *right):
            row.addWidget(button)
        self.split = KeptSplitter("sent-by-ib", self._remembered)
        self.split.addWidget(self.list)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        # Over the pane too, where it stands at the right: the filters need the whole width.
        column.addWidget(self.list.filter_bar)
        column.addWidget(self.split, 1)
        column.addWidget(self.trash_bar)
        column.addWidget(bar)
        self.setFocusProxy(self.list.table)

    def _connect(self) -> None:
        self.filters.chosen.connect(self.list.refilter)
        self.filters.chosen.connect(self._offer)
        self.filters.types_wanted.connect(self._read_types)
        self.searches.applied.connect(self.apply)
        self.place_menu.chosen.connect(self._show_chosen)
        self.list.opened.connect(self.opened.emit)
        self.list.vacancy.clear_asked.connect(lambda: self.filters.choose(BrokerSearch()))
        self.list.selection_changed.connect(self._show_chosen)
        self.list.model.rows_read.connect(self._show_chosen)
        self.filters.chosen.connect(self._word_vacancy)
        self.list.filter_bar.edit.textChanged.connect(lambda _text: self._word_vacancy())
        self.trash_bar.emptying.connect(self.list.focus_what_is_shown)
        self._desk.office_changed.connect(self._offer)
        self._build_actions()
        self._offer()

    def _build_actions(self) -> None:
        buttons = (
            self.view_button, self.inquiry_button, self.read_button, self.unread_button, self.delete_button,
            self.restore_button,
        )  # fmt: skip
        self._menu_of = {button: self._action(button.accessibleName(), button.click) for button in buttons}
        self.type_action = self._action(tr("Messages of this type"), self._show_same_type)
        self.write_action = self._action(tr("Write to these clients"), self._write)
        delete = self._menu_of[self.delete_button]
        delete.setShortcut(QKeySequence.StandardKey.Delete)
        self._menu_of[self.read_button].setShortcut(QKeySequence("Ctrl+Shift+U"))
        self._menu_of[self.unread_button].setShortcut(QKeySequence("Ctrl+U"))
        for button in (self.delete_button, self.read_button, self.unread_button):
            self._menu_of[button].setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            self.list.table.addAction(self._menu_of[button])
        first, *rest = self._menu_of.values()
        self.list.set_actions([first, self.type_action, self.write_action, *rest])

    def _action(self, words: str, act: Callable[[], object]) -> QAction:
        action = QAction(words, self)
        action.triggered.connect(lambda _checked=False: act())
        return action

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_filters()

    def _fit_filters(self) -> None:
        """All filters beside the text where they have room, else one menu of them."""
        wide = (self.filters, self.searches, self.place_menu)
        needed = sum(each.sizeHint().width() for each in wide) + self.list.filter_bar.least_room()
        has_room = self.width() >= needed
        for each in wide:
            each.setVisible(has_room)
        self.few.setVisible(not has_room)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._pane is not None:
            self._pane.look_away()

    def _one(self) -> BrokerLine | None:
        """The one message that is chosen; None while its row is being read."""
        ids = self.list.selection().ids
        place = self.list.model.place_of(next(iter(ids))) if len(ids) == 1 else None
        line: BrokerLine | None = None if place is None else self.list.model.row_at(place)
        return line

    def _show_chosen(self) -> None:
        self._offer()
        line, count = self._one(), self.list.selection().count
        is_off = self.place_menu.place is PanePlace.OFF
        if self._pane is None and (is_off or not count):
            return
        pane = self.pane
        pane.setVisible(not is_off and count > 0)
        self._turn()
        if line is not None and not is_off:
            pane.show_line(line)
        elif count != 1 or is_off:
            pane.show_nothing(trn("{n} message is chosen.", "{n} messages are chosen.", count))

    def _turn(self) -> None:
        """Both get their share when they first stand so; after that as the person leaves them."""
        below = self.place_menu.place is PanePlace.BELOW
        way = Qt.Orientation.Vertical if below else Qt.Orientation.Horizontal
        if self._way is not way and not self.pane.isHidden():
            self._way = way
            self.split.share(way, [1000, 1000] if below else [1400, 1000])

    def _offer(self) -> None:
        pressed = next((button for button in self._menu_of if button.hasFocus()), None)
        self._offer_deeds()
        # Whoever pressed what is offered no longer goes on in the list, not on whatever stands next.
        if pressed is not None and not (pressed.isEnabled() and pressed.isVisible()):
            self.list.table.setFocus()

    def _offer_deeds(self) -> None:
        selection, line = self.list.selection(), self._one()
        count = selection.count
        in_trash = self.filters.search.in_trash
        may_delete = count > 0 and self._desk.actor.may(Role.SENDER)
        one = count == 1
        self.view_button.setEnabled(one)
        self.inquiry_button.setEnabled(one and not in_trash and self._desk.actor.may_ask)
        self.inquiry_button.setVisible(not in_trash)
        self.copies_button.setVisible(not in_trash)
        self.trash_bar.setVisible(in_trash)
        if not one or selection.all or line is not None:
            self._offer_marking(line, count)
        for button, here in ((self.delete_button, not in_trash), (self.restore_button, in_trash)):
            button.setVisible(here)
            button.setEnabled(here and may_delete)
            button.tell_why_not(why_not(self._desk.actor, Role.SENDER))
        self.inquiry_button.tell_why_not(why_not(self._desk.actor, *ASKERS))
        for button, action in self._menu_of.items():
            action.setEnabled(button.isEnabled())
        for button in (self.delete_button, self.restore_button):
            self._menu_of[button].setVisible(not button.isHidden())
        self.type_action.setEnabled(line is not None)
        self.write_action.setEnabled(one and self._desk.actor.may(Role.SENDER))

    def _offer_marking(self, line: BrokerLine | None, count: int) -> None:
        """What can be marked; while the one row that is chosen is being read, the buttons say what they said."""
        is_read = line is not None and line.is_read
        self.read_button.setEnabled(count > 0 and not is_read)
        self.unread_button.setEnabled(count > 0 and (line is None or is_read))
        self.read_button.setVisible(not is_read)
        self.unread_button.setVisible(is_read)

    def _read_types(self) -> None:
        desk = self._desk
        desk.jobs.read(message_types, desk.store, then=self.filters.set_types, owner=self, latest="types")

    def _view(self) -> None:
        self._tell(self.opened.emit)

    def _ask(self) -> None:
        self._tell(self.inquiry_wanted.emit)

    def _write(self) -> None:
        self._tell(self.write_wanted.emit)

    def _tell(self, tell: Callable[[int], object]) -> None:
        ids = self.list.selection().ids
        if len(ids) == 1:
            tell(next(iter(ids)))

    def _show_same_type(self) -> None:
        line = self._one()
        if line is not None:
            self.show_type(line.type)

    def _mark(self, *, is_read: bool) -> None:
        if not is_read and self._pane is not None:
            self._pane.look_away()
        self.list.name_chosen(functools.partial(self.deeds.mark, is_read=is_read))

    def _delete(self) -> None:
        self.list.name_chosen(self.deeds.delete)
        # At once, so that whoever presses the key again deletes the next one and not the same.
        self.list.go_on()
        if self.delete_button.hasFocus():
            self.list.table.setFocus()

    def _restore(self) -> None:
        self.list.name_chosen(self.deeds.restore)
