"""Hands what the office asked over to the broker's side, each entry once, and again where that failed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING

from desktop.channels.inquiry_channel import EnclosedFile, InquiryRecord, NotHandedOver
from desktop.errors import Refused
from desktop.language import tr
from desktop.models.change import Change
from desktop.models.office import Role, User
from desktop.services.permission import require
from desktop.settings import INQUIRY_FOLDER

if TYPE_CHECKING:
    from desktop.channels.inquiry_channel import InquiryChannel
    from desktop.models.inquiry import WaitingEntry
    from desktop.services.ways import Ways
    from desktop.store.store import Store
    from desktop.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What became of the entries that waited. ``where`` is the place of the last one that was handed over.

    ``sentence`` says why the others wait, and ``remedy`` what to do; both are empty where none does.
    """

    count: int
    where: str
    waiting: int
    sentence: str = ""
    remedy: str = ""


def hand_over(store: Store, ways: Ways) -> HandedOver:
    """Hand over all that waits, oldest first. What cannot be handed over now waits for the next time."""
    count, where, last, trouble = 0, "", 0, None
    channel = _channel(store, ways)  # None where nothing waits
    while channel is not None:
        with store.write() as unit:
            waiting = unit.inquiries.next_waiting(last)
            if waiting is None:
                break
            last = waiting.entry.id
            try:
                where = channel.hand_over(_record(unit, waiting))
            except NotHandedOver as error:
                trouble = error
                break
            # Whoever dies before this commits hands the same entry over again, under the same name.
            unit.inquiries.mark_handed(waiting.inquiry_id, last)
            unit.commit()
            count += 1
    with store.read() as unit:
        left = unit.inquiries.waiting()
    if trouble is None:
        return HandedOver(count, where, left)
    return HandedOver(count, where, left, trouble.sentence, trouble.remedy)


def inquiry_folder_of(store: Store) -> str:
    """The folder that the office has chosen for its inquiries; empty for the one beside the store."""
    with store.read() as unit:
        return INQUIRY_FOLDER.of(unit.office.settings())


def save_inquiry_folder(store: Store, actor: User, folder: str) -> Change:
    """Choose where inquiries go. Raises Refused for a folder that would be another one at each computer."""
    require(actor, Role.ADMIN)
    if folder and not (PurePosixPath(folder).is_absolute() or PureWindowsPath(folder).is_absolute()):
        raise Refused(
            tr("The folder was not saved"),
            tr("It does not say where it begins."),
            tr("Write the whole path, from the drive or the root on."),
            about="folder",
        )
    with store.write(actor.name) as unit:
        unit.office.save_settings({INQUIRY_FOLDER.key: folder})
        return unit.commit()


def _channel(store: Store, ways: Ways) -> InquiryChannel | None:
    with store.read() as unit:
        settings = unit.office.settings()
        if ways.inquiries is None or not unit.inquiries.waiting():
            return None
    return ways.inquiries(INQUIRY_FOLDER.of(settings))


def _record(unit: UnitOfWork, waiting: WaitingEntry) -> InquiryRecord:
    entry = waiting.entry
    data = unit.files.data([file.digest for file in entry.files])
    return InquiryRecord(
        id=f"{waiting.number}-{entry.id:06d}",
        inquiry=waiting.number,
        step=entry.step.value,
        sent_at=entry.at,
        by=entry.by,
        subject=waiting.subject,
        broker_id=waiting.broker_id,
        body=entry.body,
        files=[EnclosedFile(file.name, file.digest, data[file.digest]) for file in entry.files],
    )
