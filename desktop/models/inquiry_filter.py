"""What the list of inquiries is narrowed to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class InquiryFilter:
    """``text`` as it was typed; ``is_open`` shows only open or only ended ones, None both."""

    text: str = ""
    is_open: bool | None = None

    def __bool__(self) -> bool:
        return self != InquiryFilter()
