"""The one command finds out what is there and what is missing, and says so in words."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import dev

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with two locks and no environment; installing is only noted in ``installed``."""
    for name in ("run", "dev"):
        (tmp_path / f"{name}.txt").write_text(f"# {name}")
    monkeypatch.setattr(dev, "ROOT", tmp_path)
    monkeypatch.setattr(dev, "LOCKS", tmp_path)
    monkeypatch.setattr(dev, "HOME", tmp_path / ".venv")
    monkeypatch.setattr(dev, "STAMP", tmp_path / ".venv" / "stamp.json")
    monkeypatch.setattr(dev, "PYTHON", sys.executable)
    monkeypatch.setattr(dev, "make_empty", lambda: note(tmp_path, "remade"))
    monkeypatch.setattr(dev, "install", lambda kind: note(tmp_path, kind))
    return tmp_path


def note(house: Path, word: str) -> None:
    (house / ".venv").mkdir(exist_ok=True)
    with (house / "installed").open("a") as file:
        file.write(f"{word} ")


def done(house: Path) -> list[str]:
    path = house / "installed"
    words = path.read_text().split() if path.exists() else []
    path.unlink(missing_ok=True)
    return words


def test_it_parses_on_the_python_that_it_turns_away() -> None:
    with open(dev.__file__, encoding="utf-8") as file:  # noqa: PTH123 - the module's own file
        ast.parse(file.read(), feature_version=(3, 8))


def test_an_old_python_is_turned_away_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 1))
    assert dev.main() == 2
    assert capsys.readouterr().out == "The Message Center needs Python 3.11 or newer; this one is 3.9.\n"


def test_the_environment_is_made_once(house: Path) -> None:
    dev.prepare("run")
    assert done(house) == ["remade", "run"]
    dev.prepare("run")
    assert done(house) == []


def test_tests_add_to_what_running_made(house: Path) -> None:
    dev.prepare("run")
    done(house)
    dev.prepare("dev")
    assert done(house) == ["dev"]
    dev.prepare("run")
    assert done(house) == []


@pytest.mark.parametrize("lock", ["run", "dev"])
def test_a_changed_lock_remakes_the_environment(house: Path, lock: str) -> None:
    dev.prepare("dev")
    done(house)
    (house / f"{lock}.txt").write_text("# changed")
    dev.prepare("dev")
    assert done(house) == ["remade", "dev"]


def test_another_python_remakes_the_environment(house: Path) -> None:
    dev.prepare("run")
    done(house)
    stamp = json.loads(dev.STAMP.read_text())
    dev.STAMP.write_text(json.dumps({**stamp, "python": "3.11.0"}))
    dev.prepare("run")
    assert done(house) == ["remade", "run"]


@pytest.mark.parametrize("stamp", ["", "{", None])
def test_a_half_made_environment_is_remade(house: Path, stamp: str | None) -> None:
    dev.prepare("run")
    done(house)
    dev.STAMP.unlink() if stamp is None else dev.STAMP.write_text(stamp)
    dev.prepare("run")
    assert done(house) == ["remade", "run"]


def test_a_broken_environment_is_remade(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dev.prepare("run")
    done(house)
    monkeypatch.setattr(dev, "PYTHON", house / "no-such-python")
    dev.prepare("run")
    assert done(house) == ["remade", "run"]


def test_a_failed_installation_is_not_taken_for_a_whole_one(
    house: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(kind: str) -> None:
        raise dev.Stop("no network", 1)

    with monkeypatch.context() as patch:
        patch.setattr(dev, "install", fail)
        with pytest.raises(dev.Stop):
            dev.prepare("run")
    done(house)
    dev.prepare("run")
    assert done(house) == ["remade", "run"]


def test_only_the_libraries_that_do_not_load_are_missing() -> None:
    everything = dev.missing_libraries(window=True, loads=lambda file: False)
    (missing,) = dev.missing_libraries(window=True, loads=lambda file: "xcb-cursor" not in file)
    assert missing["apt"] == "libxcb-cursor0"
    assert all(library[tool] for library in everything for tool in dev.INSTALLERS)
    assert len(dev.missing_libraries(window=False, loads=lambda file: False)) < len(everything)


def test_where_nothing_may_be_installed_the_command_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev, "package_tool", lambda: "dnf")
    with pytest.raises(dev.Stop, match=r"dnf install -y xcb-util-cursor"):
        dev.provide(["xcb-util-cursor"], "Qt needs a library.")


@pytest.mark.skipif(os.name == "nt", reason="Windows has always a display")
def test_without_a_display_run_says_how_to_go_on() -> None:
    bare = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME"}}
    ran = subprocess.run(
        [sys.executable, dev.__file__, "run"], env=bare, capture_output=True, text=True, check=False
    )
    if sys.platform.startswith("linux"):
        assert ran.returncode == 2
        assert "xvfb-run" in ran.stdout


def test_an_unknown_command_lists_the_known(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["dev.py", "fly"])
    assert dev.main() == 2
    assert "gallery" in capsys.readouterr().out


def test_an_exit_code_passes_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev, "PYTHON", sys.executable)
    assert dev.call("-c", "raise SystemExit(5)") == 5


def test_every_check_runs_and_those_that_failed_are_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dev, "PYTHON", sys.executable)
    monkeypatch.setattr(dev, "without_display", lambda: None)
    monkeypatch.setattr(dev, "test", lambda words: dev.say(f"tested {words}"))
    steps = {
        name: ["-c", f"print('{name} is done'); raise SystemExit({name == 'mypy'})"] for name in dev.CHECKS
    }
    monkeypatch.setattr(dev, "CHECKS", steps)
    with pytest.raises(dev.Stop, match=r"^Failed: mypy\.$"):
        dev.check(["-x"])
    shown = capsys.readouterr().out.splitlines()
    assert shown[-2:] == ["== tests", "tested ['-x']"]
    for name in dev.CHECKS:
        assert shown[shown.index(f"== {name}") + 1] == f"{name} is done"
