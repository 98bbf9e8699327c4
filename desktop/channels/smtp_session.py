"""One conversation with a mail server, letter by letter, as bytes in and bytes out. No socket is used.

Where the server offers PIPELINING (RFC 2920), sender, recipient and the wish to send go in one write; and once it has
answered a letter, those of the next letter go behind the end of the one before.
"""

from __future__ import annotations

import enum
import re
import smtplib
from collections import deque
from collections.abc import Callable, Collection

from desktop.channels.mail import Answer, Deferred, Letter, Rejected, Unconfirmed, Unreachable
from desktop.channels.smtp_replies import NoReply, Replies
from desktop.channels.smtp_troubles import answer_of, trouble_of
from desktop.language import tr
from desktop.models.mail_server import MailServer

# Answers about the client as a whole, not about one recipient: closing, login wanted.
_ABOUT_ALL = frozenset({421, 530, 534, 535, 538})
_ENVELOPE = ("MAIL", "RCPT", "DATA")
_NOT_IN_ADDRESS = re.compile(r"[\x00-\x20\x7f<>]")


class Phase(enum.Enum):
    """What the conversation waits for."""

    READY = enum.auto()  # for a letter
    ENVELOPE = enum.auto()  # for the answers to sender, recipient and DATA
    CONTENT = enum.auto()  # for the answer to the whole letter
    CLEARING = enum.auto()  # until the server has forgotten what it refused
    OVER = enum.auto()  # for nothing: the connection is of no use any more


