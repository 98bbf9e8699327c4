from __future__ import annotations

import pytest
from hypothesis import given

from desktop.content.filters import LONGEST
from desktop.content.template_text import TemplateText
from tests.content.letters import wild_texts


def shown(expression: str, value: str = "Ann Lee & Sons") -> str:
    (text,) = TemplateText(f"{{{{ {expression} }}}}").fill({"account_title": value}).values
    return text


@pytest.mark.parametrize(
    ("chain", "expected"),
    [
        ("upcase", "ANN LEE & SONS"),
        ("downcase | capitalize", "Ann lee & sons"),
        ("escape", "Ann Lee & Sons"),
        ("split: ' ' | first", "Ann"),
        ("split: ' ' | last", "Sons"),
        ("split: ' ' | size", "4"),
        ("truncate: 5", "Ann …"),
        ("truncatewords: 2, '...'", "Ann Lee..."),
        ("replace: 'Ann', 'Bo' | remove: ' & Sons'", "Bo Lee"),
        ("append: '!' | prepend: 'x'", "xAnn Lee & Sons!"),
        ("slice: 4, 3", "Lee"),
        ("slice: -4, 4", "Sons"),
        ("default: 'Client'", "Ann Lee & Sons"),
    ],
)
def test_text_filters(chain: str, expected: str) -> None:
    assert shown(f"account_title | {chain}") == expected


@pytest.mark.parametrize(
    ("form", "expected"),
    [("%-d %B %Y", "2 April 2019"), ("%d.%m.%y", "02.04.19"), ("%a %b %e", "Tue Apr 2"), ("%%%Q", "%%Q")],
)
def test_dates(form: str, expected: str) -> None:
    assert shown(f"account_title | date: '{form}'", "2019-04-02") == expected


@given(wild_texts)
def test_what_is_no_date_stays_as_it_is(value: str) -> None:
    text = TemplateText("{{ city | date: '%Y' }}")
    assert (
        text.fill({"city": f"x{value}"}).values
        == TemplateText("{{ city }}").fill({"city": f"x{value}"}).values
    )


def test_filters_cannot_be_used_to_fill_the_memory() -> None:
    source = (
        "{% assign x = account_title %}" + "{% assign x = x | append: x | replace: 'a', x %}" * 60 + "{{ x }}"
    )
    (value,) = TemplateText(source).fill({"account_title": "aa"}).values
    assert len(value) <= LONGEST
