"""What a message may carry, and how large: figures of policy, read from their file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from desktop import paths


@dataclass(frozen=True, slots=True)
class EnclosurePolicy:
    """Sizes in bytes; ``picture_edge`` is in pixels. ``types`` gives the content type of each ending.

    ``message_bytes`` is for all attachments and pictures of a message together.
    """

    attachment_bytes: int
    message_bytes: int
    attachments: int
    picture_bytes: int
    picture_edge: int
    refused: frozenset[str]
    types: Mapping[str, str]
    source: str
    as_of: date


@lru_cache(maxsize=1)
def enclosure_policy() -> EnclosurePolicy:
    """The policy that ships with the program."""
    with (paths.resources() / "policy" / "enclosures.toml").open("rb") as file:
        values = tomllib.load(file)
    return EnclosurePolicy(**{**values, "refused": frozenset(values["refused"])})
