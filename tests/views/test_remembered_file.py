"""Window state survives a restart, and nothing unreadable stops the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import shiboken6

from desktop.views.remembered_file import RememberedFile, remembered_here

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot


def test_what_was_set_is_there_the_next_time(qapp: QApplication, tmp_path: Path) -> None:
    file = tmp_path / "deep" / "window.json"
    first = RememberedFile(file)
    first.set_value("widths", [120, 300])
    first.flush()
    assert RememberedFile(file).value("widths") == [120, 300]
    assert [found.name for found in file.parent.iterdir()] == ["window.json"]


def test_two_windows_keep_what_the_other_has_written(qapp: QApplication, tmp_path: Path) -> None:
    file = tmp_path / "desktop.json"
    first, second = RememberedFile(file), RememberedFile(file)
    first.set_value("searches", ["margin"])
    first.flush()
    second.set_value("quiet", "22:00-07:00")
    second.flush()
    first.set_value("width", 900)
    first.flush()
    again = RememberedFile(file)
    assert [again.value(key) for key in ("searches", "quiet", "width")] == [["margin"], "22:00-07:00", 900]
    assert [path.name for path in tmp_path.iterdir()] == ["desktop.json"]


def test_what_is_remembered_outlives_its_file(qapp: QApplication, tmp_path: Path) -> None:
    file = tmp_path / "desktop.json"
    remembered = RememberedFile(file)
    remembered.set_value("width", 900)
    remembered.flush()
    file.unlink()
    remembered.set_value("height", 700)
    remembered.flush()
    again = RememberedFile(file)
    assert (again.value("width"), again.value("height")) == (900, 700)


def test_it_is_written_by_itself_after_a_while(qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "window.json"
    remembered = RememberedFile(file)
    remembered.set_value("theme", "dark")
    qtbot.waitUntil(file.exists)
    assert RememberedFile(file).value("theme") == "dark"


@pytest.mark.parametrize("text", ["", "{", "[1, 2]", "\x00\xff", '"word"'])
def test_an_unreadable_file_counts_as_empty(qapp: QApplication, tmp_path: Path, text: str) -> None:
    file = tmp_path / "window.json"
    file.write_text(text, "utf-8")
    assert RememberedFile(file).value("theme", "system") == "system"


def test_a_folder_that_cannot_be_written_is_no_fault(qapp: QApplication, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file, not a folder", "utf-8")
    remembered = RememberedFile(tmp_path / "taken" / "window.json")
    remembered.set_value("theme", "dark")
    remembered.flush()
    assert remembered.value("theme") == "dark"


@pytest.mark.parametrize("goes", ["deleted", "let go of"])
def test_what_is_gone_is_not_remembered_here(tmp_path: Path, qapp: QApplication, goes: str) -> None:
    """The application kept the address of one that was gone, and whoever asked for a file ended the program."""
    file = RememberedFile(tmp_path / "desktop.json")
    file.install(qapp)
    assert remembered_here() is file
    if goes == "deleted":
        shiboken6.delete(file)
    del file
    assert remembered_here() is None
