"""The whole program on a store, started and ended as on a desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shiboken6

from desktop.app import Program
from desktop.services.office import found_office
from desktop.store.address import StoreAddress
from desktop.store.opening import open_store

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QApplication


def founded(at: Path | StoreAddress, name: str = "Harbor Advisors", founder: str = "Ada Byron") -> None:
    store = open_store(at if isinstance(at, StoreAddress) else StoreAddress(path=at))
    found_office(store, name, founder, f"{founder.split(maxsplit=1)[0].lower()}@office.example")
    store.close()


class Programs:
    """One program at a time, as on a desk."""

    def __init__(self, app: QApplication, path: Path) -> None:
        self._app, self._path = app, path
        self._running: Program | None = None

    def __call__(self, *, at: Path | StoreAddress | None = None) -> Program:
        self.stop()
        address = at if isinstance(at, StoreAddress) else StoreAddress(path=at or self._path)
        program = Program(self._app, address, wants_sample=False)
        self._running = program
        program.start()
        return program

    def stop(self) -> None:
        if self._running is not None:
            self._running.stop()
            shiboken6.delete(self._running)
        self._running = None
