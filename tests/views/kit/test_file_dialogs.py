"""File dialogs begin where the last file for the same purpose was, also after a new start."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QFileDialog, QFileSystemModel, QWidget

from desktop.views.kit.file_dialogs import FilePurpose, file_dialog
from desktop.views.remembered_file import RememberedFile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot


@pytest.fixture
def remembered(tmp_path: Path, qapp: QApplication) -> Iterator[RememberedFile]:
    file = RememberedFile(tmp_path / "desktop.json")
    file.install(qapp)
    yield file
    file.flush()
    qapp.setProperty("remembered", None)


def opened_in(parent: QWidget, purpose: FilePurpose, choose: Path | None = None) -> Path:
    """The folder in which the dialog begins; with ``choose`` this file is taken then."""
    dialog = file_dialog(parent, "Choose", purpose)
    folder = Path(dialog.directory().absolutePath())
    if choose is not None:
        dialog.filesSelected.emit([str(choose)])
    dialog.done(0)
    return folder


def test_each_purpose_has_the_folder_of_its_last_file(
    remembered: RememberedFile, tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    lists, letters = tmp_path / "lists", tmp_path / "letters"
    for folder in (lists, letters):
        folder.mkdir()
    assert opened_in(parent, FilePurpose.IMPORT, lists / "clients.csv") == Path.home()
    assert opened_in(parent, FilePurpose.LETTER, letters / "letter.eml") == Path.home()
    opened_in(parent, FilePurpose.FEED, lists)
    remembered.flush()
    again = RememberedFile(tmp_path / "desktop.json")
    again.install(qapp)
    assert opened_in(parent, FilePurpose.IMPORT) == lists
    assert opened_in(parent, FilePurpose.LETTER) == letters
    assert opened_in(parent, FilePurpose.FEED) == lists
    assert opened_in(parent, FilePurpose.ATTACH) == Path.home()
    lists.rmdir()
    assert opened_in(parent, FilePurpose.IMPORT) == Path.home(), "it has gone"
    qtbot.waitUntil(lambda: not parent.findChildren(QFileDialog))


def test_looking_into_the_folder_of_a_store_does_not_let_go_of_it(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A dialog that opens and closes the store's files to see what they are lets go of this program's locks.

    The next program that closes the store then takes itself for the last one and removes the log in which this
    one goes on writing: all of that is lost.
    """
    place = tmp_path / "office.db"
    monkeypatch.chdir(tmp_path)
    parent = QWidget()
    qtbot.addWidget(parent)
    with closing(sqlite3.connect(place)) as ours:
        ours.executescript("PRAGMA journal_mode=WAL; CREATE TABLE kept (word TEXT)")
        dialog = file_dialog(parent, "Choose", FilePurpose.IMPORT)
        dialog.setDirectory(str(tmp_path))
        dialog.show()
        files = dialog.findChild(QFileSystemModel)
        assert files is not None
        names = [str(each) for each in tmp_path.glob("office.db*")]
        assert len(names) == 3
        qtbot.waitUntil(lambda: all(files.type(files.index(name)) for name in names))
        dialog.done(0)
        theirs = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('SELECT * FROM kept'); c.close()"
        subprocess.run([sys.executable, "-c", theirs, str(place)], check=True)
        assert (tmp_path / "office.db-wal").exists()
    qtbot.waitUntil(lambda: not parent.findChildren(QFileDialog))
