"""Picks the way out for an office's mail: its server when one is set up, else a folder of files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from desktop.channels.inquiry_channel import InquiryChannel
from desktop.channels.mail import MailChannel
from desktop.models.mail_server import MOST_CONNECTIONS, MailSecurity, MailServer
from desktop.settings import (
    MAIL_CONNECTIONS,
    MAIL_FROM,
    MAIL_FROM_NAME,
    MAIL_HOST,
    MAIL_PORT,
    MAIL_SECURITY,
    MAIL_USER,
    OFFICE_IS_SAMPLE,
)


def mail_server_in(settings: Mapping[str, Any]) -> MailServer:
    """The mail server that the office's settings describe; an unknown encryption is taken as STARTTLS."""
    security = MAIL_SECURITY.of(settings)
    known = security in [each.value for each in MailSecurity]
    return MailServer(
        host=MAIL_HOST.of(settings),
        port=MAIL_PORT.of(settings),
        security=MailSecurity(security) if known else MailSecurity.STARTTLS,
        user=MAIL_USER.of(settings),
        from_address=MAIL_FROM.of(settings),
        from_name=MAIL_FROM_NAME.of(settings),
        connections=min(max(MAIL_CONNECTIONS.of(settings), 1), MOST_CONNECTIONS),
    )


def leaves_by_server(settings: Mapping[str, Any]) -> bool:
    """Whether mail leaves this computer at all: a sample office and one without a server write files."""
    return mail_server_in(settings).is_set_up and not OFFICE_IS_SAMPLE.of(settings)


@dataclass(frozen=True, slots=True)
class Ways:
    """How channels are made. ``password`` gives the mail password of the store, and may raise Refused.

    ``inquiries`` is given the folder that the office has chosen for them, or the empty text.
    """

    smtp: Callable[[MailServer, str], MailChannel]
    folder: Callable[[], MailChannel]
    password: Callable[[], str | None]
    inquiries: Callable[[str], InquiryChannel] | None = None

    def mail(self, settings: Mapping[str, Any]) -> MailChannel:
        """A channel for the office with these settings, not yet open. Raises Refused."""
        if not leaves_by_server(settings):
            return self.folder()
        server = mail_server_in(settings)
        return self.smtp(server, (self.password() or "") if server.user else "")
