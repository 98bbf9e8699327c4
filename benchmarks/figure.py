"""One measured figure beside its peer, as every benchmark returns it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """``ours`` and ``peer_value`` are in ``unit``, measured in the same run on the same machine."""

    name: str
    ours: float
    peer: str
    peer_value: float
    unit: str
