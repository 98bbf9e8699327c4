"""How a file is written is found out from what stands in it, and only said to be certain when it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.errors import Refused
from desktop.models.account import is_account_number
from desktop.models.imports import FileFormat, ImportKind, Reading
from desktop.services.email_address import is_email
from desktop.services.import_files import checks
from desktop.services.import_files.detecting import detected
from desktop.services.import_files.matching import guessed, named_twice, recognised, shape_of

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "account_number,account_title,account_type,status,client_id"


@pytest.mark.parametrize(
    ("text", "encoding", "expected", "certain"),
    [
        ("Jérôme Müller", "utf-8", "utf-8", True),
        ("Jérôme Müller", "utf-8-sig", "utf-8", True),
        ("Jérôme Müller", "utf-16", "utf-16", True),
        ("Jérôme Müller", "cp1252", "cp1252", False),
        ("グレース・ホッパー 中川 裕太", "cp932", "cp932", False),
        ("plain", "ascii", "utf-8", True),
    ],
)
def test_encodings(tmp_path: Path, text: str, encoding: str, expected: str, certain: bool) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(f"{HEADER}\nU1000001,{text},INDIVIDUAL,open,C1\n".encode(encoding))
    assert detected(path) == (Reading(FileFormat.TEXT, expected, ","), certain)


def test_a_foreign_byte_far_down_is_found_out(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(f"{HEADER}\n".encode() + b"U1000001,a,b,open,c\n" * 200_000 + b"J\xe9r\xf4me")
    assert detected(path)[0].encoding == "cp1252"


def test_one_broken_byte_makes_utf_8_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes("名前,x\n".encode() + b"\xff\n")
    assert detected(path)[0].encoding == "utf-8"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters(tmp_path: Path, delimiter: str) -> None:
    path = tmp_path / "list.csv"
    row = 'U1000001,"Fowler, Watson; Kelley | Sons",ORGANIZATION,open,C1'.replace(",", delimiter)
    path.write_text(f"{HEADER.replace(',', delimiter)}\n{row}\n", "utf-8")
    assert detected(path)[0].delimiter == delimiter


def test_names_are_matched_however_they_are_written() -> None:
    header = ("E-Mail", "Account Number", "TITLE", "type", "Status ", "client id", "colour")
    places = guessed(ImportKind.ACCOUNTS, header)
    assert places[:7] == (1, 2, 3, 4, 5, None, 0)


def test_a_column_is_known_by_what_stands_in_it() -> None:
    samples = [("x", "U1000001", "ada@office.example"), ("y", "U1000002", "")]
    places = guessed(ImportKind.ACCOUNTS, ("a", "b", "c"), samples)
    assert (places[0], places[6]) == (1, 2)


def test_of_two_likely_columns_none_is_taken() -> None:
    assert guessed(ImportKind.ACCOUNTS, ("mail", "e-mail address"))[6] is None
    samples = [("a@office.example", "b@office.example")]
    assert guessed(ImportKind.ACCOUNTS, ("one", "two"), samples)[6] is None
    assert named_twice(ImportKind.ACCOUNTS, ("email", "E-Mail", "status", "Status")) == ("status",)


def test_a_kind_is_recognised_by_its_columns() -> None:
    assert recognised(HEADER.split(",")) is ImportKind.ACCOUNTS
    assert recognised(["user_id", "name", "email", "role"]) is ImportKind.STAFF
    assert recognised(["name", "colour"]) is None


def test_a_shape_is_the_same_however_its_names_are_written() -> None:
    accounts, text = ImportKind.ACCOUNTS, FileFormat.TEXT
    assert shape_of(accounts, text, ["Client ID", "b"]) == shape_of(accounts, text, ["client_id ", "B"])
    assert shape_of(accounts, text, ["a", "b"]) != shape_of(accounts, text, ["b", "a"])
    assert shape_of(accounts, text, ["a"]) != shape_of(ImportKind.STAFF, text, ["a"])


@given(st.lists(st.text(st.sampled_from("ab1@.-_ \nü'"), max_size=14), max_size=6))
def test_columns_of_addresses_and_numbers_are_checked_as_single_values(texts: list[str]) -> None:
    _, wrong = checks.addresses_or_none(texts)
    assert [*wrong] == [place for place, text in enumerate(texts) if text and not is_email(text)]
    numbers = [f"U{len(text)}00000{text}" for text in texts]
    _, wrong = checks.account_numbers(numbers)
    assert [*wrong] == [place for place, text in enumerate(numbers) if not is_account_number(text)]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty"),
        (b"%PDF-1.7\n1 0 obj", "PDF document"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "picture"),
        (b"\x1f\x8b\x08\x00rest", "archive"),
        (b"{\\rtf1\\ansi", "text document"),
        ("\ufeff\n <!DOCTYPE html><table><tr>".encode(), "web page"),
    ],
)
def test_what_is_no_list_is_named_whatever_its_name_says(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    with pytest.raises(Refused, match=words):
        detected(path)
