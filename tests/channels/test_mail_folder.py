"""Mails as files: whole, safely named, and the same mail only once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.channels.mail import Unreachable
from desktop.channels.mail_folder import MailFolder, file_name

if TYPE_CHECKING:
    from pathlib import Path

MAIL = b"Date: Fri, 20 Nov 2026 10:00:00 +0100\r\nMessage-ID: <f00.7@office.example>\r\nSubject: Hi\r\n\r\nHi\r\n"


def send(folder: Path, raw: bytes = MAIL, label: str = "U1234567") -> str:
    return MailFolder(folder).send("office@broker.example", "a@client.example", raw, label)


def test_a_mail_becomes_a_file_named_by_date_account_and_id(tmp_path: Path) -> None:
    folder = tmp_path / "office mail"
    assert send(folder) == "Written to 2026-11-20 0900 U1234567 f00.7.eml"
    (path,) = folder.iterdir()
    assert path.name == "2026-11-20 0900 U1234567 f00.7.eml"
    assert path.read_bytes() == MAIL


def test_the_same_mail_is_one_file(tmp_path: Path) -> None:
    send(tmp_path)
    send(tmp_path)
    assert len(list(tmp_path.iterdir())) == 1


def test_a_folder_that_cannot_be_made_is_trouble_for_all_mail(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(Unreachable, match="cannot be written") as trouble:
        send(tmp_path / "file")
    assert "you may write to" in trouble.value.remedy


def test_a_disk_that_fails_leaves_no_half_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(Unreachable, match="No space left on device"):
        send(tmp_path)
    assert list(tmp_path.iterdir()) == []


@given(st.text(max_size=300), st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
def test_no_label_and_no_id_makes_an_unsafe_name(label: str, own: str) -> None:
    name = file_name(f"Message-ID: <{own}@x>\r\nDate: never\r\n\r\n".encode(), label)
    assert name.endswith(".eml")
    assert len(name) < 200
    assert not set(name) & set('/\\:*?"<>|\r\n\0')
