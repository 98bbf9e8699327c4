"""Searches under names: kept, applied, renamed, deleted."""

from __future__ import annotations

import functools
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.errors import Refused
from desktop.language import tr
from desktop.late import late
from desktop.views.kit.menu_button import MenuButton

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.models.broker_search import BrokerSearch
    from desktop.views.broker import saved_searches
    from desktop.views.kit import name_dialog
    from desktop.views.remembered import Remembered
else:
    saved_searches = late("desktop.views.broker.saved_searches")
    name_dialog = late("desktop.views.kit.name_dialog")


class SearchMenu(MenuButton):
    """``applied`` brings a search that was kept; ``now`` is the one that is in force."""

    applied = Signal(object)

    def __init__(
        self,
        remembered: Remembered,
        office: str,
        now: Callable[[], BrokerSearch],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(tr("Searches"), parent)
        self._kept_in = (remembered, office)
        self._now = now
        self.opens.aboutToShow.connect(self.fill)

    @cached_property
    def _searches(self) -> saved_searches.SavedSearches:
        return saved_searches.SavedSearches(*self._kept_in)

    def fill(self) -> None:
        """Offer what is kept, and to keep what is in force."""
        self.opens.clear()
        kept = self._searches.all()
        for name, search in kept.items():
            action = self.opens.addAction(_shown(name))
            action.triggered.connect(functools.partial(self._apply, search))
        if kept:
            self.opens.addSeparator()
        self.opens.addAction(tr("Keep this search…"), self.ask_name)
        for title, act in ((tr("Rename"), self.ask_new_name), (tr("Delete"), self._delete)):
            menu = self.opens.addMenu(title)
            menu.setEnabled(bool(kept))
            for name in kept:
                menu.addAction(_shown(name)).triggered.connect(functools.partial(self._run, act, name))

    def ask_name(self) -> name_dialog.NameDialog:
        """Keep what is in force under a name."""
        search = self._now()

        def keep(dialog: name_dialog.NameDialog, name: str) -> None:
            self._try(dialog, lambda: self._searches.keep(name, search))

        return self._ask(
            tr("Keep this search"), tr("Text and filters, as they are now."), tr("Keep"), keep, ""
        )

    def ask_new_name(self, before: str) -> name_dialog.NameDialog:
        """Rename a search."""

        def rename(dialog: name_dialog.NameDialog, name: str) -> None:
            self._try(dialog, lambda: self._searches.rename(before, name))

        return self._ask(tr("Rename the search"), "", tr("Rename"), rename, before)

    def _ask(
        self,
        question: str,
        sentence: str,
        verb: str,
        then: Callable[[name_dialog.NameDialog, str], object],
        name: str,
    ) -> name_dialog.NameDialog:
        dialog = name_dialog.NameDialog(question, sentence, verb, then, name=name, parent=self)
        dialog.open()
        return dialog

    def _try(self, dialog: name_dialog.NameDialog, act: Callable[[], None]) -> None:
        try:
            act()
        except Refused as refusal:
            dialog.show_refusal(refusal)
        else:
            dialog.accept()

    def _apply(self, search: BrokerSearch, _checked: object = None) -> None:
        self.applied.emit(search)

    def _run(self, act: Callable[[str], object], name: str, _checked: object = None) -> None:
        act(name)

    def _delete(self, name: str) -> None:
        self._searches.delete(name)


def _shown(name: str) -> str:
    return name.replace("&", "&&")
