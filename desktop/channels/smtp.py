"""Mail by SMTP (RFC 5321): many letters over several connections at once, one recipient a letter."""

from __future__ import annotations

import contextlib
import selectors
import smtplib
import ssl
import time
from collections import deque
from collections.abc import Callable

from desktop.channels import smtp_line
from desktop.channels.mail import Answer, Letter, Unreachable
from desktop.channels.smtp_connection import Patience, SmtpConnection
from desktop.channels.smtp_session import SmtpSession
from desktop.channels.smtp_troubles import trouble_of
from desktop.channels.waking import Waker
from desktop.models.mail_server import MailServer

_MAILS_A_CONNECTION = 1_000
_WIDEN_AFTER_S = 300.0
_AT_ONCE_S = 0.0


class SmtpChannel:
    """Sends through one mail server, over no more connections than it is set up for, and than it allows.

    A connection that breaks before a letter's closing dot has left nothing: the letter takes another one,
    as long as there is one that the server has not refused as its first.
    """

    def __init__(
        self,
        server: MailServer,
        password: str = "",
        *,
        context: ssl.SSLContext | None = None,
        patience: Patience | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._server = server
        self._password = password
        self._context = context or ssl.create_default_context()
        self._patience = patience or Patience()
        self._clock = clock
        self._selector: selectors.BaseSelector | None = None
        self._waker: Waker | None = None
        self._connections: list[SmtpConnection] = []
        self._free: list[SmtpConnection] = []
        self._waiting: deque[Letter] = deque()
        self._answered: list[Answer] = []
        self._is_chaining = False
        self._most = server.connections
        self._widen_at = 0.0

    @property
    def lanes(self) -> int:
        """See MailChannel."""
        return self._server.connections

    @property
    def room(self) -> int:
        """See MailChannel."""
        busy = len(self._connections) - len(self._free)
        return max(self._most * self._letters_a_connection - busy - len(self._waiting), 0)

    @property
    def _letters_a_connection(self) -> int:
        """One that is under way, and one that may begin behind it."""
        return 2 if self._is_chaining else 1

    def open(self) -> None:
        """Connect once, encrypt and log in, where that has not been done. Raises Unreachable."""
        if not self._connections:
            self._open()

    def hand(self, letter: Letter) -> None:
        """See MailChannel."""
        self._waiting.append(letter)
        self._feed()

    def hear(self, wait_s: float) -> list[Answer]:
        """See MailChannel."""
        if self._answered or not self._connections:
            wait_s = _AT_ONCE_S
        self._go_on(wait_s)
        self._feed()
        answered, self._answered = self._answered, []
        return answered

    def wake(self) -> None:
        """See MailChannel."""
        waker = self._waker
        if waker is not None:
            waker.wake()

    def give_up(self) -> list[Answer]:
        """See MailChannel."""
        gone = TimeoutError()
        for connection in self._connections:
            connection.end(gone)
            self._collect(connection)
        self._refuse(trouble_of(gone, self._server))
        self._drop_all()
        answered, self._answered = self._answered, []
        return answered

    def send(self, envelope_from: str, to: str, raw: bytes, label: str) -> str:
        """See MailChannel."""
        letter = Letter(envelope_from, to, raw, label)
        self.hand(letter)
        while True:
            for answer in self.hear(self._patience.to_answer):
                if answer.letter is not letter:
                    continue
                if answer.failure is not None:
                    raise answer.failure
                return answer.words

    def close(self) -> None:
        """See MailChannel."""
        for connection in self._free:
            connection.say_farewell()
        for connection in self._free:
            connection.part()
        self._drop_all()

    def _feed(self) -> None:
        """Give letters that wait to connections that are free; open one more where none is."""
        while self._waiting and (self._free or self._may_open()):
            if not self._free:
                try:
                    self._open()
                except Unreachable as trouble:
                    self._on_not_opened(trouble)
                    continue
            connection = self._free.pop()
            connection.hand(self._waiting.popleft())
            self._look_at(connection)

    def _may_open(self) -> bool:
        if self._most < self._server.connections and self._clock() >= self._widen_at:
            self._most = self._server.connections
        if len(self._connections) >= self._most:
            return False
        # One that only clears away what was refused is free in a moment.
        return not any(connection.is_clearing for connection in self._connections)

    def _open(self) -> None:
        """One more connection. Raises Unreachable."""
        line: smtplib.SMTP | None = None
        try:
            line = smtp_line.connect(self._server, self._context, self._patience.to_connect)
            smtp_line.encrypt(line, self._server, self._context)
            smtp_line.log_in(line, self._server, self._password)
            line.ehlo_or_helo_if_needed()
            connection = SmtpConnection(line, self._server, self._patience, self._clock, self._following)
        except (OSError, smtplib.SMTPException, Unreachable) as error:
            if line is not None:
                line.close()
            raise trouble_of(error, self._server) from None
        self._connections.append(connection)
        self._free.append(connection)
        connection.watched = connection.wants
        self._selecting().register(connection.socket, connection.wants, connection)

    def _following(self, session: SmtpSession) -> Letter | None:
        """The letter that ``session`` may begin before the one that is under way is answered."""
        is_last = session.concluded + 2 > _MAILS_A_CONNECTION
        return self._waiting.popleft() if self._waiting and not is_last else None

    def _on_not_opened(self, trouble: Unreachable) -> None:
        if self._connections:
            self._shrink()
        else:
            self._refuse(trouble)

    def _shrink(self) -> None:
        """Go on with the connections there are; in a while the server may allow more."""
        self._most = max(len(self._connections), 1)
        self._widen_at = self._clock() + _WIDEN_AFTER_S

    def _refuse(self, trouble: Unreachable) -> None:
        """Nothing leaves just now: what waits is given back."""
        while self._waiting:
            self._answered.append(Answer(self._waiting.popleft(), failure=trouble))

    def _go_on(self, wait_s: float) -> None:
        if not self._connections:
            return
        nearest = min(connection.deadline for connection in self._connections) - self._clock()
        for key, _events in self._selecting().select(max(min(wait_s, nearest), _AT_ONCE_S)):
            if isinstance(key.data, Waker):
                key.data.heard()
                continue
            connection: SmtpConnection = key.data
            was_busy = not connection.is_free
            connection.go_on()
            self._look_at(connection, was_busy=was_busy)
        if wait_s and nearest <= wait_s:
            self._look_at_clock()

    def _look_at_clock(self) -> None:
        now = self._clock()
        for connection in tuple(self._connections):
            connection.look_at_clock(now)
            if connection.is_over:
                self._look_at(connection)

    def _look_at(self, connection: SmtpConnection, *, was_busy: bool = True) -> None:
        """Take what has been answered, and see whether the connection is still of use."""
        first = connection.session.concluded == 0
        self._collect(connection, retry=True)
        self._is_chaining = self._is_chaining or connection.session.is_chaining
        if connection.is_over:
            self._forget(connection)
            if first and self._connections:
                self._shrink()
            return
        if connection.wants != connection.watched:
            self._watch(connection)
        if connection.is_free and was_busy:
            if connection.session.concluded >= _MAILS_A_CONNECTION:
                connection.say_farewell()
                self._forget(connection)
            else:
                self._free.append(connection)

    def _watch(self, connection: SmtpConnection) -> None:
        connection.watched = connection.wants
        self._selecting().modify(connection.socket, connection.wants, connection)

    def _collect(self, connection: SmtpConnection, *, retry: bool = False) -> None:
        others = len(self._connections) > 1
        for answer in connection.session.answers():
            if retry and isinstance(answer.failure, Unreachable) and (connection.session.concluded or others):
                self._waiting.appendleft(answer.letter)
                continue
            self._answered.append(answer)
            if isinstance(answer.failure, Unreachable):
                self._refuse(answer.failure)

    def _forget(self, connection: SmtpConnection) -> None:
        self._selecting().unregister(connection.socket)
        self._connections.remove(connection)
        with contextlib.suppress(ValueError):
            self._free.remove(connection)
        connection.drop()
        if not self._connections:
            self._stop_selecting()

    def _drop_all(self) -> None:
        for connection in tuple(self._connections):
            self._forget(connection)
        self._is_chaining = False
        self._stop_selecting()

    def _stop_selecting(self) -> None:
        if self._selector is not None:
            self._selector.close()
            self._selector = None
        if self._waker is not None:
            self._waker.close()
            self._waker = None

    def _selecting(self) -> selectors.BaseSelector:
        if self._selector is None:
            self._selector = selectors.DefaultSelector()
            self._waker = Waker()
            self._selector.register(self._waker.socket, selectors.EVENT_READ, self._waker)
        return self._selector
