"""Picks the concrete store and channels, for the window and the command line alike. No Qt."""

from __future__ import annotations

from pathlib import Path

from desktop import paths
from desktop.channels.mail_folder import MailFolder
from desktop.channels.smtp import SmtpChannel
from desktop.channels.vault import KeyringVault, Secret
from desktop.errors import Refused
from desktop.services.ways import Ways
from desktop.store.address import StoreAddress
from desktop.store.opening import open_store
from desktop.store.store import Store


def open_at(address: StoreAddress, *, create: bool = True) -> Store:
    """The store at ``address``, with the password this computer's keyring keeps for it.

    Raises Refused and StoreUnavailable; the caller closes the store.
    """
    return open_store(address, password=store_password(address), create=create)


def store_password(address: StoreAddress) -> str | None:
    """The password of a shared store; None for an embedded one or where none is kept."""
    if address.is_embedded:
        return None
    try:
        return KeyringVault().get(address.label, Secret.STORE_PASSWORD)
    except Refused:
        # A server may well let this person in without one; if not, it says so itself.
        return None


def ways_for(address: StoreAddress) -> Ways:
    """How mail leaves for the office in this store, with the passwords of this computer's keyring."""
    folder = mail_folder_of(address)
    return Ways(
        smtp=SmtpChannel,
        folder=lambda: MailFolder(folder),
        password=lambda: KeyringVault().get(address.label, Secret.MAIL_PASSWORD),
    )


def mail_folder_of(address: StoreAddress) -> Path:
    """Where mails are written as files while no mail server is set up."""
    return paths.mail_folder(address.path or paths.data() / "shared.db")
