"""A draft as it is stored: JSON that later versions may add to and that is never trusted when it is read."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from typing import Any

from desktop.models.outgoing import MessageDraft
from desktop.models.plain_values import plain, typed_fields

_CONTENT = re.compile(r'"content"\s*:\s*(?=")')
_LONGEST_ESCAPE = 12


@dataclass(frozen=True, slots=True)
class ReadDraft:
    """A draft as far as it could be read; ``is_damaged`` when that is not all of it."""

    draft: MessageDraft
    is_damaged: bool = False


def draft_form(draft: MessageDraft) -> str:
    """``draft`` without its accounts, which are kept apart because there can be so many."""
    return json.dumps(draft_values(draft))


def draft_values(draft: MessageDraft) -> dict[str, Any]:
    """What ``draft_form`` writes, as JSON's own values."""
    values: dict[str, Any] = plain(replace(draft, accounts=()))
    del values["accounts"]
    return values


def read_form(form: str) -> ReadDraft:
    """What ``form`` holds. Whatever has become of it, the text that can still be found is in the draft."""
    try:
        values = json.loads(form)
    except (ValueError, RecursionError):
        return ReadDraft(MessageDraft(content=salvaged_text(form) or form), is_damaged=True)
    return read_values(values) if isinstance(values, dict) else _not_a_draft(form)


def read_values(values: dict[str, Any]) -> ReadDraft:
    """What ``draft_values`` gave; unknown keys are passed over, absent ones have their defaults."""
    known = {key: value for key, value in values.items() if key != "accounts"}
    read, unreadable = typed_fields(MessageDraft, known)
    return ReadDraft(MessageDraft(**read), is_damaged=bool(unreadable))


def salvaged_text(form: str) -> str:
    """The content that stands in a broken ``form``, as far as it goes; empty when there is none."""
    found = _CONTENT.search(form)
    if found is None:
        return ""
    try:
        value, _end = json.JSONDecoder(strict=False).raw_decode(form, found.end())
    except (ValueError, RecursionError):
        return _opened_text(form[found.end() + 1 :])
    return str(value)


def _opened_text(rest: str) -> str:
    """A JSON string that was cut off, perhaps within an escape."""
    for cut in range(min(_LONGEST_ESCAPE, len(rest)) + 1):
        try:
            return str(json.loads(f'"{rest[: len(rest) - cut]}"', strict=False))
        except ValueError:
            continue
    return rest


def _not_a_draft(form: str) -> ReadDraft:
    return ReadDraft(MessageDraft(content=form), is_damaged=True)