class SmtpSession:
    """Begins when the connection is greeted, encrypted and logged in. ``offers`` are the server's, in lower case.

    ``concluded`` counts the letters that the server itself has answered. ``behind`` says how many of the bytes last
    given come after the end of the letter that is under way.
    """

    def __init__(self, server: MailServer, offers: Collection[str]) -> None:
        self.phase = Phase.READY
        self.concluded = 0
        self.behind = 0
        self._server = server
        self._offers = frozenset(offers)
        self._replies = Replies()
        self._answers: list[Answer] = []
        self._letter: Letter | None = None
        self._next: Letter | None = None  # whose envelope went behind the end of the letter
        self._following: Callable[[], Letter | None] = lambda: None
        self._unanswered: deque[str] = deque()
        self._unsent: deque[tuple[str, bytes]] = deque()
        self._verdict: Exception | None = None

    @property
    def is_chaining(self) -> bool:
        """Whether it can begin a letter before the one that is under way is answered."""
        return self.concluded > 0 and "pipelining" in self._offers

    def answers(self) -> list[Answer]:
        """What has become of letters since it was asked last."""
        answers, self._answers = self._answers, []
        return answers

    def begin(self, letter: Letter) -> bytes:
        """What to write to send ``letter``; nothing when it is settled already."""
        envelope = self._envelope(letter)
        if not envelope:
            return b""
        self._letter, self._verdict = letter, None
        self._unsent = deque(zip(_ENVELOPE, envelope, strict=True))
        self.phase = Phase.ENVELOPE
        return self._go_on(all_at_once="pipelining" in self._offers)

    def take(
        self, data: bytes, *, all_written: bool, following: Callable[[], Letter | None] = lambda: None
    ) -> bytes:
        """What to write after ``data`` came; ``all_written`` says whether the letter under way has gone out whole.

        ``following`` gives the letter that may begin before this one is answered, asked only where that is possible.
        """
        self._following = following
        self._replies.feed(data)
        written: list[bytes] = []
        try:
            while self.phase is not Phase.OVER and (reply := self._replies.next()) is not None:
                written.append(self._heard(*reply, all_written=all_written and not any(written)))
        except NoReply:
            self.end(smtplib.SMTPException(), all_written=all_written)
        if self.phase is Phase.OVER:
            self._let_next_go(smtplib.SMTPServerDisconnected())
        if self.phase is Phase.READY and not self._replies.is_between:
            # It speaks out of turn: whatever it says next could be taken for the answer to another letter.
            self.phase = Phase.OVER
        # What it waits for no more must not reach it: an answer out of turn has settled the letter.
        return b"" if self.phase is Phase.OVER else b"".join(written)

    def end(self, error: Exception, *, all_written: bool) -> None:
        """The connection is of no use any more because of ``error``."""
        phase, self.phase = self.phase, Phase.OVER
        self._end_letter(error, phase, all_written=all_written)
        self._let_next_go(error)

    def _end_letter(self, error: Exception, phase: Phase, *, all_written: bool) -> None:
        if self._letter is None:
            return
        if self._verdict is not None:
            self._settle(self._verdict)
        elif phase is Phase.CONTENT and all_written:
            words = tr("{host} was given the whole mail, but the connection ended before it answered.")
            self._settle(Unconfirmed(words.format(host=self._server.host)))
        else:
            # Without the closing dot the server may not take the mail, so nothing has left.
            self._settle(trouble_of(error, self._server))

    def _let_next_go(self, error: Exception) -> None:
        """Nothing of the next letter but its envelope has left."""
        letter, self._next = self._next, None
        if letter is not None:
            self._answers.append(Answer(letter, failure=trouble_of(error, self._server)))

    def _envelope(self, letter: Letter) -> tuple[bytes, ...]:
        """Sender, recipient and the wish to send; nothing, and the letter is settled, where it cannot leave."""
        options = self._options(letter)
        if options is None:
            words = tr("The mail server cannot deliver to an address with such letters.")
            self._answers.append(Answer(letter, failure=Rejected(words)))
            return ()
        sender, to = f"MAIL FROM:<{letter.envelope_from}>{options}\r\n", f"RCPT TO:<{letter.to}>\r\n"
        return sender.encode(), to.encode(), b"DATA\r\n"

    def _options(self, letter: Letter) -> str | None:
        """What to say behind the sender's address; None when this server cannot take such addresses."""
        if _NOT_IN_ADDRESS.search(letter.envelope_from) or _NOT_IN_ADDRESS.search(letter.to):
            return None
        end_of_headers = letter.raw.find(b"\r\n\r\n")
        headers = letter.raw[:end_of_headers] if end_of_headers >= 0 else letter.raw
        if letter.envelope_from.isascii() and letter.to.isascii() and headers.isascii():
            return ""
        return " SMTPUTF8 BODY=8BITMIME" if "smtputf8" in self._offers else None

    def _go_on(self, *, all_at_once: bool = False) -> bytes:
        written = []
        while self._unsent:
            step, line = self._unsent.popleft()
            self._unanswered.append(step)
            written.append(line)
            if not all_at_once:
                break
        return b"".join(written)

    def _heard(self, code: int, words: bytes, *, all_written: bool) -> bytes:
        if self.phase is Phase.ENVELOPE:
            return self._on_envelope(self._unanswered.popleft(), code, words)
        if self.phase is Phase.CONTENT:
            self._on_content(code, words, all_written=all_written)
        elif self.phase is Phase.CLEARING and code != 421:
            self.phase = Phase.READY
        else:
            self.phase = Phase.OVER
        return b""

    def _on_envelope(self, step: str, code: int, words: bytes) -> bytes:
        if self._verdict is None and not _is_welcome(step, code):
            self._verdict = self._judged(code, words, of_sender=step == "MAIL")
        if isinstance(self._verdict, Unreachable):
            self.phase = Phase.OVER
            self._settle(self._verdict)
            return b""
        if step == "DATA" and code == 354:
            return self._on_wanted()
        if self._unanswered:
            return b""
        if self._verdict is None:
            return self._go_on()
        self.phase = Phase.CLEARING
        self._settle(self._verdict)
        return b"RSET\r\n"

    def _on_wanted(self) -> bytes:
        """The server waits for the letter: the whole of it, or nothing where its recipient was refused."""
        self.phase = Phase.CONTENT
        if self._verdict is not None or self._letter is None:
            return b".\r\n"
        letter = self._letter
        as_it_is = not letter.may_have_dots and letter.raw.endswith(b"\r\n")
        whole = (letter.raw, b".\r\n") if as_it_is else (stuffed(letter.raw),)
        envelope = self._next_envelope()
        self.behind = sum(map(len, envelope))
        return b"".join((*whole, *envelope))

    def _next_envelope(self) -> tuple[bytes, ...]:
        while self.is_chaining and (letter := self._following()) is not None:
            if envelope := self._envelope(letter):
                self._next = letter
                return envelope
        return ()

    def _to_next(self) -> None:
        """The letter is answered, and the next one's envelope is with the server."""
        self._letter, self._next, self.behind = self._next, None, 0
        if self._letter is not None:
            self._unanswered.extend(_ENVELOPE)
            self.phase = Phase.ENVELOPE

    def _on_content(self, code: int, words: bytes, *, all_written: bool) -> None:
        if self._verdict is not None:
            self._settle(self._verdict)
        elif code // 100 == 2 and all_written:
            self._settle(None, f"{code} {answer_of(words)}")
        elif code // 100 in (4, 5):
            self._settle(self._judged(code, words))
        else:
            self.end(smtplib.SMTPException(), all_written=all_written)
            return
        # A server that answers before it has heard all of it, or that says farewell, is not spoken to again.
        if all_written and code != 421:
            self.phase = Phase.READY
            self._to_next()
        else:
            self.phase = Phase.OVER

    def _judged(self, code: int, words: bytes, *, of_sender: bool = False) -> Exception:
        answer = f"{code} {answer_of(words)}"
        if code // 100 not in (4, 5):
            return trouble_of(smtplib.SMTPException(), self._server)
        if code in _ABOUT_ALL:
            return trouble_of(smtplib.SMTPResponseException(code, words), self._server)
        if of_sender:
            return trouble_of(smtplib.SMTPSenderRefused(code, words, ""), self._server)
        return Deferred(answer) if code < 500 else Rejected(answer, code)

    def _settle(self, failure: Exception | None, words: str = "") -> None:
        letter, self._letter = self._letter, None
        if letter is not None:
            self._answers.append(Answer(letter, words, failure))
            self.concluded += not isinstance(failure, Unreachable)


def stuffed(raw: bytes) -> bytes:
    """``raw`` as it is written after DATA: no line of it is a lone dot but the last (RFC 5321, 4.5.2)."""
    whole = raw if raw.endswith(b"\r\n") or not raw else raw + b"\r\n"
    if whole.startswith(b"."):
        whole = b"." + whole
    return whole.replace(b"\n.", b"\n..") + b".\r\n"


def _is_welcome(step: str, code: int) -> bool:
    return code == 354 if step == "DATA" else code // 100 == 2
