"""Modules that are loaded when something of them is first used, so that a start does not wait for them.

Only for what the first screen does without. Declared beside the ordinary import that type checkers see::

    if TYPE_CHECKING:
        from desktop.services import composing
    else:
        composing = late("desktop.services.composing")
"""

from __future__ import annotations

import importlib
import sys
import threading
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

_declared: dict[str, None] = {}


class _LateModule:
    """Stands for a module; asked for a name, it loads it. Any thread may be the first."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        if self._name not in sys.modules and threading.current_thread() is threading.main_thread():
            _Hurried.tell()
        return getattr(importlib.import_module(self._name), name)


class _Hurried:
    """Who is told when the main thread itself waits for a module, perhaps one that another is loading."""

    listener: Callable[[], None] | None = None

    @classmethod
    def tell(cls) -> None:
        if cls.listener is not None:
            cls.listener()


def when_hurried(listener: Callable[[], None] | None) -> None:
    """Call ``listener`` whenever the main thread waits for a module to be loaded; None: no more."""
    _Hurried.listener = listener


def late(name: str) -> Any:
    """The module ``name``, not loaded yet."""
    _declared[name] = None
    return _LateModule(name)


def load_all() -> None:
    """Load whatever was declared, for a moment when nobody waits."""
    for name in tuple(_declared):
        importlib.import_module(name)
