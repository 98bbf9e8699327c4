"""What a start does without is not loaded by it, and comes when it is asked for."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from desktop import late
from desktop.services.sample.filling import fill_sample_office
from desktop.store.address import StoreAddress
from desktop.store.opening import open_store
from tests.support.clock import Clock

HEAVY = (
    "alembic", "sqlalchemy", "psycopg", "liquid", "markdown", "nh3", "msgspec", "css_inline", "email_validator",
    "keyring", "asyncio", "email", "typing_extensions", "tomllib",
)  # fmt: skip
NOT_IN_THE_FRAME = (
    "sqlite3", "zoneinfo", "ctypes", "desktop.store.opening", "desktop.store.early", "desktop.views.lists.table",
    "desktop.views.sent.sent_page", "desktop.views.shell.command_palette", "desktop.views.kit.notice_stack",
    "desktop.views.welcome.welcome_window", "desktop.views.compose.editor_page", "desktop.commands.demo",
)  # fmt: skip
# There are 81 and 160. Some room, so that a small module more is no trouble.
MOST_IN_THE_FRAME, MOST_WITH_ROWS = 84, 164
WRONG_CALL = """
import sys
from desktop.commands.gui import load_qt
if sys.argv[1:]:
    load_qt()
from PySide6.QtCore import QPoint, QTimer
print([name for name in sys.modules if "_waits_for" in vars(sys.modules[name])], file=sys.stderr)
for wrong in (lambda: QTimer(nosuch=1), lambda: QPoint("a", "b"), lambda: QTimer().setInterval("x")):
    try:
        wrong()
    except (AttributeError, TypeError) as error:
        print(error)
print(QPoint.__doc__)
from PySide6.support.signature import get_signature
from PySide6.support.signature.lib import enum_sig, pyi_generator
print(get_signature(QPoint.dotProduct), enum_sig.ExactEnumerator, pyi_generator.generate_pyi.__name__)
"""
LISTS = "import sys, desktop.cli; print([n for n in sys.argv[1:] if n in sys.modules])"


def _started(store: Path, home: Path) -> dict[str, Any]:
    """What was loaded, and what was read of the store, at each paint of a start in a process of its own."""
    folders = dict.fromkeys(
        ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "APPDATA", "LOCALAPPDATA"), str(home)
    )
    surroundings = {**os.environ, **folders, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.start_listing", str(store)],
        env=surroundings, capture_output=True, text=True, check=True, timeout=120, cwd=Path(__file__).parents[1],
    )  # fmt: skip
    return {
        paint: listing for line in done.stdout.splitlines() for paint, listing in json.loads(line).items()
    }


@pytest.fixture(scope="module")
def starts(tmp_path_factory: pytest.TempPathFactory) -> dict[int, dict[str, Any]]:
    """The second start on a store of few messages and on one of many: the first one makes it known."""
    folder = tmp_path_factory.mktemp("starts")
    found = {}
    for size in (300, 6_000):
        path = folder / f"{size}.db"
        store = open_store(StoreAddress(path=path))
        fill_sample_office(store, accounts=30, messages=size, today=Clock()().date())
        store.close()
        _started(path, folder)
        found[size] = _started(path, folder)
    return found


def test_the_command_line_loads_only_the_command_that_is_named() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LISTS, *HEAVY, *NOT_IN_THE_FRAME, "PySide6"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == "[]"


def test_the_window_is_painted_before_what_is_behind_it_is_loaded(starts: dict[int, dict[str, Any]]) -> None:
    loaded = starts[300]["window"]["modules"]
    assert [name for name in (*HEAVY, *NOT_IN_THE_FRAME) if name in loaded] == []
    assert len([name for name in loaded if name.startswith("desktop")]) <= MOST_IN_THE_FRAME


def test_the_first_rows_are_painted_before_anything_heavy_is_loaded(
    starts: dict[int, dict[str, Any]],
) -> None:
    loaded = starts[300]["rows"]["modules"]
    assert [name for name in HEAVY if name in loaded] == []
    assert len([name for name in loaded if name.startswith("desktop")]) <= MOST_WITH_ROWS


def test_no_module_is_read_as_text_while_the_program_starts(starts: dict[int, dict[str, Any]]) -> None:
    """PySide's hook on imports would do that, for each module that is loaded after it."""
    read = [Path(name).parts[-2:] for name in starts[300]["rows"]["sources"]]
    assert [name for name in read if name[0] in {"views", "shell", "lists", "store", "bridge"}] == []


def test_what_describes_a_wrong_call_is_compiled_only_for_one_and_says_the_same() -> None:
    late_words, words = (
        subprocess.run([sys.executable, "-c", WRONG_CALL, *how], capture_output=True, text=True, check=True)
        for how in (["late"], [])
    )
    assert late_words.stdout == words.stdout
    assert "shibokensupport.signature.parser" in late_words.stderr
    assert "signature" not in words.stderr


def test_a_start_costs_the_same_on_a_small_store_and_on_a_large_one(
    starts: dict[int, dict[str, Any]],
) -> None:
    small, large = starts[300], starts[6_000]
    for paint in ("window", "rows"):
        assert small[paint]["statements"] == large[paint]["statements"]
        assert small[paint]["steps"] == large[paint]["steps"]
        assert small[paint]["modules"] == large[paint]["modules"]
    assert 0 < large["rows"]["statements"] < 10
    assert not large["window"]["statements"]


def test_a_late_module_is_loaded_when_something_of_it_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = late.late("colorsys")
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)
    assert "colorsys" not in sys.modules
    assert loaded.rgb_to_hls(0, 0, 0) == (0.0, 0.0, 0.0)
    assert "colorsys" in sys.modules


def test_all_that_is_late_can_be_loaded_before_it_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    late.late("colorsys")
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)
    late.load_all()
    assert "colorsys" in sys.modules


def test_whoever_loads_in_pauses_is_told_when_the_main_thread_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[bool] = []
    loaded = late.late("colorsys")
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)
    late.when_hurried(lambda: told.append(True))
    try:
        assert loaded.rgb_to_hls(0, 0, 0)
        assert loaded.rgb_to_hls(0, 0, 0)
    finally:
        late.when_hurried(None)
    assert told == [True]
