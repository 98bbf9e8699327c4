"""``doctor``: says what is well, what is not, and what to do."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from desktop import paths
from desktop.commands.command import UNEXPECTED, WELL, Command, store_address
from desktop.errors import Refused
from desktop.language import tr
from desktop.late import late
from desktop.store.migrations import HEAD

if TYPE_CHECKING:
    from desktop import composition
    from desktop.services import doctor
    from desktop.store import backup, opening
    from desktop.store.address import StoreAddress
else:
    composition = late("desktop.composition")
    doctor = late("desktop.services.doctor")
    backup = late("desktop.store.backup")
    opening = late("desktop.store.opening")


def _add_arguments(_parser: ArgumentParser) -> None:
    """It takes the store only."""


def _run(arguments: Namespace) -> int:
    findings = [*_store_findings(arguments), *doctor.computer_findings()]
    for finding in findings:
        mark = tr("well") if finding.is_well else tr("NOT WELL")
        print(
            tr("{mark}: {subject}: {words}").format(mark=mark, subject=finding.subject, words=finding.words)
        )
        if finding.remedy:
            print(f"    {finding.remedy}")
    return WELL if all(finding.is_well for finding in findings) else UNEXPECTED


def _store_findings(arguments: Namespace) -> list[doctor.Finding]:
    try:
        address = store_address(arguments, paths.default_store())
        if address.path is not None and not address.path.exists():
            return [doctor.no_store(address.label)]
        store = composition.open_at(address, create=False)
    except Refused as refusal:
        return [doctor.unreachable(refusal)]
    try:
        return [
            doctor.reached(address.label, HEAD),
            doctor.integrity(opening.damage_of(store)),
            *_backup(address),
            *doctor.office_findings(store),
        ]
    except Refused as refusal:
        return [doctor.unreachable(refusal)]
    finally:
        store.close()


def _backup(address: StoreAddress) -> list[doctor.Finding]:
    if address.path is None:
        return [doctor.served_backup()]
    newest = backup.newest_backup(address.path)
    return [doctor.backup(newest[1] if newest else None)]


DOCTOR = Command(
    "doctor",
    lambda: tr("Say what is well and what is not: store, keyring, mail, fonts, time zone."),
    ("message-center doctor", "message-center doctor --store postgresql://server.example/office"),
    _add_arguments,
    _run,
)
