"""Where a store may be."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.errors import Refused
from desktop.store.address import StoreAddress
from desktop.store.place import is_network_drive, is_network_type


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://ada:secret@db.example/office",
        "postgres://ada:@db.example/office",
        "postgresql://db.example/office?password=secret",
    ],
)
def test_a_password_in_an_address_is_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(Refused) as refusal:
        StoreAddress.parse(url)
    assert "keyring" in refusal.value.remedy
    assert "secret" not in str(refusal.value)


def test_other_kinds_of_database_are_refused() -> None:
    with pytest.raises(Refused, match="mysql"):
        StoreAddress.parse("mysql://db.example/office")


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_each_way_to_name_postgresql_is_understood(scheme: str) -> None:
    address = StoreAddress.parse(f"{scheme}://ada@db.example/office")
    assert address.url == "postgresql+psycopg://ada@db.example/office"
    assert address.label == "db.example/office"
    assert not address.is_embedded


def test_a_path_is_an_embedded_store(tmp_path: Path) -> None:
    path = tmp_path / "office.db"
    assert StoreAddress.parse(str(path)).path == path
    assert StoreAddress.parse(f"sqlite:///{path.as_posix()}").path == path


@pytest.mark.parametrize("name", ["nfs4", "cifs", "smb3", "fuse.sshfs"])
def test_file_systems_reached_over_a_network_are_known(name: str) -> None:
    assert is_network_type(name)


@pytest.mark.parametrize("name", ["ext4", "apfs", "btrfs", "fuse.gocryptfs", "overlay"])
def test_file_systems_of_this_computer_are_not_mistaken(name: str) -> None:
    assert not is_network_type(name)


def test_a_folder_of_this_computer_is_no_network_drive(tmp_path: Path) -> None:
    assert not is_network_drive(tmp_path / "not" / "yet" / "there")
