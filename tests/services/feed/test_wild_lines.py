"""Whatever a line holds: it is taken whole or refused with a reason, and the lines around it are taken."""

from __future__ import annotations

import io
import itertools
import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.models.broker_filter import BrokerFilter
from desktop.models.listing import Order
from desktop.services.broker_messages import broker_list
from desktop.services.broker_reading import read_as_recipient, read_message
from desktop.services.feed.feed_checks import FaultyRecord, closely, record_of
from desktop.services.feed.feed_folder import FeedFolder
from desktop.services.feed.feed_quick import quick_message
from desktop.services.ingesting import ingest_stream, refusal_list, try_again
from tests.services.feed.wild_lines import ACCOUNT, OTHER, wild_lines
from tests.support.feeds import changed, fed, lines, message, notice, reply
from tests.support.stores import add_accounts, add_user, details

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.models.broker_message import BrokerLine
    from desktop.models.feed import FeedRefusal
    from desktop.models.office import User
    from desktop.store.store import Store

_numbers = itertools.count(100_000)


@pytest.fixture
def actor(store: Store) -> User:
    add_accounts(store, [details(number) for number in (1, 2)])
    return add_user(store)


@pytest.fixture
def embedded_actor(sqlite_store: Store) -> User:
    add_accounts(sqlite_store, [details(number) for number in (1, 2)])
    return add_user(sqlite_store)


def _shown(store: Store) -> list[BrokerLine]:
    return list(broker_list(store).page(Order("at"), BrokerFilter(), None, 100_000))


def _refused(store: Store) -> list[FeedRefusal]:
    return list(refusal_list(store).page(Order("at"), "", None, 100_000))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(wild_lines(), min_size=1, max_size=12))
def test_whatever_comes_is_taken_whole_or_refused(
    sqlite_store: Store, embedded_actor: User, wild: list[bytes]
) -> None:
    good = [message(next(_numbers), {ACCOUNT: {"amount": "1"}, OTHER: {"amount": "2"}}) for _ in range(2)]
    before = len(_shown(sqlite_store))
    file = lines([good[0], *wild, good[1]])
    report = ingest_stream(sqlite_store, embedded_actor, io.BytesIO(file))
    given_lines = [each for each in wild if each.strip()]
    assert report.lines == report.taken + report.known + report.refused == len(given_lines) + 2
    assert all(
        fault.reason and fault.reason.isprintable() for fault in report.faults if fault.reason.isascii()
    )
    assert all(len(fault.reason.splitlines()) == 1 for fault in [*report.faults, *report.remarks])
    refused = {fault.line for fault in report.faults}
    assert not {1, len(wild) + 2} & refused
    shown, kept = _shown(sqlite_store), _refused(sqlite_store)
    assert len(shown) == before + report.messages
    assert all(kept_line.reason and kept_line.file == "standard input" for kept_line in kept)
    again = ingest_stream(sqlite_store, embedded_actor, io.BytesIO(file))
    assert (again.taken, again.refused, again.newly_refused) == (0, report.refused, 0)
    assert (_shown(sqlite_store), _refused(sqlite_store)) == (shown, kept)
    _each_is_whole(sqlite_store, shown[-report.messages :])


def _each_is_whole(store: Store, shown: list[BrokerLine]) -> None:
    for line in shown:
        reading = read_message(store, line.id)
        with store.read() as unit:
            recipients = unit.broker.recipients(line.id).page(Order("number"), None, 100)
        assert len(recipients) == line.recipients > 0
        for recipient in recipients:
            seen = read_as_recipient(store, reading, recipient.account_id)
            assert seen.rendered.view_html
            assert seen.rendered.text


@given(wild_lines())
def test_a_line_is_a_record_or_faulty_for_a_reason(raw: bytes) -> None:
    remarks: list[str] = []
    reason = "none"
    try:
        record_of(raw, remarks.append)
    except FaultyRecord as fault:
        reason = str(fault)
    assert reason
    assert all(remarks)


@settings(max_examples=300)
@given(wild_lines())
def test_whoever_reads_quickly_reads_what_a_close_look_finds(raw: bytes) -> None:
    quick = quick_message(raw)
    if quick is None:
        return
    remarks: list[str] = []
    assert closely(raw, remarks.append) == quick
    assert not remarks


GOOD = message(7, {ACCOUNT: {"amount": "1"}})
TEXT = json.dumps(GOOD)


