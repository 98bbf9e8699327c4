"""What the documentation points at exists: pages, headings, pictures, commands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from desktop.cli import COMMANDS
from desktop.models.imports import ImportKind

ROOT = Path(__file__).parents[2]
_FOLDERS = (ROOT / "docs", ROOT / "packaging")
PAGES = sorted([*ROOT.glob("*.md"), *(page for folder in _FOLDERS for page in folder.rglob("*.md"))])
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_CODE = re.compile(r"```.*?```|`[^`]*`", re.DOTALL)
_LARGEST_PICTURE = 150 * 1024


def _ids(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def _headings(page: Path) -> set[str]:
    """Names under which a page's headings can be pointed at."""
    found = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.casefold()).replace(" ", "-") for heading in found}


@pytest.mark.parametrize("page", PAGES, ids=_ids)
def test_links_lead_somewhere(page: Path) -> None:
    for link in _LINK.findall(_CODE.sub("", page.read_text("utf-8"))):
        if "://" in link or link.startswith("mailto:"):
            continue
        name, _, heading = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        assert target.exists(), link
        assert not heading or heading in _headings(target), link


@pytest.mark.parametrize("page", PAGES, ids=_ids)
def test_commands_exist(page: Path) -> None:
    text = page.read_text("utf-8")
    known = set(COMMANDS)
    assert set(re.findall(r"(?<![/\w-])message-center (--?\w+|\w+)", text)) <= known | {"--help", "--version"}
    kinds = {kind.value for kind in ImportKind}
    assert set(re.findall(r"message-center import ([a-z]+)", text)) <= kinds
    tasks = set(re.findall(r"^    \"(\w+)\": \(", (ROOT / "dev.py").read_text("utf-8"), re.MULTILINE))
    assert set(re.findall(r"python3 dev\.py (\w+)", text)) <= tasks


def test_pictures_are_small_and_in_use() -> None:
    pictures = sorted((ROOT / "docs" / "pictures").iterdir())
    shown = "\n".join(page.read_text("utf-8") for page in PAGES)
    assert pictures
    for picture in pictures:
        assert picture.stat().st_size <= _LARGEST_PICTURE, picture.name
        assert f"pictures/{picture.name}" in shown, picture.name


def test_the_two_commands_come_first() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert readme.index("python3 dev.py run") < readme.index("python3 dev.py test") < readme.index("![")
