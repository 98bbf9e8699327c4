"""Says in words why a mail server could not be used; the causes a person can mend are told apart."""

from __future__ import annotations

import smtplib
import socket
import ssl

from desktop.channels.mail import Unreachable
from desktop.language import tr
from desktop.models.mail_server import MailServer


def trouble_of(error: Exception, server: MailServer) -> Unreachable:
    """The trouble that ``error`` stands for. Takes nothing from it that could hold a secret."""
    if isinstance(error, Unreachable):
        return error
    if isinstance(error, ssl.SSLError):
        return _encryption(error, server)
    if isinstance(error, smtplib.SMTPServerDisconnected) and isinstance(error.__context__, TimeoutError):
        # So smtplib says that it has waited for an answer in vain.
        return _network(error.__context__, server)
    if isinstance(error, smtplib.SMTPException):
        return _conversation(error, server)
    return _network(error, server)


def answer_of(words: bytes | str) -> str:
    """A server's answer as one line of text."""
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    if not text.isprintable():
        text = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(text.split())[:500]


def _network(error: Exception, server: MailServer) -> Unreachable:
    if isinstance(error, socket.gaierror):
        return Unreachable(
            tr("There is no mail server called {host}.").format(host=server.host),
            tr("Check its spelling, and that this computer is connected to the internet."),
        )
    if isinstance(error, TimeoutError):
        return Unreachable(
            tr("{host} did not answer on port {port}.").format(host=server.host, port=server.port),
            tr("Check the port, and whether a firewall stands between."),
        )
    if isinstance(error, ConnectionRefusedError):
        return Unreachable(
            tr("{host} takes no mail on port {port}.").format(host=server.host, port=server.port),
            tr("Check the port: 587 goes with STARTTLS, 465 with TLS."),
        )
    return Unreachable(
        tr("The connection to {host} broke off.").format(host=server.host),
        tr("Check the connection of this computer, then try again."),
    )


def _encryption(error: ssl.SSLError, server: MailServer) -> Unreachable:
    if isinstance(error, ssl.SSLCertVerificationError):
        return _certificate(error, server)
    if error.reason == "WRONG_VERSION_NUMBER":
        return Unreachable(
            tr("{host} begins without encryption on port {port}.").format(host=server.host, port=server.port),
            tr("Choose STARTTLS as the encryption, or port 465 for TLS."),
        )
    return Unreachable(
        tr("{host} and this computer could not agree on an encrypted connection.").format(host=server.host),
        tr("Ask your provider for the server's name and port, and whether it offers TLS 1.2 or newer."),
    )


def _certificate(error: ssl.SSLCertVerificationError, server: MailServer) -> Unreachable:
    # Numbers of OpenSSL's verification: 10 expired, 62 and 64 another name.
    if error.verify_code == 10:
        return Unreachable(
            tr("The certificate of {host} has expired.").format(host=server.host),
            tr("Tell whoever runs the server, and check the date of this computer."),
        )
    if error.verify_code in (62, 64):
        return Unreachable(
            tr("The certificate shown by {host} belongs to another name.").format(host=server.host),
            tr("Use the server's name exactly as your provider gives it."),
        )
    return Unreachable(
        tr("This computer does not trust the certificate of {host}: {words}.").format(
            host=server.host, words=answer_of(error.verify_message)
        ),
        tr(
            "Ask whoever runs the server for a certificate of a known authority, or have theirs installed here."
        ),
    )


def _conversation(error: smtplib.SMTPException, server: MailServer) -> Unreachable:
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return Unreachable(
            tr("{host} hung up.").format(host=server.host),
            tr("Try again in a while; servers limit their load."),
        )
    if not isinstance(error, smtplib.SMTPResponseException):
        return Unreachable(
            tr("{host} does not speak as a mail server should.").format(host=server.host),
            tr("Check the server's name and port."),
        )
    answer = f"{error.smtp_code} {answer_of(error.smtp_error)}"
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return Unreachable(
            tr("{host} refused the login: {words}").format(host=server.host, words=answer),
            tr("Check the user name and the password. Some providers want a password made for programs."),
        )
    if isinstance(error, smtplib.SMTPSenderRefused):
        return Unreachable(
            tr("{host} takes no mail from {address}: {words}").format(
                host=server.host, address=server.from_address, words=answer
            ),
            tr("Check the From address, and whether the server wants a login."),
        )
    return Unreachable(
        tr("{host} is not available: {words}").format(host=server.host, words=answer),
        tr("Try again in a while, or ask whoever runs the server."),
    )
