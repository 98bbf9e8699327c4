"""A real SMTP server on this computer that records what it gets and can be told to misbehave."""

from __future__ import annotations

import asyncio
import ssl
import tempfile
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import trustme
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

if TYPE_CHECKING:
    from aiosmtpd.smtp import Envelope, Session

PATIENCE = 10.0  # seconds for the server's thread to begin


@dataclass(frozen=True)
class Mail:
    """One message as the server got it."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes
    user: str | None
    encrypted: bool
    options: tuple[str, ...] = ()


@dataclass
class SmtpServer:
    """Say what it shall do (at any time; it counts from the next connection) and read ``mails``.

    The fixture ``smtp_server`` starts and stops one; ``SmtpServer().start(tls=True)`` makes one
    that speaks TLS from the first byte.
    """

    refused: dict[str, str] = field(default_factory=dict)  # address -> "550 5.1.1 No such user"
    login: tuple[str, str] | None = None  # the name and password it demands
    drop_after: int | None = None  # how many messages it takes before it hangs up on the next
    silent_after: int | None = None  # how many messages it answers; the next it takes, and hangs up
    refused_contents: list[str] = field(default_factory=list)  # its answers to the next whole messages
    most_connections: int | None = None  # it says 421 to one more
    mails_a_connection: int | None = None  # then it hangs up
    mails: list[Mail] = field(default_factory=list)
    connections: int = 0
    host: str = "127.0.0.1"
    port: int = 0
    ca_file: Path | None = None  # the authority of its certificate, which nobody knows
    _context: ssl.SSLContext | None = None
    _loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)
    _ready: threading.Event = field(default_factory=threading.Event)
    _over: asyncio.Event = field(default_factory=asyncio.Event)
    _sessions: list[SMTP] = field(default_factory=list)
    _taken: dict[SMTP, int] = field(default_factory=dict)
    _thread: threading.Thread | None = None

    def start(self, *, tls: bool = False) -> SmtpServer:
        """Listen on a free port; with ``tls`` every connection is encrypted from its first byte."""
        if tls:
            self._certify()
        listening = self._listen(self._context if tls else None)
        self._thread = threading.Thread(
            target=self._loop.run_until_complete, args=(listening,), name="smtp-server"
        )
        self._thread.start()
        assert self._ready.wait(PATIENCE)
        return self

    def offer_starttls(self) -> None:
        """Offer STARTTLS from the next connection on; whoever trusts ``ca_file`` may accept it."""
        self._certify()

    def hang_up(self) -> None:
        """Close every connection, as a server does with those it has kept for long."""
        self._loop.call_soon_threadsafe(self._close_all)

    def stop(self) -> None:
        """Hang up and end the thread; after this a connection is refused."""
        if self._thread is not None:
            self._loop.call_soon_threadsafe(self._over.set)
            self._thread.join()
            self._thread = None
        self._loop.close()
        if self.ca_file is not None:
            self.ca_file.unlink(missing_ok=True)

    def _certify(self) -> None:
        authority = trustme.CA()
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("localhost", self.host).configure_cert(self._context)
        with tempfile.NamedTemporaryFile(suffix=".pem", delete=False) as kept:
            kept.write(authority.cert_pem.bytes())
        self.ca_file = Path(kept.name)

    async def _listen(self, context: ssl.SSLContext | None) -> None:
        implicit = context is not None
        make = self._session
        server = await self._loop.create_server(
            lambda: make(implicit=implicit), self.host, self.port, ssl=context
        )
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._over.wait()
        server.close()
        self._close_all()
        busy = asyncio.all_tasks() - {asyncio.current_task()}
        await asyncio.gather(*busy, return_exceptions=True)

    def _close_all(self) -> None:
        for session in self._sessions:
            if session.transport is not None:
                session.transport.close()

    def _session(self, *, implicit: bool) -> asyncio.Protocol:
        self.connections += 1
        self._sessions = [each for each in self._sessions if _is_open(each)]
        if self.most_connections is not None and len(self._sessions) >= self.most_connections:
            return _Busy()
        session = SMTP(
            self,
            hostname="mail.example",
            enable_SMTPUTF8=True,
            tls_context=None if implicit else self._context,
            authenticator=self._authenticate if self.login else None,
            auth_require_tls=self._context is not None and not implicit,
            loop=self._loop,
        )
        self._sessions.append(session)
        return session

    def _authenticate(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _way: str, data: Any
    ) -> AuthResult:
        if not isinstance(data, LoginPassword) or self.login is None:
            return AuthResult(success=False, handled=False)
        name, password = self.login
        right = data.login == name.encode() and data.password == password.encode()
        return AuthResult(success=right, handled=False, auth_data=data.login)

    # What aiosmtpd asks of its handler.

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.login is not None and not session.authenticated:
            return "530 5.7.0 Authentication required"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        connection: Any = server.transport
        if self.drop_after is not None and len(self.mails) >= self.drop_after:
            connection.close()
            return "421 4.3.0 Closing"
        if self.refused_contents:
            return self.refused_contents.pop(0)
        user: Any = session.auth_data
        encrypted = connection.get_extra_info("ssl_object") is not None
        content = envelope.original_content or b""
        name = user.decode() if session.authenticated else None
        options = tuple(envelope.mail_options)
        self.mails.append(
            Mail(envelope.mail_from or "", tuple(envelope.rcpt_tos), content, name, encrypted, options)
        )
        of_this = self._taken[server] = self._taken.get(server, 0) + 1
        if self.mails_a_connection is not None and of_this >= self.mails_a_connection:
            # Answered and closed in one breath: later, it could be in the middle of the next mail.
            connection.write(b"250 OK\r\n")
            connection.close()
        if self.silent_after is not None and len(self.mails) > self.silent_after:
            connection.close()
        return "250 OK"


class _Busy(asyncio.Protocol):
    """What a connection too many gets to hear."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        transport.write(b"421 4.7.0 Too many connections\r\n")  # type: ignore[attr-defined] # a socket's
        transport.close()


def _is_open(session: SMTP) -> bool:
    return session.transport is not None and not session.transport.is_closing()
