"""How the body of what the broker sends is written."""

from __future__ import annotations

import enum


class BodyFormat(enum.StrEnum):
    MARKDOWN = "markdown"
    HTML = "html"
    TEXT = "text"
