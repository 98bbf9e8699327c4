"""Modules loaded late obey the arrows between the rooms, which import-linter cannot see there."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]


def _rooms() -> list[list[str]]:
    """The layers of the first contract, from the top."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    layers = settings["tool"]["importlinter"]["contracts"][0]["layers"]
    return [[room.strip(" ()") for room in layer.split("|")] for layer in layers]


def _height(module: str, rooms: list[list[str]]) -> int:
    """The place of the module's room, 0 the topmost."""
    for place, layer in enumerate(rooms):
        if any(module == room or module.startswith(f"{room}.") for room in layer):
            return place
    raise AssertionError(f"{module} stands in no room")


def _late_imports() -> Iterator[tuple[str, str]]:
    """The module that declares it, and the module that is loaded late."""
    for file in sorted((ROOT / "desktop").rglob("*.py")):
        module = ".".join(file.relative_to(ROOT).with_suffix("").parts)
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "late":
                (name,) = node.args
                assert isinstance(name, ast.Constant), f"{module}: only a name that can be read"
                if str(name.value).startswith("desktop."):
                    yield module, str(name.value)


def test_a_late_import_goes_down_or_stays_in_its_room() -> None:
    rooms = _rooms()
    found = list(_late_imports())
    assert found
    upward = [(above, below) for above, below in found if _height(above, rooms) > _height(below, rooms)]
    assert upward == []


def test_an_arrow_that_points_up_would_be_seen() -> None:
    rooms = _rooms()
    assert _height("desktop.services.sending", rooms) > _height("desktop.views.kit.words", rooms)
