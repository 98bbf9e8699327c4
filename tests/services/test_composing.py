"""What is still wrong with a draft, who is reached by it, and how it looks so far."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from desktop.content.places import Place
from desktop.errors import Refused
from desktop.models.account import AccountStatus
from desktop.models.channel import Channel, channels_of
from desktop.models.outgoing import ComposeMode, MessageDraft
from desktop.models.template import TemplateContent
from desktop.services.composing import (
    DraftField,
    chosen_accounts,
    draft_problems,
    find_among,
    live_preview,
    made_from,
    new_draft,
)
from desktop.services.previewing import see
from desktop.services.reach import check_reach
from desktop.services.sending import send
from desktop.services.sent import message_of
from desktop.services.templates import create_template, template_names, template_of
from tests.support.clock import Clock
from tests.support.stores import add_accounts, add_user, details, opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desktop.models.office import User
    from desktop.store.store import Store

WHOLE = MessageDraft(accounts=(1,), reply_to="a@office.example", subject="S", content="C")


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    store = opened(store_url, Clock())
    yield store
    store.close()


@pytest.fixture
def actor(store: Store) -> User:
    return add_user(store, signature="Ada")


def test_a_whole_draft_has_no_problems() -> None:
    assert draft_problems(WHOLE) == ()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"mode": ComposeMode.EXISTING_TEMPLATE}, DraftField.TEMPLATE),
        ({"mode": ComposeMode.NEW_TEMPLATE, "template_name": " "}, DraftField.TEMPLATE_NAME),
        ({"channels": frozenset()}, DraftField.CHANNELS),
        ({"accounts": ()}, DraftField.ACCOUNTS),
        ({"reply_to": ""}, DraftField.REPLY_TO),
        ({"subject": " "}, DraftField.SUBJECT),
        ({"content": "\n"}, DraftField.CONTENT),
    ],
)
def test_each_empty_field_is_named(change: dict[str, object], field: DraftField) -> None:
    assert [each.field for each in draft_problems(replace(WHOLE, **change))] == [field]  # type: ignore[arg-type]


def test_problems_of_texts_have_their_places() -> None:
    draft = replace(WHOLE, subject="{{ citty }}", content="a\n{% if %}")
    subject, content = draft_problems(draft)
    assert (subject.field, subject.place, subject.suggestion) == (DraftField.SUBJECT, Place(1, 4), "city")
    assert content.field is DraftField.CONTENT
    assert content.place is not None
    assert content.place.line == 2


def test_a_template_needs_a_name_but_no_accounts() -> None:
    draft = replace(WHOLE, accounts=(), reply_to="")
    assert [each.field for each in draft_problems(draft, as_template=True)] == [DraftField.TEMPLATE_NAME]


def test_the_live_preview_fills_the_recipients_values_or_examples(store: Store, actor: User) -> None:
    (account,) = add_accounts(store, [details(1, title="A & B")])
    draft = replace(new_draft(actor), content="Dear {{ account_title }}, {{ sender_name }}")
    of_account, of_nobody = (live_preview(store, actor, draft, each).rendered for each in (account, None))
    assert of_account is not None
    assert of_nobody is not None
    assert "Dear A & B, Ada Byron" in of_account.text
    assert "Dear Fowler Family Trust, Ada Byron" in of_nobody.text


def test_lacks_count_only_for_the_chosen_channels(store: Store) -> None:
    accounts = add_accounts(store, [details(1, email=""), details(2, tws_access=False)])
    both = chosen_accounts(store, accounts, channels_of("WEB"))
    assert (both.count, both.no_email, both.no_tws) == (2, 1, 1)
    neither = chosen_accounts(store, accounts, channels_of("W"))
    assert (neither.no_email, neither.no_tws) == (0, 0)


def test_a_mark_that_closes_nothing_keeps_a_draft_back_but_not_what_was_sent_with_one(
    store: Store, actor: User
) -> None:
    accounts = add_accounts(store, [details(1)])
    draft = replace(new_draft(actor), accounts=accounts, subject="News %}", content="one\nmore %}")
    found = draft_problems(draft)
    assert [(each.field, each.place) for each in found] == [
        (DraftField.SUBJECT, Place(1, 6)),
        (DraftField.CONTENT, Place(2, 6)),
    ]
    assert found[0].sentence == "“%}” closes nothing here. “{%” is missing before it."
    assert live_preview(store, actor, draft, None).problems == found
    assert message_of(store, send(store, actor, draft).message_id).subject == "News %}"


def test_only_chosen_accounts_are_found(store: Store) -> None:
    accounts = add_accounts(store, [details(n, title=f"Fowler {n}") for n in range(1, 6)])
    assert [line.id for line in find_among(store, accounts[2:], "fowler", 2)] == list(accounts[2:4])
    assert find_among(store, accounts[2:], "fowler 1") == []


@pytest.mark.parametrize(("letters", "reached"), [("W", 4), ("E", 3), ("B", 2), ("EB", 3), ("WEB", 4)])
def test_reached_is_whoever_gets_it_at_least_once(
    store: Store, actor: User, letters: str, reached: int
) -> None:
    accounts = add_accounts(
        store,
        [
            details(1),
            details(2),
            details(3, tws_access=False),
            details(4, email="", tws_access=False),
            details(5, status=AccountStatus.CLOSED),
        ],
    )
    draft = replace(new_draft(actor), accounts=accounts, channels=channels_of(letters))
    assert check_reach(store, draft, frozenset()).accounts == accounts[:reached]
    without = check_reach(store, draft, frozenset(accounts[:1]))
    assert without.accounts == accounts[1:reached]
    assert without.counted == accounts[1:]


def test_what_is_seen_is_what_is_sent(store: Store, actor: User) -> None:
    (account,) = add_accounts(store, [details(1, email="")])
    draft = replace(
        new_draft(actor), accounts=(account,), subject="{{ account_number }}", content="{{ today }}"
    )
    seen = see(store, actor, draft, account)
    assert seen.rendered.subject == "U0000001"
    assert "2026-11-20" in seen.rendered.text
    assert set(seen.skips) == {Channel.EMAIL}


def test_a_draft_made_from_a_template_keeps_its_own_recipients(store: Store, actor: User) -> None:
    content = TemplateContent("Letter", "About", "Dear", channels_of("B"), branded=False)
    template = template_of(store, create_template(store, actor, content).template_id)
    draft = made_from(replace(new_draft(actor), accounts=(1, 2)), template)
    assert (draft.subject, draft.content, draft.channels, draft.branded) == (
        "About",
        "Dear",
        channels_of("B"),
        False,
    )
    assert (draft.accounts, draft.reply_to, draft.template_id) == ((1, 2), actor.email, template.id)


def test_sending_keeps_the_new_template_with_the_message(store: Store, actor: User) -> None:
    accounts = add_accounts(store, [details(1)])
    draft = replace(
        new_draft(actor), mode=ComposeMode.NEW_TEMPLATE, template_name="T", accounts=accounts, subject="S",
        content="C",
    )  # fmt: skip
    sent = send(store, actor, draft)
    with store.read() as unit:
        message = unit.messages.get(sent.message_id)
    assert message is not None
    assert message.template_id is not None
    assert template_of(store, message.template_id).content.name == "T"


def test_a_refused_sending_keeps_no_template(store: Store, actor: User) -> None:
    accounts = add_accounts(store, [details(1, status=AccountStatus.CLOSED)])
    draft = replace(
        new_draft(actor), mode=ComposeMode.NEW_TEMPLATE, template_name="T", accounts=accounts, subject="S",
        content="C",
    )  # fmt: skip
    with pytest.raises(Refused):
        send(store, actor, draft)
    assert template_names(store) == []
