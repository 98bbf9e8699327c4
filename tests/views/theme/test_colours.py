"""Every text can be read on every ground it stands on, in every theme."""

from __future__ import annotations

import re

import pytest

from desktop import paths
from desktop.views.theme.colours import PAIRS, contrast, read_colours
from desktop.views.theme.scale import Scale

_THEMES = paths.resources() / "themes"
_ALL = [(dark, high) for dark in (False, True) for high in (False, True)]


@pytest.mark.parametrize(("dark", "high"), _ALL)
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_reaches_the_contrast_it_needs(dark: bool, high: bool, text: str, ground: str) -> None:
    colours = read_colours(_THEMES, dark=dark, high_contrast=high)
    assert contrast(colours[text], colours[ground]) >= 4.5


@pytest.mark.parametrize("dark", [False, True])
def test_edges_of_fields_and_the_focus_ring_can_be_seen(dark: bool) -> None:
    colours = read_colours(_THEMES, dark=dark)
    for role in ("line-strong", "focus"):
        assert contrast(colours[role], colours["surface"]) >= 3
        assert contrast(colours[role], colours["window"]) >= 2.8


def test_contrast_is_the_published_ratio() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_both_themes_have_the_same_roles() -> None:
    assert set(read_colours(_THEMES, dark=False).roles) == set(read_colours(_THEMES, dark=True).roles)


def test_high_contrast_invents_no_role() -> None:
    for dark in (False, True):
        plain = read_colours(_THEMES, dark=dark)
        assert set(read_colours(_THEMES, dark=dark, high_contrast=True).roles) == set(plain.roles)


def test_no_name_is_both_a_colour_and_a_size() -> None:
    sizes = set(Scale._fields)
    assert not sizes & set(read_colours(_THEMES, dark=False).roles)


def test_the_style_sheet_names_roles_and_never_colours() -> None:
    assert not re.search(r"#[0-9a-fA-F]{3,8}\b\s*[;}]", (_THEMES / "style.qss").read_text("utf-8"))
