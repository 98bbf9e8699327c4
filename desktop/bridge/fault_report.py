"""Writes what a fault of the program was so that it can be sent on without anybody's data in it."""

from __future__ import annotations

import platform
import re
import traceback
from pathlib import Path

from PySide6 import __version__ as pyside_version
from PySide6.QtCore import qVersion

from desktop import __version__

_REDACTED = (
    # SQLAlchemy appends the statement's values to its messages.
    (re.compile(r"\[parameters: .*?\](?=\s*(?:\n|$))", re.DOTALL), "[parameters: …]"),
    (re.compile(r"(\w+://)[^\s/@]+@"), r"\1…@"),
    (
        re.compile(
            r"(?i)\b(\w*(?:password|passwd|passcode|secret|token|seed|pin|code))\b(['\"]?\s*[=:]\s*)"
            r"('[^']*'|\"[^\"]*\"|[^\s,;)}\]]+)"
        ),
        r"\1\2…",
    ),
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), "…@…"),
    (re.compile(r"\bD?[UFI]\d{6,9}\b"), "U…"),
)


def fault_report(error: BaseException) -> str:
    """Versions and the traceback; addresses, account numbers and secrets are left out."""
    head = (
        f"Message Center {__version__}\n"
        f"Python {platform.python_version()}, Qt {qVersion()}, PySide {pyside_version}\n"
        f"{platform.system()} {platform.release()} {platform.machine()}\n"
    )
    return f"{head}\n{redacted(''.join(traceback.format_exception(error)))}"


def redacted(text: str) -> str:
    """The text without what could be a person's."""
    text = text.replace(str(Path.home()), "~")
    for pattern, instead in _REDACTED:
        text = pattern.sub(instead, text)
    return text
