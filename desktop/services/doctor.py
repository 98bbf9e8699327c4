"""Looks at what the program stands on, and says in words what is well, what is not, and what to do."""

from __future__ import annotations

import importlib
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import available_timezones

from desktop.errors import Refused
from desktop.language import tr, trn
from desktop.services.office import mail_server_of, office_of, users_of

if TYPE_CHECKING:
    from desktop.store.store import Store

_OLDEST_BACKUP = timedelta(days=3)
_FONT_WAIT_S = 20
_PROBE = "Message Center doctor"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. ``remedy`` says what to do; it may be a hint where all is well."""

    subject: str
    is_well: bool
    words: str
    remedy: str = ""


def no_store(label: str) -> Finding:
    """There is no store yet, which is how every computer begins."""
    return Finding(
        tr("Store"),
        is_well=True,
        words=tr("there is none yet at {store}.").format(store=label),
        remedy=tr("Start the program to make an office, or make the sample office: message-center demo"),
    )


def unreachable(refusal: Refused) -> Finding:
    """The store could not be opened or read."""
    return Finding(
        tr("Store"), is_well=False, words=f"{refusal.title}. {refusal.sentence}", remedy=refusal.remedy
    )


def reached(label: str, version: str) -> Finding:
    """The store is open, and its tables are up to date."""
    return Finding(
        tr("Store"),
        is_well=True,
        words=tr("{store} is open and up to date (version {version}).").format(store=label, version=version),
    )


def integrity(damage: str) -> Finding:
    """What was found wrong with the store's file, or nothing."""
    if not damage:
        return Finding(tr("Integrity"), is_well=True, words=tr("no damage was found."))
    return Finding(
        tr("Integrity"),
        is_well=False,
        words=tr("the store is damaged: {damage}").format(damage=damage),
        remedy=tr("Restore the newest copy from the folder “backups” beside it."),
    )


def backup(age: timedelta | None) -> Finding:
    """How old the newest copy of an embedded store is."""
    if age is None:
        return Finding(
            tr("Backup"),
            is_well=True,
            words=tr("there is no copy yet."),
            remedy=tr("The program makes one each day it runs."),
        )
    days = max(age.days, 0)
    words = trn("the newest copy is {n} day old.", "the newest copy is {n} days old.", days)
    if age <= _OLDEST_BACKUP:
        return Finding(tr("Backup"), is_well=True, words=words)
    return Finding(
        tr("Backup"),
        is_well=False,
        words=words,
        remedy=tr("Start the program once; it makes a copy each day."),
    )


def served_backup() -> Finding:
    """A store on a server is copied by whoever keeps the server."""
    return Finding(tr("Backup"), is_well=True, words=tr("kept by whoever keeps the PostgreSQL server."))


def office_findings(store: Store) -> list[Finding]:
    """The office, its mail and its time zone."""
    office = office_of(store)
    if office is None:
        return [
            Finding(
                tr("Office"),
                is_well=False,
                words=tr("the store holds no office yet."),
                remedy=tr("Start the program once and fill in the welcome."),
            )
        ]
    people = sum(user.active for user in users_of(store))
    words = trn("“{name}” with {n} active user.", "“{name}” with {n} active users.", people)
    return [
        Finding(tr("Office"), is_well=True, words=words.replace("{name}", office.name)),
        _mail(store, is_sample=office.is_sample),
        _zone(office.zone),
    ]


def computer_findings() -> list[Finding]:
    """The keyring, the time zone data and the fonts of this computer."""
    return [_keyring(), _zone_data(), *_fonts()]


def _mail(store: Store, *, is_sample: bool) -> Finding:
    server = mail_server_of(store)
    if is_sample:
        words = tr("this is a sample office; mail is written to files.")
        return Finding(tr("Mail"), is_well=True, words=words)
    if server.is_set_up:
        words = tr("leaves by {host}, port {port}.").format(host=server.host, port=server.port)
        return Finding(tr("Mail"), is_well=True, words=words)
    return Finding(
        tr("Mail"),
        is_well=False,
        words=tr("no mail server is set up; mail is written to files."),
        remedy=tr("Enter the mail server in the settings of the program and test the connection."),
    )


def _zone(name: str) -> Finding:
    if not name:
        return Finding(tr("Time zone"), is_well=True, words=tr("each computer's own."))
    if name in available_timezones():
        return Finding(tr("Time zone"), is_well=True, words=name)
    return Finding(
        tr("Time zone"),
        is_well=False,
        words=tr("“{zone}” is not known on this computer.").format(zone=name),
        remedy=tr("Choose another zone in the settings, or update the program."),
    )


def _zone_data() -> Finding:
    count = len(available_timezones())
    return Finding(
        tr("Time zone data"),
        is_well=count > 0,
        words=trn("{n} zone known.", "{n} zones known.", count),
        remedy="" if count else tr("Install the package tzdata, or install the program anew."),
    )


def _keyring() -> Finding:
    keyring = importlib.import_module("keyring")
    backend = keyring.get_keyring()
    try:
        keyring.get_password(_PROBE, _PROBE)
    except (keyring.errors.KeyringError, RuntimeError) as error:
        return Finding(
            tr("Keyring"),
            is_well=False,
            words=tr("passwords cannot be kept on this computer ({reason}).").format(
                reason=type(error).__name__
            ),
            remedy=tr("Install or unlock a keyring, such as GNOME Keyring or KWallet."),
        )
    return Finding(tr("Keyring"), is_well=True, words=backend.name)


def _fonts() -> list[Finding]:
    program = shutil.which("fc-list")
    if program is None:
        # Windows and macOS ship fonts for every script the program shows.
        return []
    wanted: tuple[tuple[str, Callable[[], str]], ...] = (
        ("ja", lambda: tr("Japanese font")),
        ("ar", lambda: tr("Arabic font")),
    )
    return [_font(program, language, label()) for language, label in wanted]


def _font(program: str, language: str, label: str) -> Finding:
    try:
        found = subprocess.run(  # noqa: S603 - a fixed program with fixed arguments
            [program, f":lang={language}", "family"],
            capture_output=True, text=True, encoding="utf-8", errors="replace", check=False,
            timeout=_FONT_WAIT_S,
        ).stdout.split("\n")  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        found = []
    family = found[0].partition(",")[0].strip() if found else ""
    if family:
        return Finding(label, is_well=True, words=family)
    return Finding(
        label,
        is_well=False,
        words=tr("none was found; such names would be shown as boxes."),
        remedy=tr("Install a font with these letters, such as the Noto fonts."),
    )
