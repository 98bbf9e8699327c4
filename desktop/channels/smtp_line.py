"""Opens a connection to a mail server: encrypted as chosen, never less, and logged in."""

from __future__ import annotations

import base64
import smtplib
import socket
import ssl

from desktop.channels.mail import Unreachable
from desktop.language import tr
from desktop.models.mail_server import MailSecurity, MailServer


def connect(server: MailServer, context: ssl.SSLContext, timeout_s: float) -> smtplib.SMTP:
    """A greeted connection; encrypted where TLS is chosen, not yet where STARTTLS is.

    Raises OSError or SMTPException.
    """
    if server.security is MailSecurity.TLS:
        line: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, local_hostname="localhost", timeout=timeout_s, context=context
        )
    else:
        line = smtplib.SMTP(server.host, server.port, local_hostname="localhost", timeout=timeout_s)
    line.local_hostname = _own_address(line)
    _send_at_once(line)
    return line


def encrypt(line: smtplib.SMTP, server: MailServer, context: ssl.SSLContext) -> None:
    """Go over to encryption where STARTTLS is chosen; a server without it is not used at all."""
    if server.security is not MailSecurity.STARTTLS:
        return
    line.ehlo()
    if not line.has_extn("starttls"):
        raise Unreachable(
            tr("{host} offers no STARTTLS on port {port}.").format(host=server.host, port=server.port),
            tr("Check the port, or ask your provider how mail is sent encrypted. Nothing was sent."),
        )
    line.starttls(context=context)


def log_in(line: smtplib.SMTP, server: MailServer, password: str) -> None:
    """Log in where a user name is set. Raises OSError, SMTPException or Unreachable."""
    if not server.user:
        return
    line.ehlo_or_helo_if_needed()
    if not line.has_extn("auth"):
        raise Unreachable(
            tr("{host} offers no login on this connection.").format(host=server.host),
            tr("Leave the user name empty, or choose encryption: many servers allow a login only then."),
        )
    if server.user.isascii() and password.isascii():
        line.login(server.user, password)
        return
    # smtplib knows ASCII passwords only; RFC 4616 wants UTF-8.
    secret = base64.b64encode(f"\0{server.user}\0{password}".encode()).decode()
    code, words = line.docmd("AUTH", f"PLAIN {secret}")
    if code != 235:
        raise smtplib.SMTPAuthenticationError(code, words)


def hang_up(line: smtplib.SMTP) -> None:
    """Take leave if the server still listens, and close."""
    try:
        line.quit()
    except (OSError, smtplib.SMTPException):
        line.close()


def _send_at_once(line: smtplib.SMTP) -> None:
    # The closing dot leaves apart from the mail. Held back until the server has acknowledged what came
    # before, it would cost each mail the 40 ms that servers wait with that.
    if line.sock is not None:
        line.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def _own_address(line: smtplib.SMTP) -> str:
    # The address says no more than the server sees anyway; this computer's name would.
    host = line.sock.getsockname()[0] if line.sock is not None else "127.0.0.1"
    return f"[IPv6:{host}]" if ":" in host else f"[{host}]"
