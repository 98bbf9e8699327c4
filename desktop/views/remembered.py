"""What a window asks to be remembered between two runs."""

from __future__ import annotations

from typing import Any, Protocol


class Remembered(Protocol):
    """Values are what JSON can hold: texts, numbers, truths, lists and objects of these."""

    def value(self, key: str, default: Any = None) -> Any: ...

    def set_value(self, key: str, value: Any) -> None: ...
