"""Hands what the office asked over to the broker's side, each entry once, and again where that failed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.channels.inquiry_channel import EnclosedFile, InquiryRecord, NotHandedOver
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
    channel = _channel(store, ways)
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


def _channel(store: Store, ways: Ways) -> InquiryChannel | None:
    if ways.inquiries is None:
        return None
    with store.read() as unit:
        settings = unit.office.settings()
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
