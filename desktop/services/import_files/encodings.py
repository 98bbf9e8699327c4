"""The encodings and delimiters of text files that an office may meet, and how they are called."""

from __future__ import annotations

from desktop.language import tr

ENCODINGS = (
    "utf-8", "utf-16", "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp932", "gb18030", "big5", "cp949",
)  # fmt: skip
DELIMITERS = (",", ";", "\t", "|")


def encoding_title(encoding: str) -> str:
    """An encoding as a person chooses it."""
    return {
        "utf-8": "UTF-8",
        "utf-16": "UTF-16",
        "cp1252": tr("Western European (Windows-1252)"),
        "cp1250": tr("Central European (Windows-1250)"),
        "cp1251": tr("Cyrillic (Windows-1251)"),
        "cp1253": tr("Greek (Windows-1253)"),
        "cp1254": tr("Turkish (Windows-1254)"),
        "cp932": tr("Japanese (Shift JIS)"),
        "gb18030": tr("Chinese (GB18030)"),
        "big5": tr("Chinese (Big5)"),
        "cp949": tr("Korean (Windows-949)"),
    }.get(encoding, encoding)


def delimiter_title(delimiter: str) -> str:
    """A delimiter as a person chooses it."""
    return {",": tr("Comma"), ";": tr("Semicolon"), "\t": tr("Tab"), "|": tr("Vertical bar")}.get(
        delimiter, delimiter
    )
