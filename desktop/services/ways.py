"""Picks the way out for an office's mail: its server when one is set up, else a folder of files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from desktop.late import late
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

if TYPE_CHECKING:
    from desktop.channels.inquiry_channel import InquiryChannel
    from desktop.channels.mail import MailChannel
    from desktop.models import mail_server
    from desktop.models.mail_server import MailServer
else:
    mail_server = late("desktop.models.mail_server")


def mail_server_in(settings: Mapping[str, Any]) -> MailServer:
    """The mail server that the office's settings describe; an unknown encryption is taken as STARTTLS."""
    security = MAIL_SECURITY.of(settings)
    kinds = mail_server.MailSecurity
    known = security in [each.value for each in kinds]
    return mail_server.MailServer(
        host=MAIL_HOST.of(settings),
        port=MAIL_PORT.of(settings),
        security=kinds(security) if known else kinds.STARTTLS,
        user=MAIL_USER.of(settings),
        from_address=MAIL_FROM.of(settings),
        from_name=MAIL_FROM_NAME.of(settings),
        connections=min(max(MAIL_CONNECTIONS.of(settings), 1), mail_server.MOST_CONNECTIONS),
    )


def leaves_by_server(settings: Mapping[str, Any]) -> bool:
    """Whether mail leaves this computer at all: a sample office and one without a server write files."""
    return mail_server_in(settings).is_set_up and not OFFICE_IS_SAMPLE.of(settings)


class Ways(NamedTuple):
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
