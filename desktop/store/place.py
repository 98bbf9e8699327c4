"""Whether a folder is on a network drive, where SQLite's write-ahead log would lose data."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.late import late

if TYPE_CHECKING:
    import ctypes
    import subprocess
else:
    ctypes = late("ctypes")
    subprocess = late("subprocess")

_NETWORK_TYPES = frozenset(
    {
        "nfs",
        "nfs4",
        "cifs",
        "smb3",
        "smbfs",
        "afs",
        "ncpfs",
        "9p",
        "ceph",
        "glusterfs",
        "lustre",
        "afpfs",
        "webdav",
    }
)
_DRIVE_REMOTE = 4


def is_network_drive(folder: Path) -> bool:
    """True when ``folder``, or the nearest parent that exists, is reached over a network."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    folder = folder.resolve()
    if sys.platform == "win32":
        return _windows(folder)
    return is_network_type(_type_of(folder))


def is_network_type(name: str) -> bool:
    """Whether a file system of this name is reached over a network."""
    return name in _NETWORK_TYPES or name.startswith(("fuse.sshfs", "fuse.rclone", "fuse.smb", "fuse.gvfs"))


def _type_of(folder: Path) -> str:
    best, kind = -1, ""
    for point, name in _mounts():
        if folder.is_relative_to(point) and len(point.parts) >= best:
            best, kind = len(point.parts), name
    return kind


def _mounts() -> list[tuple[Path, str]]:
    if sys.platform == "darwin":
        lines = subprocess.run(
            ["/sbin/mount"], capture_output=True, text=True, check=False
        ).stdout.splitlines()
        halves = [line.split(" on ", 1)[1].rsplit(" (", 1) for line in lines if " on " in line]
        return [(Path(where), what.split(",")[0].rstrip(")")) for where, what in halves]
    mounts: list[tuple[Path, str]] = []
    for line in Path("/proc/self/mountinfo").read_text("utf-8", "replace").splitlines():
        left, _, right = line.partition(" - ")
        point = left.split(" ")[4].encode().decode("unicode_escape")
        mounts.append((Path(point), right.split(" ")[0]))
    return mounts


def _windows(folder: Path) -> bool:
    if str(folder).startswith("\\\\"):
        return True
    drive_type: int = ctypes.windll.kernel32.GetDriveTypeW(folder.anchor)  # type: ignore[attr-defined,unused-ignore]
    return drive_type == _DRIVE_REMOTE
