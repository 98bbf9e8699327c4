"""What the import page has done in the background; None stands for what was called off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from desktop.errors import Cancelled
from desktop.services.importing import import_file, look_at, preview_file

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from desktop.bridge.cancel import CancelToken
    from desktop.bridge.progress import Progress
    from desktop.models.imports import FileLook, ImportKind, ImportPlan, ImportReport, Reading
    from desktop.models.office import User
    from desktop.store.store import Store

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person decided of a file whose columns are known."""

    plan: ImportPlan
    is_whole: bool = False
    skip_faulty: bool = False


def look(store: Store, actor: User, kind: ImportKind, path: Path, reading: Reading | None) -> FileLook:
    """How the file is read."""
    return look_at(store, actor, kind, path, reading)


def check(
    store: Store, actor: User, path: Path, choices: Choices, stop: CancelToken, *, progress: Progress
) -> ImportReport | None:
    """What importing it would do."""
    plan = choices.plan
    return _or_none(
        lambda: preview_file(
            store,
            actor,
            plan.kind,
            path,
            plan=plan,
            is_whole=choices.is_whole,
            progress=_told(stop, progress),
        )
    )


def take(
    store: Store, actor: User, path: Path, choices: Choices, stop: CancelToken, *, progress: Progress
) -> ImportReport | None:
    """Import it; when called off, nothing is stored."""
    plan = choices.plan
    return _or_none(
        lambda: import_file(
            store,
            actor,
            plan.kind,
            path,
            plan=plan,
            skip_faulty=choices.skip_faulty,
            is_whole=choices.is_whole,
            progress=_told(stop, progress),
        )
    )


def _or_none(act: Callable[[], T]) -> T | None:
    """A job that is called off is silent; the page waits for a word of it."""
    try:
        return act()
    except Cancelled:
        return None


def _told(stop: CancelToken, progress: Progress) -> Callable[[int, int], None]:
    def told(done: int, total: int) -> None:
        stop.check()
        progress.report(done, total)

    return told
