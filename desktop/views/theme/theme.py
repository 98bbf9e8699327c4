"""The look in use: one object that every widget asks for colours, fonts and sizes."""

from __future__ import annotations

import enum
import functools
import re
from pathlib import Path

from PySide6.QtCore import QObject, QTemporaryDir, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from desktop.views.theme.colours import Colours, read_colours
from desktop.views.theme.scale import Scale, read_scale
from desktop.views.theme.system_look import SystemLook

_PROPERTY = "messageCenterTheme"
_NAME = re.compile(r"@([a-z]+(?:[-_][a-z]+)*)")
# Small pictures the style sheet needs as files: icon name and the role that tints it.
_GLYPHS = {
    "glyph-check": ("check", "accent-text"),
    "glyph-partly": ("minus", "accent-text"),
    "glyph-dot": ("radio-dot", "accent-text"),
    "glyph-down": ("chevron-down", "text-quiet"),
    "glyph-up": ("chevron-up", "text-quiet"),
    "glyph-down-disabled": ("chevron-down", "text-disabled"),
}


class ThemeMode(enum.StrEnum):
    """Which theme the person chose."""

    LIGHT = "light"
    DARK = "dark"
    SYSTEM = "system"


class Density(enum.StrEnum):
    """How high the rows of lists are."""

    COMFORTABLE = "comfortable"
    COMPACT = "compact"


