"""What may go with an inquiry, and how long it may be: figures of policy, read from their file."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from desktop import paths


@dataclass(frozen=True, slots=True)
class InquiryPolicy:
    """``attachment_bytes`` is for all files of one entry together."""

    attachments: int
    attachment_bytes: int
    subject_characters: int
    text_characters: int
    source: str
    as_of: date


@lru_cache(maxsize=1)
def inquiry_policy() -> InquiryPolicy:
    """The policy that ships with the program."""
    with (paths.resources() / "policy" / "inquiries.toml").open("rb") as file:
        return InquiryPolicy(**tomllib.load(file))
