"""What was asked reaches the broker's side once: after a failure, a death, and two programs at once."""

from __future__ import annotations

import threading

import pytest

from desktop.channels.inquiry_channel import InquiryRecord, NotHandedOver
from desktop.errors import Refused
from desktop.models.inquiry_draft import InquiryDraft
from desktop.models.listing import Order
from desktop.models.notice import NoticeFilter
from desktop.models.office import Role, User
from desktop.models.step_report import StepReport
from desktop.services import worker
from desktop.services.asker import Asker
from desktop.services.asking import hand_over, inquiry_folder_of, save_inquiry_folder
from desktop.services.inquiries import add, close, submit, thread
from desktop.services.inquiry_files import with_file
from desktop.services.notices import notice_list
from desktop.settings import INQUIRY_FOLDER
from desktop.store.store import Store
from tests.support.broker_sends import broker_message_in
from tests.support.clock import Clock
from tests.support.fake_inquiries import FakeInquiries
from tests.support.feeds import fed, reply
from tests.support.stores import add_user, opened


@pytest.fixture
def actor(store: Store) -> User:
    return add_user(store)


def test_each_entry_of_the_office_is_handed_over_once_in_its_order(store: Store, actor: User) -> None:
    message_id = broker_message_in(store, actor)
    files = with_file((), "letter.pdf", b"exact \x00 bytes")
    submitted = submit(store, actor, InquiryDraft("Fees", "Which?", files, message_id))
    add(store, actor, submitted.inquiry_id, 1, "And when?")
    fed(store, actor, reply(1, submitted.number))
    close(store, actor, submitted.inquiry_id, 3)
    way = FakeInquiries()
    report = hand_over(store, way.ways())
    assert (report.count, report.waiting, report.sentence) == (3, 0, "")
    assert [(each.inquiry, each.step, each.body) for each in way.taken] == [
        (submitted.number, "opened", "Which?"),
        (submitted.number, "added", "And when?"),
        (submitted.number, "closed", ""),
    ]
    first = way.taken[0]
    assert (first.subject, first.broker_id, first.by) == ("Fees", "IB-1", "Ada Byron")
    assert [(file.name, file.data) for file in first.files] == [("letter.pdf", b"exact \x00 bytes")]
    assert hand_over(store, way.ways()).count == 0
    found = thread(store, submitted.inquiry_id)
    assert found is not None
    assert all(entry.is_handed for entry in found.entries)


def test_what_cannot_be_handed_over_waits(store: Store, actor: User) -> None:
    submit(store, actor, InquiryDraft("Fees", "Which?"))
    way = FakeInquiries(trouble=NotHandedOver("The disk is full.", "Make room."))
    report = hand_over(store, way.ways())
    assert (report.count, report.waiting, report.sentence, report.remedy) == (
        0, 1, "The disk is full.", "Make room.",
    )  # fmt: skip
    way.trouble = None
    assert hand_over(store, way.ways()).count == 1


def test_whoever_dies_before_the_store_knows_hands_the_same_entry_over_again(
    store: Store, actor: User
) -> None:
    submit(store, actor, InquiryDraft("Fees", "Which?"))

    class Dies(FakeInquiries):
        def hand_over(self, record: InquiryRecord) -> str:
            super().hand_over(record)
            raise KeyboardInterrupt

    dying, way = Dies(), FakeInquiries()
    with pytest.raises(KeyboardInterrupt):
        hand_over(store, dying.ways())
    hand_over(store, way.ways())
    assert dying.taken == way.taken


def test_two_programs_hand_each_entry_over_once(
    store_url: str, store: Store, actor: User, clock: Clock
) -> None:
    other = opened(store_url, clock)
    numbers = {submit(store, actor, InquiryDraft("Fees", "Which?")).number for _ in range(12)}
    way = FakeInquiries()
    threads = [threading.Thread(target=hand_over, args=[where, way.ways()]) for where in (store, other)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    other.close()
    assert len(way.taken) == 12
    assert {record.inquiry for record in way.taken} == numbers


def test_the_folder_is_the_one_that_the_office_chose(sqlite_store: Store) -> None:
    with sqlite_store.write() as unit:
        unit.office.save_settings({INQUIRY_FOLDER.key: "/srv/inquiries"})
        unit.commit()
    submit(sqlite_store, add_user(sqlite_store), InquiryDraft("Fees", "Which?"))
    way = FakeInquiries()
    hand_over(sqlite_store, way.ways())
    assert way.folders == ["/srv/inquiries"]


def test_a_folder_is_named_whole_by_an_administrator(sqlite_store: Store) -> None:
    admin, sender = add_user(sqlite_store), add_user(sqlite_store, Role.SENDER, "Grace Hopper")
    for folder in ("/srv/inquiries", "C:\\inquiries", ""):
        save_inquiry_folder(sqlite_store, admin, folder)
        assert inquiry_folder_of(sqlite_store) == folder
    for actor, folder in ((admin, "inquiries"), (sender, "/srv")):
        with pytest.raises(Refused):
            save_inquiry_folder(sqlite_store, actor, folder)


def test_the_worker_hands_over_for_all_desktops_and_tells_of_trouble_once(
    store: Store, actor: User, clock: Clock
) -> None:
    submit(store, actor, InquiryDraft("Fees", "Which?"))
    way, reports = FakeInquiries(trouble=NotHandedOver("The disk is full.", "Make room.")), list[StepReport]()

    def work() -> None:
        worker.run(store, way.ways(), threading.Event(), once=True, report=reports.append, hands_over=True)

    def told() -> list[str]:
        return [notice.subject for notice in notice_list(store).page(Order("at"), NoticeFilter(), None, 9)]

    work()
    asker = Asker(store, way.ways(), reports.append)
    for _ in range(3):
        asker.turn()
        clock.move(minutes=1)
    assert [report.trouble for report in reports] == ["The disk is full. Make room."] * 4
    assert told() == ["Inquiries wait to be handed over"] * 2
    way.trouble = None
    work()
    assert [each.body for each in way.taken] == ["Which?"]
    worker.run(store, way.ways(), threading.Event(), once=True)
    assert len(way.taken) == 1
