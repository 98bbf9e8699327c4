"""Writes mails as files into a folder, for as long as no mail server is set up."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.parser import BytesHeaderParser
from email.utils import parsedate_to_datetime
from pathlib import Path

from desktop.channels.mail import Unreachable
from desktop.channels.one_by_one import OneByOne
from desktop.channels.whole_file import write_whole
from desktop.language import tr

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
# Without the policy that takes headers apart: it fails on some that are malformed.
_PARSER = BytesHeaderParser()


class MailFolder(OneByOne):
    """A folder of ``.eml`` files. The same mail written again replaces its file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def open(self) -> None:
        """Make the folder. Raises Unreachable."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise self._trouble(error) from error

    def send(self, envelope_from: str, to: str, raw: bytes, label: str) -> str:
        """See MailChannel. When it returns, the file is on the disk whole."""
        self.open()
        path = self._folder / file_name(raw, label)
        try:
            write_whole(path, raw)
        except OSError as error:
            raise self._trouble(error) from error
        return tr("Written to {name}").format(name=path.name)

    def _trouble(self, error: OSError) -> Unreachable:
        return Unreachable(
            tr("The folder for mail cannot be written: {reason}.").format(
                reason=error.strerror or tr("unknown reason")
            ),
            tr("Check that {folder} is a folder you may write to and that the disk has room.").format(
                folder=self._folder
            ),
        )


def file_name(raw: bytes, label: str) -> str:
    """A name that sorts by date and is safe on every system: date, account number, Message-ID."""
    headers = _PARSER.parsebytes(raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n")
    own_part = str(headers["Message-ID"] or "").strip("<> ").rpartition("@")[0]
    parts = (_date_of(str(headers["Date"])).strftime("%Y-%m-%d %H%M"), _safe(label), _safe(own_part))
    return " ".join(part for part in parts if part) + ".eml"


def _date_of(text: str) -> datetime:
    try:
        return parsedate_to_datetime(text).astimezone(UTC)
    except ValueError:
        return datetime.fromtimestamp(0, UTC)


def _safe(text: str) -> str:
    return _UNSAFE.sub("-", text).strip(".-")[:80]
