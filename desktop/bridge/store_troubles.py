"""Says once what keeps the store from working, whoever has met it, and takes it back when it is over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.errors import Refused

if TYPE_CHECKING:
    from desktop.bridge.notices import NoticeBus


class StoreTroubles:
    """Several parts of the program meet the same trouble; each names itself in ``who``."""

    def __init__(self, notices: NoticeBus) -> None:
        self._notices = notices
        self._met: dict[str, str] = {}

    def met(self, who: str, error: Exception) -> None:
        """``who`` has met ``error``, and goes on trying."""
        if not isinstance(error, Refused):
            self._notices.failure(error)
            return
        is_known = error.title in self._met.values()
        self.over(who, unless=error.title)
        self._met[who] = error.title
        if not is_known:
            self._notices.trouble(error)

    def over(self, who: str, *, unless: str = "") -> bool:
        """``who`` could do its work, or has met the trouble ``unless``; returns whether it had been told of another."""
        title = self._met.pop(who, "")
        if not title or title == unless:
            return False
        if title not in self._met.values():
            self._notices.withdraw(title)
        return True
