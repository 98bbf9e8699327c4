"""Where a person can go in the left column."""

from __future__ import annotations

from typing import NamedTuple


class Place(NamedTuple):
    """``extra`` places stand below the areas, such as the drafts and what is being sent."""

    id: str
    title: str
    icon: str
    extra: bool = False
