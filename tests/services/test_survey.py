"""The look over all recipients: each edge against a plain count over every one of them, on both stores."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.content.template_text import TemplateText
from desktop.errors import Cancelled, Refused
from desktop.models.account import AccountDetails, AccountStatus
from desktop.models.channel import channels_of
from desktop.models.language_variant import LanguageVariant
from desktop.models.missing_rule import MissingRule, MissingWay
from desktop.models.office import Role, User
from desktop.models.outgoing import MessageDraft, recipient_of
from desktop.models.survey import Edge, Met, Survey
from desktop.services.letters import letter_of
from desktop.services.sending import send
from desktop.services.survey import survey
from tests.support.clock import Clock
from tests.support.stores import add_accounts, add_user, details, new_store
from tests.support.work_counter import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from desktop.store.store import Store

_TITLES = [
    "Ann",
    "Ann",
    "A  B",
    "Ænn",
    "株式会社 東京",
    "Ольга",
    "شركة",
    "עברית Ltd",
    " " * 9,
    "x" * 30,
    "Long title",
]
_ACCOUNTS: st.SearchStrategy[list[dict[str, object]]] = st.lists(
    st.builds(
        dict,
        title=st.sampled_from(_TITLES),
        city=st.sampled_from(["", " ", "Kobe", "神戸", "Köln", "Haïfa", "حيفا"]),
        country=st.sampled_from(["", "US", "JP"]),
        status=st.sampled_from([AccountStatus.OPEN, AccountStatus.OPEN, AccountStatus.CLOSED]),
    ),
    min_size=1,
    max_size=6,
)
_RULES = st.lists(
    st.builds(
        MissingRule,
        st.sampled_from(["city", "country"]),
        st.sampled_from(list(MissingWay)),
        st.sampled_from(["", "Paris", "US"]),
    ),
    max_size=2,
    unique_by=lambda rule: rule.keyword,
).map(tuple)
_SUBJECT = "{% if country == 'JP' %}{{ city }}{% else %}To {{ account_title }}{% endif %}"
_CONTENT = "{% if city == 'Kobe' %}one{% elsif country == 'US' %}two {{ city }}{% else %}three{% endif %} {{ country }}"


class Telling:
    """Hears how far a look is; may call it off."""

    def __init__(self, calls_off: bool = False) -> None:
        self.told: list[tuple[int, int]] = []
        self._calls_off = calls_off

    def report(self, done: int, total: int, words: str = "") -> None:
        self.told.append((done, total))

    def check(self) -> None:
        if self._calls_off:
            raise Cancelled


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = new_store(tmp_path_factory.mktemp("survey") / "office.db", Clock())
    add_user(store, Role.SENDER)
    yield store
    store.close()


def _draft(user: User, accounts: tuple[int, ...], **changes: object) -> MessageDraft:
    draft = MessageDraft(accounts=accounts, reply_to=user.email, subject=_SUBJECT, content=_CONTENT)
    return replace(draft, **changes)  # type: ignore[arg-type]


def _edges(found: Survey, edge: Edge) -> dict[str, str]:
    """The account that was chosen for ``edge``, by the keyword it is about."""
    return {
        reason.keyword if edge is Edge.MISSING else edge: boundary.account.number
        for boundary in found.boundaries
        for reason in boundary.reasons
        if reason.edge is edge
    }


def _branches(found: Survey) -> dict[tuple[bool, Met, tuple[str, ...]], str]:
    return {
        (reason.branch.in_subject, reason.branch.met, reason.branch.conditions): boundary.account.number
        for boundary in found.boundaries
        for reason in boundary.reasons
        if reason.branch is not None
    }


def _first(accounts: list[AccountDetails], holds: Callable[[AccountDetails], object]) -> str | None:
    return next((each.number for each in accounts if holds(each)), None)


def _rtl(text: str) -> bool:
    return any(unicodedata.bidirectional(char) in ("R", "AL") for char in text)


def _other(text: str) -> bool:
    return not _rtl(text) and any(
        char.isalpha() and "LATIN" not in unicodedata.name(char, "LATIN") for char in text
    )


@settings(max_examples=60)
@given(_ACCOUNTS, _RULES)
def test_every_edge_is_the_first_that_a_plain_look_at_each_would_find(
    kept: Store, wild: list[dict[str, object]], rules: tuple[MissingRule, ...]
) -> None:
    with kept.read() as unit:
        user, start = unit.office.users()[0], unit.accounts.count() + 1
    listed = [details(start + place, **each) for place, each in enumerate(wild)]
    draft = _draft(user, add_accounts(kept, listed), missing=rules)
    found = survey(kept, user, draft, progress=Telling())
    is_open = [each for each in listed if each.status is AccountStatus.OPEN]
    assert found.looked == len(is_open)
    longest = max((len(" ".join(each.title.split())) for each in is_open), default=0)
    title = _first(is_open, lambda each: longest and len(" ".join(each.title.split())) == longest)
    assert _edges(found, Edge.LONGEST_TITLE).get(Edge.LONGEST_TITLE) == title
    right = _first(is_open, lambda each: _rtl(each.title) or _rtl(each.city))
    assert _edges(found, Edge.RIGHT_TO_LEFT).get(Edge.RIGHT_TO_LEFT) == right
    other = _first(is_open, lambda each: _other(each.title) or _other(each.city))
    assert _edges(found, Edge.OTHER_LETTERS).get(Edge.OTHER_LETTERS) == other
    _check_missing(kept, user, draft, found, is_open)
    _check_branches(found, is_open, {rule.keyword: rule for rule in rules})


def _check_missing(
    store: Store, user: User, draft: MessageDraft, found: Survey, accounts: list[AccountDetails]
) -> None:
    """What is missing is what filling the texts for every single one finds, without and with the defaults."""
    texts = (TemplateText(draft.subject), TemplateText(draft.content))
    lacking: dict[str, list[int]] = {}
    skipped, unsettled = [], set()
    ways = {rule.keyword: rule.way for rule in draft.missing}
    with store.read() as unit:
        known = unit.accounts.by_number([each.number for each in accounts])
        plain, settled = letter_of(unit, replace(draft, missing=()), user), letter_of(unit, draft, user)
    for each in accounts:
        recipient = recipient_of(known[each.number])
        lacks = {m.name for text in texts for m in text.fill(plain.values(recipient)).missing}
        still = {m.name for text in texts for m in text.fill(settled.values(recipient)).missing}
        for name in lacks | still:
            lacking.setdefault(name, []).append(known[each.number].id)
        if any(ways.get(name) is MissingWay.SKIP for name in still):
            skipped.append(known[each.number].id)
        else:
            unsettled |= {name for name in still if ways.get(name) in (None, MissingWay.STOP)}
    assert {name: list(ids) for name, ids in found.lacking.items()} == lacking
    assert found.skipped == set(skipped)
    assert found.unsettled == tuple(sorted(unsettled))
    numbers = {account.id: number for number, account in known.items()}
    firsts = {name: numbers[ids[0]] for name, ids in lacking.items()}
    assert _edges(found, Edge.MISSING) == firsts


def _check_branches(found: Survey, accounts: list[AccountDetails], rules: dict[str, MissingRule]) -> None:
    def value(each: AccountDetails, name: str) -> str:
        own = str(getattr(each, name)).strip()
        rule = rules.get(name)
        return own or (rule.text if rule and rule.way is MissingWay.DEFAULT else "")

    wanted = {
        (True, Met.HOLDS, ("country is JP",)): lambda a: value(a, "country") == "JP",
        (True, Met.FAILS, ("country is JP",)): lambda a: value(a, "country") != "JP",
        (False, Met.HOLDS, ("city is Kobe",)): lambda a: value(a, "city") == "Kobe",
        (False, Met.HOLDS, ("country is US",)): lambda a: value(a, "city") != "Kobe" and value(a, "country") == "US",
        (False, Met.NONE_HOLDS, ("city is Kobe", "country is US")): lambda a: (
            value(a, "city") != "Kobe" and value(a, "country") != "US"
        ),
    }  # fmt: skip
    expected = {key: _first(accounts, holds) for key, holds in wanted.items()}
    met = _branches(found)
    assert met == {key: number for key, number in expected.items() if number}
    if accounts:
        unmet = {(branch.in_subject, branch.met, branch.conditions) for branch in found.unmet}
        assert unmet == {key for key, number in expected.items() if number is None}


def test_missing_values_have_their_places_counts_and_recipients(store: Store) -> None:
    user = add_user(store, Role.SENDER)
    accounts = add_accounts(
        store,
        [
            details(1, city="Bath"),
            details(2),
            details(3, city="\u2003\t"),
            details(4, status=AccountStatus.CLOSED),
        ],
    )
    draft = _draft(user, accounts, subject="News from {{ city }}", content="Dear\n  {{ city }} {{ city }}")
    telling = Telling()
    found = survey(store, user, draft, progress=telling)
    assert [(each.keyword, each.in_subject, each.line, each.column, each.count) for each in found.spots] == [
        ("city", True, 1, 14, 2),
        ("city", False, 2, 6, 2),
        ("city", False, 2, 17, 2),
    ]
    assert list(found.lacking["city"]) == list(accounts[1:3])
    assert found.unsettled == ("city",)
    assert telling.told[-1] == (4, 4)


def test_a_look_is_called_off(store: Store) -> None:
    user = add_user(store, Role.SENDER)
    draft = _draft(user, add_accounts(store, [details(1)]))
    with pytest.raises(Cancelled):
        survey(store, user, draft, progress=Telling(calls_off=True))


def test_the_first_of_each_language_comes_before_all_others(store: Store) -> None:
    user = add_user(store, Role.SENDER)
    tags = ["en", "de-AT", "", "de", "JA", "fr"]
    accounts = add_accounts(store, [details(n, language=tag, title="T" * n) for n, tag in enumerate(tags, 1)])
    variants = tuple(LanguageVariant(tag, "x", "y") for tag in ("ja", "de", "it"))
    draft = _draft(user, accounts, subject="x", content="y", variants=variants)
    found = survey(store, user, draft, progress=Telling())
    assert [
        (boundary.account.number, [(reason.edge, reason.language) for reason in boundary.reasons])
        for boundary in found.boundaries
    ] == [
        ("U0000001", [(Edge.LANGUAGE, "")]),
        ("U0000002", [(Edge.LANGUAGE, "de")]),
        ("U0000005", [(Edge.LANGUAGE, "ja")]),
        ("U0000006", [(Edge.LONGEST_TITLE, "")]),
    ]


def test_what_stands_in_for_a_language_changes_nobodys_language(store: Store) -> None:
    """A client without a language gets the default words, and lacks what those ask for."""
    user = add_user(store, Role.SENDER)
    accounts = add_accounts(store, [details(1, language="")])
    draft = _draft(
        user,
        accounts,
        channels=channels_of("W"),
        subject="{{ language }}",
        content="{{ city }}",
        variants=(LanguageVariant("de", "x", "y"),),
        missing=(MissingRule("language", MissingWay.DEFAULT, "de"),),
    )
    assert survey(store, user, draft, progress=Telling()).unsettled == ("city",)
    with pytest.raises(Refused, match="city"):
        send(store, user, draft)


def test_one_account_with_several_reasons_stands_once_with_all_of_them(store: Store) -> None:
    user = add_user(store, Role.SENDER)
    accounts = add_accounts(store, [details(1, city="Bath"), details(2, title="شركة طويلة الاسم")])
    found = survey(store, user, _draft(user, accounts, subject="x", content="{{ city }}"), progress=Telling())
    assert [
        (boundary.account.number, [reason.edge for reason in boundary.reasons])
        for boundary in found.boundaries
    ] == [("U0000002", [Edge.LONGEST_TITLE, Edge.MISSING, Edge.RIGHT_TO_LEFT])]


def test_subjects_are_measured_for_every_recipient(store: Store) -> None:
    user = add_user(store, Role.SENDER)
    accounts = add_accounts(store, [details(1, title="T" * 140), details(2, language=""), details(3)])
    subject = "{% if language %}For {{ account_title }}{% endif %}"
    found = survey(store, user, _draft(user, accounts, subject=subject, content="x"), progress=Telling())
    assert found.subject.longest == 144
    assert found.subject.longest_for is not None
    assert found.subject.longest_for.number == "U0000001"
    assert found.subject.empty == 1
    assert found.subject.empty_for is not None
    assert found.subject.empty_for.number == "U0000002"


def test_each_account_is_read_once_however_many_there_are(kept: Store) -> None:
    with kept.read() as unit:
        user, start = unit.office.users()[0], unit.accounts.count() + 1
    accounts = add_accounts(kept, [details(start + n, city="x" * (n % 3)) for n in range(4_500)])
    asked = []
    for chosen in (accounts[:10], accounts):
        with counted(kept) as work:
            found = survey(kept, user, _draft(user, chosen), progress=Telling())
        assert found.looked == len(chosen)
        asked.append(work.statements)
    assert asked[0] == asked[1]
    assert len([each for each in asked[1] if "ORDER BY account.number" in each]) == 1
