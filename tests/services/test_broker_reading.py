"""One message of the broker, read; the trash; what is sought: on both kinds of store."""

from __future__ import annotations

import email
from datetime import date, timedelta
from email import policy
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from desktop.content.word_changes import PieceKind
from desktop.errors import Refused
from desktop.models.account import AccountStatus
from desktop.models.broker_filter import BrokerFilter
from desktop.models.broker_search import BrokerSearch, Period, search_of
from desktop.models.channel import Channel
from desktop.models.inquiry_draft import InquiryDraft
from desktop.models.listing import Order
from desktop.models.notice import NoticeFilter
from desktop.models.office import Role
from desktop.services.broker_messages import (
    Trash,
    broker_list,
    delete,
    empty_trash,
    index_some,
    mark_read,
    purge_trash,
    recipient_list,
    restore,
    trash_standing,
    unread_messages,
)
from desktop.services.broker_reading import (
    draft_to_recipients,
    eml_of,
    read_as_recipient,
    read_message,
    what_changed,
)
from desktop.services.complete_letter import CompleteLetter
from desktop.services.inquiries import submit
from desktop.services.notices import notice_list
from desktop.store import broker_blocks
from tests.support.feeds import fed, message
from tests.support.stores import add_accounts, add_user, details

if TYPE_CHECKING:
    from desktop.models.broker_message import BrokerLine
    from desktop.models.office import User
    from desktop.store.store import Store
    from tests.support.clock import Clock

ADA, BOB, EVE = "U1000001", "U1000002", "U1000003"
NEWEST = Order("at", descending=True)
EVERYTHING = BrokerFilter()


@pytest.fixture
def actor(store: Store, monkeypatch: pytest.MonkeyPatch) -> User:
    """In a store whose index takes two messages at a time."""
    monkeypatch.setattr(broker_blocks, "SMALL", 2)
    return add_user(store)


@pytest.fixture
def accounts(store: Store, actor: User) -> tuple[int, ...]:
    """Three accounts, the last of them closed, and three messages."""
    ids = add_accounts(
        store,
        [
            details(1_000_001, title="Ada & Sons"),
            details(1_000_002, email=""),
            details(1_000_003, status=AccountStatus.CLOSED),
        ],
    )
    fed(
        store,
        actor,
        message(1, {ADA: {"amount": "5 USD"}, BOB: {}, EVE: {"amount": "7 USD"}}),
        message(
            2,
            {ADA: {"amount": "6 USD"}},
            body="We have had **{{ amount }}** for account {{ account_number }}.",
        ),
        message(3, {BOB: {}}, type="NEWS", type_name="News", subject="Hello", body="Nothing"),
    )
    return ids


def lines(store: Store, narrowed: BrokerFilter = EVERYTHING) -> list[BrokerLine]:
    return list(broker_list(store).page(NEWEST, narrowed, None, 50))


def test_each_recipient_reads_their_own_values_and_what_the_office_knows(
    store: Store, accounts: tuple[int, ...]
) -> None:
    reading = read_message(store, lines(store)[2].id)
    assert reading.text.template.subject == "Funds received: ‹amount›"
    ada = read_as_recipient(store, reading, accounts[0])
    assert ada.rendered.text == "We have received 5 USD for account U1000001.\n"
    bob = read_as_recipient(store, reading, accounts[1])
    assert bob.rendered.text == "We have received [no value: amount] for account U1000002.\n"
    assert [each.name for each in bob.rendered.missing] == ["amount"]
    with pytest.raises(Refused):
        read_as_recipient(store, read_message(store, lines(store)[0].id), accounts[0])


def test_an_eml_says_what_the_recipient_got_with_or_without_an_address(
    store: Store, accounts: tuple[int, ...]
) -> None:
    reading = read_message(store, lines(store)[2].id)
    for account, address in (
        (accounts[0], "client1000001@clients.example"),
        (accounts[1], "client@no-address.example"),
    ):
        parsed = email.message_from_bytes(
            eml_of(reading, read_as_recipient(store, reading, account)), policy=policy.default
        )
        assert parsed["To"] == address
        assert parsed["Date"].datetime == reading.message.line.sent_at
        body = parsed.get_body(("plain",))
        assert body is not None
        assert "We have received" in body.get_content()


def test_what_changed_since_the_last_of_its_type(store: Store, accounts: tuple[int, ...]) -> None:
    news, second, first = lines(store)
    found = what_changed(store, second.id)
    assert found is not None
    assert found.before.id == first.id
    assert all(piece.kind is PieceKind.SAME for piece in found.subject)
    pieces = {(piece.kind, piece.text.strip()) for piece in found.body}
    assert (PieceKind.REMOVED, "received") in pieces
    assert (PieceKind.ADDED, "had") in pieces
    assert what_changed(store, first.id) is None
    assert what_changed(store, news.id) is None


def test_only_open_accounts_are_written_to(store: Store, actor: User, accounts: tuple[int, ...]) -> None:
    draft, left_out = draft_to_recipients(store, actor, lines(store)[2].id)
    assert draft.accounts == accounts[:2]
    assert left_out == 1
    assert draft.reply_to == actor.email


def test_which_messages_concerned_an_account_is_asked_by_its_number(
    store: Store, accounts: tuple[int, ...]
) -> None:
    for _ in range(2):
        assert [line.subject for line in lines(store, BrokerFilter(text=BOB))] == [
            "Hello", "Funds received: {{ amount }}"
        ]  # fmt: skip
        index_some(store)


