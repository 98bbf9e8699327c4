"""Collects Python's cyclic garbage on the GUI thread only.

Python collects on whichever thread happens to allocate. A window in a cycle would then be
destroyed by a worker, and Qt ends the program with a segmentation fault.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

# All that any thread made since is looked at in one go, in which the window stands still.
_EVERY_MS = 250
# What lived through one look is looked at again as seldom as if there were one a second.
_LESS_OFTEN = 4


class Garbage(QObject):
    """Stands in for Python's own collecting from ``start`` to ``stop``."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._was_enabled = False
        self._is_settled = False
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self.collect_due)

    def start(self) -> None:
        self._was_enabled = gc.isenabled()
        gc.disable()
        self._timer.start()

    def stop(self) -> None:
        """Only when no worker is left."""
        self._timer.stop()
        if self._is_settled:
            self._is_settled = False
            gc.unfreeze()
        if self._was_enabled:
            gc.enable()

    def collect_due(self) -> None:
        """Collect the oldest generation that is due, by Python's own thresholds.

        What lived through the first looks is the program itself, which is not looked at again.
        """
        counts, thresholds = gc.get_count(), gc.get_threshold()
        for generation, slower in ((2, 1), (1, _LESS_OFTEN), (0, 1)):
            if thresholds[generation] and counts[generation] > thresholds[generation] * slower:
                self._collect(generation)
                return

    def _collect(self, generation: int) -> None:
        if generation and not self._is_settled:
            # Some hundred thousand objects of loaded modules, in which the window would stand still.
            self._is_settled = True
            gc.freeze()
        gc.collect(generation)
