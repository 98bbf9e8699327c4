"""The doctor says what is well, what is not, and what to do."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from desktop import cli
from desktop.models.mail_server import MailServer
from desktop.services import doctor
from desktop.services.office import found_office, save_mail_server
from desktop.store.address import StoreAddress
from desktop.store.opening import open_store


@pytest.fixture(autouse=True)
def _no_fonts_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _name: None)


def test_an_office_is_looked_at_from_all_sides(store_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    store = open_store(StoreAddress.parse(store_url))
    assert cli.main(["doctor", "--store", store_url]) == 1
    assert "no office yet" in capsys.readouterr().out
    admin = found_office(store, "Harbor", "Ada", "ada@office.example", "Asia/Tokyo")
    assert cli.main(["doctor", "--store", store_url]) == 1
    assert "NOT WELL: Mail" in capsys.readouterr().out
    save_mail_server(store, admin, MailServer("smtp.office.example", from_address="post@office.example"))
    store.close()
    assert cli.main(["doctor", "--store", store_url]) == 0
    out = capsys.readouterr().out
    assert "“Harbor” with 1 active user" in out
    assert "smtp.office.example" in out
    assert "Asia/Tokyo" in out
    assert "NOT WELL" not in out


def test_no_store_yet_is_no_fault(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "none.db"
    assert cli.main(["doctor", "--store", str(path)]) == 0
    assert "there is none yet" in capsys.readouterr().out
    assert not path.exists()


def test_a_file_that_is_no_store(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "letter.db"
    path.write_text("Dear client, this is a letter and not a store.")
    assert cli.main(["doctor", "--store", str(path)]) == 1
    assert "NOT WELL: Store: This file is not a store" in capsys.readouterr().out


def test_an_old_backup_is_not_well() -> None:
    assert doctor.backup(timedelta(days=2)).is_well
    old = doctor.backup(timedelta(days=4))
    assert (old.is_well, old.words) == (False, "the newest copy is 4 days old.")


def test_damage_is_told_with_a_remedy() -> None:
    assert doctor.integrity("").is_well
    assert doctor.integrity("row 7 missing").remedy


def test_fonts_are_asked_of_fontconfig(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "fc-list"
    program.write_text('#!/bin/sh\ncase "$1" in :lang=ja) echo "Mincho,明朝";; esac\n')
    program.chmod(0o755)
    monkeypatch.setattr("shutil.which", lambda _name: str(program))
    found = {finding.subject: finding for finding in doctor.computer_findings()}
    assert (found["Japanese font"].is_well, found["Japanese font"].words) == (True, "Mincho")
    assert not found["Arabic font"].is_well
    assert "Noto" in found["Arabic font"].remedy
