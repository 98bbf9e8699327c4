"""How the office's mail leaves."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class MailSecurity(enum.StrEnum):
    """How the connection to the mail server is protected."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"


MOST_CONNECTIONS = 50


@dataclass(frozen=True, slots=True)
class MailServer:
    """A server for outgoing mail. The password is not here: it lives in the keyring.

    ``connections`` is how many are used at once, at most.
    """

    host: str
    port: int = 587
    security: MailSecurity = MailSecurity.STARTTLS
    user: str = ""
    from_address: str = ""
    from_name: str = ""
    connections: int = 4

    @property
    def is_set_up(self) -> bool:
        """Whether mail can be sent by it at all."""
        return bool(self.host and self.from_address)
