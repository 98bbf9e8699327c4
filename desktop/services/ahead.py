"""How many mails may begin before the way out has room for them, so that it need not wait for the store."""

from __future__ import annotations

MOST_A_LANE = 4
"""How many mails for each lane are begun and not recorded, at most."""


class Ahead:
    """What is begun becomes unconfirmed when the program is killed, so no more is than was needed lately.

    That is two for each lane, and as many again as twice what left while the store wrote last.
    """

    def __init__(self) -> None:
        self._left = 0
        self._last = 0

    def left_meanwhile(self, mails: int) -> None:
        """So many were handed over while the store wrote."""
        self._left += mails

    def written(self) -> None:
        """The store has written."""
        self._last, self._left = self._left, 0

    def next_group(self, lanes: int, under_way: int) -> int:
        """How many may begin now, where so many are begun and not answered; 0 while it is not worth a record.

        A group is as large as it can be without a lane that waits for the next one.
        """
        most = min(2 * (lanes + self._last), MOST_A_LANE * lanes)
        room, worth = most - under_way, max(lanes, (most - lanes) // 2)
        return room if room >= worth else 0
