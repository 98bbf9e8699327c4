"""An example of each kind of import file, so that nobody has to guess the columns."""

from __future__ import annotations

from pathlib import Path

from desktop.models.imports import ImportKind
from desktop.services.csv_writing import save_csv
from desktop.services.import_files.kinds import FIELDS

_ACCOUNTS = (
    (
        "U1000001", "Maria Example", "INDIVIDUAL", "open", "C1", "000-00-0001", "maria@clients.example",
        "001 212 555 0101", "en", "maria1", "ib_key", "", "yes", "1 Example Street", "New York", "NY", "10001", "US",
        "2024-01-15",
    ),
    (
        "U1000002", "Example, Sons and Partners", "ORGANIZATION", "open", "C2", "", "office@partners.example",
        "", "en", "partners2", "", "", "no", "", "", "", "", "US", "",
    ),
)  # fmt: skip
_BANKING = (
    ("B00001", "U1000001", "WIRE", "deposit", "Example Bank", "1234", "USD", "Main"),
    ("B00002", "U1000002", "EFT", "both", "Example Savings", "5678", "USD", ""),
)
_STAFF = (
    ("maria", "Maria Example", "maria@office.example", "sender", "yes", r"Maria Example\nClient Services"),
    ("john", "John Example", "john@office.example", "viewer", "yes", "John Example"),
)
_EXAMPLES = {ImportKind.ACCOUNTS: _ACCOUNTS, ImportKind.BANKING: _BANKING, ImportKind.STAFF: _STAFF}


def save_example(kind: ImportKind, path: Path) -> None:
    """Write a CSV file with every column of its kind and two rows. Raises Refused when it cannot be written."""
    save_csv(path, [field.name for field in FIELDS[kind]], _EXAMPLES[kind])
