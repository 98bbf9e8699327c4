"""What the store must offer so that the changes of colleagues are heard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from desktop.models.change import Change


class ChangeFeed(Protocol):
    """Opened, used and closed on one thread, so it may hold a connection of its own."""

    def next_change(self, timeout_s: float) -> Change | None:
        """The next change, or None when ``timeout_s`` seconds passed without one."""

    def close(self) -> None: ...
