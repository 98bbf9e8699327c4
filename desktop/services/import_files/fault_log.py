"""The faults of a file, every one of them, however many."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from desktop.models.imports import RowFault
from desktop.services.import_files.row_log import RowLog


class FaultLog(RowLog[RowFault]):
    """Faults in order of their lines, and how many ``rows`` they are.

    ``longest`` is cut from a value, so that a file of long lines does not fill the disk.
    """

    longest = 200

    def __init__(self) -> None:
        super().__init__(self._cut, RowFault)
        self.rows = 0
        self._last_line = 0

    def add(self, entries: Iterable[RowFault]) -> None:
        """Put these behind all others. Raises OSError when the disk is full."""
        super().add(self._counted(entries))

    def _counted(self, faults: Iterable[RowFault]) -> Iterator[RowFault]:
        for fault in faults:
            self.rows += fault.line != self._last_line
            self._last_line = fault.line
            yield fault

    @classmethod
    def _cut(cls, fault: RowFault) -> tuple[int, str, str, str]:
        return (fault.line, fault.column, fault.value[: cls.longest], fault.reason)
