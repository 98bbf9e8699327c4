"""Knows a file that is no text at all, so that it is refused as a whole and not line by line.

A file of random bytes has a line break every few hundred bytes, and none of what stands between them could be mended.
"""

from __future__ import annotations

import re
import stat
from codecs import getincrementaldecoder
from pathlib import Path

from desktop.content.cleaning import in_a_row
from desktop.errors import Refused
from desktop.language import tr

_LOOKED_AT = 64_000
_BOM = b"\xef\xbb\xbf"
_RECORD = re.compile(rb'\s*\{\s*"')
_decoder = getincrementaldecoder("utf-8")


def why_no_text(path: Path) -> Refused | None:
    """Why no line of a file is to be read; None where one may hold something, or the file is none of a disk.

    Raises OSError.
    """
    if not stat.S_ISREG(path.stat().st_mode):
        return None  # what is read from a pipe is gone from it
    with path.open("rb") as stream:
        head = stream.read(_LOOKED_AT + 1)
    if is_text(head):
        return None
    return Refused(
        tr("{file} was not taken").format(file=in_a_row(path.name)),
        tr("The file is no text in the character set UTF-8, as the feed of IB is."),
        tr("No line of it is kept. Check that it is the file that IB sent."),
    )


def is_text(beginning: bytes) -> bool:
    """Whether something that begins so is to be read line by line, whatever is wrong with some of its lines."""
    looked_at = beginning[:_LOOKED_AT].removeprefix(_BOM)
    lines = [line for line in looked_at.split(b"\n") if line.strip()]
    if not lines:
        return True
    is_cut = len(beginning) > _LOOKED_AT
    readable = [line for line in lines[:-1] if _is_readable(line)]
    readable += [line for line in lines[-1:] if _is_readable(line, is_cut=is_cut)]
    # Of a line that is cut nobody knows the rest.
    if any(map(_RECORD.match, readable)) or (is_cut and _RECORD.match(lines[-1])):
        return True
    return bool(readable) and b"\0" not in looked_at


def _is_readable(line: bytes, *, is_cut: bool = False) -> bool:
    try:
        _decoder().decode(line, final=not is_cut)
    except UnicodeDecodeError:
        return False
    return True
