"""When unread notices of each priority were last spoken of, kept over the end of the program.

An office that closes it each evening would else never hear of those that are spoken of every 12 hours.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from desktop.models.notice import Priority

if TYPE_CHECKING:
    from desktop.store.address import StoreAddress
    from desktop.views.remembered import Remembered


class LastTold:
    """Of one store, on this computer. What cannot be read there was never told."""

    def __init__(self, remembered: Remembered, address: StoreAddress) -> None:
        self._remembered = remembered
        self._key = f"desktop.told {address.label}"

    def read(self) -> dict[Priority, datetime]:
        kept = self._remembered.value(self._key, {})
        told = {}
        for priority in Priority:
            moment = _moment(kept.get(priority.value)) if isinstance(kept, dict) else None
            if moment is not None:
                told[priority] = moment
        return told

    def write(self, told: dict[Priority, datetime]) -> None:
        kept = {priority.value: moment.isoformat(timespec="seconds") for priority, moment in told.items()}
        self._remembered.set_value(self._key, kept)


def _moment(written: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(written))
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None
