"""What the window tells the person, as a record that can wait for a window."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable


class NoticeKind(enum.StrEnum):
    INFO = "info"
    SUCCESS = "success"
    WARNING = "warning"
    ERROR = "error"
    FAULT = "fault"


class ShownNotice(NamedTuple):
    """``text`` is the one line; ``detail`` the rest (for a fault: a report that can be copied).

    With ``seconds`` it stays for exactly so long, which is how long ``action`` can be chosen, and its
    button counts them down. One that ``waits`` stays until it is closed, chosen or withdrawn, like trouble.
    ``while_away`` marks what holds only while the store does not answer; one of those is shown at a time.
    """

    kind: NoticeKind
    text: str
    detail: str = ""
    action_label: str = ""
    action: Callable[[], object] | None = None
    seconds: int = 0
    waits: bool = False
    while_away: bool = False
