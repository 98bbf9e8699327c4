"""What is read of a theme's file is what TOML says."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import pytest

from desktop import paths
from desktop.views.theme import theme_file
from desktop.views.theme.theme_file import read_theme_file

if TYPE_CHECKING:
    from pathlib import Path

THEMES = sorted((paths.resources() / "themes").glob("*.toml"))


@pytest.mark.parametrize("file", THEMES, ids=lambda file: str(file.stem))
def test_every_file_of_the_theme_is_read_without_a_parser(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = tomllib.loads(file.read_text("utf-8"))
    monkeypatch.setattr(tomllib, "loads", lambda _text: pytest.fail("too slow for a start"))
    assert read_theme_file(file) == expected


@pytest.mark.parametrize(
    "text",
    [
        "a = 1_000\nb = 0x10\nc = 2026-11-30\nd = nan",
        'a = \'single\'\nb = """two\nlines"""',
        'a = [\n  "one",\n  "two",\n]',
        '[a.b]\nc = 1\n["d e"]\nf = 2',
        "a = 1 # why\nb.c = {d = 2}",
        "[[a]]\nb = 1\n[[a]]\nb = 2",
        "a = 1\r\n\r\n[t]\r\n  b = true\r\n",
        "",
    ],
)
def test_what_else_toml_can_say_is_read_too(text: str, tmp_path: Path) -> None:
    file = tmp_path / "theme.toml"
    file.write_bytes(text.encode())
    assert repr(read_theme_file(file)) == repr(tomllib.loads(file.read_text("utf-8")))


@pytest.mark.parametrize("text", ["a = null", "a = {}x", "a", "[a\nb = 1", "[a]\n[a]", "a = 1\na = 2", "= 1"])
def test_what_is_no_toml_is_no_theme(text: str, tmp_path: Path) -> None:
    file = tmp_path / "theme.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(ValueError, match=r"."):
        theme_file.read_theme_file(file)
