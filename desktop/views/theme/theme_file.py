"""Reads a file of the theme. They are the first files of every start, and to load a parser of TOML for their few lines
takes longer than to read them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path


def read_theme_file(file: Path) -> dict[str, Any]:
    """What the TOML ``file`` says. Raises OSError, and ValueError where it is no TOML."""
    text = file.read_text("utf-8")
    try:
        return _plain(text)
    except ValueError:
        import tomllib  # noqa: PLC0415 - see above

        return tomllib.loads(text)


def _plain(text: str) -> dict[str, Any]:
    """What tables of values in one line each say, such as JSON writes them too. Raises ValueError at anything else."""
    read: dict[str, Any] = {}
    table = read
    for line in map(str.strip, text.splitlines()):
        if not line or line.startswith("#"):
            continue
        if line.startswith("["):
            name = line[1:-1]
            if not (line.endswith("]") and _is_plain(name)) or name in read:
                raise ValueError(line)
            table = read[name] = {}
            continue
        name, _, value = map(str.strip, line.partition("="))
        if not _is_plain(name) or name in table:
            raise ValueError(line)
        table[name] = json.loads(value)
        if isinstance(table[name], dict) or table[name] is None:
            raise ValueError(line)
    return read


def _is_plain(name: str) -> bool:
    return name.replace("-", "").replace("_", "").isalnum() and name.isascii()
