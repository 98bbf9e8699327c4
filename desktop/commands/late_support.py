"""Lets PySide's words for signatures be compiled when one is asked for, and not at each start.

PySide keeps these modules as text within its library and compiles all of them whenever it is loaded,
though they serve only to describe a function or a wrong call of one. What the library itself calls of
them, ``mapping`` and ``errorhandler``, does not wait.
"""

from __future__ import annotations

import sys
import threading
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import TYPE_CHECKING, Any, SupportsIndex

if TYPE_CHECKING:
    from collections.abc import Sequence

_PACKAGE = "shibokensupport.signature."
_LATE = frozenset(
    _PACKAGE + name for name in ("layout", "parser", "lib.enum_sig", "lib.pyi_generator", "lib.tool")
)
# In which it was tried; of any other release the ordinary way is taken, which is slower and safe.
_TRIED = (6, 11)
_LOADING = threading.RLock()


class LateSupport:
    """While it is entered PySide can be loaded; what it finds for itself there waits, if it can."""

    def __init__(self) -> None:
        self._before: Any = None

    def __enter__(self) -> None:
        self._before, sys.meta_path = sys.meta_path, _Finders(sys.meta_path)

    def __exit__(self, *_: object) -> None:
        finders, sys.meta_path = sys.meta_path, self._before
        sys.meta_path[:] = [finder for finder in finders if not isinstance(finder, _WaitingFinder)]


class _Finders(list[Any]):
    """PySide puts its finder before all others for a while; this puts one before that."""

    def insert(self, at: SupportsIndex, finder: Any) -> None:
        super().insert(at, finder)
        super().insert(at, _WaitingFinder(finder))


class _WaitingFinder:
    def __init__(self, finder: Any) -> None:
        self._finder = finder

    def find_spec(self, name: str, path: Sequence[str] | None = None, target: Any = None) -> Any:
        if name not in _LATE or _release() != _TRIED:
            return None
        found: ModuleSpec | None = self._finder.find_spec(name, path, target)
        if found is None:
            return None
        loader: Any = _WaitingLoader(found)
        return ModuleSpec(name, loader, origin=found.origin)


def _release() -> object:
    return tuple(getattr(sys.modules.get("PySide6"), "__version_info__", ())[:2])


class _WaitingLoader:
    def __init__(self, spec: ModuleSpec) -> None:
        self._spec = spec

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _Waiting(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        module.__dict__["_waits_for"] = self._spec


class _Waiting(ModuleType):
    """Runs its module when it is asked for a name that it does not have. Any thread may be the first."""

    def __getattr__(self, name: str) -> Any:
        own = self.__dict__
        # Machinery asks any module for names such as this, to learn whether it is a package.
        if not name.startswith("__"):
            with _LOADING:
                spec = own.pop("_waits_for", None)
                if spec is not None:
                    # PySide gives its own name to the one that it found.
                    self.__spec__ = spec
                    spec.loader.exec_module(self)
            if name in own:
                return own[name]
        raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
