"""Names of attachments are safe wherever they are saved, and look like what they are."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.content.file_names import ending_of, safe_name


@given(st.text(max_size=300))
def test_no_name_reaches_out_of_its_folder_or_hides_anything(name: str) -> None:
    safe = safe_name(name, "attachment")
    assert safe
    assert len(safe) <= 100
    assert safe == safe.strip(" .")
    assert not set(safe) & set('<>:"/\\|?*')
    assert not any(unicodedata.category(char) in {"Cf", "Cc", "Cs", "Zl", "Zp"} for char in safe)
    assert safe_name(safe, "attachment") == safe


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\anna\\Fees.pdf", "Fees.pdf"),
        ("annual\u202efdp.exe", "annualfdp.exe"),
        ("con.txt", "_con.txt"),
        ("COM1", "_COM1"),
        ("console.txt", "console.txt"),
        ("a\r\nBcc: b.pdf", "aBcc_ b.pdf"),
        ("...", "attachment"),
        ("Übersicht 2026.pdf", "Übersicht 2026.pdf"),
        ("x" * 200 + ".pdf", "x" * 96 + ".pdf"),
    ],
)
def test_known_tricks(name: str, safe: str) -> None:
    assert safe_name(name, "attachment") == safe


def test_the_ending_is_what_stands_behind_the_last_dot() -> None:
    assert ending_of("report.PDF.exe") == "exe"
    assert ending_of("report") == ""
