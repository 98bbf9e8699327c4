"""What does not differ between recipients is made once a message, however many there are."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import nh3
import pytest

from desktop.content import layouts, prepared
from tests.content.letters import HARMLESS
from tests.content.letters import prepared as message

if TYPE_CHECKING:
    from collections.abc import Callable

CONTENT = (
    "# Dear {{ account_title }}\n\n{% if city == 'Chicago' %}Come **by**.{% endif %}\n\n{{ account_number }}"
)


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    counted: Counter[str] = Counter()

    def count(module: Any, name: str) -> None:
        real: Callable[..., Any] = getattr(module, name)

        def counting(*args: Any, **named: Any) -> Any:
            counted[name] += 1
            return real(*args, **named)

        monkeypatch.setattr(module, name, counting)

    count(prepared, "html_of")
    count(nh3, "clean")
    count(layouts, "_inliner")
    return counted


def test_markdown_css_and_sanitising_run_once_for_each_way_the_conditions_turn_out(
    calls: Counter[str],
) -> None:
    ready = message(CONTENT)
    so_far: dict[int, Counter[str]] = {}
    for number in range(200):
        city = "Chicago" if number % 2 else f"City {number}"
        own = {"account_title": f"Client {number}", "account_number": f"U{number:07}", "city": city}
        rendered = ready.render({**HARMLESS, **own})
        assert f"Client {number}" in rendered.mail_html
        assert rendered.view_html
        assert rendered.text
        so_far[number] = calls.copy()
    assert so_far[199]["html_of"] == 2
    assert so_far[1] == so_far[199], "something is done anew for each recipient"
    assert so_far[199]["clean"] > 0
    assert so_far[199]["_inliner"] > 0