class Theme(QObject):
    """Colours by role, fonts by size name, sizes by name; ``changed`` follows any change of these."""

    changed = Signal()

    def __init__(self, folder: Path, system: SystemLook | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self.icons = folder / "icons"
        """Where the icons lie."""
        self._system = system or SystemLook(self)
        self._mode = ThemeMode.SYSTEM
        self._density = Density.COMFORTABLE
        self._app: QApplication | None = None
        self._fonts: dict[tuple[str, bool], QFont] = {}
        self._glyphs = QTemporaryDir()
        self.scale: Scale = read_scale(folder / "themes")
        self._colours: Colours = self._read()
        self._system.changed.connect(self._on_system_changed)

    @property
    def mode(self) -> ThemeMode:
        return self._mode

    @property
    def density(self) -> Density:
        return self._density

    @property
    def is_dark(self) -> bool:
        return self._colours.is_dark

    @property
    def wants_motion(self) -> bool:
        return self._system.wants_motion()

    @property
    def row_height(self) -> int:
        compact = self._density is Density.COMPACT
        return self.scale.row_compact if compact else self.scale.row_comfortable

    def hex(self, role: str) -> str:
        """The role's colour as ``#rrggbb``."""
        return self._colours[role]

    def color(self, role: str) -> QColor:
        return QColor(self._colours[role])

    def font(self, size: str = "body", *, bold: bool = False) -> QFont:
        """The interface font: ``caption``, ``body``, ``emphasis`` or ``title``, figures of one width."""
        known = self._fonts.get((size, bold))
        if known is None:
            known = self._fonts[size, bold] = self._font(size, bold=bold)
        return QFont(known)

    def _font(self, size: str, *, bold: bool) -> QFont:
        font = QFont(self._families[0])
        font.setFamilies(self._families)
        font.setPixelSize(getattr(self.scale, size))
        font.setFeature(QFont.Tag("tnum"), 1)
        if bold:
            font.setWeight(QFont.Weight.DemiBold)
        return font

    def set_mode(self, mode: ThemeMode) -> None:
        self._mode = mode
        self._apply()

    def set_density(self, density: Density) -> None:
        self._density = density
        self._apply()

    def install(self, app: QApplication) -> None:
        """Dress ``app`` and let its widgets find this theme."""
        self._app = app
        app.setProperty(_PROPERTY, self)
        app.setStyle("Fusion")
        self._apply()

    def uninstall(self) -> None:
        """Leave the application as Qt dresses it."""
        if self._app is not None:
            self._app.setStyleSheet("")
            self._app.setProperty(_PROPERTY, None)
            self._app = None

    def style_sheet(self) -> str:
        """The style sheet with every ``@name`` filled in; an unknown name is a KeyError."""
        template = (self._folder / "themes" / "style.qss").read_text("utf-8")
        return _NAME.sub(lambda match: self._value(match[1]), template)

    def _value(self, name: str) -> str:
        if name in _GLYPHS:
            return Path(self._glyphs.path(), f"{name}-{self._shade()}.svg").as_posix()
        if name == "row":
            return f"{self.row_height}px"
        if name in self._colours.roles:
            return self._colours[name]
        size = getattr(self.scale, name, None)
        if not isinstance(size, int):
            raise KeyError(name)
        return f"{size}px"

    def _shade(self) -> str:
        # A new file name for each set of colours, because Qt keeps pictures by name.
        return f"{self.hex('accent')}{self.hex('text')}".replace("#", "")

    def _read(self) -> Colours:
        dark = self._system.is_dark() if self._mode is ThemeMode.SYSTEM else self._mode is ThemeMode.DARK
        return read_colours(self._folder / "themes", dark=dark, high_contrast=self._system.wants_contrast())

    def _apply(self) -> None:
        self._colours = self._read()
        if self._app is not None:
            self._write_glyphs()
            self._app.setFont(self.font())
            self._app.setPalette(self._palette())
            self._app.setStyleSheet(self.style_sheet())
        self.changed.emit()

    def _write_glyphs(self) -> None:
        for glyph, (name, role) in _GLYPHS.items():
            drawn = (self.icons / f"{name}.svg").read_text("utf-8").replace("currentColor", self.hex(role))
            drawn = drawn.replace('stroke-width="1.5"', 'stroke-width="2"')
            Path(self._glyphs.path(), f"{glyph}-{self._shade()}.svg").write_text(drawn, "utf-8")

    def _palette(self) -> QPalette:
        palette = QPalette()
        kinds = QPalette.ColorRole
        for kind, role in (
            (kinds.Window, "window"), (kinds.WindowText, "text"), (kinds.Base, "surface"),
            (kinds.AlternateBase, "raised"), (kinds.Text, "text"), (kinds.Button, "raised"),
            (kinds.ButtonText, "text"), (kinds.BrightText, "danger"), (kinds.Highlight, "selection"),
            (kinds.HighlightedText, "selection-text"), (kinds.Link, "link"), (kinds.LinkVisited, "link"),
            (kinds.PlaceholderText, "text-quiet"), (kinds.ToolTipBase, "tip"), (kinds.ToolTipText, "tip-text"),
            (kinds.Accent, "accent"), (kinds.Mid, "line"),
            (kinds.Midlight, "line"), (kinds.Dark, "line-strong"), (kinds.Light, "raised"),
        ):  # fmt: skip
            palette.setColor(kind, self.color(role))
        for kind in (kinds.WindowText, kinds.Text, kinds.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, kind, self.color("text-disabled"))
        return palette

    @functools.cached_property
    def _families(self) -> list[str]:
        system = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).families()
        # Generic answers of a bare system are no choice of the person's.
        named = [
            family for family in system if family.lower() not in {"", "sans serif", "sans-serif", "sans"}
        ]
        known = set(QFontDatabase.families())
        usable = [family for family in (*named, *self.scale.families) if family in known]
        fallbacks = [family for family in self.scale.fallbacks if family in known]
        return [*(usable[:1] or system), *fallbacks]

    def _on_system_changed(self) -> None:
        self._apply()


def theme_of(_widget: object = None) -> Theme:
    """The theme the application wears. Raises LookupError before ``Theme.install``."""
    app = QApplication.instance()
    theme = app.property(_PROPERTY) if app else None
    if isinstance(theme, Theme):
        return theme
    raise LookupError("No theme is installed")
