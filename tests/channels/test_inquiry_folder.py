"""The folder of inquiries: whole lines, files before the line that names them, the same entry once."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop.channels.inquiry_channel import EnclosedFile, InquiryRecord, NotHandedOver
from desktop.channels.inquiry_folder import InquiryFolder

DATA = b"%PDF-1.7 exact bytes \x00\xff"
DIGEST = hashlib.sha256(DATA).hexdigest()


def record(**changes: object) -> InquiryRecord:
    values: dict[str, object] = {
        "id": "2026-000001-000007",
        "inquiry": "2026-000001",
        "step": "opened",
        "sent_at": datetime(2026, 11, 20, 9, 0, tzinfo=UTC),
        "by": "Ada Byron",
        "subject": "利息 / الفائدة",
        "broker_id": "IB-2026-700001",
        "body": "Why?\nAnd how much?",
        "files": [EnclosedFile("letter.pdf", DIGEST, DATA)],
        **changes,
    }
    return InquiryRecord(**values)  # type: ignore[arg-type]


def test_an_entry_is_one_line_and_its_files_lie_beside_it(tmp_path: Path) -> None:
    where = InquiryFolder(tmp_path / "out").hand_over(record())
    raw = Path(where).read_bytes()
    assert raw.count(b"\n") == 1
    assert raw.endswith(b"\n")
    assert json.loads(raw) == {
        "v": 1,
        "kind": "inquiry",
        "id": "2026-000001-000007",
        "inquiry": "2026-000001",
        "step": "opened",
        "sent_at": "2026-11-20T09:00:00Z",
        "by": "Ada Byron",
        "subject": "利息 / الفائدة",
        "message": "IB-2026-700001",
        "body": "Why?\nAnd how much?",
        "files": [{"name": "letter.pdf", "size": len(DATA), "sha256": DIGEST, "file": f"files/{DIGEST}"}],
    }
    assert (tmp_path / "out" / "files" / DIGEST).read_bytes() == DATA


def test_the_same_entry_again_is_one_file(tmp_path: Path) -> None:
    folder = InquiryFolder(tmp_path)
    folder.hand_over(record())
    folder.hand_over(record())
    assert [path.name for path in tmp_path.glob("*.*")] == ["2026-000001-000007.jsonl"]


def test_an_inquiry_about_no_message_names_none(tmp_path: Path) -> None:
    where = InquiryFolder(tmp_path).hand_over(record(broker_id="", files=[]))
    assert "message" not in json.loads(Path(where).read_bytes())


def test_a_folder_that_cannot_be_is_said_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(NotHandedOver) as told:
        InquiryFolder(tmp_path / "out").hand_over(record())
    assert str(tmp_path / "out") in told.value.remedy
