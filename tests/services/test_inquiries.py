"""Inquiries: submitted, added to, ended, reopened, answered; nothing lost, nothing twice, nothing unseen."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from desktop.errors import Conflict, Refused, StoreUnavailable
from desktop.models.broker_filter import BrokerFilter
from desktop.models.change import Change
from desktop.models.inquiry import Inquiry, InquiryFile, InquiryStatus, InquiryStep
from desktop.models.inquiry_draft import InquiryAttachment, InquiryDraft
from desktop.models.inquiry_filter import InquiryFilter
from desktop.models.listing import Order
from desktop.models.office import Role, User
from desktop.services import inquiries
from desktop.services.broker_messages import broker_list, delete
from desktop.services.inquiry_files import attached, with_file
from desktop.store.store import Store
from desktop.store.unit_of_work import UnitOfWork
from tests.support.broker_sends import broker_message_in
from tests.support.clock import Clock
from tests.support.feeds import fed, reply
from tests.support.stores import add_user, opened

ASKED = InquiryDraft("Interest of October", "How was it reckoned?")
NEWEST = Order("at", descending=True)


@pytest.fixture
def actor(store: Store) -> User:
    return add_user(store)


def asked(store: Store, actor: User, draft: InquiryDraft = ASKED) -> Inquiry:
    return found(store, inquiries.submit(store, actor, draft).inquiry_id)


def found(store: Store, inquiry_id: int) -> Inquiry:
    thread = inquiries.thread(store, inquiry_id)
    assert thread is not None
    return thread.inquiry


def bodies(store: Store, inquiry_id: int) -> list[tuple[str, str]]:
    thread = inquiries.thread(store, inquiry_id)
    assert thread is not None
    return [(entry.by, entry.body) for entry in thread.entries]


def notices(store: Store) -> list[str]:
    with store.read() as unit:
        return [notice.subject for notice in unit.notices.listed(()).page(NEWEST, None, 50)]


def test_a_submitted_inquiry_has_a_number_its_words_and_its_files(store: Store, actor: User) -> None:
    message_id = broker_message_in(store, actor)
    files = with_file((), "../../etc/let\u202ecod.pdf", b"%PDF exact \x00\xff bytes")
    draft = InquiryDraft("About\nthis", "First line\r\nsecond\x00", files, message_id)
    inquiry = asked(store, actor, draft)
    assert (inquiry.number, inquiry.subject, inquiry.status) == (
        "2026-000001",
        "About this",
        InquiryStatus.NEW,
    )
    assert (inquiry.message_id, inquiry.opened_by, inquiry.is_read) == (message_id, "Ada Byron", True)
    thread = inquiries.thread(store, inquiry.id)
    assert thread is not None
    assert thread.about == "Funds received: {{ amount }}"
    (entry,) = thread.entries
    assert (entry.body, entry.step, entry.is_handed) == ("First line\nsecond", InquiryStep.OPENED, False)
    assert entry.files == (InquiryFile("letcod.pdf", files[0].digest, len(files[0].data)),)
    assert inquiries.file_data(store, entry.files[0]) == b"%PDF exact \x00\xff bytes"


@pytest.fixture
def deaf(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """When called, the next commit is made and its answer lost on the way."""

    def lose_one() -> None:
        committed = UnitOfWork.commit

        def lost(unit: UnitOfWork) -> Change:
            monkeypatch.setattr(UnitOfWork, "commit", committed)
            committed(unit)
            raise StoreUnavailable("The store cannot be reached", "The connection broke.")

        monkeypatch.setattr(UnitOfWork, "commit", lost)

    return lose_one


def test_submitted_again_because_no_answer_came_it_is_one_inquiry(
    store: Store, actor: User, deaf: Callable[[], None]
) -> None:
    draft = replace(ASKED, uid="form", attachments=with_file((), "a.pdf", b"%PDF"))
    deaf()
    with pytest.raises(StoreUnavailable):
        inquiries.submit(store, actor, draft)
    again = inquiries.submit(store, actor, draft)
    assert again.number == "2026-000001"
    assert len(inquiries.inquiry_list(store).page(NEWEST, InquiryFilter(), None, 9)) == 1
    assert len(bodies(store, again.inquiry_id)) == 1
    with pytest.raises(Refused, match="was not submitted") as refusal:
        inquiries.submit(store, actor, replace(draft, text="Otherwise."))
    assert "2026-000001" in refusal.value.sentence
    assert asked(store, actor, replace(draft, uid="another form")).number == "2026-000002"


def test_added_again_because_no_answer_came_it_is_one_entry(
    store: Store, actor: User, deaf: Callable[[], None]
) -> None:
    inquiry = asked(store, actor)
    deaf()
    with pytest.raises(StoreUnavailable):
        inquiries.add(store, actor, inquiry.id, inquiry.version, "And of November?")
    inquiries.add(store, actor, inquiry.id, inquiry.version, "And of November?")
    assert [body for _, body in bodies(store, inquiry.id)] == [ASKED.text, "And of November?"]
    with pytest.raises(Conflict):
        inquiries.add(store, actor, inquiry.id, inquiry.version, "And of December?")


def test_numbers_go_on_through_the_year_and_begin_anew_in_the_next(
    store: Store, actor: User, clock: Clock
) -> None:
    assert [asked(store, actor).number for _ in range(2)] == ["2026-000001", "2026-000002"]
    with store.write() as unit:
        for number in ("2026-999999", "2026-1000000"):
            unit.inquiries.add(number, "", "", (), None)
        unit.commit()
    assert asked(store, actor).number == "2026-1000001"
    clock.now = datetime(2027, 1, 2, tzinfo=UTC)
    assert asked(store, actor).number == "2027-000001"


def test_two_programs_at_once_get_numbers_of_their_own(
    store_url: str, store: Store, actor: User, clock: Clock
) -> None:
    other = opened(store_url, clock)
    numbers: list[str] = []

    def ask(where: Store) -> None:
        numbers.extend(inquiries.submit(where, actor, ASKED).number for _ in range(8))

    threads = [threading.Thread(target=ask, args=[where]) for where in (store, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.close()
    assert sorted(numbers) == [f"2026-{n:06d}" for n in range(1, 17)]


@pytest.mark.parametrize(
    ("draft", "about"),
    [
        (InquiryDraft(" \n", "Words"), "subject"),
        (InquiryDraft("x" * 201, "Words"), "subject"),
        (InquiryDraft("Subject", " \n "), "text"),
        (InquiryDraft("Subject", "x" * 20_001), "text"),
        (InquiryDraft("Subject", "Words", (InquiryAttachment("run.exe", "d", b"MZ"),)), "attachments"),
        (InquiryDraft("Subject", "Words", (InquiryAttachment("../a.pdf", "d", b"x"),)), "attachments"),
        (InquiryDraft("Subject", "Words", (InquiryAttachment("a.pdf", "d", b""),)), "attachments"),
        (InquiryDraft("Subject", "Words", (InquiryAttachment("a.pdf", "d", b"x"),) * 3), "attachments"),
    ],
)
def test_what_cannot_be_submitted_says_at_which_field(
    sqlite_store: Store, draft: InquiryDraft, about: str
) -> None:
    actor = add_user(sqlite_store)
    with pytest.raises(Refused) as told:
        inquiries.submit(sqlite_store, actor, draft)
    assert told.value.about == about
    assert inquiries.inquiry_list(sqlite_store).page(NEWEST, InquiryFilter(), None, 5) == []


def test_two_files_of_25_mb_together_go_with_it(tmp_path: Path) -> None:
    for name, size in (("a.pdf", 12_000_000), ("b.pdf", 13_000_000), ("c.pdf", 13_000_001), ("d.txt", 1)):
        (tmp_path / name).write_bytes(name.encode() + bytes(size - len(name)) if size > 1 else b"d")
    one = attached((), tmp_path / "a.pdf")
    two = attached(one, tmp_path / "b.pdf")
    assert [each.name for each in two] == ["a.pdf", "b.pdf"]
    assert attached(two, tmp_path / "a.pdf") == two
    for present, name in ((one, "c.pdf"), (two, "d.txt"), ((), "absent.pdf")):
        with pytest.raises(Refused):
            attached(present, tmp_path / name)


def test_files_of_the_same_name_are_told_apart() -> None:
    two = with_file(with_file((), "a.pdf", b"1"), "A.pdf", b"2")
    assert [each.name for each in two] == ["a.pdf", "A (2).pdf"]


def test_it_is_added_to_ended_and_opened_again(store: Store, actor: User, clock: Clock) -> None:
    inquiry = asked(store, actor)

    def do(verb: Callable[..., object], text: str = "") -> InquiryStatus:
        clock.move(minutes=1)
        verb(store, actor, inquiry.id, found(store, inquiry.id).version, text)
        return found(store, inquiry.id).status

    assert do(inquiries.add, "And this?") is InquiryStatus.OPEN
    assert do(inquiries.cancel) is InquiryStatus.CANCELLED
    assert do(inquiries.reopen, "It came back.") is InquiryStatus.OPEN
    assert do(inquiries.close) is InquiryStatus.CLOSED
    with pytest.raises(Refused, match="Reopen"):
        do(inquiries.add, "Late")
    assert bodies(store, inquiry.id) == [
        ("Ada Byron", text) for text in ("How was it reckoned?", "And this?", "", "It came back.", "")
    ]


def test_what_is_answered_is_closed_and_not_cancelled(store: Store, actor: User) -> None:
    inquiry = asked(store, actor)
    fed(store, actor, reply(1, inquiry.number))
    with pytest.raises(Refused, match="Close it"):
        inquiries.cancel(store, actor, inquiry.id, found(store, inquiry.id).version)


def test_whoever_did_not_see_a_change_is_told(store: Store, actor: User) -> None:
    inquiry = asked(store, actor)
    inquiries.add(store, actor, inquiry.id, inquiry.version, "First")
    with pytest.raises(Conflict):
        inquiries.close(store, actor, inquiry.id, inquiry.version)
    assert found(store, inquiry.id).status is InquiryStatus.OPEN
    with pytest.raises(Refused):
        inquiries.close(store, actor, 999, 1)


def test_viewers_read_and_do_not_write(store: Store, actor: User) -> None:
    inquiry = asked(store, actor)
    viewer = add_user(store, Role.VIEWER, "Vi Ewer")
    assert not viewer.may_ask
    for write in (
        lambda: inquiries.submit(store, viewer, ASKED),
        lambda: inquiries.add(store, viewer, inquiry.id, 1, "Words"),
        lambda: inquiries.close(store, viewer, inquiry.id, 1),
        lambda: inquiries.cancel(store, viewer, inquiry.id, 1),
        lambda: inquiries.reopen(store, viewer, inquiry.id, 1),
    ):
        with pytest.raises(Refused, match="not allowed"):
            write()
    inquiries.mark_read(store, viewer, inquiry.id, 1, is_read=False)
    assert inquiries.unread_answers(store) == 1
    for role in (Role.SENDER, Role.APPROVER, Role.SUPPORT, Role.ADMIN):
        writer = add_user(store, role, f"The {role.value}")
        assert writer.may_ask
        asked(store, writer)


def test_an_answer_finds_its_inquiry_and_is_unread(store: Store, actor: User, clock: Clock) -> None:
    inquiry = asked(store, actor)
    assert fed(store, actor, reply(1, inquiry.number, body="It is\non its way.")).taken == 1
    answered = found(store, inquiry.id)
    assert (answered.status, answered.latest, answered.is_read) == (
        InquiryStatus.ANSWERED, "It is on its way.", False,
    )  # fmt: skip
    assert bodies(store, inquiry.id)[-1] == ("", "It is\non its way.")
    assert inquiries.unread_answers(store) == 1
    inquiries.mark_read(store, actor, inquiry.id, answered.version)
    assert inquiries.unread_answers(store) == 0


def test_an_answer_that_nobody_has_seen_is_not_marked_read(store: Store, actor: User) -> None:
    inquiry = asked(store, actor)
    fed(store, actor, reply(1, inquiry.number))
    seen = found(store, inquiry.id).version
    fed(store, actor, reply(2, inquiry.number, body="And more."))
    inquiries.mark_read(store, actor, inquiry.id, seen)
    assert inquiries.unread_answers(store) == 1


def test_the_same_answer_twice_is_one(store: Store, actor: User) -> None:
    inquiry = asked(store, actor)
    fed(store, actor, reply(1, inquiry.number))
    report = fed(store, actor, reply(1, inquiry.number), reply(1, inquiry.number, body="Another"))
    assert (report.known, report.refused) == (1, 1)
    assert len(bodies(store, inquiry.id)) == 2


def test_an_older_answer_that_comes_later_is_not_the_latest(store: Store, actor: User) -> None:
    inquiry = asked(store, actor)
    fed(store, actor, reply(1, inquiry.number, body="Newer", sent_at="2026-11-21T10:00:00Z"))
    fed(store, actor, reply(2, inquiry.number, body="Older", sent_at="2026-11-21T09:00:00Z"))
    assert found(store, inquiry.id).latest == "Newer"


@pytest.mark.parametrize(
    ("end", "status", "after"),
    [
        (inquiries.close, "answered", InquiryStatus.ANSWERED),
        (inquiries.close, "closed", InquiryStatus.CLOSED),
        (inquiries.cancel, "answered", InquiryStatus.ANSWERED),
    ],
)
def test_an_answer_that_crosses_the_closing_is_kept_and_seen(
    sqlite_store: Store, end: Callable[..., object], status: str, after: InquiryStatus
) -> None:
    actor = add_user(sqlite_store)
    inquiry = asked(sqlite_store, actor)
    end(sqlite_store, actor, inquiry.id, inquiry.version)
    fed(sqlite_store, actor, reply(1, inquiry.number, status=status))
    assert (found(sqlite_store, inquiry.id).status, inquiries.unread_answers(sqlite_store)) == (after, 1)


@pytest.mark.parametrize("goes_on", ["added", "reopened"])
def test_a_closing_sent_before_the_office_went_on_does_not_close_what_ib_had_not_read(
    store: Store, actor: User, clock: Clock, goes_on: str
) -> None:
    inquiry = asked(store, actor)
    sent_at = clock().isoformat()
    clock.move(minutes=5)
    if goes_on == "added":
        inquiries.add(store, actor, inquiry.id, inquiry.version, "One thing more")
    else:
        inquiries.close(store, actor, inquiry.id, inquiry.version)
        inquiries.reopen(store, actor, inquiry.id, found(store, inquiry.id).version, "Not yet")
    fed(store, actor, reply(1, inquiry.number, status="closed", sent_at=sent_at))
    assert found(store, inquiry.id).status is InquiryStatus.ANSWERED
    clock.move(minutes=5)
    fed(store, actor, reply(2, inquiry.number, status="closed", sent_at=clock().isoformat()))
    assert found(store, inquiry.id).status is InquiryStatus.CLOSED


def test_an_answer_to_an_unknown_number_is_kept_told_and_never_given_to_another_question(
    store: Store, actor: User
) -> None:
    fed(store, actor, reply(1, "2026-000002", body="To nobody"))
    assert notices(store) == ["An answer of IB names an unknown inquiry"]
    assert [asked(store, actor).number for _ in range(2)] == ["2026-000001", "2026-000003"]
    assert inquiries.unread_answers(store) == 0


def test_an_answer_that_came_before_its_inquiry_is_joined_to_it(store: Store, actor: User) -> None:
    fed(
        store,
        actor,
        reply(1, "2026-000007", body="Early"),
        reply(2, "2026-000007", status="closed", body="Done"),
    )
    with store.write("Ada Byron") as unit:
        inquiry_id = unit.inquiries.add("2026-000007", "From a back-up", "Words", (), None)
        unit.commit()
    assert [body for _, body in bodies(store, inquiry_id)] == ["Words", "Early", "Done"]
    assert (found(store, inquiry_id).status, found(store, inquiry_id).latest) == (
        InquiryStatus.CLOSED,
        "Done",
    )


def test_an_answer_is_not_lost_to_a_step_taken_at_once(
    store_url: str, store: Store, actor: User, clock: Clock
) -> None:
    other = opened(store_url, clock)
    inquiry = asked(store, actor)

    def answers() -> None:
        for number in range(10):
            fed(other, actor, reply(number, inquiry.number, body=f"Answer {number}"))

    def additions() -> None:
        done = 0
        while done < 10:
            try:
                inquiries.add(store, actor, inquiry.id, found(store, inquiry.id).version, f"Added {done}")
                done += 1
            except Conflict:
                continue

    threads = [threading.Thread(target=act) for act in (answers, additions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.close()
    expected = {f"Answer {n}" for n in range(10)} | {f"Added {n}" for n in range(10)}
    assert {body for _, body in bodies(store, inquiry.id)} == expected | {ASKED.text}


def test_the_list_shows_open_ones_ended_ones_or_all_and_finds_words_of_the_thread(
    store: Store, actor: User, clock: Clock
) -> None:
    first, second = asked(store, actor), asked(store, actor, InquiryDraft("Fees", "Which?"))
    clock.move(minutes=1)
    inquiries.close(store, actor, first.id, first.version)
    fed(store, actor, reply(1, second.number, body="Tariff B"))
    listed = inquiries.inquiry_list(store)

    def shown(narrowed: InquiryFilter) -> list[str]:
        return [each.subject for each in listed.page(NEWEST, narrowed, None, 9)]

    assert shown(InquiryFilter(is_open=True)) == ["Fees"]
    assert shown(InquiryFilter(is_open=False)) == ["Interest of October"]
    assert len(shown(InquiryFilter())) == 2
    assert shown(InquiryFilter("tariff")) == ["Fees"]
    assert shown(InquiryFilter("2026-000001")) == ["Interest of October"]


def test_a_draft_about_a_message_names_it(store: Store, actor: User) -> None:
    message_id = broker_message_in(store, actor)
    draft = inquiries.draft_about(store, message_id)
    assert (draft.subject, draft.message_id) == ("IB-1: Funds received: {{ amount }}", message_id)
    inquiry = asked(store, actor, InquiryDraft(draft.subject, "Why?", message_id=message_id))
    assert [each.id for each in inquiries.about_message(store, message_id)] == [inquiry.id]
    assert inquiries.draft_about(store, None) == InquiryDraft()
    with pytest.raises(Refused):
        inquiries.draft_about(store, message_id + 1)


def test_a_message_that_is_asked_about_outlasts_the_trash(store: Store, actor: User, clock: Clock) -> None:
    message_id = broker_message_in(store, actor)
    asked(store, actor, InquiryDraft("About", "Why?", message_id=message_id))
    delete(store, actor, [message_id])
    with store.write() as unit:
        assert unit.broker.purge(clock() + timedelta(days=60)) == 0
        unit.commit()
    in_trash = broker_list(store).page(NEWEST, BrokerFilter(in_trash=True), None, 5)
    assert [line.id for line in in_trash] == [message_id]
