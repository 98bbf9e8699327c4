"""A list as every screen shows it: filter, count, table, and what stands there when it is empty."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QFileDialog, QHeaderView, QMenu, QStackedLayout, QVBoxLayout, QWidget

from desktop.language import tr, trn
from desktop.late import late
from desktop.models.change import ChangeKind
from desktop.views.kit.elided import plain_tip
from desktop.views.lists.copying import as_text, write_csv
from desktop.views.lists.filter_bar import FilterBar
from desktop.views.lists.header_memory import HeaderMemory
from desktop.views.lists.keeping import ChosenRows
from desktop.views.lists.paged import ListState, PagedItemModel
from desktop.views.lists.selection import RowSelection
from desktop.views.lists.table import RowTable
from desktop.views.lists.vacancy import Vacancy, failure_title, failure_words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop.models.change import Change
    from desktop.views.kit import file_dialogs
    from desktop.views.lists.source import Filter
    from desktop.views.remembered import Remembered
else:
    file_dialogs = late("desktop.views.kit.file_dialogs")

_AHEAD = 40


class ListView(QWidget):
    """``filter_of`` makes the source's filter of the text typed, and ``no_filter`` is none at all.

    Call ``refilter`` when one of the screen's own filters changes.
    """

    opened = Signal(object)  # an id, which may be longer than an int of Qt
    current_changed = Signal(object)  # id, or None while there is none
    selection_changed = Signal()
    saved = Signal(str)  # the path of a file that was written

    def __init__(
        self,
        name: str,
        model: PagedItemModel[Any],
        remembered: Remembered,
        *,
        filter_of: Callable[[str], Filter],
        placeholder: str,
        row_height: int,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.model = model
        self._filter_of = filter_of
        self._no_filter = filter_of("")
        self._all_rows: int | None = None
        self._last_known_rows = 0
        self._trouble: Exception | None = None
        self.counted_beside = False
        """Whether a screen's own filter says how many rows there are while nothing is looked for."""
        self.csv_name = ""
        """What a file of the rows is called, unless somebody calls it otherwise."""
        self.begins_somewhere = True
        """Whether the first row is current when the keyboard waits for rows: not where that alone does something."""
        self._counts_apart = False
        self._offset = 0
        self._arranging = False
        self._actions: list[QAction] = []
        self._build(placeholder, row_height)
        self._arrange()
        self._memory = HeaderMemory(name, self.table.horizontalHeader(), model.columns, remembered)
        self._restore()
        self._chosen = ChosenRows(self.table, model)
        self._connect()

    def _build(self, placeholder: str, row_height: int) -> None:
        self.filter_bar = FilterBar(placeholder, self)
        self.table = RowTable(self.model, row_height, self)
        self.vacancy = Vacancy(self)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header = self.table.horizontalHeader()
        header.setSectionsMovable(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(True)
        header.setHighlightSections(False)

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.filter_bar)
        self._body = QStackedLayout()
        self._body.addWidget(self.table)
        self._body.addWidget(self.vacancy)
        column.addLayout(self._body, 1)
        self._show_state()

    def _restore(self) -> None:
        """The order comes before the first read, so that nothing is read twice."""
        order = self._memory.order() or self.model.order
        self.model.arrange(order)
        self._memory.restore()
        keys = [column.key for column in self.model.columns]
        if order.column in keys:
            way = Qt.SortOrder.DescendingOrder if order.descending else Qt.SortOrder.AscendingOrder
            self.table.horizontalHeader().setSortIndicator(keys.index(order.column), way)
        self.table.setSortingEnabled(True)

    def _connect(self) -> None:
        model, table = self.model, self.table
        self.filter_bar.text_changed.connect(lambda _text: self.refilter())
        self.filter_bar.left_downwards.connect(self._on_left_downwards)
        self.filter_bar.retry_asked.connect(self.retry)
        self.vacancy.clear_asked.connect(self.clear_filter)
        self.vacancy.retry_asked.connect(self.retry)
        table.row_opened.connect(self.opened)
        table.current_row_changed.connect(self.current_changed)
        table.selection_changed.connect(self.selection_changed)
        table.window_moved.connect(self._on_window_moved)
        table.customContextMenuRequested.connect(self._on_menu_asked)
        model.state_changed.connect(self._show_state)
        model.about_to_arrange.connect(self._on_about_to_arrange)
        model.arranged.connect(self._on_arranged)
        model.opened.connect(self._on_opened)
        model.read_failed.connect(self._on_read_failed)
        self._add_shortcuts()

    def _add_shortcuts(self) -> None:
        within = Qt.ShortcutContext.WidgetWithChildrenShortcut
        find = QShortcut(QKeySequence.StandardKey.Find, self, context=within)
        find.activated.connect(self.filter_bar.focus)
        slash = QShortcut(QKeySequence("/"), self.table, context=Qt.ShortcutContext.WidgetShortcut)
        slash.activated.connect(self.filter_bar.focus)
        copy = QShortcut(QKeySequence.StandardKey.Copy, self.table, context=Qt.ShortcutContext.WidgetShortcut)
        copy.activated.connect(self.copy)

    # What a screen asks

    @property
    def chooses_first(self) -> bool:
        """Whether the row that the keyboard begins on is chosen: where buttons act on what is chosen."""
        return self._chosen.chooses_first

    @chooses_first.setter
    def chooses_first(self, chooses: bool) -> None:
        self._chosen.chooses_first = chooses

    def selection(self) -> RowSelection:
        return self.table.selection()

    def count_apart(self, *, is_apart: bool) -> None:
        """What a screen lists may be no part of what it lists without a filter, and is counted by itself then."""
        self._counts_apart = is_apart

    def add_filter(self, widget: QWidget) -> None:
        self.filter_bar.add_filter(widget)

    def set_actions(self, actions: Sequence[QAction]) -> None:
        """What the menu on a row offers, above copying."""
        self._actions = list(actions)

    def take(self, change: Change) -> None:
        """Connect to the refresh. How many rows there are without the filter is then not known."""
        if any(touch.kind is not ChangeKind.CHANGED for touch in change.touches):
            self._all_rows = None
        self.model.take(change)

    def refilter(self) -> None:
        """The latest filter wins; what was chosen under another is no longer all."""
        self.table.forget_all()
        self.model.narrow(self._filter_of(self.filter_bar.edit.text()))

    def rebase(self) -> None:
        """A screen shows another part of its rows: with no text typed, all of that part is listed."""
        self._no_filter = self._filter_of("")
        self._all_rows = None
        self.refilter()

    def clear_filter(self) -> None:
        self.filter_bar.edit.clear()
        self.refilter()
        self.filter_bar.focus()

    def retry(self) -> None:
        self._trouble = None
        self.model.retry()
        self._show_state()

    def name_chosen(self, then: Callable[[tuple[int, ...]], object]) -> None:
        """The ids of all rows that are chosen; those that were never in view are read first."""
        chosen, id_of = self.table.selection(), self.model.id_of
        if not chosen.all and not chosen.reading:
            then(tuple(chosen.ids))
        else:
            self.model.export(lambda rows: tuple(map(id_of, rows)), chosen, then=then)

    def go_on(self) -> None:
        """What is chosen is about to leave the list: choose the row behind it, at the end the one before."""
        places = () if self.table.all_chosen else self.table.chosen_places()
        if not places:
            return
        behind, before = places[-1] + 1, places[0] - 1
        if behind < self.model.total or before >= 0:
            self.table.selectRow(behind if behind < self.model.total else before)

    def copy(self) -> None:
        """The chosen rows as text with tabs, wherever they are; on the clipboard when read."""
        columns = self._columns_in_view()
        self.model.export(
            lambda rows: as_text(columns, rows),
            self.table.selection(),
            then=QGuiApplication.clipboard().setText,
        )

    def save_csv(self, path: Path) -> None:
        """The chosen rows as a file, all where none is chosen; with a mark by which spreadsheets know UTF-8."""
        columns = self._columns_in_view()
        self.model.export(
            lambda rows: write_csv(path, columns, rows),
            self._rows_to_save(),
            then=lambda _: self.saved.emit(str(path)),
        )

    def _rows_to_save(self) -> RowSelection:
        return self.table.selection() or RowSelection(all=True, count=self.model.total)

    def _columns_in_view(self) -> list[Any]:
        header = self.table.horizontalHeader()
        return [self.model.columns[header.logicalIndex(place)] for place in range(header.count())]

    # What happens

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.model.set_visible(visible=True)
        self.model.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.model.set_visible(visible=False)

    def _on_left_downwards(self) -> None:
        self.table.setFocus(Qt.FocusReason.TabFocusReason)
        # Qt may already have gone to the first row, without choosing it.
        if not self.table.selection() and self.model.total:
            self.table.selectRow(max(self.table.currentIndex().row(), 0))

    def _on_window_moved(self, first: int, last: int) -> None:
        """A little more than is in view, so that turning the wheel finds rows there."""
        if not self._arranging:
            self.model.show_window(first, last, ahead=_AHEAD)

    def _on_about_to_arrange(self) -> None:
        self._arranging = True
        self._offset = self.table.verticalScrollBar().value()

    def _on_arranged(self, before: int, now: int) -> None:
        self._arranging = False
        self.table.shift_rows(now - before, self._offset)
        self._on_window_moved(*self.table.window_in_view())
        self._trouble = None
        if self.model.exact and self.model.narrowed == self._no_filter:
            self._all_rows = self._last_known_rows = self.model.total
        self._show_state()

    def _on_opened(self) -> None:
        self.table.scrollToTop()
        if self.begins_somewhere:
            self._chosen.begin_again()

    def _on_read_failed(self, error: Exception) -> None:
        self._trouble = error
        self._show_state()

    def _show_state(self) -> None:
        """Rows stay in view whatever happens; only where there are none, words stand instead."""
        model = self.model
        rows = model.state is ListState.SHOWN and model.total > 0
        # The columns stand where they will stand, so that nothing moves when the rows are there.
        if not rows and model.state is not ListState.LOADING:
            self._show_vacancy()
        self._body.setCurrentWidget(self.table if rows or model.state is ListState.LOADING else self.vacancy)
        if rows and self._is_meant_to_have_the_focus():
            self.table.setFocus()
        if rows and self.begins_somewhere and self.table.hasFocus():
            self._chosen.stand_somewhere()
        self.filter_bar.show_count(self._count_words(), self._longest_count())
        tip = plain_tip(failure_words(self._trouble)) if self._trouble is not None else ""
        self.filter_bar.count.setToolTip(tip)
        self.filter_bar.retry_button.setVisible(rows and self._trouble is not None)

    def _show_vacancy(self) -> None:
        model, vacancy = self.model, self.vacancy
        if model.state is ListState.FAILED and self._trouble is not None:
            vacancy.show_failed(self._trouble)
        elif model.narrowed == self._no_filter:
            vacancy.show_empty()
        else:
            vacancy.show_unmatched()

    def focus_what_is_shown(self) -> None:
        """The rows, or the words that stand instead: a table that is hidden takes no focus, and it would go elsewhere."""
        (self.table if self._body.currentWidget() is self.table else self.vacancy).setFocus()

    def _is_meant_to_have_the_focus(self) -> bool:
        """Given the focus while there were no rows yet, the table could not take it."""
        return self.window().focusWidget() is self.table and not self.table.hasFocus()

    def _is_counted_beside(self) -> bool:
        return self.counted_beside and not self.filter_bar.edit.text()

    def _count_words(self) -> str:
        model = self.model
        if model.state is ListState.LOADING:
            return tr("Reading…")
        if model.state is not ListState.SHOWN:
            return ""
        if self._trouble is not None:
            return failure_title(self._trouble)
        if not model.exact:
            return tr("counting…")
        return "" if self._is_counted_beside() else self._total_words()

    def _total_words(self) -> str:
        model = self.model
        if model.narrowed == self._no_filter or self._all_rows is None or self._counts_apart:
            return f"{model.total:,}"
        return tr("{n} of {all}").format(n=f"{model.total:,}", all=f"{self._all_rows:,}")

    def _longest_count(self) -> str:
        """What may come to stand there while the rows are narrowed.

        Also where it is not known any more how many there are, or where others are counted: the room
        for it would else go with the next row that does, and the filters with it.
        """
        if not self._last_known_rows or self._is_counted_beside():
            return ""
        return tr("{n} of {all}").format(n=f"{self._last_known_rows:,}", all=f"{self._last_known_rows:,}")

    def _on_menu_asked(self, place: QPoint) -> None:
        """Asked for by keyboard it comes where the keyboard is, which may have scrolled out of view."""
        view = self.table.viewport()
        inside = QPoint(min(max(place.x(), 0), view.width()), min(max(place.y(), 0), view.height()))
        self.menu().popup(view.mapToGlobal(inside))

    def menu(self) -> QMenu:
        """The menu on the chosen rows; it goes when it closes."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions(self._actions)
        menu.addSeparator()
        count = self._rows_to_save().count
        copying = menu.addAction(tr("Copy"), self.copy)
        saving = menu.addAction(trn("Save {n} row as CSV…", "Save {n} rows as CSV…", count), self.ask_for_csv)
        copying.setEnabled(bool(self.table.selection()))
        saving.setEnabled(count > 0)
        return menu

    def ask_for_csv(self) -> None:
        """Where the chosen rows are to be saved."""
        dialog = file_dialogs.file_dialog(self, tr("Save as CSV"), file_dialogs.FilePurpose.TABLE)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        if self.csv_name:
            dialog.selectFile(self.csv_name)
        dialog.fileSelected.connect(lambda path: self.save_csv(Path(path)))
        dialog.open()
