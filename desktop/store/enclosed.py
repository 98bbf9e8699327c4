"""Language variants and attachments as they stand in a row: short lists, read and written whole."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import astuple

from desktop.models.attachment import Attachment
from desktop.models.language_variant import LanguageVariant


def variants_text(variants: Sequence[LanguageVariant]) -> str:
    """``variants`` as one text, empty for none."""
    return _text(variants)


def variants_in(text: str) -> tuple[LanguageVariant, ...]:
    """What ``variants_text`` wrote."""
    return tuple(LanguageVariant(*values) for values in json.loads(text or "[]"))


def attachments_text(attachments: Sequence[Attachment]) -> str:
    """``attachments`` as one text, empty for none."""
    return _text(attachments)


def attachments_in(text: str) -> tuple[Attachment, ...]:
    """What ``attachments_text`` wrote."""
    return tuple(Attachment(*values) for values in json.loads(text or "[]"))


def _text(records: Sequence[LanguageVariant] | Sequence[Attachment]) -> str:
    return json.dumps([astuple(each) for each in records], ensure_ascii=False) if records else ""
