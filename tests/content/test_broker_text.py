"""A broker's message as a template and as a recipient got it: values stay data, what is missing is seen."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.content.broker_text import BrokerText
from desktop.content.outside_body import safe_body
from desktop.content.viewing import LONGEST
from desktop.models.body_format import BodyFormat

BODIES = {
    BodyFormat.MARKDOWN: "Dear **{{ name }}**,\n\n- {{amount}} [pay](https://a.example/{{ ref }})",
    BodyFormat.HTML: '<p>Dear <b>{{ name }}</b>, {{amount}} <a href="https://a.example/{{ ref }}">pay</a></p>',
    BodyFormat.TEXT: "Dear {{ name }},\n  {{amount}} <b>https://a.example/{{ ref }}",
}
HOSTILE = "<script>x()</script> **b** [l](javascript:x) \" ' & {{ ref }}"


def text(form: BodyFormat, subject: str = "{{ amount }} for {{ name }}") -> BrokerText:
    return BrokerText(subject, BODIES[form], form)


def tags(html: str) -> list[str]:
    return re.findall(r"</?[a-z0-9]+", html)


@pytest.mark.parametrize("form", BODIES)
def test_the_template_sets_its_keywords_off_and_shows_no_braces(form: BodyFormat) -> None:
    shown = text(form).template
    assert shown.view_html.count('class="keyword"') == (3 if form is BodyFormat.TEXT else 2)
    assert "{{" not in shown.view_html + shown.text + shown.subject
    assert shown.subject == "‹amount› for ‹name›"
    assert "‹amount›" in shown.text
    assert "‹amount›" in shown.bulletin.text


@pytest.mark.parametrize("form", BODIES)
def test_a_value_is_data_in_every_form(form: BodyFormat) -> None:
    harmless = text(form).render({"name": "n", "amount": "5", "ref": "r"})
    hostile = text(form).render({"name": HOSTILE, "amount": HOSTILE, "ref": HOSTILE})
    for one, other in ((harmless.view_html, hostile.view_html), (harmless.mail_html, hostile.mail_html)):
        assert tags(one) == tags(other)
    assert HOSTILE in hostile.text
    assert hostile.subject == f"{HOSTILE} for {HOSTILE}"
    assert not hostile.missing


@given(st.dictionaries(st.sampled_from(["name", "amount", "ref"]), st.text(max_size=12)))
def test_whatever_the_values_no_keyword_is_blank_and_no_stand_in_is_left(values: dict[str, str]) -> None:
    message = BrokerText("s", BODIES[BodyFormat.MARKDOWN], BodyFormat.MARKDOWN)
    shown = message.render(values)
    assert {each.name for each in shown.missing} == set(message.missing(values))
    for name in message.missing(values):
        assert f"no%20value%3A%20{name}" in shown.text or f"[no value: {name}]" in shown.text
    assert not re.search("[\U000f0000-\U0010fffd]", shown.view_html + shown.text + shown.bulletin.text)


def test_what_is_missing_is_seen_where_it_stands_and_named_once() -> None:
    shown = text(BodyFormat.HTML).render({"name": "Ada", "ref": " "})
    assert [(each.name, each.in_subject) for each in shown.missing] == [("amount", True), ("ref", False)]
    assert '<span class="missing">&nbsp;[no&nbsp;value:&nbsp;amount]&nbsp;</span>' in shown.view_html
    assert "https://a.example/%5Bno%20value%3A%20ref%5D" in shown.view_html
    assert shown.subject == "[no value: amount] for Ada"


def test_nothing_of_a_hostile_body_is_left_that_loads_or_runs() -> None:
    body = (
        '<img src="http://x.example/{{ a }}"><a href="{{ a }}">1</a><a href="https://{{ a }}/x">2</a>'
        '<span class="missing" style="background:url(//x.example)">3</span><script>{{ a }}</script>'
    )
    shown = BrokerText("s", body, BodyFormat.HTML).render({"a": "javascript:x()"}).view_html
    for left in ("src=", "href=", 'class="missing"', "url(", "script>"):
        assert left not in shown


def test_of_a_body_of_megabytes_the_beginning_is_shown() -> None:
    for form in BodyFormat:
        message = BrokerText("s", "word " * LONGEST, form)
        assert message.is_cut
        assert len(message.render({}).text) <= LONGEST + 10


@pytest.mark.parametrize("form", BodyFormat)
def test_no_number_spells_a_stand_in(form: BodyFormat) -> None:
    body = "&#xF0000; &#983041; &#&#xF0000;xF0001; {{ amount }}"
    message = BrokerText("s", safe_body(body, form), form)
    filled = message.render({"amount": "12 USD"})
    for shown in (filled.text, filled.view_html, filled.mail_html, message.template.text):
        assert shown.count("12 USD") == (shown is not message.template.text)


def test_an_amount_is_not_read_backwards() -> None:
    for body in ("\u202e{{ amount }}", "&#x202E;{{ amount }}", "&#8238;{{ amount }}"):
        filled = BrokerText("\u202e{{ amount }}", body, BodyFormat.MARKDOWN).render({"amount": "12.50"})
        assert not {"\u202e", "\u202d"} & {*filled.view_html, *filled.text, *filled.subject}


@pytest.mark.parametrize("body", ["{{ amount }} " * 9_000, "# Title\n\n" + "word " * 11_000])
def test_what_no_letter_holds_is_shown_as_it_was_written(body: str) -> None:
    text = BrokerText("s", body, BodyFormat.MARKDOWN).render({"amount": "7"}).text
    assert text.startswith(("7 7", "# Title"))
    assert len(text.split()) >= 9_000
