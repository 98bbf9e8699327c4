"""Passwords live in the keyring; without one the person is told the way out, and nothing leaks."""

from __future__ import annotations

import keyring
import pytest
from keyring.backends.fail import Keyring as NoKeyring
from keyring.errors import KeyringLocked

from desktop.channels.vault import KeyringVault, Secret
from desktop.errors import Refused


def test_secrets_are_kept_by_store_and_kind() -> None:
    vault = KeyringVault()
    vault.set("office.db", Secret.MAIL_PASSWORD, "one")
    vault.set("other.db", Secret.MAIL_PASSWORD, "two")
    vault.set("office.db", Secret.STORE_PASSWORD, "three")
    assert vault.get("office.db", Secret.MAIL_PASSWORD) == "one"
    assert vault.get("other.db", Secret.MAIL_PASSWORD) == "two"
    vault.delete("office.db", Secret.MAIL_PASSWORD)
    vault.delete("office.db", Secret.MAIL_PASSWORD)
    assert vault.get("office.db", Secret.MAIL_PASSWORD) is None
    assert vault.get("office.db", Secret.STORE_PASSWORD) == "three"


def test_without_a_keyring_the_way_out_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring, "get_password", NoKeyring().get_password)
    monkeypatch.setattr(keyring, "set_password", NoKeyring().set_password)
    vault = KeyringVault()
    with pytest.raises(Refused, match="keyring service"):
        vault.get("office.db", Secret.MAIL_PASSWORD)
    with pytest.raises(Refused) as refusal:
        vault.set("office.db", Secret.MAIL_PASSWORD, "hidden-word")
    assert "hidden-word" not in str(refusal.value)


def test_what_a_keyring_says_of_a_password_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(service: str, name: str, password: str) -> None:
        raise KeyringLocked(f"cannot keep {password}")

    monkeypatch.setattr(keyring, "set_password", locked)
    with pytest.raises(Refused) as refusal:
        KeyringVault().set("office.db", Secret.MAIL_PASSWORD, "hidden-word")
    assert "hidden-word" not in str(refusal.value)
    assert refusal.value.__suppress_context__
