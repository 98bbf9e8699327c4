"""Writes invented accounts as the file an office would import."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from benchmarks.believable_accounts import believable

if TYPE_CHECKING:
    from pathlib import Path

COLUMNS = (
    "account_number", "account_title", "account_type", "status", "client_id", "email", "phone", "language",
    "username", "tws_access", "city", "country", "opened_on",
)  # fmt: skip


def write_accounts(path: Path, count: int) -> None:
    """``count`` open accounts, every one with an e-mail address."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for line, _text in believable(count):
            number = line.id
            writer.writerow(
                (
                    line.number, line.title, "INDIVIDUAL", "open", f"C-{number}", line.email,
                    f"+1 312 555 {number % 10_000:04}", "en", line.username, "yes" if line.tws_access else "no",
                    "Chicago" if number % 2 else "New York", "US", f"20{number % 25:02}-0{number % 9 + 1}-1{number % 9}",
                )
            )  # fmt: skip