def test_the_trash_is_emptied_when_its_days_are_over(
    store: Store, actor: User, accounts: tuple[int, ...], clock: Clock
) -> None:
    news, second, first = lines(store)
    index_some(store)
    delete(store, actor, [first.id, second.id])
    clock.move(days=20)
    delete(store, actor, [news.id, second.id])
    assert lines(store) == []
    assert unread_messages(store) == 0
    restore(store, actor, [second.id])
    clock.move(days=11)
    assert purge_trash(store) == 1
    assert [line.id for line in lines(store)] == [second.id]
    assert [line.id for line in lines(store, BrokerFilter(in_trash=True))] == [news.id]
    assert [line.id for line in lines(store, BrokerFilter(text="received"))] == [second.id]
    assert len(recipient_list(store, second.id).page(Order("number"), "", None, 9)) == 1
    with pytest.raises(Refused):
        read_message(store, first.id)
    # What was let go is not brought again by the same file, and its number may be another's.
    assert (
        fed(store, actor, message(1, {ADA: {"amount": "5 USD"}, BOB: {}, EVE: {"amount": "7 USD"}})).known
        == 1
    )
    fed(store, actor, message(1, {BOB: {}}, id="IB-other", subject="Other", body="Words"))
    index_some(store)
    assert [line.subject for line in lines(store, BrokerFilter(text="received"))] == [
        "Funds received: {{ amount }}", "Other"
    ]  # fmt: skip


def test_the_trash_is_emptied_by_an_administrator_for_good(
    store: Store, actor: User, accounts: tuple[int, ...]
) -> None:
    news, second, first = lines(store)
    delete(store, actor, [first.id, second.id])
    submit(store, actor, InquiryDraft("Why", "Why?", message_id=second.id))
    seen = trash_standing(store)
    assert seen == Trash(2, 1, 30, store.clock())
    with pytest.raises(Refused):
        empty_trash(store, add_user(store, Role.SENDER, "Sen Der"), seen)
    assert empty_trash(store, actor, seen) == 1
    assert empty_trash(store, actor, seen) == 0
    assert empty_trash(store, actor, Trash(0, 0, 30)) == 0
    assert [line.id for line in lines(store)] == [news.id]
    assert [line.id for line in lines(store, BrokerFilter(in_trash=True))] == [second.id]
    (told,) = notice_list(store).page(Order("at"), NoticeFilter(), None, 5)
    assert told.subject == "1 message of IB was deleted for good"
    assert actor.name in told.body


def test_what_a_colleague_deletes_while_the_question_stands_is_not_asked_about(
    store: Store, actor: User, accounts: tuple[int, ...], clock: Clock
) -> None:
    news, second, first = lines(store)
    delete(store, actor, [first.id])
    seen = trash_standing(store)
    clock.move(seconds=1)
    delete(store, actor, [second.id])
    assert empty_trash(store, actor, seen) == 1
    assert [line.id for line in lines(store, BrokerFilter(in_trash=True))] == [second.id]
    seen = trash_standing(store)
    clock.move(seconds=-30)  # the computer of a colleague is slow
    delete(store, actor, [news.id])
    with pytest.raises(Refused, match="put more into it meanwhile"):
        empty_trash(store, actor, seen)
    assert trash_standing(store).count == 2


def test_to_restore_what_is_gone_for_good_is_told(
    store: Store, actor: User, accounts: tuple[int, ...], clock: Clock
) -> None:
    _, second, first = lines(store)
    delete(store, actor, [first.id])
    empty_trash(store, actor, trash_standing(store))
    delete(store, actor, [second.id])
    with pytest.raises(Refused, match="Not all was restored") as told:
        restore(store, actor, [first.id, second.id])
    assert told.value.sentence == "Somebody has deleted 1 message for good meanwhile."
    assert second.id in [line.id for line in lines(store)]
    with pytest.raises(Refused, match="Nothing was restored"):
        restore(store, actor, [first.id])


def test_any_number_is_marked_at_once_and_a_viewer_deletes_nothing(
    store: Store, actor: User, accounts: tuple[int, ...]
) -> None:
    ids = [line.id for line in lines(store)]
    mark_read(store, actor, [*ids, *range(40_000)])
    assert unread_messages(store) == 0
    mark_read(store, actor, ids[:1], is_read=False)
    assert unread_messages(store) == 1
    with pytest.raises(Refused):
        delete(store, add_user(store, Role.VIEWER, "Vi Ewer"), ids)


def test_a_search_is_kept_whole_and_its_days_move_with_the_calendar(clock: Clock) -> None:
    search = BrokerSearch("a b", "NEWS", Channel.EMAIL, Period.CHOSEN, date(2026, 1, 2), None, is_unread=True)
    assert search_of(search.kept()) == search
    zone = ZoneInfo("America/New_York")
    week = BrokerSearch(period=Period.WEEK)
    now = clock()
    since = week.narrowed(now, zone).since
    assert since is not None
    assert (now.astimezone(zone).date() - since.date()).days == 6
    later = week.narrowed(now + timedelta(days=1), zone).since
    assert later is not None
    assert (later.date() - since.date()).days == 1
    with pytest.raises(ValueError, match="period"):
        search_of({**search.kept(), "period": "period"})


@pytest.mark.parametrize("form", ["html", "text"])
def test_of_a_very_long_message_it_is_said_that_only_its_beginning_is_shown(
    store: Store, actor: User, form: str
) -> None:
    add_accounts(store, [details(1_000_009)])
    fed(store, actor, message(9, {"U1000009": {}}, body="<p>many words</p>" * 20_000, format=form))
    with store.read() as unit:
        message_id = unit.feed.known(["IB-9"])["IB-9"].target
        found = unit.broker.get(message_id)
        assert found is not None
        letter = CompleteLetter(
            found, list(unit.broker.recipients(message_id).page(Order("number"), None, 9)), "Details"
        ).made(unit)
    assert read_message(store, message_id).text.is_cut
    assert "Its beginning is shown" in letter.text
