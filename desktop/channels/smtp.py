"""Mail by SMTP (RFC 5321), many mails over one connection, one recipient a mail."""

from __future__ import annotations

import re
import smtplib
import ssl

from desktop.channels import smtp_line
from desktop.channels.mail import Deferred, Rejected, Unconfirmed, Unreachable
from desktop.channels.smtp_troubles import answer_of, trouble_of
from desktop.language import tr
from desktop.models.mail_server import MailServer

_MAILS_A_CONNECTION = 100
_TIMEOUT_S = 25.0
_DOT = re.compile(rb"^\.", re.MULTILINE)
_END = b".\r\n"
# Answers about the client as a whole, not about one recipient: closing, login wanted.
_ABOUT_ALL = frozenset({421, 530, 534, 535, 538})


class SmtpChannel:
    """Sends through one mail server. Used by one thread at a time."""

    def __init__(
        self,
        server: MailServer,
        password: str = "",
        *,
        context: ssl.SSLContext | None = None,
        timeout_s: float = _TIMEOUT_S,
    ) -> None:
        self._server = server
        self._password = password
        self._context = context or ssl.create_default_context()
        self._timeout_s = timeout_s
        self._line: smtplib.SMTP | None = None
        self._sent = 0

    def open(self) -> None:
        """Connect, encrypt and log in. Raises Unreachable."""
        self.close()
        line: smtplib.SMTP | None = None
        try:
            line = smtp_line.connect(self._server, self._context, self._timeout_s)
            smtp_line.encrypt(line, self._server, self._context)
            smtp_line.log_in(line, self._server, self._password)
            line.ehlo_or_helo_if_needed()
        except (OSError, smtplib.SMTPException, Unreachable) as error:
            if line is not None:
                line.close()
            raise trouble_of(error, self._server) from None
        self._line, self._sent = line, 0

    def send(self, envelope_from: str, to: str, raw: bytes, label: str) -> str:
        """See MailChannel."""
        line = self._announced(envelope_from, to, raw)
        try:
            self._name_recipient(line, to)
            self._begin_data(line, raw)
            words = self._finish_data(line)
        except (Rejected, Deferred):
            self._clear(line)
            raise
        except (Unreachable, Unconfirmed):
            self._drop()
            raise
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            raise trouble_of(error, self._server) from None
        self._sent += 1
        return words

    def close(self) -> None:
        """See MailChannel."""
        line, self._line = self._line, None
        if line is not None:
            smtp_line.hang_up(line)

    def _announced(self, envelope_from: str, to: str, raw: bytes) -> smtplib.SMTP:
        """A connection on which the sender was accepted; a line that has gone stale is opened anew."""
        is_fresh = self._line is None or self._sent >= _MAILS_A_CONNECTION
        if is_fresh:
            self.open()
        try:
            return self._announce(envelope_from, to, raw)
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            if is_fresh or not _is_stale(error):
                raise trouble_of(error, self._server) from None
        return self._announced(envelope_from, to, raw)

    def _announce(self, envelope_from: str, to: str, raw: bytes) -> smtplib.SMTP:
        line = self._line
        if line is None:
            raise smtplib.SMTPServerDisconnected
        options: list[str] = []
        if not (envelope_from.isascii() and to.isascii() and _headers(raw).isascii()):
            if not line.has_extn("smtputf8"):
                raise Rejected(tr("The mail server cannot deliver to an address with such letters."))
            options = ["SMTPUTF8", "BODY=8BITMIME"]
        code, words = line.mail(envelope_from, options)
        if code != 250:
            raise smtplib.SMTPSenderRefused(code, words, envelope_from)
        return line

    def _name_recipient(self, line: smtplib.SMTP, to: str) -> None:
        code, words = line.rcpt(to)
        if code not in (250, 251):
            raise self._judged(code, words)

    def _begin_data(self, line: smtplib.SMTP, raw: bytes) -> None:
        code, words = line.docmd("data")
        if code != 354:
            raise self._judged(code, words)
        # Without the closing dot the server may not take the mail, so whatever fails here left nothing.
        line.send(_DOT.sub(b"..", raw if raw.endswith(b"\r\n") else raw + b"\r\n"))

    def _finish_data(self, line: smtplib.SMTP) -> str:
        try:
            line.send(_END)
            code, words = line.getreply()
        except (OSError, smtplib.SMTPException):
            raise Unconfirmed(
                tr("{host} was given the whole mail, but the connection ended before it answered.").format(
                    host=self._server.host
                )
            ) from None
        if code != 250:
            raise self._judged(code, words)
        return f"{code} {answer_of(words)}"

    def _judged(self, code: int, words: bytes) -> Exception:
        answer = f"{code} {answer_of(words)}"
        if code in _ABOUT_ALL:
            return trouble_of(smtplib.SMTPResponseException(code, words), self._server)
        return Deferred(answer) if 400 <= code < 500 else Rejected(answer, code)

    def _clear(self, line: smtplib.SMTP) -> None:
        try:
            line.rset()
        except (OSError, smtplib.SMTPException):
            self._drop()

    def _drop(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            line.close()


def _headers(raw: bytes) -> bytes:
    return raw.partition(b"\r\n\r\n")[0]


def _is_stale(error: Exception) -> bool:
    """Whether the server only hung up on a connection it had kept for long enough."""
    closed = isinstance(error, smtplib.SMTPResponseException) and error.smtp_code == 421
    return closed or isinstance(error, (smtplib.SMTPServerDisconnected, OSError))
