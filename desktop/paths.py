"""The only module that knows directories."""

from __future__ import annotations

import sys
from pathlib import Path

import platformdirs

_APP = "Message Center"


def resources() -> Path:
    """Read-only files that ship with the program: themes, icons, layouts, policy."""
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen:
        return Path(frozen) / "resources"
    package = Path(__file__).parent
    inside = package / "resources"
    return inside if inside.is_dir() else package.parent / "resources"


def this_program() -> list[str]:
    """The words that begin another process of this program, before its command."""
    return [sys.executable] if hasattr(sys, "_MEIPASS") else [sys.executable, "-m", "desktop"]


def data() -> Path:
    """Where this person's stores live."""
    return Path(platformdirs.user_data_dir(_APP, appauthor=False))


def config() -> Path:
    """Where this desktop's own choices live (theme, window state)."""
    return Path(platformdirs.user_config_dir(_APP, appauthor=False))


def unsaved_drafts() -> Path:
    """Where messages being written are kept while the store cannot be reached."""
    return config() / "unsaved drafts"


def logs() -> Path:
    """Where the program's log lives."""
    return Path(platformdirs.user_log_dir(_APP, appauthor=False))


def default_store() -> Path:
    """The embedded store that opens when none is named."""
    return data() / "office.db"


def sample_store() -> Path:
    """The embedded store of the sample office."""
    return data() / "sample-office.db"


def inquiry_folder(store: Path) -> Path:
    """Where inquiries are written for the broker's side while the office of ``store`` has chosen no other folder."""
    return store.with_name(f"{store.stem} inquiries")


def mail_folder(store: Path) -> Path:
    """Where mails are written as files while no mail server is set up for ``store``."""
    return store.with_name(f"{store.stem} mail")
