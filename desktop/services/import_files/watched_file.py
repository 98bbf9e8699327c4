"""A text file as bytes that are checked on their way to the reader, a chunk at a time.

What makes a file unreadable as a whole (another encoding, NUL bytes, a line without an end) is
found here and named by line, before a decoder stumbles over it or memory fills up.
"""

from __future__ import annotations

import codecs
import io
from pathlib import Path

from desktop.errors import Refused
from desktop.language import tr
from desktop.services.import_files.encodings import encoding_title

LONGEST_LINE = 1_000_000
_MOST_BYTES_A_BYTE = 3  # a byte of another encoding becomes at most so many in UTF-8


class OtherEncoding(Refused):
    """The file holds bytes that the encoding, in which it was to be read, does not have."""


class WatchedFile(io.RawIOBase):
    """A file of any encoding, read as UTF-8; ``position`` counts the bytes taken. Reading raises Refused."""

    def __init__(self, path: Path, encoding: str = "utf-8") -> None:
        super().__init__()
        try:
            self._file = path.open("rb", buffering=0)
            self.size = path.stat().st_size
        except OSError as error:
            raise unreadable(path, error) from error
        self._path = path
        self._encoding = encoding
        self._is_utf8 = encoding == "utf-8"
        self._decoder = codecs.getincrementaldecoder(encoding)()
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
        room = len(view) if self._is_utf8 else max(len(view) // _MOST_BYTES_A_BYTE, 1)
        chunk = b""
        # A chunk may hold no more than a part of a character; to hand on nothing would end the file.
        while not chunk:
            taken = self._take(room)
            chunk = self._as_utf8(taken)
            if not taken:
                break
        self._check(chunk)
        view[: len(chunk)] = chunk
        return len(chunk)

    def _take(self, room: int) -> bytes:
        try:
            return self._file.read(room) or b""
        except OSError as error:
            raise unreadable(self._path, error) from error

    def _as_utf8(self, chunk: bytes) -> bytes:
        waiting = len(self._decoder.getstate()[0])
        plain = chunk
        if not (self._is_utf8 and waiting == 0 and chunk and chunk.isascii()):
            try:
                text = self._decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                raise self._misread(error, waiting) from error
            plain = chunk if self._is_utf8 else text.encode()
        self.position += len(chunk)
        return plain

    def _misread(self, error: UnicodeDecodeError, waiting: int) -> OtherEncoding:
        before = error.object[: error.start].decode(self._encoding, "replace")
        return _encoding(
            tr("Line {line} holds the byte {byte} at position {position}, which is not {encoding}.").format(
                line=f"{self._line + before.count(chr(10)):,}",
                byte=f"0x{error.object[error.start]:02X}",
                position=f"{self.position - waiting + error.start + 1:,}",
                encoding=encoding_title(self._encoding),
            )
        )

    def _check(self, chunk: bytes) -> None:
        if 0 in chunk:
            raise Refused(
                tr("This is not a list"),
                tr("Line {line} holds a NUL byte, which text never does.").format(
                    line=self._line_at(chunk, chunk.index(0))
                ),
                tr("Choose a CSV or TSV file, or a spreadsheet saved as XLSX or ODS."),
            )
        self._check_lines(chunk)
        self._line += chunk.count(b"\n")

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


def unreadable(path: Path, error: OSError) -> Refused:
    """The refusal of a file that this computer does not give."""
    return Refused(
        tr("The file cannot be read"),
        tr("“{path}”: {reason}.").format(path=path, reason=error.strerror or error),
        tr("Check the path and that you may read the file."),
    )


def _encoding(sentence: str) -> OtherEncoding:
    return OtherEncoding(
        tr("The file has another encoding"),
        sentence,
        tr("Choose another encoding, or save the file as “CSV UTF-8” and import that."),
    )
