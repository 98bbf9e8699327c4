"""Writes inquiries as JSON Lines into a folder, from which the broker's side takes them.

Each entry is a file of its own with one line; the files that go with it lie beside it, in ``files``, under their
digests, and are there before the line that names them.
"""

from __future__ import annotations

import json
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.channels.inquiry_channel import NotHandedOver
from desktop.channels.whole_file import write_whole
from desktop.language import tr

if TYPE_CHECKING:
    from desktop.channels.inquiry_channel import InquiryRecord

FILES = "files"


class InquiryFolder:
    """A folder of ``.jsonl`` files. The same entry written again replaces its file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def hand_over(self, record: InquiryRecord) -> str:
        """See InquiryChannel. When it returns, the file is on the disk whole."""
        path = self._folder / f"{record.id}.jsonl"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            for file in record.files:
                (self._folder / FILES).mkdir(exist_ok=True)
                write_whole(self._folder / FILES / file.digest, file.data)
            write_whole(path, _line(record))
        except OSError as error:
            raise NotHandedOver(
                tr("The folder for inquiries cannot be written: {reason}.").format(
                    reason=error.strerror or tr("unknown reason")
                ),
                tr("Check that {folder} is a folder you may write to and that the disk has room.").format(
                    folder=self._folder
                ),
            ) from error
        return str(path)


def _line(record: InquiryRecord) -> bytes:
    values: dict[str, Any] = {
        "v": 1,
        "kind": "inquiry",
        "id": record.id,
        "inquiry": record.inquiry,
        "step": record.step,
        "sent_at": record.sent_at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "by": record.by,
        "subject": record.subject,
        "body": record.body,
        "files": [
            {
                "name": file.name,
                "size": len(file.data),
                "sha256": file.digest,
                "file": f"{FILES}/{file.digest}",
            }
            for file in record.files
        ],
    }
    if record.broker_id:
        values["message"] = record.broker_id
    return json.dumps(values, ensure_ascii=False).encode() + b"\n"
