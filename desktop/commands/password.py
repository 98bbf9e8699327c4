"""``password``: keeps or forgets a password in this computer's keyring."""

from __future__ import annotations

import getpass
import sys
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from desktop import paths
from desktop.commands.command import WELL, Command, store_address
from desktop.errors import Refused
from desktop.language import tr
from desktop.late import late

if TYPE_CHECKING:
    from desktop.channels import vault
else:
    vault = late("desktop.channels.vault")

_SECRETS = ("store", "mail")


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "what", choices=_SECRETS, help=tr("the password of the shared store, or of the mail server")
    )
    parser.add_argument("--forget", action="store_true", help=tr("take it out of the keyring"))


def _run(arguments: Namespace) -> int:
    label = store_address(arguments, paths.default_store()).label
    secrets = {"store": vault.Secret.STORE_PASSWORD, "mail": vault.Secret.MAIL_PASSWORD}
    secret = secrets[arguments.what]
    if arguments.forget:
        vault.KeyringVault().delete(label, secret)
        print(tr("The password for {store} is forgotten.").format(store=label))
        return WELL
    vault.KeyringVault().set(label, secret, _asked(label))
    print(tr("The password for {store} is kept in the keyring of this computer.").format(store=label))
    return WELL


def _asked(label: str) -> str:
    """From the terminal without showing it, or the first line of standard input."""
    if sys.stdin.isatty():
        value = getpass.getpass(tr("Password for {store}: ").format(store=label))
    else:
        value = sys.stdin.readline().rstrip("\r\n")
    if not value:
        raise Refused(tr("No password was kept"), tr("It is empty."), tr("Type it again."))
    return value


PASSWORD = Command(
    "password",
    lambda: tr("Keep a password in this computer's keyring; it is never shown or written elsewhere."),
    (
        "message-center password mail",
        "message-center password store --store postgresql://server.example/office",
    ),
    _add_arguments,
    _run,
)
