"""notmuch over mails with the texts of the broker: how long its newest hits take, started as a program each time."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTPUTF8
from email.utils import format_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_FIRST = datetime(2019, 1, 1, 8, tzinfo=UTC)
_IN_A_FOLDER = 1_000
_PAGE = 50


def is_installed() -> bool:
    """Whether it is there to be measured."""
    return shutil.which("notmuch") is not None


class Notmuch:
    """A database in ``folder``; what is there already is used again."""

    def __init__(self, folder: Path) -> None:
        self._mails = folder / "mails"
        self._made = folder / "made"
        self._config = folder / "config"

    def make(self, texts: Iterable[tuple[str, str]]) -> None:
        """Write each text as a mail and index them all; a hundred thousand take minutes."""
        if self._made.exists():
            return
        shutil.rmtree(self._mails, ignore_errors=True)
        self._mails.mkdir(parents=True)
        self._config.write_text(
            f"[database]\npath={self._mails}\n[user]\nname=Ada\nprimary_email=ada@office.example\n"
            "[new]\ntags=new\n[maildir]\nsynchronize_flags=false\n",
            "utf-8",
        )
        for number, (subject, body) in enumerate(texts):
            folder = self._mails / f"{number // _IN_A_FOLDER:04}"
            if number % _IN_A_FOLDER == 0:
                folder.mkdir()
            (folder / f"{number}.eml").write_bytes(_mail(number, subject, body))
        self._run("new", "--quiet", "--no-hooks")
        self._made.touch()

    def search(self, query: str) -> tuple[float, int]:
        """The milliseconds until its newest hits are told, and how many they are."""
        start = time.perf_counter()
        found = self._run("search", f"--limit={_PAGE}", "--sort=newest-first", "--output=messages", query)
        return (time.perf_counter() - start) * 1000, len(found.splitlines())

    def _run(self, *words: str) -> bytes:
        environment = {**os.environ, "NOTMUCH_CONFIG": str(self._config)}
        return subprocess.run(["notmuch", *words], env=environment, check=True, capture_output=True).stdout


def _mail(number: int, subject: str, body: str) -> bytes:
    mail = EmailMessage(policy=SMTPUTF8.clone(cte_type="8bit"))
    mail["From"] = "IB <broker@ib.example>"
    mail["To"] = "office@office.example"
    mail["Date"] = format_datetime(_FIRST + timedelta(minutes=number))
    mail["Message-ID"] = f"<{number}@ib.example>"
    mail["Subject"] = subject
    mail.set_content(body, cte="8bit")
    return mail.as_bytes()
