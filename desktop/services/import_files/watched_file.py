"""A file as bytes that are checked on their way to the reader, a chunk at a time.

What makes a file unreadable as a whole (another encoding, NUL bytes, a line without an end) is
found here and named by line, before a decoder stumbles over it or memory fills up.
"""

from __future__ import annotations

import codecs
import io
from pathlib import Path

from desktop.errors import Refused
from desktop.language import tr

LONGEST_LINE = 1_000_000
_BYTE_ORDER_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class WatchedFile(io.RawIOBase):
    """Raw bytes of a UTF-8 file; ``position`` counts the bytes handed on. Reading raises Refused."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        try:
            self._file = path.open("rb", buffering=0)
            self.size = path.stat().st_size
        except OSError as error:
            raise _unreadable(path, error) from error
        self._path = path
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._line = 1
        self._run = 0
        self.position = 0

    def readable(self) -> bool:
        return True

    def close(self) -> None:
        self._file.close()
        super().close()

    def readinto(self, buffer: object, /) -> int:
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        try:
            count = self._file.readinto(view) or 0
        except OSError as error:
            raise _unreadable(self._path, error) from error
        self._check(bytes(view[:count]))
        self.position += count
        return count

    def _check(self, chunk: bytes) -> None:
        if self.position == 0 and chunk.startswith(_BYTE_ORDER_MARKS):
            raise _encoding(tr("It is written in UTF-16."))
        self._check_encoding(chunk)
        if 0 in chunk:
            raise Refused(
                tr("This is not a CSV file"),
                tr("Line {line} holds a NUL byte, which text never does.").format(
                    line=self._line_at(chunk, chunk.index(0))
                ),
                tr("If it is a spreadsheet, save it as “CSV UTF-8” and import that."),
            )
        self._check_lines(chunk)
        self._line += chunk.count(b"\n")

    def _check_encoding(self, chunk: bytes) -> None:
        waiting = len(self._decoder.getstate()[0])
        try:
            self._decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            place = max(error.start - waiting, 0)
            raise _encoding(
                tr("Line {line} holds the byte {byte} at position {position}, which is not UTF-8.").format(
                    line=self._line_at(chunk, place),
                    byte=f"0x{error.object[error.start]:02X}",
                    position=f"{self.position - waiting + error.start + 1:,}",
                )
            ) from error

    def _check_lines(self, chunk: bytes) -> None:
        """Only the pieces at both ends can belong to a long line; a chunk is shorter than one."""
        first = min((place for place in (chunk.find(b"\n"), chunk.find(b"\r")) if place >= 0), default=-1)
        self._run += len(chunk) if first < 0 else first
        if self._run > LONGEST_LINE:
            raise Refused(
                tr("This file cannot be imported"),
                tr("Line {line} is longer than {limit} bytes, which no list of clients is.").format(
                    line=f"{self._line:,}", limit=f"{LONGEST_LINE:,}"
                ),
                tr("Check that it is the right file and that each row ends with a line break."),
            )
        if first >= 0:
            self._run = len(chunk) - 1 - max(chunk.rfind(b"\n"), chunk.rfind(b"\r"))

    def _line_at(self, chunk: bytes, place: int) -> str:
        return f"{self._line + chunk.count(10, 0, place):,}"


def _encoding(sentence: str) -> Refused:
    return Refused(
        tr("The file has another encoding"), sentence, tr("Save it as “CSV UTF-8”, then import it again.")
    )


def _unreadable(path: Path, error: OSError) -> Refused:
    return Refused(
        tr("The file cannot be read"),
        tr("“{path}”: {reason}.").format(path=path, reason=error.strerror or error),
        tr("Check the path and that you may read the file."),
    )
