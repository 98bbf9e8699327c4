"""What becomes of recipients without a value when a message is sent: stopped, skipped, or filled in."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.content.template_text import TemplateText
from desktop.errors import Refused
from desktop.models.channel import Channel, channels_of
from desktop.models.delivery import DeliveryState, SkipReason
from desktop.models.missing_rule import MissingRule, MissingWay, as_json, from_json, way_of, with_rule
from desktop.models.office import Role, User
from desktop.models.outgoing import MessageDraft, recipient_of
from desktop.services.composing import live_preview
from desktop.services.delivering import Deliverer
from desktop.services.letters import letter_of
from desktop.services.previewing import see
from desktop.services.sending import resend_to_all, send
from desktop.services.sent import client_view, content_of, message_of
from desktop.views.sent.delivery_explained import explained, outcome_words
from tests.support.clock import Clock
from tests.support.fake_mail import FakeMail
from tests.support.sending import lines, totals
from tests.support.stores import add_accounts, add_user, details, new_store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desktop.store.store import Store

SKIP_CITY = MissingRule("city", MissingWay.SKIP)


@pytest.fixture
def user(store: Store) -> User:
    return add_user(store, Role.SENDER)


@pytest.fixture
def draft(store: Store, user: User) -> MessageDraft:
    listed = [details(1, city="Bath"), details(2), details(3, city="\u00a0\u2009"), details(4, email="")]
    return MessageDraft(
        channels=channels_of("WE"),
        accounts=add_accounts(store, listed),
        reply_to=user.email,
        subject="News",
        content="Dear client in {{ city }}{% if language == 'ja' %} {{ phone }}{% endif %}",
    )


def test_a_missing_value_that_nobody_settled_stops_the_message(
    store: Store, user: User, draft: MessageDraft
) -> None:
    for rules in ((), (MissingRule("city", MissingWay.STOP),), (MissingRule("phone", MissingWay.SKIP),)):
        with pytest.raises(Refused, match="“city” has no value for 3 accounts"):
            send(store, user, replace(draft, missing=rules))
    with store.read() as unit:
        assert unit.outbox.under_way()[0] == 0


def test_whoever_lacks_the_value_is_skipped_with_the_keyword_told(
    store: Store, user: User, draft: MessageDraft
) -> None:
    message = send(store, user, replace(draft, missing=(SKIP_CITY,))).message_id
    found = {(line.number, line.channel): line for line in lines(store, message)}
    skipped = {key for key, line in found.items() if line.state is DeliveryState.SKIPPED}
    assert skipped == {
        (f"U000000{n}", way) for n in (2, 3, 4) for way in (Channel.MESSAGE_CENTER, Channel.EMAIL)
    }
    line = found["U0000002", Channel.EMAIL]
    assert (line.skip_reason, line.words) == (SkipReason.MISSING_VALUE, "city")
    assert outcome_words(line) == "The account has no value for “city”."
    assert explained(line)[1] == "The account has no value for “city”."
    assert found["U0000004", Channel.EMAIL].skip_reason is SkipReason.NO_EMAIL
    assert (totals(store, message).queued, totals(store, message).skipped) == (2, 6)
    assert message_of(store, message).missing == (SKIP_CITY,)


def test_what_stands_in_is_seen_sent_and_sent_again(
    store: Store, user: User, draft: MessageDraft, clock: Clock
) -> None:
    draft = replace(draft, missing=(MissingRule("city", MissingWay.DEFAULT, "*your* <city>"),))
    words = "Dear client in *your* <city>\n"
    assert see(store, user, draft, draft.accounts[1]).rendered.text == words
    shown = live_preview(store, user, draft, draft.accounts[1]).rendered
    assert shown is not None
    assert shown.text == words
    mail = FakeMail()
    first = send(store, user, draft).message_id
    resend_to_all(store, user, first)
    clock.move(minutes=1)
    Deliverer(store, mail.ways(), "me").step()
    bodies = [
        parsed.get_content().replace("\r", "")
        for _, raw in mail.sent
        if (parsed := message_from_bytes(raw, policy=default).get_body(("plain",)))
    ]
    assert sorted(bodies) == sorted(2 * ["Dear client in Bath\n", words, words])
    view = client_view(store, draft.accounts[3])
    kept = [content_of(store, each.delivery_id) for each in view.messages]
    assert ["*your* &lt;city&gt;" in each.html for each in kept if each is not None] == [True, True]


def test_an_empty_text_leaves_the_place_empty_on_purpose(
    store: Store, user: User, draft: MessageDraft
) -> None:
    draft = replace(draft, missing=(MissingRule("city", MissingWay.DEFAULT),))
    assert see(store, user, draft, draft.accounts[1]).rendered.text.strip() == "Dear client in"
    assert totals(store, send(store, user, draft).message_id).queued == 7


def test_a_value_lost_since_stops_what_is_sent_again(store: Store, user: User, draft: MessageDraft) -> None:
    only = replace(draft, accounts=draft.accounts[:1])
    message = send(store, user, only).message_id
    with store.write() as unit:
        known = unit.accounts.by_id(only.accounts)[only.accounts[0]]
        unit.accounts.replace([replace(known, details=replace(known.details, city=""))])
        unit.commit()
    with pytest.raises(Refused, match="“city” has no value for 1 account") as refused:
        resend_to_all(store, user, message)
    assert "new message from this one" in refused.value.remedy


def test_a_name_set_for_some_only_is_missing_for_the_others(
    store: Store, user: User, draft: MessageDraft
) -> None:
    content = "{% if city == 'Bath' %}{% assign note = 'x' %}{% endif %}{% if city %}{{ note }}{% endif %}"
    listed = add_accounts(store, [details(5, city="Bath"), details(6, city="Cork")])
    draft = replace(draft, accounts=listed, content=content, missing=(MissingRule("note", MissingWay.SKIP),))
    assert totals(store, send(store, user, draft).message_id).skipped == 2
    with pytest.raises(Refused, match="“note” has no value for 1 account"):
        send(store, user, replace(draft, missing=()))


def test_rules_are_kept_as_they_are() -> None:
    rules = with_rule((SKIP_CITY,), MissingRule("phone", MissingWay.DEFAULT, 'a "b" 日本'))
    assert from_json(as_json(rules)) == rules
    assert from_json(as_json(())) == ()
    changed = with_rule(rules, MissingRule("city", MissingWay.STOP))
    assert [way_of(changed, name) for name in ("city", "phone", "email")] == ["stop", "default", "stop"]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = new_store(tmp_path_factory.mktemp("missing") / "office.db", Clock())
    add_user(store, Role.SENDER)
    yield store
    store.close()


_FIELDS = st.fixed_dictionaries(
    {name: st.sampled_from(["", " ", "\t", "\u3000", "a", "b"]) for name in ("city", "country", "phone")}
)
_PARTS = st.sampled_from(
    [
        "{{ city }}", "{{ phone | default: 'x' }}", "{% if country == 'a' %}{{ phone }}{% endif %}",
        "{% unless city %}{{ country }}{% endunless %}", "{% assign n = phone %}{{ n }}",
    ]
)  # fmt: skip
_WAYS = st.fixed_dictionaries(
    {name: st.sampled_from(list(MissingWay)) for name in ("city", "country", "phone", "n")}
)


@settings(max_examples=50)
@given(st.lists(_FIELDS, min_size=1, max_size=5), st.lists(_PARTS, min_size=1, max_size=4), _WAYS)
def test_who_is_skipped_is_who_filling_every_text_would_skip(
    kept: Store, fields: list[dict[str, str]], parts: list[str], ways: dict[str, MissingWay]
) -> None:
    with kept.read() as unit:
        user, start = unit.office.users()[0], unit.accounts.count() + 1
    accounts = add_accounts(kept, [details(start + place, **each) for place, each in enumerate(fields)])
    rules = tuple(MissingRule(name, way, "a") for name, way in ways.items())
    draft = MessageDraft(
        channels=channels_of("W"), accounts=accounts, reply_to=user.email, subject="x", content="y" + "".join(parts),
        missing=rules,
    )  # fmt: skip
    with kept.read() as unit:
        letter, known = letter_of(unit, draft, user), unit.accounts.by_id(accounts)
    text = TemplateText(draft.content)
    lacks = [
        {m.name for m in text.fill(letter.values(recipient_of(known[each]))).missing} for each in accounts
    ]
    skipped = [any(ways[name] is MissingWay.SKIP for name in each) for each in lacks]
    stops = any(
        ways[name] is MissingWay.STOP
        for each, out in zip(lacks, skipped, strict=True)
        if not out
        for name in each
    )
    if stops:
        with pytest.raises(Refused):
            send(kept, user, draft)
        return
    found = lines(kept, send(kept, user, draft).message_id)
    assert [line.state is DeliveryState.SKIPPED for line in found] == skipped
