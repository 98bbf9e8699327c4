"""Bodies of the broker's messages, in whichever form they come: made safe once, and read as words."""

from __future__ import annotations

from functools import lru_cache

from desktop.content.cleaning import authored
from desktop.content.plain_text import text_of_html
from desktop.content.viewing import safe_html
from desktop.models.body_format import BodyFormat

_BODIES_KEPT = 128


def safe_body(body: str, form: BodyFormat) -> str:
    """``body`` as it is kept and shown: HTML sanitised, the others as text."""
    return _sanitised(body) if form is BodyFormat.HTML else body


def body_words(body: str, form: BodyFormat) -> str:
    """What a search looks in: the words of a safe ``body``, near enough."""
    return _words(body) if form is BodyFormat.HTML else body


def body_text(body: str, form: BodyFormat) -> str:
    """``body`` as plain text to be read."""
    return _words(_sanitised(body)) if form is BodyFormat.HTML else authored(body)


@lru_cache(maxsize=_BODIES_KEPT)
def _sanitised(body: str) -> str:
    return safe_html(body)


@lru_cache(maxsize=_BODIES_KEPT)
def _words(safe: str) -> str:
    return text_of_html(safe)
