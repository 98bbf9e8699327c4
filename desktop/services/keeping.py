"""Keeps what left, byte for byte, packed against what the deliveries of its message have in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from desktop.content.packing import Packer, packer_for
from desktop.models.channel import Channel
from desktop.models.outbox import Outcome, SentPacking

if TYPE_CHECKING:
    from desktop.store.unit_of_work import UnitOfWork

_Key = tuple[int, Channel, bytes]
_MOST = 32


class ContentKeeper:
    """Packs contents. What a transaction newly packs against counts once ``committed`` is called."""

    def __init__(self) -> None:
        self._known: dict[_Key, SentPacking] = {}
        self._new: dict[_Key, SentPacking] = {}

    def keep(self, unit: UnitOfWork, handled: Sequence[tuple[Outcome, bytes]]) -> None:
        """Keep the contents of these outcomes; beside each, the tail of its kind."""
        self._new = {}
        packed = []
        for outcome, tail in handled:
            if outcome.content:
                packing = self._packing(unit, outcome, tail)
                small = Packer(packing.dictionary, packing.tail).pack(outcome.content)
                packed.append((outcome.claim.delivery_id, packing.id, small))
        unit.outbox.keep_contents(packed)

    def committed(self) -> None:
        """The transaction of the last ``keep`` has lasted."""
        self._known.update(self._new)
        self._new = {}
        while len(self._known) > _MOST:
            self._known.pop(next(iter(self._known)))

    def _packing(self, unit: UnitOfWork, outcome: Outcome, tail: bytes) -> SentPacking:
        message_id, channel = outcome.claim.message_id, outcome.claim.channel
        key = (message_id, channel, tail)
        known = self._known.get(key) or self._new.get(key)
        if known is not None:
            return known
        for packing in unit.outbox.packings(message_id, channel):
            if packing.tail == tail:
                self._new[key] = packing
                return packing
        first = packer_for(outcome.content, tail)
        made = unit.outbox.add_packing(message_id, channel, first.dictionary, first.tail)
        self._new[key] = made
        return made
