"""Stand-ins for what surrounds a window: the system's wishes and the memory of window state."""

from __future__ import annotations

from typing import Any

from desktop.views.theme.system_look import SystemLook


class StillSystem(SystemLook):
    """Says what the test wants it to say."""

    dark = False
    contrast = False
    motion = False

    def is_dark(self) -> bool:
        return self.dark

    def wants_contrast(self) -> bool:
        return self.contrast

    def wants_motion(self) -> bool:
        return self.motion


class Memory:
    """Remembers as long as the test lasts."""

    def __init__(self, **values: Any) -> None:
        self.values: dict[str, Any] = dict(values)

    def value(self, key: str, default: Any = None) -> Any:
        return self.values.get(key, default)

    def set_value(self, key: str, value: Any) -> None:
        self.values[key] = value
