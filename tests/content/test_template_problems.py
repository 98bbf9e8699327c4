from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.content.keywords import NAMES
from desktop.content.template_problems import LONGEST_SOURCE, Problem, problems, stray_marks
from desktop.content.template_text import TemplateText


def marked(source: str) -> list[tuple[int, int, str]]:
    lines = source.split("\n")
    return [
        (p.place.line, p.place.column, lines[p.place.line - 1][p.place.column - 1 :][: p.length])
        for p in problems(source)
    ]


@pytest.mark.parametrize(
    ("source", "where"),
    [
        ("Dear\n{{ acount_title }}", (2, 4, "acount_title")),
        ("{% if city %}{% else %}a\nb {{ nix }}{% endif %}", (2, 6, "nix")),
        ("{% if nix == 'a' %}x{% endif %}", (1, 7, "nix")),
        ("{% case nix %}{% when 'a' %}x{% endcase %}", (1, 9, "nix")),
        ("{{ city.size }}", (1, 4, "city.size")),
        ("{{ now }}", (1, 4, "now")),
        ("{{ city | upcse }}", (1, 11, "upcse")),
        ("{% if language == 'x' %}{{ city | nix: 3 }}{% endif %}", (1, 35, "nix")),
        ("{{ city | truncate: 1, 2, 3 }}", (1, 11, "truncate")),
        ("日本 {{ city", (1, 4, "{{")),
        ("a\n{% if city %} b", (2, 1, "{% if city %}")),
        ("{% if a %}{% if city == %}x{% endif %}{% endif %}", (1, 11, "{% if city == %}")),
        ("{{ }}", (1, 1, "{{ }}")),
        ("{% if %}x{% endif %}", (1, 4, "if")),
        ("{% endif %}", (1, 4, "endif")),
        ("{{ 'abc }}", (1, 4, "'")),
        ("{{ city phone }}", (1, 9, "phone")),
        ("{% for x in city %}{% endfor %}", (1, 4, "for")),
        ("{% include 'x' %}", (1, 4, "include")),
        ("{% render 'x' %}", (1, 4, "render")),
        ("{% if city %}{% else %}{% else %}{% endif %}", (1, 27, "else")),
    ],
)
def test_a_problem_is_shown_where_it_is(source: str, where: tuple[int, int, str]) -> None:
    assert marked(source) == [where]


def test_all_unknown_names_are_found_at_once() -> None:
    assert marked("{{ one }}\n{{ city | two }}\n{{ three }}") == [
        (1, 4, "one"),
        (2, 11, "two"),
        (3, 4, "three"),
    ]


def test_the_nearest_keyword_is_suggested() -> None:
    (found,) = problems("{{ account_tilte }}")
    assert found.suggestion == "account_title"
    assert "account_title" in found.sentence


@pytest.mark.parametrize(
    ("source", "suggestion"),
    [("{% set x = 1 %}", "assign"), ("{% elif city %}", "elsif"), ("{% for x in city %}{% endfor %}", "")],
)
def test_an_instruction_that_is_not_there_is_told_with_those_that_are(source: str, suggestion: str) -> None:
    (found,) = problems(source)
    name = source.split()[1]
    words = f"“{name}” is not available here. There are: assign, case, comment, if, unless."
    assert found.sentence == (f"{words} Did you mean “{suggestion}”?" if suggestion else words)
    assert found.suggestion == suggestion


@pytest.mark.parametrize(
    ("source", "where"),
    [
        ("a\nthe text %} more", [(2, 10)]),
        ("日本 {% if city %}x%}{% endif %} %}", [(1, 18), (1, 32)]),
        ("{{ '%}' }} {% comment %} %} {% endcomment %}{%- raw -%} %} {% endraw %}", []),
        ("{% if city %}x{% endif %} 50 %", []),
    ],
)
def test_a_mark_that_closes_nothing_is_found(source: str, where: list[tuple[int, int]]) -> None:
    assert problems(source) == ()
    found = stray_marks(source)
    assert [(each.place.line, each.place.column) for each in found] == where
    assert {each.length for each in found} <= {2}


def test_a_mark_that_closes_nothing_is_left_to_the_problem_before_it() -> None:
    assert stray_marks("{% if city %} {{ nix | %} x %}") == ()


def test_a_fault_free_text_has_no_problems() -> None:
    assert (
        problems(
            "{% assign name = account_title | split: ' ' | first %}{{ name | default: 'Client' }}"
            "{% unless city == blank %}{{ opened_on | date: '%-d %B %Y' }}{% endunless %}{% comment %}{{ x }}{% endcomment %}"
            "{% case language %}{% when 'ja', 'de' %}a{% else %}b{% endcase %} {# {{ city }} #} }}"
        )
        == ()
    )


@pytest.mark.parametrize("name", sorted(NAMES))
def test_every_keyword_is_known(name: str) -> None:
    assert problems(f"{{{{ {name} }}}}") == ()


def test_a_text_without_end_is_refused_early() -> None:
    (found,) = problems("{{ city }}" * LONGEST_SOURCE)
    assert "100,000" in found.sentence


def test_deep_nesting_is_a_problem_not_a_crash() -> None:
    assert problems("{% if city %}" * 2000) != ()
    assert isinstance(problems("{% if " + "city and " * 9000 + "city %}x{% endif %}")[0], Problem)


_PIECES = st.sampled_from(
    ["{{", "}}", "{%", "%}", " if ", "endif", "else", " city ", "|", "'", "==", "\n", "x", " case ", " when ", ":", ",",
     "assign", "=", "comment", "-", "[", "]", "(", ")", ".", "default", "1", "\r\n", "#", "日"]
)  # fmt: skip


@given(st.lists(_PIECES, max_size=14).map("".join))
def test_any_text_either_has_a_place_to_mend_or_can_be_filled(source: str) -> None:
    found = problems(source)
    text = source.replace("\r\n", "\n")
    for problem in found:
        assert problem.sentence
        assert problem.length >= 1
        assert 1 <= problem.place.line <= text.count("\n") + 1
        assert 1 <= problem.place.column <= len(text.split("\n")[problem.place.line - 1]) + 1
    if not found:
        TemplateText(source).fill({})
        TemplateText(source).fill({"city": "1"})


@pytest.mark.parametrize(
    "source",
    [
        "{% if 5 contains 'x' %}a{% endif %}",
        "{% if city %}a{% elsif 5 contains 'x' %}b{% endif %}",
        "{% unless city == 'x' or true contains 'x' %}a{% endunless %}",
        "{% assign city = 5 %}{% if country %}a{% elsif city contains 'x' %}b{% endif %}",
    ],
)
def test_what_is_no_text_contains_nothing_also_in_a_branch_that_few_come_to(source: str) -> None:
    (found,) = problems(source)
    assert found.sentence == "Only a text can be asked what it contains."
    assert source[found.place.column - 1 :].startswith("contains")


def test_a_text_may_be_asked_what_it_contains() -> None:
    assert problems("{% if city contains 'x' or 'Chicago' contains city %}a{% endif %}") == ()
