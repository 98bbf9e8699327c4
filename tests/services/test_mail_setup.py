"""Setting up mail: the server goes into the store, the password into the keyring, and only an administrator may."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desktop.channels.vault import KeyringVault, Secret
from desktop.errors import Cancelled, Refused
from desktop.models.mail_server import MailSecurity, MailServer
from desktop.models.office import Role
from desktop.services.mail_setup import mail_setup_of, save_mail_setup, try_mail_setup
from tests.support.stores import add_user

if TYPE_CHECKING:
    from desktop.store.store import Store
    from tests.support.smtp import SmtpServer

SERVER = MailServer("smtp.office.example", user="office", from_address="office@office.example")


def test_a_password_stays_until_it_is_replaced_or_forgotten(sqlite_store: Store) -> None:
    actor, vault = add_user(sqlite_store), KeyringVault()
    for password, expected in (("first", "first"), (None, "first"), ("second", "second"), ("", None)):
        save_mail_setup(sqlite_store, actor, vault, SERVER, password)
        assert vault.get(sqlite_store.address.label, Secret.MAIL_PASSWORD) == expected
        assert mail_setup_of(sqlite_store, vault) == (SERVER, expected is not None)


def test_nothing_is_kept_for_who_may_not_or_of_what_cannot_be(sqlite_store: Store) -> None:
    admin = add_user(sqlite_store)
    sender = add_user(sqlite_store, Role.SENDER, "Grace Hopper")
    vault = KeyringVault()
    with pytest.raises(Refused, match="not allowed"):
        save_mail_setup(sqlite_store, sender, vault, SERVER, "secret")
    with pytest.raises(Refused) as refused:
        save_mail_setup(sqlite_store, admin, vault, MailServer("not a host"), "secret")
    assert refused.value.about == "host"
    assert mail_setup_of(sqlite_store, vault) == (MailServer(""), False)


def test_a_trial_tells_each_step_and_can_be_called_off(sqlite_store: Store, smtp_server: SmtpServer) -> None:
    server = MailServer(
        smtp_server.host, smtp_server.port, MailSecurity.NONE, from_address="office@office.example"
    )
    told: list[tuple[int, int]] = []
    report = try_mail_setup(
        sqlite_store, KeyringVault(), server, None, lambda done, total, _step: told.append((done, total))
    )
    assert report.ok
    assert told == [(done, 5) for done in range(5)]

    def stop(done: int, _total: int, _step: str) -> None:
        if done == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        try_mail_setup(sqlite_store, KeyringVault(), server, None, stop)
