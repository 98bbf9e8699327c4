"""Takes the pictures of the gallery: each screen in both themes and both sizes, and once in pseudo words."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

from desktop import paths
from desktop.language import PSEUDO, use_language
from desktop.views.theme.theme import ThemeMode
from tests.gallery.offices import found_offices
from tests.gallery.screen import Screen
from tests.gallery.stage import Stage

SIZES = (QSize(1100, 700), QSize(1920, 1080))
_MODES = (ThemeMode.LIGHT, ThemeMode.DARK)


def take_pictures(
    app: QApplication, screens: Collection[Screen], into: Path, *, short: bool = False
) -> Iterator[Path]:
    """Write the pictures; yields each as it is written, as ``editor-written.light.1100x700.png``.

    With ``short`` only the small ones in English.
    """
    into.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        offices = Path(folder)
        found_offices(offices)
        for screen in screens:
            for size in SIZES[: 1 if short else None]:
                yield from _in_both_themes(app, offices, screen, size, into)
        use_language(PSEUDO, paths.resources() / "languages")
        for screen in () if short else screens:
            with staged(app, offices, screen, SIZES[0]) as stage:
                yield _write(stage, into / f"{screen.name}.{PSEUDO}.{_words(SIZES[0])}.png")
        use_language("en", paths.resources() / "languages")


@contextmanager
def staged(app: QApplication, offices: Path, screen: Screen, size: QSize) -> Iterator[Stage]:
    """The screen in view, until the end of the block."""
    stage = Stage(app, offices, size)
    try:
        stage.show(screen)
        yield stage
    finally:
        stage.close()


def _in_both_themes(
    app: QApplication, offices: Path, screen: Screen, size: QSize, into: Path
) -> Iterator[Path]:
    with staged(app, offices, screen, size) as stage:
        for mode in _MODES:
            stage.theme.set_mode(mode)
            stage.settle()
            yield _write(stage, into / f"{screen.name}.{mode}.{_words(size)}.png")


def _words(size: QSize) -> str:
    return f"{size.width()}x{size.height()}"


def _write(stage: Stage, path: Path) -> Path:
    if not stage.picture().save(str(path)):
        raise OSError(f"{path} was not written")
    return path
