"""Keeps what must be told until a window listens, so that nothing said during start-up is lost."""

from __future__ import annotations

import logging
from collections import deque
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.bridge.shown_notice import NoticeKind, ShownNotice
from desktop.errors import Cancelled, Refused, StoreAway
from desktop.language import tr
from desktop.late import late

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.bridge import fault_report
else:
    fault_report = late("desktop.bridge.fault_report")

_KEPT = 200
_log = logging.getLogger(__name__)


class NoticeBus(QObject):
    """Say it here; a window takes it. Use on the GUI thread."""

    arrived = Signal(object)  # ShownNotice, still to be taken
    withdrawn = Signal(str)  # the text of a notice that holds no more

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: deque[ShownNotice] = deque(maxlen=_KEPT)

    def take(self) -> tuple[ShownNotice, ...]:
        """What waits, oldest first; the taker shows it."""
        taken = tuple(self._waiting)
        self._waiting.clear()
        return taken

    def withdraw(self, text: str) -> None:
        """What it said is over: the notices of this text go, also those that nobody has taken yet."""
        self._waiting = deque((each for each in self._waiting if each.text != text), maxlen=_KEPT)
        self.withdrawn.emit(text)

    def show(self, notice: ShownNotice) -> None:
        self._waiting.append(notice)
        self.arrived.emit(notice)

    def tell(
        self, text: str, *, undo: Callable[[], object] | None = None, kind: NoticeKind = NoticeKind.SUCCESS
    ) -> None:
        """Something was done; ``undo`` puts a button beside it."""
        self.show(ShownNotice(kind, text, action_label=tr("Undo") if undo else "", action=undo))

    def trouble(self, refusal: Refused) -> None:
        """The person can act on it."""
        detail = " ".join(part for part in (refusal.sentence, refusal.remedy) if part)
        away = isinstance(refusal, StoreAway)
        self.show(ShownNotice(NoticeKind.ERROR, refusal.title, detail, while_away=away))

    def fault(self, error: BaseException) -> None:
        """The program is at fault: logged, and shown with a report that can be copied."""
        report = fault_report.fault_report(error)
        _log.error("fault\n%s", report)
        self.show(ShownNotice(NoticeKind.FAULT, tr("Something in the program went wrong"), report))

    def failure(self, error: BaseException) -> None:
        """Any failure, sorted into its kind; made to be connected to ``Jobs.faulted``."""
        if isinstance(error, Refused):
            self.trouble(error)
        elif not isinstance(error, Cancelled):
            self.fault(error)
