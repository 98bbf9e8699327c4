"""Picks the concrete store and channels, for the window and the command line alike. No Qt."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from desktop import paths
from desktop.channels.vault import KeyringVault, Secret
from desktop.errors import Refused
from desktop.late import late
from desktop.services.ways import Ways
from desktop.store.address import StoreAddress
from desktop.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop.channels import inquiry_folder, mail_folder, smtp
    from desktop.models import office_mail
    from desktop.services import copy_letters, email_details, staging_letters
    from desktop.services.office_mailer import Builder
    from desktop.store import ahead, opening
    from desktop.store.ahead import ReadAhead
else:
    ahead = late("desktop.store.ahead")
    copy_letters = late("desktop.services.copy_letters")
    email_details = late("desktop.services.email_details")
    inquiry_folder = late("desktop.channels.inquiry_folder")
    office_mail = late("desktop.models.office_mail")
    mail_folder = late("desktop.channels.mail_folder")
    smtp = late("desktop.channels.smtp")
    opening = late("desktop.store.opening")
    staging_letters = late("desktop.services.staging_letters")


def open_at(address: StoreAddress, *, create: bool = True) -> Store:
    """The store at ``address``. Raises Refused and StoreUnavailable; the caller closes the store."""
    store = Store(address)
    open_here(store, create=create)
    store.let_in()
    return store


def open_here(store: Store, *, create: bool = True, ahead: ReadAhead | None = None) -> None:
    """Open a store with the password this computer's keyring keeps for it; it lets nobody in yet.

    ``ahead`` may have asked the keyring and the server already; it is closed with the store. Raises
    Refused and StoreUnavailable; the store is closed then.
    """
    try:
        if ahead is None or not ahead.greet():
            ahead = None
        password = store_password(store.address) if ahead is None else ahead.password
    except BaseException:
        store.close()
        raise
    opening.open_up(store, password=password, create=create, ahead=ahead)


def begin_ahead(address: StoreAddress) -> ReadAhead | None:
    """Let another process connect to a server while this one loads Qt; an embedded store needs none."""
    if address.is_embedded:
        return None
    begun: ReadAhead = ahead.ReadAhead([*paths.this_program(), "read-ahead", "--store", address.url])
    return begun


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
    """How things leave for the office in this store, with the passwords of this computer's keyring."""
    folder = mail_folder_of(address)
    inquiries = paths.inquiry_folder(address.path or paths.data() / "shared.db")
    return Ways(
        smtp=lambda server, password: smtp.SmtpChannel(server, password),  # noqa: PLW0108 (loads it late)
        folder=lambda: mail_folder.MailFolder(folder),
        password=lambda: KeyringVault().get(address.label, Secret.MAIL_PASSWORD),
        inquiries=lambda chosen: inquiry_folder.InquiryFolder(Path(chosen) if chosen else inquiries),
    )


def mail_builders() -> Mapping[office_mail.OfficeMailKind, Builder]:
    """What makes each kind of mail to the office's own users."""
    kinds = office_mail.OfficeMailKind
    return {
        kinds.DETAILS: email_details.details_letter,
        kinds.COPY: copy_letters.copy_letter,
        kinds.COPY_LIST: copy_letters.list_letter,
        kinds.HELD: staging_letters.held_letter,
        kinds.HELD_REMINDER: staging_letters.held_letter,
        kinds.HELD_DECIDED: staging_letters.decided_letter,
        kinds.HELD_DIGEST: staging_letters.digest_letter,
    }


def mail_folder_of(address: StoreAddress) -> Path:
    """Where mails are written as files while no mail server is set up."""
    return paths.mail_folder(address.path or paths.data() / "shared.db")
