"""A file is looked through before anything is stored, and it is stored whole or not at all."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from desktop.models.imports import ImportKind
from desktop.models.office import Role
from desktop.services.import_files.examples import save_example
from desktop.services.importing import import_file
from desktop.services.office import users_of
from desktop.views.imports.finding_columns import Finding
from desktop.views.imports.import_page import ImportPage
from desktop.views.kit.confirm import Confirm
from tests.pages.import_page import ImportPages
from tests.support.desks import close_desk, open_desk
from tests.support.looks import Memory

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from desktop.bridge.desk import Desk
    from desktop.views.theme.theme import Theme

HEADER = "account_number,account_title,account_type,status,client_id,email"
GOOD = "U1000001,Maria Example,INDIVIDUAL,open,C1,maria@clients.example"
ALSO = "U1000002,John Example,INDIVIDUAL,open,C2,john@clients.example"
BAD = "U1000003,Eve Example,INDIVIDUAL,opne,C3,eve"
SHORT = "U1000004,Short"


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    desk = open_desk(tmp_path)
    yield desk
    close_desk(desk)


@pytest.fixture
def page(theme: Theme, desk: Desk, qtbot: QtBot) -> ImportPages:
    return shown(desk, qtbot, ImportKind.ACCOUNTS)


def shown(desk: Desk, qtbot: QtBot, kind: ImportKind) -> ImportPages:
    page = ImportPage(desk, Memory(), kind)
    qtbot.addWidget(page)
    page.resize(900, 650)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    return ImportPages(page)


def file_of(folder: Path, *rows: str, header: str = HEADER) -> Path:
    file = folder / "clients.csv"
    file.write_text("\n".join([header, *rows]) + "\n", "utf-8")
    return file


def numbers(desk: Desk) -> set[str]:
    asked = [f"U100000{n}" for n in range(1, 5)]
    with desk.store.read() as unit:
        return set(unit.accounts.by_number(asked))


def test_a_clean_file_is_seen_and_then_imported(
    page: ImportPages, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    page.drop(file_of(tmp_path, GOOD, ALSO))
    qtbot.waitUntil(lambda: "2 rows: 2 new, 0 changed, 0 unchanged" in page.words())
    assert numbers(desk) == set()
    assert page.page.import_button.accessibleName() == "Import 2 accounts"
    with qtbot.waitSignal(page.page.imported) as told:
        page.press(page.page.import_button)
    assert told.args[0].written
    assert numbers(desk) == {"U1000001", "U1000002"}
    assert "2 accounts imported: 2 new" in page.words()
    with qtbot.waitSignal(page.page.write_wanted):
        page.press(page.page.write_button)


def test_a_file_imported_again_says_what_changes(
    page: ImportPages, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    import_file(desk.store, desk.actor, ImportKind.ACCOUNTS, file_of(tmp_path, GOOD, ALSO))
    page.page.take_file(file_of(tmp_path, GOOD, ALSO.replace("John", "Jon")))
    qtbot.waitUntil(lambda: "2 rows: 0 new, 1 changed, 1 unchanged" in page.words())
    assert page.page.import_button.accessibleName() == "Import 1 account"
    assert page.tabs() == ["Changed 1", "Unchanged 1"]
    qtbot.waitUntil(lambda: len(page.listed(Finding.CHANGED)) == 1)
    assert page.listed(Finding.CHANGED) == [
        ("3", "U1000002", "Jon Example", "Account title", "John Example", "Jon Example")
    ]
    qtbot.waitUntil(lambda: page.listed(Finding.SAME) == [("2", "U1000001", "Maria Example")])


def test_all_that_becomes_of_rows_is_listed_also_beside_faulty_ones(
    page: ImportPages, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    third = "U1000003,Jane Example,INDIVIDUAL,open,C3,"
    import_file(desk.store, desk.actor, ImportKind.ACCOUNTS, file_of(tmp_path, GOOD, ALSO, third))
    closing = ALSO.replace(",open,", ",closed,").replace("john@", "jon@")
    rows = (GOOD, closing, third + "jane@clients.example", SHORT, GOOD.replace("0001", "0009"))
    page.page.take_file(file_of(tmp_path, *rows))
    counted = "5 rows: 1 new, 1 changed, 1 unchanged, 1 closed, 1 faulty"
    qtbot.waitUntil(lambda: counted in page.words())
    assert page.tabs() == ["Faulty 1", "Closed 1", "Changed 1", "New 1", "Unchanged 1"]
    listed = {
        Finding.FAULTY: ("5", "Whole row", "", "The row has only 2 values, the header names 6 columns."),
        Finding.CLOSED: (
            "3", "U1000002", "John Example",
            "The file calls it closed; E-mail address: john@clients.example → jon@clients.example",
        ),
        Finding.CHANGED: ("4", "U1000003", "Jane Example", "E-mail address", "none", "jane@clients.example"),
        Finding.NEW: ("6", "U1000009", "Maria Example"),
        Finding.SAME: ("2", "U1000001", "Maria Example"),
    }  # fmt: skip
    for finding, row in listed.items():
        page.wait_for_row(qtbot, finding, row)
    assert page.page.findings is not None
    assert page.page.findings.leave_out.text() == "Leave out the faulty row"
    assert any(words.startswith("Nothing is imported while a row is faulty.") for words in page.words())
    page.press(page.page.findings.leave_out)
    assert any(words.startswith("The faulty row is left out.") for words in page.words())
    assert page.page.import_button.accessibleName() == "Import 2 accounts, close 1"
    with qtbot.waitSignal(page.page.imported):
        page.press(page.page.import_button)
    assert "2 accounts imported: 1 new, 1 changed; 1 closed; 1 unchanged" in page.words()


def test_a_file_that_brings_nothing_new_imports_nothing(
    page: ImportPages, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    file = file_of(tmp_path, GOOD, ALSO)
    import_file(desk.store, desk.actor, ImportKind.ACCOUNTS, file)
    page.page.take_file(file)
    same = "Nothing would change: all is stored already as it stands in the file."
    qtbot.waitUntil(lambda: same in page.words())
    assert page.page.import_button.accessibleName() == "Nothing to import"
    assert not page.page.import_button.isEnabled()
    assert page.tabs() == ["Unchanged 2"]


def test_with_faults_nothing_is_imported_unless_they_are_left_out(
    page: ImportPages, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    page.page.take_file(file_of(tmp_path, GOOD, BAD, SHORT))
    qtbot.waitUntil(lambda: len(page.faults()) == 3)
    assert page.faults() == [("3", "Status"), ("3", "E-mail address"), ("4", "Whole row")]
    assert "3 rows: 1 new, 0 changed, 0 unchanged, 2 faulty" in page.words()
    assert not page.page.import_button.isEnabled()
    findings = page.page.findings
    assert findings is not None
    assert findings.leave_out.text() == "Leave out the 2 faulty rows"
    stopped = "Nothing is imported while 2 rows are faulty."
    assert any(words.startswith(stopped) for words in page.words())
    page.press(findings.leave_out)
    assert not any(words.startswith(stopped) for words in page.words())
    assert any(words.startswith("The 2 faulty rows are left out.") for words in page.words())
    with qtbot.waitSignal(page.page.imported):
        page.press(page.page.import_button)
    assert numbers(desk) == {"U1000001"}


def test_faults_are_saved_for_a_spreadsheet(page: ImportPages, qtbot: QtBot, tmp_path: Path) -> None:
    page.page.take_file(file_of(tmp_path, GOOD, BAD))
    qtbot.waitUntil(lambda: len(page.faults()) == 2)
    findings = page.page.findings
    assert findings is not None
    faults = findings.lists.list_of(Finding.FAULTY)
    faults.table.selectRow(1)
    page.press(findings.save_button)
    asked = faults.findChild(QFileDialog)
    assert asked is not None
    asked.reject()
    assert not faults.table.selection(), "all are saved, and none looks chosen"
    faults.table.setFocus()
    QTest.keyClick(faults.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    saved = tmp_path / "faults.csv"
    with qtbot.waitSignal(faults.saved):
        faults.save_csv(saved)
    lines = saved.read_text("utf-8-sig").splitlines()
    assert lines[0] == "Line,Field,Value,Reason"
    assert lines[1].startswith("3,Status,opne,")


def test_a_file_without_a_good_row_cannot_be_imported(
    page: ImportPages, qtbot: QtBot, tmp_path: Path
) -> None:
    page.page.take_file(file_of(tmp_path, BAD))
    qtbot.waitUntil(lambda: any(words.startswith("The row cannot be taken.") for words in page.words()))
    assert page.page.findings is not None
    assert not page.page.findings.leave_out.isVisible()
    assert not page.page.import_button.isEnabled()


def test_columns_that_are_not_known_are_named(page: ImportPages, qtbot: QtBot, tmp_path: Path) -> None:
    page.page.take_file(file_of(tmp_path, f"{GOOD},glad", header=f"{HEADER},mood"))
    qtbot.waitUntil(lambda: "These columns are not used: mood." in page.words())
    assert page.page.import_button.isEnabled()


def test_a_file_that_is_none_is_refused_in_words(page: ImportPages, qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "clients.csv"
    file.write_bytes(b"\x00\x01")
    page.page.take_file(file)
    qtbot.waitUntil(lambda: "This is not a list" in page.words())
    assert not page.page.import_button.isVisible()
    assert page.page.choice.choose_button.isEnabled()


def test_what_has_another_encoding_is_read_in_one_that_is_chosen(
    page: ImportPages, qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "clients.csv"
    file.write_bytes(f"{HEADER}\n{GOOD.replace('Maria', 'Müller')}\n".encode() + b"\xff")
    page.page.take_file(file)
    encodings = page.page.encodings
    qtbot.waitUntil(encodings.isVisible)
    assert encodings.hasFocus()
    QTest.keyClick(encodings, Qt.Key.Key_W)
    qtbot.waitUntil(page.page.check_button.isVisible)
    assert not encodings.isVisible()


def test_a_mended_file_is_read_again(page: ImportPages, qtbot: QtBot, tmp_path: Path) -> None:
    page.page.take_file(file_of(tmp_path, BAD))
    qtbot.waitUntil(lambda: len(page.faults()) == 2)
    file_of(tmp_path, GOOD)
    page.press(page.page.again_button)
    qtbot.waitUntil(lambda: "1 row: 1 new, 0 changed, 0 unchanged" in page.words())
    assert page.page.import_button.isEnabled()


def test_a_file_that_went_bad_meanwhile_is_shown_anew(
    page: ImportPages, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    page.page.take_file(file_of(tmp_path, GOOD))
    qtbot.waitUntil(page.page.import_button.isVisible)
    file_of(tmp_path, GOOD, BAD)
    page.press(page.page.import_button)
    qtbot.waitUntil(lambda: len(page.faults()) == 2)
    assert numbers(desk) == set()


@pytest.mark.parametrize("way", ["button", "escape"])
def test_a_cancelled_import_stores_nothing(
    page: ImportPages, desk: Desk, qtbot: QtBot, tmp_path: Path, way: str
) -> None:
    page.page.take_file(file_of(tmp_path, GOOD))
    qtbot.waitUntil(page.page.import_button.isVisible)
    gate = threading.Event()
    desk.jobs.write(gate.wait, 10)
    page.press(page.page.import_button)
    assert page.page.busy.isVisible()
    if way == "button":
        page.press(page.page.busy.cancel_button)
    else:
        QTest.keyClick(page.page, Qt.Key.Key_Escape)
    gate.set()
    qtbot.waitUntil(page.page.import_button.isVisible)
    assert numbers(desk) == set()
    with qtbot.waitSignal(page.page.closed):
        QTest.keyClick(page.page, Qt.Key.Key_Escape)


@pytest.mark.parametrize("kind", list(ImportKind))
def test_an_example_of_each_kind_can_be_imported(
    theme: Theme, desk: Desk, qtbot: QtBot, tmp_path: Path, kind: ImportKind
) -> None:
    clients = tmp_path / "first.csv"
    save_example(ImportKind.ACCOUNTS, clients)
    if kind is ImportKind.BANKING:
        import_file(desk.store, desk.actor, ImportKind.ACCOUNTS, clients)
    page = shown(desk, qtbot, kind)
    example = tmp_path / "example.csv"
    page.page.choice.save_example(example)
    page.page.take_file(example)
    qtbot.waitUntil(lambda: "2 rows: 2 new, 0 changed, 0 unchanged" in page.words())
    assert not any("not used" in words for words in page.words())
    with qtbot.waitSignal(page.page.imported):
        page.press(page.page.import_button)
    assert page.page.write_button.isVisible() is (kind is ImportKind.ACCOUNTS)


def test_an_example_that_cannot_be_written_is_said(page: ImportPages, desk: Desk, tmp_path: Path) -> None:
    page.page.choice.save_example(tmp_path / "nowhere" / "example.csv")
    assert [notice.text for notice in desk.notices.take()] == ["Not saved"]


def test_a_file_of_another_kind_is_recognised(page: ImportPages, qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "staff.csv"
    save_example(ImportKind.STAFF, file)
    page.page.take_file(file)
    qtbot.waitUntil(lambda: "By its columns this looks like another list: Staff." in page.words())
    assert page.page.columns is not None
    page.press(page.page.columns.switch_button)
    qtbot.waitUntil(lambda: "2 rows: 2 new, 0 changed, 0 unchanged" in page.words())
    assert page.page.choice.kind is ImportKind.STAFF


def test_columns_are_matched_by_hand_and_remembered(
    page: ImportPages, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    header = "Konto;Inhaber;Art;Stand;Kunde;Post"
    file = file_of(tmp_path, GOOD.replace(",", ";"), ALSO.replace(",", ";"), header=header)
    page.page.take_file(file)
    qtbot.waitUntil(page.page.check_button.isVisible)
    columns = page.page.columns
    assert columns is not None
    assert columns.choosers[0].currentText() == "Konto"  # by what stands in it
    assert "Choose the columns for: Account title, Account type, Status, Client." in page.words()
    told = "Choose the column that holds it."
    assert told not in page.words()
    page.press(page.page.check_button)
    assert columns.choosers[1].hasFocus()
    assert page.words().count(told) == 4
    assert columns.choosers[1].accessibleDescription() == told
    for field in range(1, 5):
        columns.choosers[field].setFocus()
        for _ in range(field + 1):
            QTest.keyClick(columns.choosers[field], Qt.Key.Key_Down)
        assert page.words().count(told) == 4 - field
    assert any(words.startswith("The columns are matched as you chose.") for words in page.words())
    page.press(page.page.check_button)
    qtbot.waitUntil(lambda: "2 rows: 2 new, 0 changed, 0 unchanged" in page.words())
    with qtbot.waitSignal(page.page.imported):
        page.press(page.page.import_button)
    assert numbers(desk) == {"U1000001", "U1000002"}
    next_month = file_of(tmp_path, ALSO.replace(",", ";").replace("John", "Jon"), header=header)
    page.page.take_file(next_month)
    qtbot.waitUntil(lambda: "1 row: 0 new, 1 changed, 0 unchanged" in page.words())
    page.press(page.page.columns_button)
    assert "The columns are matched as when such a file was imported last." in page.words()


def test_a_column_for_two_fields_is_said_beside_both(page: ImportPages, qtbot: QtBot, tmp_path: Path) -> None:
    page.page.take_file(file_of(tmp_path, GOOD))
    qtbot.waitUntil(page.page.columns_button.isVisible)
    page.press(page.page.columns_button)
    columns = page.page.columns
    assert columns is not None
    columns.choosers[1].setFocus()
    QTest.keyClick(columns.choosers[1], Qt.Key.Key_Down)
    page.press(page.page.check_button)
    assert page.words().count("This column is chosen twice.") == 2
    assert columns.choosers[1].hasFocus()


def test_a_row_with_one_value_is_said_in_the_singular(
    page: ImportPages, qtbot: QtBot, tmp_path: Path
) -> None:
    page.page.take_file(file_of(tmp_path, "U1000001"))
    reason = "The row has only 1 value, the header names 6 columns."
    page.wait_for_row(qtbot, Finding.FAULTY, ("2", "Whole row", "", reason))
    assert page.page.findings is not None
    save = page.page.findings.save_button
    assert save.width() <= save.sizeHint().width()


def test_each_label_stands_level_with_what_it_names(page: ImportPages) -> None:
    choice = page.page.choice
    for words, widget in (("Import", choice.kinds), ("File", choice.choose_button)):
        label = page.label(words)
        middles = [each.mapTo(choice, each.rect().center()).y() for each in (label, widget)]
        assert abs(middles[0] - middles[1]) <= 1


def test_a_guessed_encoding_is_shown_and_changed(page: ImportPages, qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "clients.csv"
    file.write_bytes(f"{HEADER}\n{GOOD.replace('Maria', 'Łódź')}\n".encode("cp1250"))
    page.page.take_file(file)
    qtbot.waitUntil(page.page.check_button.isVisible)
    assert any(words.startswith("The encoding is a guess.") for words in page.words())
    assert not any("Łódź" in words for words in page.words())
    columns = page.page.columns
    assert columns is not None
    columns.encodings.setFocus()
    QTest.keyClick(columns.encodings, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: any("Łódź" in words for words in page.words()))


def test_a_whole_list_closes_what_it_does_not_have(
    page: ImportPages, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    import_file(desk.store, desk.actor, ImportKind.ACCOUNTS, file_of(tmp_path, GOOD, ALSO))
    page.page.take_file(file_of(tmp_path, GOOD))
    qtbot.waitUntil(lambda: "1 row: 0 new, 0 changed, 1 unchanged" in page.words())
    assert page.page.findings is not None
    page.press(page.page.findings.whole)
    qtbot.waitUntil(lambda: page.page.import_button.accessibleName().startswith("Close 1 "))
    with qtbot.waitSignal(page.page.imported):
        page.press(page.page.import_button)
    with desk.store.read() as unit:
        known = unit.accounts.by_number(["U1000001", "U1000002"])
    assert [known[number].details.status for number in sorted(known)] == ["open", "closed"]


def test_the_accounts_that_a_whole_list_closes_are_named_and_most_of_them_asked_for_twice(
    page: ImportPages, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    third = ALSO.replace("U1000002", "U1000003").replace("John", "Jane")
    import_file(desk.store, desk.actor, ImportKind.ACCOUNTS, file_of(tmp_path, GOOD, ALSO, third))
    page.page.take_file(file_of(tmp_path, GOOD))
    qtbot.waitUntil(lambda: page.page.findings is not None)
    assert page.closing() == []
    assert page.page.findings is not None
    page.press(page.page.findings.whole)
    qtbot.waitUntil(lambda: len(page.closing()) == 2)
    assert page.tabs() == ["Closed 2", "Unchanged 1"]
    assert "2 accounts that are not in the file will be closed." in page.words()
    assert page.closing() == [("U1000002", "John Example"), ("U1000003", "Jane Example")]
    page.press(page.page.import_button)
    asked = page.page.findChild(Confirm)
    assert asked is not None
    assert asked.accessibleName() == "Close 2 of the 3 accounts that are open or pending?"
    assert asked.yes.text() == "Close 2 accounts"
    assert asked.no.isDefault()
    asked.no.click()
    assert not desk.jobs.busy
    page.press(page.page.import_button)
    asked = next(one for one in page.page.findChildren(Confirm) if one.isVisible())
    with qtbot.waitSignal(page.page.imported) as told:
        asked.yes.click()
    assert told.args[0].missing == 2


def test_the_last_administrator_is_not_imported_away(
    theme: Theme, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "staff.csv"
    file.write_text("user_id,name,email,role\nada.byron,Ada,ada@office.example,viewer\n", "utf-8")
    page = shown(desk, qtbot, ImportKind.STAFF)
    page.page.take_file(file)
    qtbot.waitUntil(lambda: "The office would have no administrator" in page.words())
    assert [user.role for user in users_of(desk.store) if user.user_id == "ada.byron"] == [Role.ADMIN]


def test_only_an_administrator_imports(theme: Theme, desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    desk.actor = desk.actor._replace(role=Role.SENDER)
    page = shown(desk, qtbot, ImportKind.ACCOUNTS)
    assert "This is not allowed" in page.words()
    assert not page.page.choice.choose_button.isEnabled()
    page.page.take_file(file_of(tmp_path, GOOD))
    assert page.page.findings is None
    assert not desk.jobs.busy


def test_a_first_line_that_is_an_account_is_not_taken_for_the_names_of_columns(
    page: ImportPages, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "clients.csv"
    path.write_text(f"{GOOD}\n{ALSO}\n", "utf-8")
    page.drop(path)
    words = "Its first line holds values (“U1000001”), where the names of the columns should be."
    qtbot.waitUntil(lambda: any(words in each for each in page.words()))
    assert page.page.columns is None


def test_a_file_without_a_known_column_is_asked_for_by_its_first_line(
    page: ImportPages, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "clients.csv"
    path.write_text("Dear all,\nthe list follows.\n", "utf-8")
    page.drop(path)
    asked = "None of its columns is known. Is it the right file? Its first line is: Dear all"
    qtbot.waitUntil(lambda: asked in page.words())
