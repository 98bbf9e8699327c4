"""The languages of a message as tabs, the default words first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabBar, QWidget

from desktop.language import tr
from desktop.views.kit.language_names import language_name

if TYPE_CHECKING:
    from collections.abc import Sequence


class LanguageBar(QTabBar):
    """``chosen`` tells the tag, empty for the default; not told when the tabs are made."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tags: tuple[str, ...] = ()
        self.setAccessibleName(tr("Languages"))
        self.setExpanding(False)
        self.setDrawBase(False)
        self.set_languages(())
        self.currentChanged.connect(lambda _index: self.chosen.emit(self.language))

    @property
    def language(self) -> str:
        """The tag of the chosen tab; empty for the default."""
        return self._tags[max(self.currentIndex(), 0)]

    def set_languages(self, tags: Sequence[str]) -> None:
        """Offer the default and ``tags``; the choice stays where it still exists."""
        wanted = ("", *tags)
        if wanted == self._tags:
            return
        kept = self.language if self._tags else ""
        blocked = self.blockSignals(True)
        self._tags = wanted
        while self.count():
            self.removeTab(0)
        names = [language_name(tag) for tag in wanted]
        # Without their tags, which need room, where that leaves them apart.
        short = [name.removesuffix(f" ({tag})") for name, tag in zip(names, wanted, strict=True)]
        shown = short if len(set(short)) == len(short) else names
        for place, name in enumerate(shown):
            self.addTab(name.replace("&", "&&"))
            self.setTabToolTip(place, names[place])
        self.setCurrentIndex(wanted.index(kept) if kept in wanted else 0)
        self.blockSignals(blocked)

    def choose(self, tag: str) -> None:
        if tag in self._tags:
            self.setCurrentIndex(self._tags.index(tag))
