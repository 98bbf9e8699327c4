"""Tries a mail server as far as it goes without sending a mail, and says which step failed and why."""

from __future__ import annotations

import smtplib
import socket
import ssl
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from desktop.channels import smtp_line
from desktop.channels.mail import Unreachable
from desktop.channels.smtp_troubles import answer_of, trouble_of
from desktop.language import tr
from desktop.models.mail_server import MailSecurity, MailServer
from desktop.models.mail_trial import TrialReport, TrialStep

_TIMEOUT_S = 10.0

Told = Callable[[int, int, str], object]
"""Steps done, steps in all, and the name of the one that begins."""


def try_connection(
    server: MailServer,
    password: str,
    *,
    context: ssl.SSLContext | None = None,
    timeout_s: float = _TIMEOUT_S,
    told: Told | None = None,
) -> TrialReport:
    """Find, reach, encrypt, log in, name the sender. No mail is sent.

    ``told`` hears of each step before it begins, and may raise Cancelled.
    """
    return _Trial(server, password, context or ssl.create_default_context(), timeout_s).run(told)


class _Trial:
    def __init__(self, server: MailServer, password: str, context: ssl.SSLContext, timeout_s: float) -> None:
        self._server = server
        self._password = password
        self._context = context
        self._timeout_s = timeout_s
        self._line: smtplib.SMTP | None = None

    def run(self, told: Told | None) -> TrialReport:
        steps: list[TrialStep] = []
        asked = self._steps()
        try:
            for name, step in asked:
                if told is not None:
                    told(len(steps), len(asked), name)
                steps.append(self._tried(name, step))
                if not steps[-1].ok:
                    break
        finally:
            if self._line is not None:
                smtp_line.hang_up(self._line)
        return TrialReport(tuple(steps))

    def _steps(self) -> list[tuple[str, Callable[[], str]]]:
        return [
            (tr("Find the server"), self._find),
            (tr("Connect"), self._connect),
            (tr("Encrypt"), self._encrypt),
            (tr("Log in"), self._log_in),
            (tr("From address"), self._name_sender),
        ]

    def _tried(self, name: str, step: Callable[[], str]) -> TrialStep:
        try:
            return TrialStep(name, True, step())
        except (OSError, smtplib.SMTPException, Unreachable) as error:
            trouble = trouble_of(error, self._server)
            return TrialStep(name, False, trouble.sentence, trouble.remedy)

    def _find(self) -> str:
        if not self._server.host:
            raise Unreachable(tr("No mail server is named."), tr("Type the name your provider gives."))
        found = socket.getaddrinfo(self._server.host, self._server.port, type=socket.SOCK_STREAM)
        return tr("{host} is at {address}.").format(host=self._server.host, address=found[0][4][0])

    def _connect(self) -> str:
        try:
            self._line = smtp_line.connect(self._server, self._context, self._timeout_s)
        except smtplib.SMTPServerDisconnected:
            # A server that waits for TLS says nothing until it is spoken to in TLS.
            if self._server.security is MailSecurity.TLS or not self._speaks_tls():
                raise
            raise self._only_tls() from None
        return tr("{host} answers on port {port}.").format(host=self._server.host, port=self._server.port)

    def _speaks_tls(self) -> bool:
        asked = replace(self._server, security=MailSecurity.TLS)
        try:
            smtp_line.connect(asked, self._context, self._timeout_s).close()
        except ssl.SSLCertVerificationError:
            return True
        except (OSError, smtplib.SMTPException):
            return False
        return True

    def _only_tls(self) -> Unreachable:
        return Unreachable(
            tr("{host} speaks only TLS on port {port}.").format(
                host=self._server.host, port=self._server.port
            ),
            tr("Choose TLS as the encryption, or port 587 for STARTTLS."),
        )

    def _encrypt(self) -> str:
        line = self._open_line()
        smtp_line.encrypt(line, self._server, self._context)
        if not isinstance(line.sock, ssl.SSLSocket):
            return tr("Not encrypted, as chosen. Whoever is on the way can read the mails and the password.")
        return _certificate_words(line.sock)

    def _log_in(self) -> str:
        if not self._server.user:
            return tr("Not needed: no user name is set.")
        smtp_line.log_in(self._open_line(), self._server, self._password)
        return tr("Logged in as {user}.").format(user=self._server.user)

    def _name_sender(self) -> str:
        line = self._open_line()
        line.ehlo_or_helo_if_needed()
        address = self._server.from_address
        options = [] if address.isascii() else ["SMTPUTF8"]
        code, words = line.mail(address, options)
        if code != 250:
            raise smtplib.SMTPSenderRefused(code, words, address)
        line.rset()
        return tr("The server takes mail from {address}: {words}").format(
            address=address, words=f"{code} {answer_of(words)}"
        )

    def _open_line(self) -> smtplib.SMTP:
        if self._line is None:
            raise smtplib.SMTPServerDisconnected
        return self._line


def _certificate_words(sock: ssl.SSLSocket) -> str:
    certificate = sock.getpeercert() or {}
    names = [str(entry[1]) for entry in certificate.get("subjectAltName", ()) if len(entry) == 2]
    until = str(certificate.get("notAfter", ""))
    if not names or not until:
        return tr("Encrypted with {version}.").format(version=sock.version())
    expires = datetime.fromtimestamp(ssl.cert_time_to_seconds(until), UTC)
    return tr("Encrypted with {version}. The certificate is for {names} and valid until {date}.").format(
        version=sock.version(), names=", ".join(names[:3]), date=f"{expires:%Y-%m-%d}"
    )
