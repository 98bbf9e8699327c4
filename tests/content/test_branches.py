"""Branches and missing keywords, told without making the message: as making it would tell them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.content.branches import Look, TextBranches
from desktop.content.keywords import COLUMNS, values_of
from desktop.content.message_branches import MessageBranches
from desktop.content.splice import Gap, splice_text
from desktop.content.template_text import TemplateText
from desktop.models.account import Account
from desktop.models.outgoing import recipient_of
from desktop.models.survey import Met
from tests.support.stores import details

_NAMES = ("city", "country", "phone", "account_title")
_VALUES = st.fixed_dictionaries({name: st.sampled_from(["", " ", "a", "b", "ab\u00e9"]) for name in _NAMES})
_TESTS = st.builds(
    lambda name, sign, value: f"{name} {sign} '{value}'",
    st.sampled_from(_NAMES),
    st.sampled_from(["==", "!=", "contains", "<"]),
    st.sampled_from(["a", "b"]),
) | st.sampled_from([*_NAMES, "city == blank", "note"])
_OUTPUTS = st.sampled_from(
    [
        "{{ city }}", "{{ phone }}", "{{ phone | default: city }}", "{{ city | append: phone }}", "words ", "{{ note }}",
        "{% assign note = country %}", "{% assign note = city | upcase %}", "{% assign phone = 'b' %}", "{{ account_title | upcase }}",
    ]
)  # fmt: skip


def _blocks(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    some = st.lists(inner, max_size=2).map("".join)
    return st.one_of(
        st.builds("{{% if {} %}}{}{{% endif %}}".format, _TESTS, some),
        st.builds("{{% if {} %}}{}{{% elsif {} %}}{}{{% else %}}{}{{% endif %}}".format, _TESTS, some, _TESTS, some, some),
        st.builds("{{% unless {} %}}{}{{% else %}}{}{{% endunless %}}".format, _TESTS, some, some),
        st.builds("{{% case {} %}}{{% when 'a', 'b' %}}{}{{% when 'c' %}}{}{{% endcase %}}".format, st.sampled_from(_NAMES), some, some),
        st.builds("{{% case {} %}}{{% when 'a' or 'b' %}}{}{{% else %}}{}{{% endcase %}}".format, st.sampled_from(_NAMES), some, some),
    )  # fmt: skip


texts = st.lists(st.recursive(_OUTPUTS, _blocks, max_leaves=6), min_size=1, max_size=4).map("".join)
_START = "{% assign note = 'n' %}"


@given(texts, st.lists(_VALUES, min_size=1, max_size=4))
def test_a_look_misses_what_making_the_message_misses(text: str, recipients: list[dict[str, str]]) -> None:
    """With and without a memory of others who were alike."""
    source = f"{_START}{text}"
    whole, seen = TemplateText(source), MessageBranches("x", source)
    for values in recipients:
        known = {name: value for name, value in values.items() if value.strip()}
        expected = {(each.name, each.place.line, each.place.column) for each in whole.fill(known).missing}
        assert {(spot.keyword, spot.line, spot.column) for spot in seen.look(values).spots} == expected


@given(texts, st.lists(_VALUES, min_size=1, max_size=4))
def test_a_branch_is_taken_where_its_text_appears(text: str, recipients: list[dict[str, str]]) -> None:
    """Every block is made to say its own place; the oracle is what the finished text says."""
    marked, places = _with_places(f"{_START}{text}")
    whole, seen = TemplateText(marked), MessageBranches("x", marked)
    for values in recipients:
        known = {name: value for name, value in values.items() if value.strip()}
        filled = whole.fill(known).skeleton
        met = [seen.branches[number] for number in seen.look(values).taken]
        taken = {branch.column for branch in met if branch.has_text}
        shown = {places[int(found)] for found in re.findall(r"⟦(\d+)⟧", filled)}
        assert shown == taken


@given(texts, st.lists(_VALUES, min_size=1, max_size=4))
def test_a_measured_text_is_as_long_as_it_will_be(text: str, recipients: list[dict[str, str]]) -> None:
    source = f"{_START}{text}"
    whole, seen = TemplateText(source), MessageBranches(source, "x")
    for values in recipients:
        known = {name: value for name, value in values.items() if value.strip()}
        filled = whole.fill(known)
        subject = splice_text(filled.skeleton, Gap.ONE_LINE).fill(filled.values)
        look = seen.look(values)
        length = look.length + sum(len(values[name].strip()) for name in look.plain)
        assert length == len(subject.strip())


def _with_places(source: str) -> tuple[str, list[int]]:
    """``source`` with a number at the start of each block, and the column of the block's instruction."""
    parts = re.split(r"(\{% (?:if|elsif|unless|when|else)\b.*?%\})", source)
    blocks = range(len(parts) // 2)
    marked = parts[0] + "".join(f"{parts[2 * n + 1]}⟦{n}⟧{parts[2 * n + 2]}" for n in blocks)
    return marked, [marked.rindex("{%", 0, marked.index(f"⟦{n}⟧")) + 4 for n in blocks]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{% if city == 'New York' %}x{% endif %}", [(Met.HOLDS, ("city is New York",), True), (Met.FAILS, ("city is New York",), False)]),
        ("{% unless phone %}x{% endunless %}", [(Met.FAILS, ("phone has a value",), True), (Met.HOLDS, ("phone has a value",), False)]),
        (
            '{% if city contains "a" and phone != blank %}x{% elsif country <> "US" %}y{% else %}z{% endif %}',
            [
                (Met.HOLDS, ("city contains a and phone is not empty",), True),
                (Met.HOLDS, ("country is not US",), True),
                (Met.NONE_HOLDS, ("city contains a and phone is not empty", "country is not US"), True),
            ],
        ),
        (
            "{% case country %}{% when 'US', 'CA' %}x{% when 'JP' %}y{% endcase %}",
            [
                (Met.HOLDS, ("country is US or CA",), True),
                (Met.HOLDS, ("country is JP",), True),
                (Met.NONE_HOLDS, ("country is US or CA", "country is JP"), False),
            ],
        ),
        ("{% comment %}{% if city %}x{% endif %}{% endcomment %}", []),
    ],
)  # fmt: skip
def test_branches_are_said_in_plain_words(source: str, expected: list[object]) -> None:
    found = MessageBranches("x", source).branches
    assert [(branch.met, branch.conditions, branch.has_text) for branch in found] == expected


