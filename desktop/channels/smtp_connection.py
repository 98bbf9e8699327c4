"""A connection to a mail server that never waits: it writes what the socket takes and reads what has come."""

from __future__ import annotations

import contextlib
import selectors
import smtplib
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass

from desktop.channels.mail import Letter
from desktop.channels.smtp_session import Phase, SmtpSession
from desktop.models.mail_server import MailServer

_READ = 65_536
_TLS_RECORD = 16_384
_FAREWELL_S = 1.0


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a server may take, in seconds: to be reached, to answer a command, to answer a whole letter.

    RFC 5321, section 4.5.3.2, asks for more; but a person waits, and there are other connections.
    """

    to_connect: float = 25.0
    to_answer: float = 120.0
    to_take: float = 300.0


class SmtpConnection:
    """``line`` is connected, encrypted and logged in. ``clock`` counts seconds.

    ``following`` gives the letter that a session may begin behind the one that is under way.
    """

    def __init__(
        self,
        line: smtplib.SMTP,
        server: MailServer,
        patience: Patience,
        clock: Callable[[], float],
        following: Callable[[SmtpSession], Letter | None],
    ) -> None:
        if line.sock is None:
            raise smtplib.SMTPServerDisconnected
        self.socket: socket.socket = line.sock
        self.socket.setblocking(False)
        self.session = SmtpSession(server, {name.lower() for name in line.esmtp_features})
        self.deadline = float("inf")
        self.watched = 0  # the events that the selector has been told of
        self._line = line
        self._patience = patience
        self._clock = clock
        self._following = lambda: following(self.session)
        self._unwritten = memoryview(b"")
        # Whether the rest may have gone out although the socket did not say so, as with TLS.
        self._may_be_written = False

    @property
    def is_free(self) -> bool:
        """Whether it can take a letter."""
        return self.session.phase is Phase.READY

    @property
    def is_clearing(self) -> bool:
        """Whether it will be free as soon as the server has forgotten what it refused."""
        return self.session.phase is Phase.CLEARING

    @property
    def is_over(self) -> bool:
        """Whether it is of no use any more."""
        return self.session.phase is Phase.OVER

    @property
    def wants(self) -> int:
        """The events of the selector that it waits for."""
        return selectors.EVENT_READ | (selectors.EVENT_WRITE if self._unwritten else 0)

    def hand(self, letter: Letter) -> None:
        """Begin to send ``letter``."""
        self._write(self.session.begin(letter))

    def go_on(self) -> None:
        """Something has come, or there is room to write."""
        if self._unwritten:
            self._push()
        if not self.is_over:
            self._read()

    def look_at_clock(self, now: float) -> None:
        """End it when the server has been silent for too long."""
        if now >= self.deadline:
            self.end(TimeoutError())

    def end(self, error: Exception) -> None:
        """It is of no use any more because of ``error``; a letter under way is settled as it stands."""
        self.session.end(error, all_written=self._is_letter_written or self._may_be_written)
        self._unwritten = memoryview(b"")

    def drop(self) -> None:
        """Close it without a word."""
        self._line.close()

    def say_farewell(self) -> None:
        """Say that nothing more will come; ``part`` then waits a moment for the answer."""
        with contextlib.suppress(OSError):
            self.socket.send(b"QUIT\r\n")

    def part(self) -> None:
        """Close it once the server has heard the farewell, or soon."""
        with contextlib.suppress(OSError):
            self.socket.settimeout(_FAREWELL_S)
            self.socket.recv(_READ)
        self._line.close()

    def _write(self, data: bytes) -> None:
        if data:
            # The end of an envelope may still wait, when its letter is asked for out of turn.
            self._unwritten = memoryview(b"".join((self._unwritten, data)) if self._unwritten else data)
            self._push()

    @property
    def _is_letter_written(self) -> bool:
        """Whether the letter under way has gone out whole: what is left belongs to the next one's envelope."""
        return len(self._unwritten) <= self.session.behind

    def _push(self) -> None:
        """Write as much as the socket takes."""
        try:
            while self._unwritten:
                is_last = len(self._unwritten) - self.session.behind <= _TLS_RECORD
                self._may_be_written = is_last and isinstance(self.socket, ssl.SSLSocket)
                self._unwritten = self._unwritten[self.socket.send(self._unwritten) :]
        except (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
            pass
        except OSError as error:
            self.end(error)
            return
        self._wait_anew()

    def _read(self) -> None:
        try:
            data = self.socket.recv(_READ)
        except (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
            return
        except OSError as error:
            self.end(error)
            return
        if not data:
            self.end(smtplib.SMTPServerDisconnected())
            return
        answer = self.session.take(data, all_written=self._is_letter_written, following=self._following)
        self._wait_anew()
        self._write(answer)
        if isinstance(self.socket, ssl.SSLSocket) and not self.is_over and self.socket.pending():
            self._read()

    def _wait_anew(self) -> None:
        phase = self.session.phase
        if phase is Phase.READY:
            self.deadline = float("inf")
        else:
            is_content = phase is Phase.CONTENT
            self.deadline = self._clock() + (
                self._patience.to_take if is_content else self._patience.to_answer
            )
