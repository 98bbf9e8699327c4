"""How many mails may begin before the way out has room for them, so that it need not wait for the store."""

from __future__ import annotations

MOST_A_LANE = 12
"""How many mails for each lane are begun and not recorded, at most."""
_FOR_ONE_THAT_LEFT = 4


class Ahead:
    """What is begun becomes unconfirmed when the program is killed, so no more is than was needed lately.

    That is two for each lane, and four more for each mail that left while the store wrote: a lane that waits for the
    disk is slower than the disk, and a server that takes thousands a second is worth larger transactions.
    """

    def __init__(self) -> None:
        self._left = 0
        self._lately = 0

    def left_meanwhile(self, mails: int) -> None:
        """So many were answered while the store wrote."""
        self._left += mails

    def written(self) -> None:
        """The store has written."""
        # One quick write says little: what was needed before it counts half as much each time.
        self._lately, self._left = max(self._left, self._lately // 2), 0

    def next_group(self, lanes: int, under_way: int) -> int:
        """How many may begin now, where so many are begun and not answered; 0 while it is not worth a record.

        A group is half of what may be begun: each costs a transaction, and the other half keeps the lanes busy.
        """
        most = min(2 * lanes + _FOR_ONE_THAT_LEFT * self._lately, MOST_A_LANE * lanes)
        room = most - under_way
        return room if room >= most // 2 else 0
