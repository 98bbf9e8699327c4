"""A connection whose socket takes only some bytes: what has gone out whole is told from what has not."""

from __future__ import annotations

import smtplib

import pytest

from desktop.channels.mail import Letter, Unconfirmed, Unreachable
from desktop.channels.smtp_connection import Patience, SmtpConnection
from desktop.models.mail_server import MailServer

OFFICE = "office@broker.example"
FIRST, SECOND, THIRD = (
    Letter(OFFICE, f"{name}@client.example", b"Subject: Hi\r\n\r\n" + name.encode() * 500 + b"\r\n", "")
    for name in "abc"
)
WELL = b"250 OK\r\n250 OK\r\n354 Go on\r\n"
ENVELOPE = len(b"MAIL FROM:<office@broker.example>\r\nRCPT TO:<c@client.example>\r\nDATA\r\n")


class NarrowSocket:
    """Takes ``room`` bytes more, and gives what the server ``said``."""

    def __init__(self) -> None:
        self.room = 1_000_000
        self.said: list[bytes] = []
        self.taken = b""

    def setblocking(self, _flag: bool) -> None:
        pass

    def send(self, data: bytes | memoryview) -> int:
        if not self.room:
            raise BlockingIOError
        some = bytes(data)[: self.room]
        self.room -= len(some)
        self.taken += some
        return len(some)

    def recv(self, _most: int) -> bytes:
        if not self.said:
            raise BlockingIOError
        return self.said.pop(0)


class Line:
    """As much of ``smtplib.SMTP`` as a connection reads."""

    def __init__(self, sock: NarrowSocket) -> None:
        self.sock = sock
        self.esmtp_features = {"pipelining": ""}


def chained() -> tuple[SmtpConnection, NarrowSocket]:
    """The server has wanted the second letter, behind which the third's envelope stands; nothing of them is written."""
    sock, waiting = NarrowSocket(), [THIRD]
    line: smtplib.SMTP = Line(sock)  # type: ignore[assignment]
    connection = SmtpConnection(
        line,
        MailServer("mail.example", from_address=OFFICE),
        Patience(),
        lambda: 0.0,
        lambda _session: waiting.pop() if waiting and connection.session.concluded else None,
    )
    connection.hand(FIRST)
    sock.said = [WELL, b"250 First\r\n"]
    connection.go_on()
    connection.go_on()
    assert [answer.letter for answer in connection.session.answers()] == [FIRST]
    connection.hand(SECOND)
    sock.room, sock.taken, sock.said = 0, b"", [WELL]
    connection.go_on()
    return connection, sock


WHOLE = len(SECOND.raw) + len(b".\r\n") + ENVELOPE


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        (0, Unreachable),
        (WHOLE - ENVELOPE - 1, Unreachable),
        (WHOLE - ENVELOPE, Unconfirmed),
        (WHOLE - 1, Unconfirmed),
        (WHOLE, Unconfirmed),
    ],
)
def test_a_letter_is_judged_by_its_own_closing_dot_and_not_by_what_goes_behind_it(
    written: int, kind: type[Exception]
) -> None:
    connection, sock = chained()
    sock.room = written
    connection.go_on()
    assert len(sock.taken) == written
    connection.end(ConnectionResetError())
    answers = {answer.letter: answer.failure for answer in connection.session.answers()}
    assert isinstance(answers[SECOND], kind)
    assert isinstance(answers[THIRD], Unreachable)


def test_an_envelope_that_is_half_written_goes_on_after_the_letter_before_it_is_answered() -> None:
    connection, sock = chained()
    sock.room, sock.said = WHOLE - 10, [b"250 Second\r\n"]
    connection.go_on()
    assert [(each.letter, each.failure) for each in connection.session.answers()] == [(SECOND, None)]
    sock.room, sock.said = 1_000_000, [WELL]
    connection.go_on()
    assert sock.taken.endswith(b"DATA\r\n" + THIRD.raw + b".\r\n")
    assert sock.taken.count(b"RCPT TO:<c@client.example>\r\n") == 1
