"""Passwords, kept by the keyring of this computer and nowhere else."""

from __future__ import annotations

import enum
import importlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import ModuleType
from typing import Protocol

from desktop.errors import Refused
from desktop.language import tr

_SERVICE = "Message Center"


class Secret(enum.StrEnum):
    """What is kept for a store."""

    MAIL_PASSWORD = "mail password"  # noqa: S105 - the name of a secret, not one
    STORE_PASSWORD = "store password"  # noqa: S105 - the name of a secret, not one


class Vault(Protocol):
    """Keeps secrets by the store they belong to, told apart by its label. Each verb raises Refused."""

    def get(self, label: str, secret: Secret) -> str | None:
        """The secret, or None when none is kept."""

    def set(self, label: str, secret: Secret, value: str) -> None:
        """Keep ``value`` in place of what was kept before."""

    def delete(self, label: str, secret: Secret) -> None:
        """Forget it; one that is not kept is forgotten already."""


class KeyringVault:
    """The keyring of whoever is logged in at this computer."""

    def get(self, label: str, secret: Secret) -> str | None:
        """See Vault."""
        with _keyring() as keyring:
            kept: str | None = keyring.get_password(_SERVICE, _name(label, secret))
        return kept

    def set(self, label: str, secret: Secret, value: str) -> None:
        """See Vault."""
        with _keyring() as keyring:
            keyring.set_password(_SERVICE, _name(label, secret), value)

    def delete(self, label: str, secret: Secret) -> None:
        """See Vault."""
        with _keyring() as keyring, suppress(keyring.errors.PasswordDeleteError):
            keyring.delete_password(_SERVICE, _name(label, secret))


@contextmanager
def _keyring() -> Iterator[ModuleType]:
    """The library, loaded when a secret is first asked for: few starts of the program ask for one."""
    library = importlib.import_module("keyring")
    try:
        yield library
    except library.errors.KeyringError:
        # Whatever the keyring says could hold the password.
        raise _no_keyring() from None


def _name(label: str, secret: Secret) -> str:
    return f"{label}: {secret}"


def _no_keyring() -> Refused:
    return Refused(
        tr("The keyring of this computer cannot be used"),
        tr("Passwords are kept in the keyring of this computer, and it is missing or locked."),
        tr(
            "Unlock it. On Linux without a desktop, install a keyring service such as gnome-keyring, "
            "or name another one in PYTHON_KEYRING_BACKEND."
        ),
        about="password",
    )
