"""The program's own line icons, tinted by a colour role of the theme."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Protocol, cast

from PySide6.QtCore import QByteArray, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from pathlib import Path

_RATIOS = (1.0, 2.0, 3.0)
_PROGRAM_SIZES = (16, 24, 32, 48, 64, 128, 256)


class Dressed(Protocol):
    """What carries an icon: a button, an action."""

    def setIcon(self, icon: QIcon) -> None: ...


def icon(name: str, role: str = "text") -> QIcon:
    """The icon at every size and density in use, in ``role``; quiet where disabled."""
    theme = theme_of()
    chosen = "selection-text" if role in {"text", "text-quiet"} else role
    colours = theme.hex(role), theme.hex("text-disabled"), theme.hex(chosen)
    scale = theme.scale
    return _dressed(theme.icons, name, colours, (scale.icon_small, scale.icon_large, scale.icon_hero))


def program_icon(resources: Path) -> QIcon:
    """The program's own mark, the same in every theme, at the sizes that desktops ask for."""
    made = QIcon()
    renderer = QSvgRenderer(str(resources / "program.svg"))
    for size in _PROGRAM_SIZES:
        made.addPixmap(_rendered(renderer, size))
    return made


def pixmap(name: str, role: str = "text", size: int | None = None, ratio: float = 1.0) -> QPixmap:
    """One picture of the icon, ``size`` px at a density of ``ratio``."""
    theme = theme_of()
    return _drawn(theme.icons, name, theme.hex(role), size or theme.scale.icon_small, ratio)


def paint_icon(painter: QPainter, rect: QRectF, name: str, role: str) -> None:
    """Draw the icon into ``rect`` with its colour by ``role``, sharp at the painter's density."""
    ratio = painter.device().devicePixelRatio()
    painter.drawPixmap(rect.topLeft(), pixmap(name, role, int(rect.width()), ratio))


def keep_icon(target: QObject, name: str, role: str = "text") -> None:
    """Give ``target`` the icon now and again whenever the theme changes, while it lives."""
    for kept in target.findChildren(_Keeper, options=Qt.FindChildOption.FindDirectChildrenOnly):
        kept.setParent(None)
    _Keeper(target, name, role)


class _Keeper(QObject):
    """A child of what it dresses, so that both end together."""

    def __init__(self, target: QObject, name: str, role: str) -> None:
        super().__init__(target)
        self._name = name
        self._role = role
        theme_of().changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def _on_theme_changed(self) -> None:
        target = self.parent()
        if target is not None:
            cast(Dressed, target).setIcon(icon(self._name, self._role))


@lru_cache(maxsize=512)
def _dressed(icons: Path, name: str, colours: tuple[str, str, str], sizes: tuple[int, ...]) -> QIcon:
    made = QIcon()
    modes = (QIcon.Mode.Normal, QIcon.Mode.Disabled, QIcon.Mode.Selected)
    for size in sizes:
        for ratio in _RATIOS:
            for mode, colour in zip(modes, colours, strict=True):
                made.addPixmap(_drawn(icons, name, colour, size, ratio), mode)
    return made


@lru_cache(maxsize=2048)
def _drawn(icons: Path, name: str, colour: str, size: int, ratio: float) -> QPixmap:
    drawing = (icons / f"{name}.svg").read_text("utf-8").replace("currentColor", colour)
    made = _rendered(QSvgRenderer(QByteArray(drawing.encode())), round(size * ratio))
    made.setDevicePixelRatio(ratio)
    return made


def _rendered(renderer: QSvgRenderer, pixels: int) -> QPixmap:
    made = QPixmap(QSize(pixels, pixels))
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    renderer.render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    return made
