"""Messages much like the draft that the same accounts got lately; who, when, how many."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from desktop.content.likeness import likeness, pieces
from desktop.models.channel import channels_of
from desktop.models.office import Role, User
from desktop.models.outgoing import MessageDraft
from desktop.services.alike import NAMED, alike_messages
from desktop.services.message_control import take_back
from desktop.services.sending import send
from desktop.settings import UNDO_SECONDS
from tests.support.stores import add_accounts, add_user, details

if TYPE_CHECKING:
    from desktop.store.store import Store
    from tests.support.clock import Clock

CONTENT = (
    "Dear {{ account_title }},\n\nthe yearly statement of your account is ready. You find it in Reports."
)


@pytest.fixture
def user(store: Store) -> User:
    return add_user(store, Role.SENDER)


@pytest.fixture
def draft(store: Store, user: User) -> MessageDraft:
    accounts = add_accounts(store, [details(n) for n in range(1, 5)] + [details(5, email="")])
    return MessageDraft(
        channels=channels_of("E"),
        accounts=accounts,
        reply_to=user.email,
        subject="Your statement is ready",
        content=CONTENT,
    )


def test_the_same_words_to_some_of_the_same_accounts_are_found(
    store: Store, user: User, draft: MessageDraft, clock: Clock
) -> None:
    message = send(store, user, replace(draft, accounts=draft.accounts[2:])).message_id
    sent_at = clock.now
    clock.move(days=6)
    changed = replace(
        draft, content=CONTENT.replace("Reports", "the Reports menu").upper(), accounts=draft.accounts[1:]
    )
    found = alike_messages(store, changed)
    assert [(each.message_id, each.subject, each.sent_by, each.sent_at) for each in found] == [
        (message, "Your statement is ready", "Ada Byron", sent_at)
    ]
    assert found[0].shared == 2, "one account was skipped: it got nothing"
    assert alike_messages(store, replace(draft, accounts=draft.accounts[:2])) == ()
    clock.move(days=2)
    assert alike_messages(store, changed) == ()


def test_other_words_are_another_message(store: Store, user: User, draft: MessageDraft) -> None:
    send(store, user, draft)
    other = (
        "Dear {{ account_title }},\n\nour office is closed on the last Friday of the month. Call before noon."
    )
    assert alike_messages(store, replace(draft, subject="Closed on Friday", content=other)) == ()


def test_the_newest_come_first_and_one_more_than_are_named(
    store: Store, user: User, draft: MessageDraft, clock: Clock
) -> None:
    ids = []
    for _ in range(NAMED + 2):
        clock.move(hours=1)
        ids.append(send(store, user, draft).message_id)
    assert [each.message_id for each in alike_messages(store, draft)] == ids[:0:-1]


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        ("年次報告書の準備ができました。", "年次報告書の準備ができました。", 1, 1),
        ("年次報告書の準備ができました。", "来週の金曜日は休業いたします。", 0, 0.1),
        ("Ｓtatement  ready\nfor you", "statement ready for you", 1, 1),
        ("", "", 0, 1),
        ("a", "b", 0, 0),
    ],
)
def test_likeness_is_a_share_in_any_language(one: str, other: str, low: float, high: float) -> None:
    assert low <= likeness(pieces("", one), pieces("", other)) <= high


def test_what_was_taken_back_reached_nobody(store: Store, user: User, draft: MessageDraft) -> None:
    with store.write() as unit:
        unit.office.save_settings({UNDO_SECONDS.key: 10})
        unit.commit()
    message = send(store, user, draft).message_id
    assert len(alike_messages(store, draft)) == 1
    take_back(store, user, message)
    assert alike_messages(store, draft) == ()
