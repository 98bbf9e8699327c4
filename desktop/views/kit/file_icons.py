"""What a file dialog shows of a file, told by its name alone."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QFileInfo, QMimeDatabase
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QFileIconProvider

from desktop.language import tr

_Kind = QFileIconProvider.IconType


class FileIcons(QFileIconProvider):
    """Qt's own looks into every file whose name says little, and asks in a thread of its own.

    Among them may be the store. Whoever closes a file lets go of all the locks that this program has on it, and
    without them another program that uses the store removes the log into which this one writes.
    """

    def icon(self, what: QFileIconProvider.IconType | QFileInfo) -> QIcon:
        if isinstance(what, QFileInfo):
            what = _Kind.Folder if what.isDir() else _Kind.File
        return super().icon(what)

    def type(self, info: QFileInfo) -> str:
        if info.isDir():
            return tr("Folder")
        kind = QMimeDatabase().mimeTypeForFile(info.fileName(), QMimeDatabase.MatchMode.MatchExtension)
        return kind.comment() or kind.name()


@cache
def file_icons() -> FileIcons:
    """One for all dialogs: they keep only its address, and one of them may be the last to go."""
    return FileIcons()
