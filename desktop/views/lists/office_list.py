"""A list as the office's screens use it: in its look, with its jobs, hearing of every change."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.language import tr
from desktop.views.kit.first_paint import FirstPaint
from desktop.views.lists.list_view import ListView
from desktop.views.lists.paged import ListState, PagedItemModel
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop.bridge.desk import Desk
    from desktop.models.change import Subject
    from desktop.models.listing import Order
    from desktop.views.lists.column import Column
    from desktop.views.lists.source import Filter, RowSource
    from desktop.views.remembered import Remembered

# Whoever has waited for the rows may press a key at once, and is answered before all else begins.
_FIRST_KEY_MS = 150


class OfficeList(ListView):
    """A list of one of the office's subjects; looks again by itself when ``subjects`` change."""

    def __init__(
        self,
        name: str,
        desk: Desk,
        remembered: Remembered,
        source: RowSource[Any, Any],
        columns: Sequence[Column[Any]],
        *,
        order: Order,
        subjects: Sequence[Subject],
        placeholder: str,
        filter_of: Callable[[str], Filter] = str,
    ) -> None:
        theme = theme_of()
        model: PagedItemModel[Any] = PagedItemModel(
            source, columns, desk.jobs, order=order, narrowed=filter_of(""), subjects=subjects
        )
        super().__init__(
            name,
            model,
            remembered,
            filter_of=filter_of,
            placeholder=placeholder,
            row_height=theme.row_height,
        )
        model.setParent(self)
        margin = theme.scale.large
        self.filter_bar.setContentsMargins(margin, theme.scale.medium, margin, theme.scale.small)
        self._notices = desk.notices
        desk.refresh.changed.connect(self.take)
        desk.office_changed.connect(self.table.viewport().update)
        theme.changed.connect(self._on_theme_changed)
        self.saved.connect(self._on_saved)
        first = FirstPaint(self.table.viewport(), lambda: model.total > 0, after_ms=_FIRST_KEY_MS)
        first.painted.connect(desk.settle)
        model.state_changed.connect(functools.partial(_settle_without_rows, desk, model))

    def _on_theme_changed(self) -> None:
        self.table.set_row_height(theme_of(self).row_height)

    def _on_saved(self, path: str) -> None:
        self._notices.tell(tr("Saved as {file}.").format(file=Path(path).name))


def _settle_without_rows(desk: Desk, model: PagedItemModel[Any]) -> None:
    if model.state is ListState.FAILED or (model.state is ListState.SHOWN and not model.total):
        desk.settle()
