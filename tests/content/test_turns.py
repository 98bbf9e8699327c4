"""Recipients for whom the conditions ask the same share a skeleton: exactly what each would have got alone."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.content.liquid_rules import Filling
from desktop.content.template_problems import problems
from desktop.content.template_text import TemplateText
from tests.content.letters import wild_texts

_NAMES = ("city", "country", "language")
_VALUES = st.one_of(
    st.sampled_from(["Chicago", "Rome", "de", " ", "5", "true", "\n", "Chicago "]), wild_texts
)
_CLIENTS = st.fixed_dictionaries({}, optional=dict.fromkeys(_NAMES, _VALUES))

_NAME = st.sampled_from(_NAMES)
_CONSTANT = st.sampled_from(
    ["'Chicago'", "'de'", "5", "5.0", "nil", "blank", "empty", "true", "false", "' '"]
)
_TERM = st.one_of(_NAME, _CONSTANT)
_SIGN = st.sampled_from(["==", "!=", "<>", "contains"])
_TEST = st.one_of(_NAME, st.tuples(_TERM, _SIGN, _TERM).map(" ".join))
_CONDITION = st.one_of(
    _TEST, st.tuples(_TEST, st.sampled_from(["and", "or"]), _TEST).map(" ".join), _TEST.map("not {}".format)
)
_FILTERS = st.sampled_from(
    ["", " | upcase", " | default: 'x'", " | append: country", " | default: city | size"]
)
_OUTPUT = st.tuples(_TERM, _FILTERS).map(lambda parts: f"{{{{ {parts[0]}{parts[1]} }}}}")


def _blocks(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.tuples(_CONDITION, inner, _CONDITION, inner, inner).map(
            lambda p: f"{{% if {p[0]} %}}{p[1]}{{% elsif {p[2]} %}}{p[3]}{{% else %}}{p[4]}{{% endif %}}"
        ),
        st.tuples(_CONDITION, inner).map(lambda p: f"{{% unless {p[0]} %}}{p[1]}{{% endunless %}}"),
        st.tuples(_TERM, _TERM, _TERM, inner, inner).map(
            lambda p: f"{{% case {p[0]} %}}{{% when {p[1]}, {p[2]} %}}{p[3]}{{% else %}}{p[4]}{{% endcase %}}"
        ),
        st.tuples(inner, inner).map("".join),
    )


_TEXTS = st.recursive(st.one_of(_OUTPUT, st.just(" word ")), _blocks, max_leaves=8)
_WITH_ASSIGNMENTS = st.tuples(_NAME, _TERM, _TEXTS).map(lambda p: f"{{% assign {p[0]} = {p[1]} %}}{p[2]}")


@given(st.one_of(_TEXTS, _TEXTS, _WITH_ASSIGNMENTS), st.lists(_CLIENTS, min_size=1, max_size=6))
def test_a_shared_skeleton_is_what_each_would_have_got(source: str, clients: list[dict[str, str]]) -> None:
    if problems(source):
        return
    text = TemplateText(source)
    for client in clients:
        alone = text.fill_anew({name: value for name, value in client.items() if value})
        assert text.fill(client) == alone


def _rendered_for(source: str, clients: list[dict[str, str]], monkeypatch: pytest.MonkeyPatch) -> int:
    text, times = TemplateText(source), 0
    render = text._render

    def counted(given: Mapping[str, str]) -> tuple[Filling, str]:
        nonlocal times
        times += 1
        return render(given)

    monkeypatch.setattr(text, "_render", counted)
    for client in clients:
        text.fill(client)
    return times


@pytest.mark.parametrize(
    ("source", "times"),
    [
        ("Dear {{ city }}, {{ country | upcase }}", 1),
        ("{% if city == 'Town 3' %}A{% endif %} {{ city }}", 2),
        ("{% if city %}A{% endif %} {% unless country == blank %}{{ country }}{% endunless %}", 1),
        ("{% case city %}{% when 'Town 1', 'Town 2' %}A{% else %}B{% endcase %}", 3),
        ("{% if city contains '1' %}A{% endif %}", 50),
        ("{% assign place = city %}{{ place }}", 50),
    ],
)
def test_a_text_is_rendered_once_for_each_way_it_can_turn_out(
    source: str, times: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    clients = [{"city": f"Town {number}", "country": "US"} for number in range(50)]
    assert _rendered_for(source, clients, monkeypatch) == times


def test_what_asks_for_all_of_a_value_does_not_fill_the_memory() -> None:
    text = TemplateText("{% if city contains '1' %}A{% endif %}")
    for number in range(1_000):
        assert text.fill({"city": f"Town {number}"}).skeleton == ("A" if "1" in str(number) else "")
    assert len(text._turns) <= 256
