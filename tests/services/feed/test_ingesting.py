"""The broker's feed is taken whole, once, and around every fault, on both kinds of store."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import pytest

from desktop.errors import Cancelled, Refused
from desktop.models.broker_filter import BrokerFilter
from desktop.models.listing import Order
from desktop.models.notice import NoticeFilter
from desktop.models.office import Role
from desktop.services.broker_messages import broker_list
from desktop.services.feed.feed_lines import LONGEST
from desktop.services.ingesting import discard_refusal, ingest_file, ingest_stream, refusal_list, try_again
from desktop.services.notices import notice_list
from tests.support.feeds import changed, fed, lines, message, notice, reply
from tests.support.stores import add_accounts, add_user, details

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.models.broker_message import BrokerLine, BrokerRecipient
    from desktop.models.feed import FeedRefusal
    from desktop.models.office import User
    from desktop.store.store import Store

NEWEST = Order("at", descending=True)


@pytest.fixture
def actor(store: Store) -> User:
    add_accounts(store, [details(number) for number in (1, 2, 3)])
    return add_user(store)


def shown(store: Store) -> list[BrokerLine]:
    return list(broker_list(store).page(NEWEST, BrokerFilter(), None, 100))


def recipients(store: Store, message_id: int) -> list[BrokerRecipient]:
    with store.read() as unit:
        return unit.broker.recipients(message_id).page(Order("number"), None, 100)


def refused(store: Store) -> list[FeedRefusal]:
    return list(refusal_list(store).page(NEWEST, "", None, 100))


def test_a_message_is_taken_with_whom_it_concerns_and_their_values(store: Store, actor: User) -> None:
    report = fed(store, actor, message(1, {"U0000002": {"amount": "USD 5"}, "U0000001": {"amount": "¥7"}}))
    assert (report.taken, report.refused, list(report.remarks)) == (1, 0, [])
    (line,) = shown(store)
    assert (line.subject, line.type, line.recipients, line.is_read) == (
        "Funds received: {{ amount }}", "FUNDS_IN", 2, False,
    )  # fmt: skip
    assert line.sent_at.isoformat() == "2026-11-20T00:01:00+00:00"
    assert [(each.number, each.title, each.values) for each in recipients(store, line.id)] == [
        ("U0000001", "Client 1", {"amount": "¥7"}),
        ("U0000002", "Client 2", {"amount": "USD 5"}),
    ]


def test_the_same_file_again_changes_nothing(store: Store, actor: User) -> None:
    records = (message(1, {"U0000001": {"amount": "1"}}), notice(1), reply(1, "X-1"), b"{broken")
    fed(store, actor, *records)
    before = shown(store)
    again = fed(store, actor, *records)
    assert (again.taken, again.known, again.refused) == (0, 3, 1)
    assert shown(store) == before
    assert len(refused(store)) == 1


def test_the_same_record_written_otherwise_is_the_same(store: Store, actor: User) -> None:
    record = message(1, {"U0000001": {"amount": "1", "fee": "2"}, "U0000002": {"amount": "3", "fee": "4"}})
    other = {**dict(reversed(record.items())), "recipients": list(reversed(record["recipients"]))}
    fed(store, actor, record)
    assert fed(store, actor, other).known == 1
    assert fed(store, actor, record, other).known == 2


def test_the_same_id_with_another_content_is_refused_and_the_first_stays(store: Store, actor: User) -> None:
    fed(store, actor, message(1, {"U0000001": {"amount": "1"}}))
    report = fed(store, actor, message(1, {"U0000001": {"amount": "1,000,000"}}))
    assert "another content" in report.faults[0].reason
    assert recipients(store, shown(store)[0].id)[0].values == {"amount": "1"}


def test_messages_stand_in_the_order_in_which_they_were_sent_whenever_they_come(
    store: Store, actor: User
) -> None:
    someone = {"U0000001": {"amount": "1"}}
    for number in (30, 10, 20):
        fed(store, actor, message(number, someone))
    fed(store, actor, message(40, someone, sent_at="2026-11-20T00:20:00.5Z"), message(41, someone))
    assert [line.sent_at.minute for line in shown(store)] == [41, 30, 20, 20, 10]


GOOD = message(7, {"U0000001": {"amount": "1"}})
RECIPIENTS = GOOD["recipients"]


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (b"{broken", "not written as JSON"),
        (b"[1, 2]", "is no record"),
        (b"\xff\xfe", "not in the character set UTF-8"),
        (b"[" * 100_000, "not written as JSON"),
        (changed(GOOD, v=2), "version"),
        (changed(GOOD, v=True), "version"),
        (changed(GOOD, kind="letter"), "kind"),
        (changed(GOOD, id=""), "“id” is empty"),
        (changed(GOOD, id=7), "“id” has no words in quotation marks"),
        (changed(GOOD, subject=None), "“subject” is missing"),
        (changed(GOOD, subject="x" * 2_001), "2,000 characters"),
        (changed(GOOD, priority="urgent"), "not one of high, normal, low"),
        (changed(GOOD, format="rtf"), "not one of markdown, html, text"),
        (changed(GOOD, sent_at="yesterday"), "no date and time"),
        (changed(GOOD, sent_at="2026-11-20T10:00:00"), "time zone"),
        (changed(GOOD, sent_at="0001-01-01T00:00:00Z"), "cannot be right"),
        (changed(GOOD, sent_at="2026-02-30T10:00:00Z"), "no date and time"),
        (changed(GOOD, channels=[]), "does not name W, E or B"),
        (changed(GOOD, channels=["X"]), "“X” is not known"),
        (changed(GOOD, channels="WE"), "does not name W, E or B"),
        (changed(GOOD, recipients=[]), "no recipients"),
        (changed(GOOD, recipients=[{"account": "U0000001"}]), "Recipient 1"),
        (changed(GOOD, recipients=[*RECIPIENTS, {"account": "U0000002", "values": ["amount"]}]), "recipient 2"),
        (changed(GOOD, recipients=[{"account": "U0000001", "values": {"amount": 1}}]), "quotation marks"),
        (changed(GOOD, recipients=[{"account": 1, "values": {"amount": "1"}}]), "quotation marks"),
        (changed(GOOD, recipients=RECIPIENTS * 2), "named twice"),
        (changed(GOOD, recipients=[*RECIPIENTS, {"account": "U9999999", "values": {"amount": "1"}}]), "U9999999"),
        (changed(GOOD, staging={}), "when to deliver"),
        (changed(GOOD, staging={"deliver_at": "2026-11-19T00:00:00Z"}), "before it was sent"),
        (json.dumps(GOOD).replace("FUNDS_IN", "\\ud800").encode(), "half a character"),
        (json.dumps(GOOD).replace("FUNDS_IN", "\\u0000").encode(), "control characters"),
        (json.dumps(GOOD).replace('"1"', '"\\u001f"').encode(), "control characters"),
        (message(9, {f"U9{n:06}": {"amount": "1"} for n in range(7)}), "U9000004 and 2 more"),
        (notice(1, subject=None), "“subject” is missing"),
        (reply(1, "X", status="lost"), "not one of answered, closed"),
        (reply(1, "X", body=" "), "“body” is empty"),
        (b"x" * (LONGEST + 10), "too long"),
    ],
)  # fmt: skip
def test_a_faulty_line_refuses_that_record_only(store: Store, actor: User, fault: Any, words: str) -> None:
    before, behind = (message(number, {"U0000002": {"amount": "1"}}) for number in (1, 2))
    report = fed(store, actor, before, fault, behind)
    assert (report.taken, report.refused) == (2, 1)
    (found,) = report.faults
    assert found.line == 2
    assert words in found.reason
    assert [line.sent_at.minute for line in shown(store)] == [2, 1]
    (kept,) = refused(store)
    assert (kept.file, kept.line, kept.reason) == ("standard input", 2, found.reason)
    assert kept.text


def test_what_is_odd_but_whole_is_taken_and_told(store: Store, actor: User) -> None:
    record = message(1, {"U0000001": {"amount": "1"}, "U0000002": {"other": "2"}}, colour="red")
    report = fed(store, actor, record)
    assert report.taken == 1
    assert [each.reason for each in report.remarks] == [
        "These fields are not known and were left out: colour.",
        "U0000002 has no value for amount.",
    ]
    assert [each.values for each in recipients(store, shown(store)[0].id)] == [
        {"amount": "1"},
        {"other": "2"},
    ]


def test_blank_lines_a_mark_at_the_start_and_a_missing_end_do_no_harm(store: Store, actor: User) -> None:
    raw = b"\xef\xbb\xbf" + lines([message(1, {"U0000001": {"amount": "1"}})]) + b"\r\n \n"
    raw += lines([message(2, {"U0000001": {"amount": "1"}})]).rstrip()
    report = ingest_stream(store, actor, io.BytesIO(raw))
    assert (report.taken, report.refused) == (2, 0)


def test_a_refused_line_is_tried_again_once_the_account_is_known(store: Store, actor: User) -> None:
    fed(store, actor, message(1, {"U0000009": {"amount": "1"}}))
    (kept,) = refused(store)
    assert "U0000009" in try_again(store, actor, kept.id)
    add_accounts(store, [details(9)])
    assert try_again(store, actor, kept.id) == ""
    assert refused(store) == []
    assert [line.recipients for line in shown(store)] == [1]
    with pytest.raises(Refused, match="Somebody else"):
        try_again(store, actor, kept.id)


def test_a_refused_line_is_settled_when_its_file_is_taken_again(store: Store, actor: User) -> None:
    record = message(1, {"U0000009": {"amount": "1"}})
    fed(store, actor, record)
    add_accounts(store, [details(9)])
    assert fed(store, actor, record).taken == 1
    assert refused(store) == []


def test_a_refused_line_can_be_corrected_or_discarded(store: Store, actor: User) -> None:
    fed(store, actor, b'{"v": 1', b"rubbish")
    first, second = sorted(refused(store), key=lambda each: each.line)
    good = json.dumps(message(1, {"U0000001": {"amount": "1"}}), indent=1)
    assert try_again(store, actor, first.id, good) == ""
    discard_refusal(store, actor, second.id)
    assert refused(store) == []
    assert len(shown(store)) == 1


def test_html_is_made_safe_once_and_kept_as_it_came(store: Store, actor: User) -> None:
    body = '<p onclick="x()">Dear {{ account_title }}<script>alert(1)</script><img src="http://far.example/x"></p>'
    fed(store, actor, message(1, {"U0000001": {}}, body=body, subject="Hello", format="html"))
    with store.read() as unit:
        found = unit.broker.get(shown(store)[0].id)
    assert found is not None
    assert found.original == body
    assert "script" not in found.body
    assert "far.example" not in found.body
    assert "Dear {{ account_title }}" in found.body
    assert (
        fed(store, actor, message(1, {"U0000001": {}}, body=body, subject="Hello", format="html")).known == 1
    )


def test_a_notice_of_the_broker_goes_to_my_message_center(store: Store, actor: User) -> None:
    fed(store, actor, notice(1))
    (found,) = notice_list(store).page(NEWEST, NoticeFilter(), None, 10)
    assert (found.subject, found.priority, found.at.hour) == ("New fee schedule", "high", 17)


def test_calling_off_keeps_what_was_taken_and_the_rest_follows(
    store: Store, actor: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.services.feed.feed_lines._BATCH_LINES", 2)
    path = tmp_path / "feed.jsonl"
    path.write_bytes(lines([message(number, {"U0000001": {"amount": "1"}}) for number in range(5)]))

    def stop(_read: int, taken: int) -> None:
        if taken >= 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        ingest_file(store, actor, path, stop)
    assert len(shown(store)) == 2
    report = ingest_file(store, actor, path)
    assert (report.taken, report.known) == (3, 2)


def test_only_administrators_ingest_and_a_missing_file_is_said(
    store: Store, actor: User, tmp_path: Path
) -> None:
    with pytest.raises(Refused, match="cannot be read"):
        ingest_file(store, actor, tmp_path / "nothing.jsonl")
    with pytest.raises(Refused, match="not allowed"):
        ingest_file(store, add_user(store, Role.SENDER, "Grace Hopper"), tmp_path / "nothing.jsonl")
