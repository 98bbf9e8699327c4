"""Keeps what left, byte for byte, packed against what the deliveries of its message have in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from desktop.content.mould import Mould, packed_slots
from desktop.content.packing import Packer, packer_for
from desktop.models.channel import Channel
from desktop.models.outbox import Kept, Outcome, SentPacking
from desktop.services.made import Made

if TYPE_CHECKING:
    from desktop.store.unit_of_work import UnitOfWork

_Key = tuple[int, Channel, bytes | Mould]
_MOST = 64


class ContentKeeper:
    """Packs contents. What a transaction newly packs against counts once ``committed`` is called."""

    def __init__(self) -> None:
        self._known: dict[_Key, SentPacking] = {}
        self._new: dict[_Key, SentPacking] = {}

    def packed(self, unit: UnitOfWork, handled: Sequence[tuple[Outcome, Made | None]]) -> list[Kept]:
        """What left with these outcomes, as it is kept."""
        self._new = {}
        return [
            (outcome.claim.delivery_id, *self._packed(unit, outcome, made))
            for outcome, made in handled
            if made is not None
        ]

    def committed(self) -> None:
        """The transaction of the last ``packed`` has lasted."""
        self._known.update(self._new)
        self._new = {}
        while len(self._known) > _MOST:
            self._known.pop(next(iter(self._known)))

    def _packed(self, unit: UnitOfWork, outcome: Outcome, made: Made) -> tuple[int, bytes]:
        """What the content is packed against, and what is left of it then."""
        message_id, channel = outcome.claim.message_id, outcome.claim.channel
        key = (message_id, channel, made.tail if made.cast is None else made.cast.mould)
        packing = self._known.get(key) or self._new.get(key)
        if packing is None:
            packing = self._new[key] = _packing(unit, message_id, channel, made)
        if made.cast is not None:
            return packing.id, packed_slots(made.cast.slots)
        return packing.id, Packer(packing.dictionary, packing.tail).pack(made.content)


def _packing(unit: UnitOfWork, message_id: int, channel: Channel, made: Made) -> SentPacking:
    """What an earlier run has packed such contents against, or else something new."""
    rows = unit.contents
    if made.cast is not None:
        dictionary, tail = made.cast.mould.kept(), made.cast.mould.tail
        known = rows.packing(message_id, channel, dictionary, tail)
        return known or rows.add_packing(message_id, channel, dictionary, tail)
    for packing in rows.packings(message_id, channel):
        if packing.tail == made.tail:
            return packing
    return rows.add_packing(message_id, channel, packer_for(made.content, made.tail).dictionary, made.tail)