@pytest.mark.parametrize(
    "staging",
    [{}, {"staging": {"deliver_at": "2026-11-22T00:00:00Z"}}],
)
@pytest.mark.parametrize("channels", [["W"], ["E", "W"], ["B", "E", "W"]])
def test_what_brokers_send_is_read_quickly(staging: dict[str, object], channels: list[str]) -> None:
    record = message(7, {ACCOUNT: {"amount": "1 €"}, OTHER: {"amount": "二"}}, channels=channels, **staging)
    for raw in (
        json.dumps(record).encode(),
        json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode(),
    ):
        assert quick_message(raw) == closely(raw, pytest.fail)


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (TEXT.replace('"subject"', '"body": "other", "subject"'), "“body” is there twice"),
        (TEXT.replace('"amount": "1"', '"amount": "1", "amount": "2"'), "“amount” is there twice"),
        (TEXT.replace('"amount": "1"', '"amount": "1", "amount" : "2"'), "“amount” is there twice"),
        (TEXT.replace('"account"', '"account": "U0000002", "account"'), "“account” is there twice"),
        (TEXT.replace('"v": 1', '"v": ' + "1" * 5_000), "not written as JSON"),
        (TEXT.replace('"v": 1', '"v": NaN'), "version"),
        (TEXT.replace('"v": 1', '"v": "1"'), "version"),
        (TEXT.replace('"v": 1', '"v": [1]'), "version"),
        (TEXT.replace("IB-7", "IB\u202e-7\\n\\nline 9: fine").replace("FUNDS_IN", ""), "“type” is empty"),
        (TEXT + TEXT, "not written as JSON"),
        (TEXT[:-1], "not written as JSON"),
        ("\ufeff" + TEXT, "not written as JSON"),
        (TEXT.replace("FUNDS_IN", "FUNDS\x00IN"), "not written as JSON"),
        (TEXT.replace('"kind": "message"', '"kind": ["message"]'), "“kind” has no words in quotation marks"),
        (json.dumps(changed(GOOD, staging=[])), "when to deliver"),
        (json.dumps(changed(GOOD, staging={"deliver_at": 5})), "quotation marks"),
        (json.dumps(changed(GOOD, recipients=[[]])), "Recipient 1"),
        (json.dumps(changed(GOOD, recipients={"account": ACCOUNT})), "no recipients"),
        (json.dumps(changed(GOOD, recipients=[{"account": [], "values": {}}])), "quotation marks"),
        (json.dumps(changed(GOOD, recipients=[{"account": "U0000001", "values": []}])), "not names with values"),
        (json.dumps(changed(GOOD, recipients=[{"account": "U0000001", "values": ""}])), "not names with values"),
        (json.dumps(changed(GOOD, channels=["W", ["E"]])), "does not name W, E or B"),
        (json.dumps(changed(GOOD, channels=["WE"])), "not known"),
        (json.dumps(changed(GOOD, sent_at="2026-11-20T10:00:00+99:00")), "no date and time"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_line(
    sqlite_store: Store, embedded_actor: User, raw: str, words: str
) -> None:
    behind = message(8, {ACCOUNT: {"amount": "1"}})
    report = fed(sqlite_store, embedded_actor, behind, raw.encode(), message(9, {OTHER: {"amount": "1"}}))
    assert (report.taken, [fault.line for fault in report.faults]) == (2, [2])
    assert words in report.faults[0].reason


def test_a_name_that_stands_in_a_text_is_no_name(store: Store, actor: User) -> None:
    record = changed(GOOD, body='{"id": "x", "id": 1} "id" : 2', more={"id": 1, "deeper": {"id": 2}})
    assert fed(store, actor, record).taken == 1


def test_a_reason_stays_on_its_line(store: Store, actor: User, tmp_path: Path) -> None:
    bad = changed(GOOD, priority="high\nline 9: taken\u202e")
    (fault,) = fed(store, actor, bad).faults
    assert len(fault.reason.splitlines()) == 1
    assert "\u202e" not in fault.reason


def test_what_a_second_has_no_room_for_is_refused_and_the_rest_taken(
    store: Store, actor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.store.feed_rows.MOST_A_SECOND", 1)
    at = {"sent_at": "2026-11-20T10:00:00Z"}
    crowd = [message(number, {ACCOUNT: {"amount": "1"}}, **at) for number in range(4)]
    report = fed(store, actor, *crowd, message(20, {OTHER: {"amount": "1"}}))
    assert (report.taken, [fault.line for fault in report.faults]) == (3, [3, 4])
    assert "same second" in report.faults[0].reason
    assert fed(store, actor, *crowd).known == 2
    (first, _) = _refused(store)
    assert "same second" in try_again(store, actor, first.id)


@pytest.mark.parametrize("name", [b"\xff\xfe.jsonl", b"a\nb\xe2\x80\xaelnosj.jsonl", b"x" * 240 + b".jsonl"])
def test_a_file_may_be_called_anything(store: Store, actor: User, tmp_path: Path, name: bytes) -> None:
    import os  # noqa: PLC0415 - a name that is no text can only be made from bytes

    folder = tmp_path / "drop"
    folder.mkdir()
    with open(os.path.join(os.fsencode(folder), name), "wb") as file:  # noqa: PTH118, PTH123 - as above
        file.write(lines([GOOD, b"{broken"]))
    watched = FeedFolder(store, "worker", folder)
    assert watched.look() == []
    (taken,) = watched.look()
    assert taken.name.isprintable()
    (kept,) = _refused(store)
    assert kept.file == taken.name
    assert sorted(path.suffix for path in (folder / "refused").iterdir()) == [".jsonl", ".txt"]


def test_a_notice_and_an_answer_written_otherwise_are_the_same(store: Store, actor: User) -> None:
    records = [notice(1, sent_at="2026-11-20T17:00:00Z"), reply(1, "X-1")]
    fed(store, actor, *records)
    otherwise = [dict(reversed({**each, "more": 1}.items())) for each in records]
    otherwise[0]["sent_at"] = "2026-11-20T18:00:00+01:00"
    again = fed(store, actor, *otherwise)
    assert (again.known, again.refused) == (2, 0)
    assert fed(store, actor, notice(1, body="Other"), reply(1, "X-1", body="Other")).refused == 2


def test_a_list_that_begins_nowhere_stops_no_file(store: Store, actor: User) -> None:
    body: dict[str, Any] = {
        "body": "<ol start=x><li>a</ol><ol start=9999999999999999999999><li>b</ol>",
        "format": "html",
    }
    assert fed(store, actor, message(1, {ACCOUNT: {"amount": "1"}}, **body)).taken == 1
