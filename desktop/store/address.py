"""Where a store is: a file on this computer or a PostgreSQL database, and which of them are refused."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qsl, urlsplit

from desktop.errors import Refused
from desktop.language import tr
from desktop.late import late

if TYPE_CHECKING:
    import shlex
else:
    shlex = late("shlex")

_POSTGRES = ("postgresql", "postgres", "postgresql+psycopg")


class StoreAddress(NamedTuple):
    """Either ``path`` (embedded) or ``url`` (PostgreSQL, without a password) is set."""

    path: Path | None = None
    url: str = ""

    @property
    def is_embedded(self) -> bool:
        return self.path is not None

    @property
    def label(self) -> str:
        """What a person recognises the store by."""
        if self.path is not None:
            return str(self.path)
        parts = urlsplit(self.url)
        return f"{parts.hostname or 'localhost'}{parts.path}"

    @property
    def argument(self) -> str:
        """What ``parse`` makes this address of again, as typed in a shell."""
        return shlex.quote(str(self.path) if self.path is not None else self.url)

    @classmethod
    def parse(cls, text: str) -> StoreAddress:
        """Read a path or a URL. Raises Refused for a password in it or another kind of database."""
        if "://" not in text:
            return cls(path=Path(text).expanduser().absolute())
        parts = urlsplit(text)
        if parts.scheme == "sqlite":
            return cls(path=Path(parts.path.removeprefix("/")).absolute())
        if parts.scheme not in _POSTGRES:
            raise Refused(
                tr("This store cannot be opened"),
                tr("The Message Center keeps its data in SQLite or PostgreSQL, not in “{kind}”.").format(
                    kind=parts.scheme
                ),
                tr("Give the path of a file, or a URL that begins with postgresql://."),
            )
        if parts.password is not None or any(key == "password" for key, _ in parse_qsl(parts.query)):
            raise Refused(
                tr("A password does not belong in the address of a store"),
                tr("Addresses are shown on screen and kept in histories."),
                tr("Leave it out and save it in the keyring of this computer: message-center password store"),
            )
        return cls(url=text.replace(parts.scheme, "postgresql+psycopg", 1))