def test_a_name_that_is_set_and_never_used_is_found() -> None:
    found = MessageBranches(
        "x", "a\n{% assign greeting = city %}{% assign other = phone %}{{ other }}"
    ).unused
    assert [(each.name, each.line, each.in_subject) for each in found] == [("greeting", 2, False)]


def test_looks_are_shared_by_all_who_differ_in_nothing_that_matters(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[object] = []
    look = TextBranches._made

    def counted(self: TextBranches, values: Mapping[str, str]) -> Look:
        made.append(values)
        return look(self, values)

    monkeypatch.setattr(TextBranches, "_made", counted)
    seen = MessageBranches(
        "For {{ account_title }}",
        "{% if country == 'US' %}{{ city }}{% endif %} {{ account_title | upcase }}",
    )
    for number in range(5_000):
        values = {
            "account_title": f"T{number}",
            "country": ("US", "JP", "DE")[number % 3],
            "city": "x" * (number % 2),
        }
        seen.look(values)
    assert len(made) == 1 + 6


def test_the_columns_of_keywords_are_those_that_fill_them() -> None:
    fields = {"opened_on": date(2020, 1, 2)}
    names = set(COLUMNS.values()) - {"opened_on", "number"}
    recipient = recipient_of(Account(1, details(1, **{name: f"value of {name}" for name in names}, **fields)))
    values = values_of(recipient, office_name="", sender_name="", today="")
    assert {name: getattr(recipient, column) for name, column in COLUMNS.items()} == values
