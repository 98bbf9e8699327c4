"""Keeps what is chosen chosen while a list is put in another order or seen anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QObject

if TYPE_CHECKING:
    from desktop.views.lists.paged import PagedItemModel
    from desktop.views.lists.table import RowTable

_FLAG = QItemSelectionModel.SelectionFlag


class ChosenRows(QObject):
    """Qt forgets rows whose new place is not known yet; this chooses them again when it is."""

    def __init__(self, table: RowTable, model: PagedItemModel[Any]) -> None:
        super().__init__(table)
        self._table = table
        self._model = model
        self._ids: frozenset[int] = frozenset()
        self._current: int | None = None
        self._told = table.selection()
        self._arranging = False
        self._reading = False
        self.chooses_first = False
        self._offered: int | None = None  # chosen by the list, and so far by nobody else
        model.ids_to_place = self._ids_to_place
        model.about_to_arrange.connect(self._on_about_to_arrange)
        model.arranged.connect(self._on_arranged)
        model.ids_read.connect(self._on_ids_read)
        model.ids_left_out.connect(self._on_ids_left_out)
        table.selection_changed.connect(self._on_selection_changed)
        table.current_row_changed.connect(self._on_current_row_changed)
        table.keyboard_came.connect(self._choose_where_it_stands)

    def stand_somewhere(self) -> None:
        """On the first row, where none is current: Qt sees to it when the focus comes, which was before the rows."""
        if self._current is None and not self._table.currentIndex().isValid():
            self._table.selectionModel().setCurrentIndex(self._model.index(0, 0), _FLAG.NoUpdate)
        self._choose_where_it_stands()

    def begin_again(self) -> None:
        """Another order or filter: a row that the focus alone made current does not draw the view after it."""
        if self._ids - {self._offered} or self._current is None:
            return
        if self._ids:
            self._ids, self._offered = frozenset(), None
            self._table.selectionModel().clearSelection()
        self._current = self._model.id_at(0) if self._model.total else None
        if self._current is not None:
            self._table.selectionModel().setCurrentIndex(self._model.index(0, 0), _FLAG.NoUpdate)
            self._choose_where_it_stands()

    def _choose_where_it_stands(self) -> None:
        """What is marked as where the keyboard is, is what buttons act on, where this list has such."""
        table, index = self._table, self._table.currentIndex()
        if not self.chooses_first or self._ids or not table.hasFocus() or not index.isValid():
            return
        if not table.selection():
            self._offered = self._model.id_at(index.row())
            self._ids = frozenset() if self._offered is None else frozenset({self._offered})
            table.selectionModel().select(index, _FLAG.Select | _FLAG.Rows)

    def _ids_to_place(self) -> frozenset[int]:
        return self._ids if self._current is None else self._ids | {self._current}

    def _on_selection_changed(self) -> None:
        if self._arranging:
            return
        self._told = chosen = self._table.selection()
        self._ids, self._reading = chosen.ids, chosen.reading
        if self._ids != {self._offered}:
            self._offered = None
        if chosen.reading:
            self._model.learn_ids(self._table.chosen_places())

    def _on_current_row_changed(self, row_id: int | None) -> None:
        if not self._arranging:
            self._current = row_id

    def _on_ids_read(self) -> None:
        if self._reading:
            self._table.selection_changed.emit()

    def _on_ids_left_out(self, ids: frozenset[int]) -> None:
        """When none of those that were chosen is in the list, that is told before all of it is measured."""
        self._ids -= ids
        if self._current in ids:
            self._current = None
        if not self._ids and self._table.selection() != self._told:
            self._table.selection_changed.emit()

    def _on_about_to_arrange(self) -> None:
        if self._reading and not self._arranging:
            # Their page may have been read before they were asked for by name.
            self._ids = self._table.selection().ids
        self._arranging = True

    def _on_arranged(self, _before: int, _now: int) -> None:
        """Still arranging while choosing again: that is not the person's doing."""
        self._choose_again()
        if self._model.exact and self._table.selection() != self._told:
            self._told = self._table.selection()
            self._table.selection_changed.emit()
        self._arranging = False
        if self._model.exact:
            self._ids = frozenset(row_id for row_id in self._ids if self._model.place_of(row_id) is not None)
        self._choose_where_it_stands()

    def _choose_again(self) -> None:
        model, selection = self._model, self._table.selectionModel()
        lost = QItemSelection()
        for row_id in self._ids:
            place = model.place_of(row_id)
            if place is not None and not selection.isRowSelected(place):
                lost.select(model.index(place, 0), model.index(place, model.columnCount() - 1))
        if not lost.isEmpty():
            selection.select(lost, _FLAG.Select)
        place = None if self._current is None else model.place_of(self._current)
        if place is not None and place != self._table.currentIndex().row():
            selection.setCurrentIndex(model.index(place, 0), _FLAG.NoUpdate)
