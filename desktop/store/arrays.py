"""Arrays as PostgreSQL reads them: the driver takes a hundred times as long to write one, element by element."""

from __future__ import annotations

from collections.abc import Iterable


def numbers(values: Iterable[int]) -> str:
    """For a parameter cast to ``bigint[]``."""
    return "{" + ",".join(map(str, values)) + "}"


def texts(values: Iterable[str]) -> str:
    """For a parameter cast to ``text[]``."""
    return "{" + ",".join([_quoted(value) for value in values]) + "}"


def blobs(values: Iterable[bytes]) -> str:
    """For a parameter cast to ``bytea[]``."""
    return "{" + ",".join([f'"\\\\x{value.hex()}"' for value in values]) + "}"


def _quoted(value: str) -> str:
    if "\\" in value or '"' in value:
        value = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{value}"'
