from __future__ import annotations

import pytest

from desktop.views.kit.language_names import language_name


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        ("de", "Deutsch (de)"),
        ("en", "English (en)"),
        ("es", "español (es)"),
        ("en-GB", "British English (en-GB)"),
    ],
)
def test_a_country_is_named_only_where_the_tag_names_one(tag: str, name: str) -> None:
    assert language_name(tag) == name


def test_a_name_that_no_font_can_show_is_in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop.views.kit.language_names.can_be_shown", str.isascii)
    assert [language_name(tag) for tag in ("th", "ko", "zh-TW", "de", "fr")] == [
        "Thai (th)", "Korean (ko)", "Chinese (zh-TW)", "Deutsch (de)", "French (fr)",
    ]  # fmt: skip
