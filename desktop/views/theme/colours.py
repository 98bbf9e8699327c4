"""The colour roles of a theme, read from its TOML file and checked for contrast."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from desktop.views.theme.theme_file import read_theme_file

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_GROUNDS = ("window", "surface", "raised", "hover")
# Every text role beside the grounds it is ever drawn on.
PAIRS: tuple[tuple[str, str], ...] = (
    *((text, ground) for text in ("text", "text-quiet", "link", "danger") for ground in _GROUNDS),
    *((text, ground) for text in ("warning", "success", "info") for ground in _GROUNDS),
    ("text", "sunken"),
    ("text-quiet", "sunken"),
    ("text", "selection-quiet"),
    ("text-quiet", "selection-quiet"),
    ("selection-text", "selection"),
    ("danger", "selection"),
    ("warning", "selection"),
    ("success", "selection"),
    ("info", "selection"),
    ("accent-text", "accent"),
    ("accent-text", "accent-hover"),
    ("accent-text", "accent-pressed"),
    ("danger-text", "danger-fill"),
    ("danger-text", "danger-fill-hover"),
    *((text, f"{text}-ground") for text in ("danger", "warning", "success", "info")),
    *(("text", f"{kind}-ground") for kind in ("danger", "warning", "success", "info")),
    *(("text-quiet", f"{kind}-ground") for kind in ("danger", "warning", "success", "info")),
    ("chip-text", "chip"),
    ("tip-text", "tip"),
    ("paper-text", "paper"),
    ("paper-link", "paper"),
    ("paper-chip-text", "paper-chip"),
    ("paper-missing-text", "paper-missing"),
)


class Colours:
    """Role names to ``#rrggbb``; a role that is not there is a KeyError."""

    __slots__ = ("is_dark", "roles")

    def __init__(self, roles: Mapping[str, str], *, is_dark: bool) -> None:
        self.is_dark = is_dark
        self.roles = roles

    def __getitem__(self, role: str) -> str:
        return self.roles[role]


def read_colours(folder: Path, *, dark: bool, high_contrast: bool = False) -> Colours:
    """The theme's roles; high contrast replaces some of those of the ordinary theme."""
    name = "dark" if dark else "light"
    roles = dict(_roles(folder / f"{name}.toml"))
    if high_contrast:
        roles.update(_roles(folder / f"{name}-contrast.toml"))
    return Colours(roles, is_dark=dark)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two ``#rrggbb`` colours, 1 to 21, as WCAG 2.2 defines it."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@functools.cache
def _roles(file: Path) -> Mapping[str, str]:
    roles: Mapping[str, str] = read_theme_file(file)["roles"]
    return roles


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
