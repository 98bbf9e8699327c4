"""The sizes of the interface: space, type, rows, shapes. Read once from ``scale.toml``."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from desktop.views.theme.theme_file import read_theme_file

if TYPE_CHECKING:
    from pathlib import Path


class Scale(NamedTuple):
    """Pixels, independent of the screen's density; times are milliseconds."""

    tiny: int
    small: int
    medium: int
    large: int
    wide: int
    huge: int
    caption: int
    body: int
    emphasis: int
    title: int
    row_comfortable: int
    row_compact: int
    radius: int
    hairline: int
    bar: int
    ring: int
    icon_small: int
    icon_large: int
    icon_hero: int
    width_places: int
    width_sheet: int
    width_palette: int
    width_dialog: int
    width_field: int
    width_label: int
    width_reading: int
    notice_milliseconds: int
    motion_milliseconds: int
    families: tuple[str, ...]
    fallbacks: tuple[str, ...]


def read_scale(folder: Path) -> Scale:
    """The scale in ``folder``."""
    read = read_theme_file(folder / "scale.toml")
    return Scale(
        **read["space"],
        **read["type"],
        **read["shape"],
        **{f"row_{name}": size for name, size in read["row"].items()},
        **{f"icon_{name}": size for name, size in read["icon"].items()},
        **{f"width_{name}": size for name, size in read["width"].items()},
        **{f"{name}_milliseconds": size for name, size in read["milliseconds"].items()},
        families=tuple(read["font"]["families"]),
        fallbacks=tuple(read["font"]["fallbacks"]),
    )
