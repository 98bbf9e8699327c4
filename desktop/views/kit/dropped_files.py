"""The files of this computer that are being dragged or pasted."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData

_PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp"})


def files_in(data: QMimeData) -> list[Path]:
    """Paths of the files in ``data``; folders and addresses of the web are left out."""
    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    return [path for path in paths if path.is_file()]


def seems_picture(path: Path) -> bool:
    """Whether a person would say that this is a picture; its bytes decide later."""
    return path.suffix.lower() in _PICTURES
