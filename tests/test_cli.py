"""The command line says what it did, and its exit codes tell scripts the same."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

import pytest

from desktop import cli, paths
from desktop.commands.command import Command
from desktop.commands.demo import DEMO
from desktop.store.address import StoreAddress
from desktop.store.opening import open_store

HEADER = "account_number,account_title,account_type,status,client_id,email"
GOOD = "U1000001,Anna,INDIVIDUAL,open,C1,anna@clients.example"
BAD = "U1000002,Ben,INDIVIDUAL,open,C1,ben@"


@pytest.fixture
def clients(tmp_path: Path) -> Path:
    path = tmp_path / "clients.csv"
    path.write_text(f"{HEADER}\n{GOOD}\n{BAD}\n", "utf-8")
    return path


def accounts_in(store_url: str) -> int:
    store = open_store(StoreAddress.parse(store_url))
    with store.read() as unit:
        count = unit.accounts.count()
    store.close()
    return count


def test_import_lists_faults_and_stores_nothing(
    store_url: str, clients: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["import", "accounts", str(clients), "--store", store_url]) == 4
    assert "line 3, email: “ben@” is not an e-mail address." in capsys.readouterr().out
    assert accounts_in(store_url) == 0
    assert cli.main(["import", "accounts", str(clients), "--skip-faulty", "--store", store_url]) == 4
    assert "1 account imported: 1 new." in capsys.readouterr().out
    assert accounts_in(store_url) == 1


def test_import_check_changes_nothing(
    store_url: str, clients: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    clients.write_text(f"{HEADER},colour\n{GOOD},red\n", "utf-8")
    assert cli.main(["import", "accounts", str(clients), "--check", "--store", store_url]) == 0
    out = capsys.readouterr().out
    assert "Nothing was changed" in out
    assert "left out: colour" in out
    assert accounts_in(store_url) == 0


def test_demo_is_made_once(store_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["demo", "--accounts", "50", "--messages", "5", "--store", store_url]
    assert cli.main(words) == 0
    assert "50 accounts, 5 sent messages" in capsys.readouterr().out
    assert cli.main(words) == 0
    assert "already in" in capsys.readouterr().out
    assert cli.main([*words, "--seed", "2"]) == 3
    assert "another size or seed" in capsys.readouterr().err
    assert accounts_in(store_url) == 50


def test_the_environment_chooses_the_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MESSAGE_CENTER_STORE", str(tmp_path / "env.db"))
    assert cli.main(["demo", "--accounts", "5", "--messages", "0"]) == 0
    assert accounts_in(str(tmp_path / "env.db")) == 5


def test_a_refusal_is_three_sentences(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["import", "staff", str(tmp_path / "none.csv"), "--store", str(tmp_path / "a.db")]) == 3
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.splitlines()[0] == "The file cannot be read"
    assert "Check the path" in captured.err


def test_a_password_in_the_address_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["demo", "--store", "postgresql://me:secret@server.example/office"]) == 3
    err = capsys.readouterr().err
    assert "keyring" in err
    assert "secret" not in err


@pytest.mark.parametrize(
    "words", [["import"], ["import", "pets", "x.csv"], ["sing"], ["demo", "--accounts", "x"]]
)
def test_wrong_usage(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(words) == 2
    assert "usage:" in capsys.readouterr().err


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_each_command_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    command = cli.COMMANDS[name]()
    assert command.name == name
    assert cli.main([name, "--help"]) == 0
    out = capsys.readouterr().out
    assert command.examples[0] in out
    assert "--store" in out


def _failing(error: BaseException) -> Command:
    def run(_arguments: Namespace) -> int:
        raise error

    return DEMO._replace(run=run)


def test_ctrl_c(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(cli, "COMMANDS", {"demo": lambda: _failing(KeyboardInterrupt())})
    assert cli.main(["demo"]) == 130
    assert "Stopped" in capsys.readouterr().err


def test_a_fault_of_the_program_is_logged(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cli, "COMMANDS", {"demo": lambda: _failing(ValueError("odd"))})
    assert cli.main(["demo"]) == 1
    log = paths.logs() / "message-center.log"
    assert str(log) in capsys.readouterr().err
    assert "ValueError" in log.read_text("utf-8")


def test_without_a_command_the_window_opens(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str | None] = []

    def run(arguments: Namespace) -> int:
        opened.append(arguments.store)
        return 0

    window = DEMO._replace(name="gui", run=run)
    monkeypatch.setattr(cli, "COMMANDS", {"gui": lambda: window})
    assert cli.main([]) == 0
    assert cli.main(["--store", "x.db"]) == 0
    assert opened == [None, "x.db"]
