"""Feed files that are dropped into a folder are taken once they are whole, and put away with a report."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desktop.errors import Cancelled, Refused
from desktop.models.broker_filter import BrokerFilter
from desktop.models.listing import Order
from desktop.models.notice import NoticeFilter
from desktop.services.broker_messages import broker_list
from desktop.services.feed.feed_folder import PATIENCE_S, FeedFolder
from desktop.services.ingesting import count_refused
from desktop.services.notices import notice_list
from desktop.services.office_day import moment_words
from desktop.settings import OFFICE_ZONE
from tests.support.feeds import lines, message
from tests.support.stores import add_accounts, details

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.store.store import Store

SOMEONE = {"U0000001": {"amount": "1"}}


@pytest.fixture
def folder(store: Store, tmp_path: Path) -> FeedFolder:
    add_accounts(store, [details(1)])
    (tmp_path / "drop").mkdir()
    return FeedFolder(store, "worker", tmp_path / "drop")


def count(store: Store) -> int:
    return len(broker_list(store).page(Order("at"), BrokerFilter(), None, 100))


def test_a_whole_file_is_taken_and_moved_beside_its_report(store: Store, folder: FeedFolder) -> None:
    (folder.folder / "a.jsonl").write_bytes(lines([message(1, SOMEONE)]))
    assert folder.look() == []
    (found,) = folder.look()
    assert found.moved_to == folder.folder / "done" / "a.jsonl"
    assert "1 record taken." in (folder.folder / "done" / "a.jsonl.report.txt").read_text("utf-8")
    assert [path.name for path in folder.folder.iterdir()] == ["done"]
    assert folder.look() == []
    assert count(store) == 1


def test_the_report_has_the_time_by_the_clock_of_the_office(store: Store, folder: FeedFolder) -> None:
    with store.write() as unit:
        unit.office.save_settings({OFFICE_ZONE.key: "Asia/Tokyo"})
        unit.commit()
    (folder.folder / "a.jsonl").write_bytes(lines([message(1, SOMEONE)]))
    folder.look()
    folder.look()
    report = (folder.folder / "done" / "a.jsonl.report.txt").read_text("utf-8")
    assert report.startswith(f"a.jsonl, taken {moment_words(store.clock(), 'Asia/Tokyo')}\n")
    assert "JST" in report


def test_a_file_with_faults_goes_to_refused_and_the_office_is_told_once(
    store: Store, folder: FeedFolder
) -> None:
    for _ in range(2):
        (folder.folder / "a.jsonl").write_bytes(lines([message(1, SOMEONE), b"{broken"]))
        folder.look()
        folder.look()
    names = sorted(path.name for path in (folder.folder / "refused").iterdir())
    assert names == ["a 2.jsonl", "a 2.jsonl.report.txt", "a.jsonl", "a.jsonl.report.txt"]
    assert "line 2: " in (folder.folder / "refused" / "a.jsonl.report.txt").read_text("utf-8")
    assert [each.subject for each in notice_list(store).page(Order("at"), NoticeFilter(), None, 9)] == [
        "1 record of IB was refused"
    ]


def test_a_file_that_grows_or_is_no_file_is_left_alone(store: Store, folder: FeedFolder) -> None:
    path = folder.folder / "a.jsonl"
    (folder.folder / "link.jsonl").symlink_to(path)
    (folder.folder / "b.jsonl.part").write_bytes(lines([message(9, SOMEONE)]))
    for number in range(3):
        with path.open("ab") as file:
            file.write(lines([message(number, SOMEONE)]))
        assert folder.look() == []
    (found,) = folder.look()
    assert found.report.taken == 3
    assert {each.name for each in folder.folder.iterdir()} == {"done", "link.jsonl", "b.jsonl.part"}


@pytest.mark.parametrize("so_far", ["", "half"])
def test_a_file_that_stops_in_the_middle_of_a_record_is_waited_for(
    store: Store, folder: FeedFolder, so_far: str
) -> None:
    """A slow writer; nothing of what it writes later is lost."""
    content = lines([message(number, SOMEONE) for number in (1, 2)])
    path = folder.folder / "a.jsonl"
    path.write_bytes(content[: len(content) // 3] if so_far else b"")
    for _ in range(3):
        assert folder.look() == []
    path.write_bytes(content)
    assert folder.look() == []
    (found,) = folder.look()
    assert (found.report.taken, found.report.refused) == (2, 0)


def test_what_stays_half_is_taken_as_it_is_after_a_while(store: Store, tmp_path: Path) -> None:
    add_accounts(store, [details(1)])
    drop = tmp_path / "drop"
    drop.mkdir()
    (drop / "a.jsonl").write_bytes(lines([message(1, SOMEONE)]) + b'{"v":1,')
    passed = iter((0.0, PATIENCE_S - 1, PATIENCE_S))
    folder = FeedFolder(store, "worker", drop, clock=lambda: next(passed))
    assert folder.look() == []
    assert folder.look() == []
    (found,) = folder.look()
    assert (found.report.taken, found.report.refused) == (1, 1)


def test_the_last_line_may_end_without_a_line_break(store: Store, folder: FeedFolder) -> None:
    (folder.folder / "a.jsonl").write_bytes(lines([message(1, SOMEONE)]).rstrip())
    folder.look()
    (found,) = folder.look()
    assert found.report.taken == 1


def test_a_file_that_was_broken_off_is_taken_again(
    store: Store, folder: FeedFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.services.feed.feed_lines._BATCH_LINES", 1)
    (folder.folder / "a.jsonl").write_bytes(lines([message(number, SOMEONE) for number in (1, 2)]))
    folder.look()

    def stop(name: str, read: int, size: int, taken: int) -> None:
        assert (name, taken) == ("a.jsonl", 1)
        assert 0 < read < size
        raise Cancelled

    with pytest.raises(Cancelled):
        folder.look(stop)
    (found,) = folder.look()
    assert (found.report.taken, found.report.known) == (1, 1)


def test_lines_that_were_refused_before_are_counted_and_named_everywhere(
    store: Store, folder: FeedFolder
) -> None:
    """In the folder's report and in the office's notice the same number, with what is kept of it."""
    (folder.folder / "a.jsonl").write_bytes(lines([b"{broken", b"{also", b"{broken"]))
    folder.look()
    (found,) = folder.look()
    assert (found.report.refused, found.report.newly_refused) == (3, 2)
    (told,) = notice_list(store).page(Order("at"), NoticeFilter(), None, 9)
    assert told.subject == "3 records of IB were refused"
    report = (folder.folder / "refused" / "a.jsonl.report.txt").read_text("utf-8")
    before = "1 of them was refused before and is not kept twice."
    assert f"3 refused.\n{before}\n" in report
    assert told.body.endswith(before)


def test_a_file_that_is_no_text_is_put_away_whole_and_the_office_is_told(
    store: Store, folder: FeedFolder
) -> None:
    (folder.folder / "a.jsonl").write_bytes(b"\x89PNG\r\n\0\0\xff\xfe\n" * 3_000 + b"}")
    folder.look()
    (found,) = folder.look()
    assert found.refused is not None
    assert found.moved_to == folder.folder / "refused" / "a.jsonl"
    report = (folder.folder / "refused" / "a.jsonl.report.txt").read_text("utf-8")
    assert report.startswith("a.jsonl, refused ")
    assert found.refused.sentence in report
    assert count_refused(store) == 0
    assert [each.subject for each in notice_list(store).page(Order("at"), NoticeFilter(), None, 9)] == [
        "a.jsonl was not taken"
    ]


def test_a_folder_that_is_not_there_is_said(store: Store, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="do not come in"):
        FeedFolder(store, "worker", tmp_path / "nowhere").look()
