"""Parts of a page beside or below each other, as their user last left them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from desktop.views.remembered import Remembered

_WHOLE = 10_000


class KeptSplitter(QSplitter):
    """Shares are kept under ``name``, apart for beside and below; a part that is hidden keeps its own."""

    def __init__(self, name: str, remembered: Remembered, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = f"splits/{name}"
        self._remembered = remembered
        self._shares: list[int] = []
        self.setChildrenCollapsible(False)
        self.splitterMoved.connect(lambda _at, _which: self._keep())

    def share(self, way: Qt.Orientation, shares: Sequence[int]) -> None:
        """Turn ``way`` and give each part its share; the one kept counts, and ``shares`` until there is one."""
        self.setOrientation(way)
        kept = self._remembered.value(self._key())
        wanted = list(kept if _is_good(kept, self.count()) else shares)
        # Parts of a large number: Qt divides what room there is by them.
        self._shares = [max(each * _WHOLE // sum(wanted), 1) for each in wanted]
        self.setSizes(self._shares)

    def _keep(self) -> None:
        sizes = self.sizes()
        if len(sizes) != len(self._shares):
            return
        parts = [self.widget(at) for at in range(self.count())]
        shown = [part is not None and not part.isHidden() for part in parts]
        # What is in view divides the share that it had together.
        theirs = sum(share for share, is_shown in zip(self._shares, shown, strict=True) if is_shown)
        room = max(sum(sizes), 1)
        self._shares = [
            max(size * theirs // room, 1) if is_shown else share
            for size, share, is_shown in zip(sizes, self._shares, shown, strict=True)
        ]
        self._remembered.set_value(self._key(), self._shares)

    def _key(self) -> str:
        return f"{self._name}/{'beside' if self.orientation() is Qt.Orientation.Horizontal else 'below'}"


def _is_good(kept: object, count: int) -> bool:
    """Whether these are shares: the file is one that anybody may have edited."""
    if not isinstance(kept, list) or len(kept) != count:
        return False
    return all(type(share) is int and 0 < share <= _WHOLE for share in kept)
