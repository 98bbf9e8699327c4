"""Where a list keeps how its user left it, and what it keeps."""

from __future__ import annotations

from typing import Protocol


class Remembered(Protocol):
    """Small values by name, kept between runs."""

    def value(self, key: str, default: str) -> str: ...

    def set_value(self, key: str, value: str) -> None: ...
