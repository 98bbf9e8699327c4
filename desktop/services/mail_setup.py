"""Sets up how mail leaves: the server in the store, its password in the keyring, and a trial of both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.channels.mail_trial import Told, try_connection
from desktop.channels.vault import Secret, Vault
from desktop.errors import Refused
from desktop.models.mail_trial import TrialReport
from desktop.models.office import Role
from desktop.services.office import check_mail_server, mail_server_of, save_mail_server
from desktop.services.permission import require

if TYPE_CHECKING:
    from desktop.models.change import Change
    from desktop.models.mail_server import MailServer
    from desktop.models.office import User
    from desktop.store.store import Store


def mail_setup_of(store: Store, vault: Vault) -> tuple[MailServer, bool]:
    """The office's mail server, and whether a password for it is kept on this computer.

    A computer without a keyring keeps none; it can still use a server that asks for no password.
    """
    server = mail_server_of(store)
    try:
        return server, vault.get(store.address.label, Secret.MAIL_PASSWORD) is not None
    except Refused:
        return server, False


def save_mail_setup(
    store: Store, actor: User, vault: Vault, server: MailServer, password: str | None
) -> Change:
    """Keep the server and its password: None leaves the password as it is, an empty one forgets it.

    Raises Refused for a server that cannot be, and when the keyring cannot be used; nothing is kept then.
    """
    require(actor, Role.ADMIN)
    check_mail_server(server)
    label = store.address.label
    if password:
        vault.set(label, Secret.MAIL_PASSWORD, password)
    elif password is not None:
        vault.delete(label, Secret.MAIL_PASSWORD)
    return save_mail_server(store, actor, server)


def try_mail_setup(
    store: Store, vault: Vault, server: MailServer, password: str | None, told: Told | None = None
) -> TrialReport:
    """Try a server before or after it is saved; a password of None means the one that is kept."""
    check_mail_server(server)
    if password is None and server.user:
        password = vault.get(store.address.label, Secret.MAIL_PASSWORD)
    return try_connection(server, password or "", told=told)
